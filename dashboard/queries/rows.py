"""Rows: the canonical tables themselves, searched by words, narrowed by columns, one page at a time."""

from typing import Final

import pandas as pd

from dashboard import words
from dashboard.queries import lookup
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders.columns import COLUMNS
from loaders.release import Release
from loaders.tables import TABLES

PAGE: Final = 100
EXPORTED: Final = 1_000_000
"""Rows that one CSV holds at most; a spreadsheet opens about as many."""
_RAW: Final = ("raw_file", "raw_line", "raw_column", "known_date")
_RULE: Final = (
    "Rows of one canonical table as the release holds them, by key. A row is found where each word stands somewhere in "
    "it, in any column, capitals or not; days are searched as they are written here and as 2011-09-15. A word such as "
    "country_code:KEN, event_date:2010-07 or fatalities_count>10 narrows by one column."
)


def explorer(release: Release, scope: Scope) -> View:
    """Return one page of the rows of one canonical table that hold what is searched for.

    The frame has the table's columns that hold anything in the release, its key first, and
    ``place``, the raw file and line of each row; the facts name key, page and size of a page, ``held``, how many rows
    there are, and ``whole``, which gives them for an export.
    """
    table = TABLES[scope.rows]
    shown = [name for name in lookup.filled(release, scope.rows) if name not in _RAW]
    try:
        total = lookup.count(release, scope.rows, scope.q)
    except lookup.NarrowingError as error:
        none = lookup.page(release, scope.rows, "", 0, 0)
        return _view(release, scope, none, shown or [table.key], 0, f"It cannot be searched for: {error}.")
    page = min(scope.page, max(1, -(-total // PAGE)))
    rows = lookup.page(release, scope.rows, scope.q, (page - 1) * PAGE, PAGE)
    return _view(release, scope, rows, shown or [table.key], total, "" if total else _absence(scope))


def _view(release: Release, scope: Scope, rows: pd.DataFrame, shown: list[str], total: int, absence: str) -> View:
    table = TABLES[scope.rows]
    frame = rows[shown].assign(place=places(rows))

    def whole() -> pd.DataFrame:
        if not total:
            return rows
        return lookup.page(release, scope.rows, scope.q, 0, min(total, EXPORTED))

    return View(
        "rows",
        f"What are the rows of {scope.rows}?",
        f"One row: {table.grain}. Columns in which no row holds anything are left out; the CSV has them all. A word "
        "such as country_code:KEN or event_date>2010-07 narrows by a column.",
        frame,
        {**{name: name for name in shown}, "place": "raw file and line"},
        headline(release, scope),
        Citation(_RULE, scope.rows, whole, REPORTED),
        (f"Units: {_units(shown)}.",) if _units(shown) else (),
        absence=absence,
        facts={"key": table.key, "page": scope.page, "size": PAGE, "held": total, "whole": whole},
        is_none=True,
    )


def places(rows: pd.DataFrame) -> list[str]:
    """Return where each row stands as received: ``record/deployments.csv line 12``, and its column where it has one."""
    # Releases sealed before rows had a column of their own are still held.
    cells = rows["raw_column"] if "raw_column" in rows else pd.Series(None, index=rows.index, dtype="str")
    beside = ("" if pd.isna(cell) else f", column '{cell}'" for cell in cells)
    raw = zip(rows["raw_file"], rows["raw_line"], beside, strict=True)
    return [f"{file} line {line}{cell}" for file, line, cell in raw]


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
    every = lookup.count(release, scope.rows, "")
    if not scope.q:
        return (
            f"{words.plural(every, 'row')} of {scope.rows}, each with the file and line it was read from."
            if every
            else f"This release has no rows of {scope.rows}."
        )
    try:
        found = lookup.count(release, scope.rows, scope.q)
    except lookup.NarrowingError as error:
        return f"“{scope.q}” cannot be searched for: {error}."
    verb = "holds" if found == 1 else "hold"
    return f"{words.count(found)} of {words.plural(every, 'row')} of {scope.rows} {verb} “{scope.q}”."
