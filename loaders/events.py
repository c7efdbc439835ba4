"""Events: what happened on which day."""

from pathlib import Path
from typing import Final

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Row": "event_id",
    "Date": "event_date",
    "Event": "event_title",
    "Country": "country_code",
    "Category": "category_code",
    "Note": "note",
    "Source": "source_id",
}
UNUSED: Final[tuple[str, ...]] = ()


def load_events(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read events.

    Args:
        path: The file as received; a mistake in it is mended by its sender or in ``data/spellings.csv``.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept, one an event, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["events"], (NAMED, UNUSED), spellings, known)
