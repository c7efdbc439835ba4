"""Missions: figures of the missions of other nations and bodies."""

from pathlib import Path
from typing import Final

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Row": "mission_id",
    "Mission": "mission_code",
    "Name": "mission_name",
    "Kind": "mission_kind",
    "Country": "country_code",
    "Place": "place_name",
    "Lead": "lead_name",
    "Indicator": "indicator_name",
    "Unit": "unit_code",
    "Value": "value",
    "Value as word": "value_text",
    "How exact": "qualifier_code",
    "How exact as stated": "qualifier_text",
    "As of": "as_of_date",
    "From": "start_date",
    "To": "end_date",
    "Note": "note",
    "Source": "source_id",
}
UNUSED: Final[tuple[str, ...]] = ()


def load_missions(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read figures of missions.

    Args:
        path: The file as received; a mistake in it is mended by its sender or in ``data/spellings.csv``.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept, one a figure, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["missions"], (NAMED, UNUSED), spellings, known)
