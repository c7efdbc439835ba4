"""An invented world of three countries, and raw files written into it for one test."""

import csv
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pandas as pd

from loaders.contract import Loaded
from loaders.recode import Known
from loaders.sources import known_dates, load_sources
from loaders.spellings import Spellings, load_spellings

WORLD = Path(__file__).resolve().parents[1] / "world"


def spellings() -> Spellings:
    """Return the spellings of the invented world."""
    return load_spellings(WORLD / "spellings.csv", WORLD / "countries.csv")


def known() -> Known:
    """Return the days from which the invented sources were known."""
    return known_dates(load_sources(WORLD / "sources.csv", spellings()).rows)


def write(path: Path, headings: Collection[str], *rows: Mapping[str, str]) -> Path:
    """Write a raw file; a heading that a row leaves out is an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(headings), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def load(
    load_table: Callable[[Path, Spellings, Known], Loaded],
    path: Path,
    headings: Collection[str],
    *rows: Mapping[str, str],
) -> Loaded:
    """Write rows under their headings and load them with a loader."""
    return load_table(write(path, headings, *rows), spellings(), known())


def cell(loaded: Loaded, column: str, row: int = 0) -> object:
    """Return one cell of the rows kept, None where it is missing."""
    value = loaded.rows[column].iloc[row]
    return None if pd.isna(value) else value
