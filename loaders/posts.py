"""Posts: how many posts of which function a country asked for."""

from pathlib import Path
from typing import Final

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "Row": "post_id",
    "Country": "country_code",
    "Function": "function_code",
    "Posts": "posts_count",
    "From": "requested_date",
    "To": "end_date",
    "Series": "series_id",
    "Note": "note",
    "Source": "source_id",
}
UNUSED: Final[tuple[str, ...]] = ()


def load_posts_requested(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read requests for posts.

    Args:
        path: The file as received; a mistake in it is mended by its sender or in ``data/spellings.csv``.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.

    Returns:
        The rows kept, one a request, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["posts_requested"], (NAMED, UNUSED), spellings, known)
