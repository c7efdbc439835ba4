"""Programs: what was done where under which authority, and the amounts that sources state for them."""

from pathlib import Path
from typing import Final

import pandas as pd

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Program": "program_id",
    "Name": "program_name",
    "Authority": "authority_name",
    "Country": "country_code",
    "Further countries": "country_codes",
    "First fiscal year": "fiscal_year_start",
    "Last fiscal year": "fiscal_year_end",
    "How the year is known": "fiscal_year_text",
    "Purpose": "purpose_text",
    "Sectors": "sector_text",
    "Tool": "tool_code",
    "Agency": "agency_code",
    "Joint agencies": "agency_codes",
    "Agencies as stated": "agencies_text",
    "State": "program_state",
    "From": "start_date",
    "To": "end_date",
    "Part of": "part_of_id",
    "Correction": "correction_text",
    "Note": "note",
    "Source": "source_id",
}
_AMOUNTS: Final = {
    "Amount": "amount_usd",
    "How exact": "qualifier_code",
    "How exact as stated": "qualifier_text",
    "Stage": "stage_code",
    "Stage as stated": "stage_text",
    "Funded by": "agency_code",
    "Amount as of": "as_of_date",
    "Series": "series_id",
    "Total": "is_total",
    "Amount part of": "part_of_id",
    "Running total": "is_running_total",
}
_SHARED: Final = (
    "Program", "Country", "Further countries", "First fiscal year", "Last fiscal year", "Purpose", "Sectors", "Tool",
    "Correction", "Note", "Source",
)  # fmt: skip
AMOUNTS_NAMED: Final = {
    **{heading: NAMED[heading] for heading in _SHARED},
    "Agency": "implementing_code",
    "Authority": "account_name",
    **_AMOUNTS,
}
UNUSED: Final = tuple(_AMOUNTS)


def load_programs(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read programs.

    Args:
        path: The file as received; a mistake in it is mended by its sender or in ``data/spellings.csv``.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept, one a program, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["programs"], (NAMED, UNUSED), spellings, known)


def load_program_amounts(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read the amounts that the file of programs states.

    Args:
        path: The same file; only rows with an amount count as received here.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept for the transactions table, keyed by their program, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    unused = tuple(heading for heading in NAMED if heading not in AMOUNTS_NAMED)
    return read_table(path, TABLES["transactions"], (AMOUNTS_NAMED, unused), spellings, known, _with_amount)


def _with_amount(texts: pd.DataFrame) -> pd.DataFrame:
    amounts = texts[texts["amount_usd"].notna()]
    spans = amounts["fiscal_year_start"] == amounts["fiscal_year_end"]
    return amounts.assign(
        transaction_id=amounts["program_id"] + "-amount",
        fiscal_year=amounts["fiscal_year_start"].where(spans),
    )
