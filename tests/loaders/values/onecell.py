"""One cell read, as a test sees it: its value and the rules it was marked with."""

import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from loaders.formats.limits import Limits
from loaders.spellings import Spellings, load_spellings
from loaders.values.reading import Read, Setting, read_column

DATA = Path(__file__).resolve().parents[3] / "data"


@cache
def real_spellings() -> Spellings:
    """Return the project's own spellings."""
    return load_spellings(DATA / "spellings.csv", DATA / "raw" / "reference" / "countries.csv")


def setting(delimiter: str = ",", epoch: int | None = None, *, is_plain: bool = False) -> Setting:
    """Return a setting as of 1 March 2016, so that days may lie in 1945 to 2026."""
    return Setting(real_spellings(), Limits(), datetime.date(2016, 3, 1), delimiter, epoch, is_plain)


def read(kind: str, *cells: str | None, by: Setting | None = None, is_required: bool = False) -> Read:
    """Read a column of a few cells."""
    return read_column(kind, "column", pa.array(cells, pa.string()), by or setting(), is_required=is_required)


def rules(column: Read, place: int = 0) -> list[str]:
    """Return severity and rule of each mark of a place."""
    return [f"{mark.severity} {mark.rule}" for mark in column.marks if place in mark.places.tolist()]


def one(kind: str, cell: str | None, by: Setting | None = None, *, is_required: bool = False) -> tuple[Any, list[str]]:
    """Return value and marks of one cell."""
    column = read(kind, cell, by=by, is_required=is_required)
    return column.values[0].as_py(), rules(column)


def words(column: Read, rule: str) -> list[str]:
    """Return the messages of a rule, one a place."""
    (mark,) = [mark for mark in column.marks if mark.rule == rule]
    return [mark.message] * len(mark.places) if isinstance(mark.message, str) else list(mark.message)
