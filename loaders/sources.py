"""Sources: every publication a row rests on, and the day from which its rows were known."""

from pathlib import Path
from typing import Final

import pandas as pd

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES
from loaders.values.canonical import days

NAMED: Final = {
    "Source": "source_id",
    "Title": "source_title",
    "Publisher": "publisher_name",
    "Published": "published_date",
    "URL": "source_url",
    "Licence": "licence",
    "Marking": "marking_code",
    "Note": "source_note",
}
UNUSED: Final[tuple[str, ...]] = ()


def load_sources(path: Path, spellings: Spellings) -> Loaded:
    """Read the list of sources.

    Args:
        path: The list; a source published in a month or a year counts as known from the period's last day.
        spellings: The closed list of markings.

    Returns:
        The rows kept, one a publication, ``known_date`` empty where it is undated, and the rows set aside.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["sources"], (NAMED, UNUSED), spellings, {}, _with_known_date)


def known_dates(sources: pd.DataFrame) -> Known:
    """Return the day from which each source was known, missing where it is undated."""
    return dict(zip(sources["source_id"], sources["known_date"], strict=True))


def _with_known_date(texts: pd.DataFrame) -> pd.DataFrame:
    published = texts["published_date"]
    return texts.assign(known_date=published.mask(days(published, last=True).misread))
