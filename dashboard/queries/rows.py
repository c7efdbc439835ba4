"""Rows: the canonical tables themselves, searched by words, one page at a time."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders.columns import COLUMNS
from loaders.release import Release
from loaders.tables import TABLES

PAGE: Final = 100
_RAW: Final = ("raw_file", "raw_line", "known_date")
_RULE: Final = (
    "Rows of one canonical table as the release holds them, by key. A row is found where each word stands somewhere in "
    "it, in any column, capitals or not; days are searched as they are written here and as 2011-09-15."
)


@dataclass(frozen=True)
class _Searched:
    """One column made ready for the search: its different cells as text, and which of them each row holds."""

    texts: tuple[str, ...]
    numbers: np.ndarray


@lru_cache(maxsize=32)
def _searched(release: Release, table: str) -> tuple[_Searched, ...]:
    rows = release.table(table)
    return tuple(_column(rows[name]) for name in rows.columns)


def _column(cells: pd.Series) -> _Searched:
    numbers, different = pd.factorize(cells)
    return _Searched(tuple(_text(value) for value in different), numbers)


def _text(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value.date().isoformat()} {words.day(value)}".lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).lower()


@lru_cache(maxsize=256)
def matching(release: Release, table: str, searched: str) -> pd.DataFrame:
    """Return the rows of a table in which each of the words stands somewhere; all rows where there is no word."""
    rows = release.table(table)
    mask = np.ones(len(rows), dtype=bool)
    for word in searched.lower().split():
        here = np.zeros(len(rows), dtype=bool)
        for column in _searched(release, table):
            hits = np.array([word in text for text in column.texts] + [False])
            here |= hits[column.numbers]
        mask &= here
    return rows[mask]


def explorer(release: Release, scope: Scope) -> View:
    """Return the rows of one canonical table that hold the words searched for.

    The frame has the table's columns that hold anything in the release, its key first, and
    ``place``, the raw file and line of each row; the facts name key, page and size of a page.
    """
    table = TABLES[scope.rows]
    rows = matching(release, scope.rows, scope.q).reset_index(drop=True)
    every = release.table(scope.rows)
    shown = [name for name in table.columns if name not in _RAW and every[name].notna().any()]
    frame = rows[shown].assign(place=places(rows))
    return View(
        "rows",
        f"What are the rows of {scope.rows}?",
        f"One row: {table.grain}. Columns in which no row holds anything are left out; the CSV has them all.",
        frame,
        {**{name: name for name in shown}, "place": "raw file and line"},
        headline(release, scope),
        Citation(_RULE, scope.rows, lambda: rows, REPORTED),
        (f"Units: {_units(shown)}.",) if _units(shown) else (),
        absence="" if len(frame) else _absence(scope),
        facts={"key": table.key, "page": scope.page, "size": PAGE},
        is_none=True,
    )


def places(rows: pd.DataFrame) -> list[str]:
    """Return where each row stands as received: ``record/deployments.csv line 12``."""
    return [f"{file} line {line}" for file, line in zip(rows["raw_file"], rows["raw_line"], strict=True)]


def _units(names: list[str]) -> str:
    plain = ("", "day", "rank", "line", "year")
    return ", ".join(f"{name} in {COLUMNS[name].unit}" for name in names if COLUMNS[name].unit not in plain)


def _absence(scope: Scope) -> str:
    return (
        f"No row of {scope.rows} holds all of the words “{scope.q}”."
        if scope.q
        else f"This release has no rows of {scope.rows}."
    )


def headline(release: Release, scope: Scope) -> str:
    """Return how many rows the table has, or how many the search finds."""
    every = len(release.table(scope.rows))
    if not scope.q:
        return (
            f"{words.plural(every, 'row')} of {scope.rows}, each with the file and line it was read from."
            if every
            else f"This release has no rows of {scope.rows}."
        )
    found = len(matching(release, scope.rows, scope.q))
    verb = "holds" if found == 1 else "hold"
    return f"{words.count(found)} of {words.plural(every, 'row')} of {scope.rows} {verb} “{scope.q}”."
