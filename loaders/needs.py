"""Needs: figures of need in a country, as the body that made them states them."""

from pathlib import Path
from typing import Final

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Row": "need_id",
    "Country": "country_code",
    "Indicator": "indicator_name",
    "Unit": "unit_code",
    "Value": "value",
    "How exact": "qualifier_code",
    "How exact as stated": "qualifier_text",
    "As of": "as_of_date",
    "From": "start_date",
    "To": "end_date",
    "Made by": "origin_name",
    "Note": "note",
    "Source": "source_id",
}
UNUSED: Final[tuple[str, ...]] = ()


def load_needs(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read need figures.

    Args:
        path: The file as received; a mistake in it is mended by its sender or in ``data/spellings.csv``.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept, one a figure, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["needs"], (NAMED, UNUSED), spellings, known)
