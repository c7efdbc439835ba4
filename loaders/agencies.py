"""Agencies: the partners of the Civilian Response Corps and the Department of Defense."""

from pathlib import Path
from typing import Final

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Agency": "agency_code",
    "Name": "agency_name",
    "Short name": "short_name",
    "Order": "display_order",
    "Partner": "is_partner",
    "Joined": "member_since_date",
    "Role": "role_text",
    "Source": "source_id",
}
UNUSED: Final = ("Also listed in",)


def load_agencies(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read the agencies.

    Args:
        path: The file as received; a mistake in it is mended by its sender or in ``data/spellings.csv``.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept, one an agency, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["agencies"], (NAMED, UNUSED), spellings, known)
