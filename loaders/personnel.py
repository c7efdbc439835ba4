"""Personnel: counts of one agency's people, on a day or over a period."""

from pathlib import Path
from typing import Final

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Row": "personnel_id",
    "Kind": "kind_code",
    "Stage": "stage_code",
    "Country": "country_code",
    "Further countries": "country_codes",
    "Place": "place_name",
    "Agency": "agency_code",
    "Joint agencies": "agency_codes",
    "Agencies as stated": "agencies_text",
    "Component as stated": "component_text",
    "From": "start_date",
    "To": "end_date",
    "As of": "as_of_date",
    "People": "people_count",
    "At least": "people_low",
    "At most": "people_high",
    "How exact": "qualifier_code",
    "How exact as stated": "qualifier_text",
    "Measure as stated": "measure_text",
    "Series": "series_id",
    "Total": "is_total",
    "Part of": "part_of_id",
    "Note": "note",
    "Source": "source_id",
}
UNUSED: Final[tuple[str, ...]] = ()


def load_personnel(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read counts of agencies' people.

    Args:
        path: The file as received; a mistake in it is mended by its sender or in ``data/spellings.csv``.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept, one a count, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["personnel"], (NAMED, UNUSED), spellings, known)
