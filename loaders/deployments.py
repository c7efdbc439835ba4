"""Deployments: who served where, for which agency, from which day to which."""

from pathlib import Path
from typing import Final

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Row": "deployment_id",
    "Scope": "scope_code",
    "Measure": "measure_code",
    "Stage": "stage_code",
    "Country": "country_code",
    "Place": "place_name",
    "Agency": "agency_code",
    "Joint agencies": "agency_codes",
    "Agencies as stated": "agencies_text",
    "Component": "component_code",
    "Component as stated": "component_text",
    "Function": "function_code",
    "Function as stated": "function_text",
    "Team": "team_name",
    "From": "start_date",
    "To": "end_date",
    "As of": "as_of_date",
    "People": "people_count",
    "At least": "people_low",
    "At most": "people_high",
    "How exact": "qualifier_code",
    "How exact as stated": "qualifier_text",
    "Measure as stated": "measure_text",
    "Person-days": "person_days",
    "Series": "series_id",
    "Total": "is_total",
    "Part of": "part_of_id",
    "Correction": "correction_text",
    "Note": "note",
    "Source": "source_id",
}
UNUSED: Final[tuple[str, ...]] = ()


def load_deployments(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read deployments and the counts of deployed people that sources state.

    Args:
        path: The file as received; a mistake in it is mended by its sender or in ``data/spellings.csv``.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept, one a deployment or a stated count, first and last day served, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["deployments"], (NAMED, UNUSED), spellings, known)
