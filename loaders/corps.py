"""Corps: how many members the Civilian Response Corps and its offices had or planned."""

from pathlib import Path
from typing import Final

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Row": "strength_id",
    "Component": "component_code",
    "Component as stated": "component_text",
    "Agency": "agency_code",
    "Stage": "stage_code",
    "As of": "as_of_date",
    "People": "people_count",
    "At least": "people_low",
    "At most": "people_high",
    "How exact": "qualifier_code",
    "How exact as stated": "qualifier_text",
    "Note": "note",
    "Source": "source_id",
}
UNUSED: Final[tuple[str, ...]] = ()


def load_corps_strength(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read counts of corps members and office staff.

    Args:
        path: The file as received; a mistake in it is mended by its sender or in ``data/spellings.csv``.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept, one a count, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["corps_strength"], (NAMED, UNUSED), spellings, known)
