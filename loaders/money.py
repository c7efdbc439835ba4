"""Money: amounts at one stage, by agency, country and fiscal year."""

from pathlib import Path
from typing import Final

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Row": "transaction_id",
    "Program": "program_id",
    "Country": "country_code",
    "Further countries": "country_codes",
    "Agency": "agency_code",
    "Joint agencies": "agency_codes",
    "Agencies as stated": "agencies_text",
    "Implementing agency": "implementing_code",
    "Tool": "tool_code",
    "Sectors": "sector_text",
    "Account": "account_name",
    "Purpose": "purpose_text",
    "Fiscal year": "fiscal_year",
    "Stage": "stage_code",
    "Stage as stated": "stage_text",
    "Amount": "amount_usd",
    "How exact": "qualifier_code",
    "How exact as stated": "qualifier_text",
    "From": "start_date",
    "To": "end_date",
    "As of": "as_of_date",
    "Series": "series_id",
    "Total": "is_total",
    "Part of": "part_of_id",
    "Running total": "is_running_total",
    "Running series": "running_id",
    "Correction": "correction_text",
    "Note": "note",
    "Source": "source_id",
}
UNUSED: Final[tuple[str, ...]] = ()


def load_transactions(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read amounts of money.

    Args:
        path: The file as received; a mistake in it is mended by its sender or in ``data/spellings.csv``.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept, one an amount, and the rows set aside; stages never add, nor do a total and its parts.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["transactions"], (NAMED, UNUSED), spellings, known)
