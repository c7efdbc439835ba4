"""Statuses: what a source called a country, from which day."""

from pathlib import Path
from typing import Final

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Row": "status_id",
    "Country": "country_code",
    "Status": "status_code",
    "Basis": "status_basis",
    "Status as stated": "status_text",
    "Reason": "reason_text",
    "From": "start_date",
    "Correction": "correction_text",
    "Note": "note",
    "Source": "source_id",
}
UNUSED: Final[tuple[str, ...]] = ()


def load_country_status(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read the statuses of countries.

    Args:
        path: The file as received; a mistake in it is mended by its sender or in ``data/spellings.csv``.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept, one a status from its day until the country's next one, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["country_status"], (NAMED, UNUSED), spellings, known)
