"""Lookup: rows of one table found by words in its sealed file, counted and paged without reading the table whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard import words
from loaders import frames
from loaders.columns import COLUMNS
from loaders.release import Release
from loaders.tables import TABLES

DIFFERENT: Final = 20_000
"""A column of at most as many different cells is searched through these, any other row by row."""
_NARROWING: Final = re.compile(r"([a-z_0-9]+)(:|>=|<=|>|<)(.+)")
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
_NUMERIC: Final = ("count", "number")


@dataclass(frozen=True)
class _Condition:
    """A condition on rows as SQL with its parameters."""

    sql: str
    given: tuple[object, ...] = ()


class NarrowingError(ValueError):
    """A word of the form ``column:value`` that cannot narrow the table; the message says why."""


def count(release: Release, table: str, searched: str) -> int:
    """Return how many rows of a table hold all that is searched for.

    Args:
        release: The open release.
        table: A canonical table.
        searched: Words separated by spaces. Each must stand somewhere in the row, capitals or not; a word of digits is
            also a whole number. ``country_code:KEN`` narrows to rows whose column is that value, or a day that begins
            so; ``fatalities_count>10`` and ``event_date<2010-07`` to those beyond it.

    Raises:
        NarrowingError: A column is none of the table's, or a value none of its kind.
    """
    return _count(release, table, _folded(searched))


@lru_cache(maxsize=1024)
def _count(release: Release, table: str, searched: str) -> int:
    if not searched:
        return release.manifest["tables"][table]["rows"]
    condition = _where(release, table, searched)
    answer = _asked(release, table, f"SELECT count(*) AS found FROM held WHERE {condition.sql}", condition.given)
    return int(answer["found"].iloc[0])


@lru_cache(maxsize=256)
def page(release: Release, table: str, searched: str, first: int, size: int) -> pd.DataFrame:
    """Return some of the rows that ``count`` counts, by key: ``size`` of them, the first counted from nought."""
    condition = _where(release, table, _folded(searched))
    sql = f"SELECT * FROM held WHERE {condition.sql} LIMIT {size:d} OFFSET {first:d}"
    return frames.from_arrow(_arrow(release, table, sql, condition.given))


def matching(release: Release, table: str, searched: str) -> pd.DataFrame:
    """Return every row that ``count`` counts, by key; for tables whose rows fit into memory."""
    return page(release, table, searched, 0, max(count(release, table, searched), 1))


def by_key(release: Release, table: str, key: str) -> pd.DataFrame:
    """Return the one row of a canonical table that has a key, or no row where none has it."""
    return frames.from_arrow(_arrow(release, table, f"SELECT * FROM held WHERE {TABLES[table].key} = ?", (key,)))


@lru_cache(maxsize=64)
def filled(release: Release, table: str) -> tuple[str, ...]:
    """Return the columns of a table in which any row holds anything, in the table's order."""
    names = _columns(release, table)
    counted = ", ".join(f"count({name}) AS {name}" for name in names)
    answer = _asked(release, table, f"SELECT {counted} FROM held", ())
    return tuple(name for name in names if answer[name].iloc[0])


@lru_cache(maxsize=64)
def _columns(release: Release, table: str) -> tuple[str, ...]:
    """Return the columns of a table, in its order; a release sealed before a column was thought of lacks it."""
    held = set(pq.read_schema(release.path(table)).names)
    return tuple(name for name in TABLES[table].columns if name in held)


def _folded(searched: str) -> str:
    return " ".join(searched.split())


def _where(release: Release, table: str, searched: str) -> _Condition:
    parts = [_word(release, table, word) for word in searched.split()]
    sql = " AND ".join(f"({part.sql})" for part in parts) or "TRUE"
    return _Condition(sql, tuple(value for part in parts for value in part.given))


def _word(release: Release, table: str, word: str) -> _Condition:
    narrowing = _NARROWING.fullmatch(word)
    if narrowing and narrowing[1] in _columns(release, table):
        return _narrowed(narrowing[1], narrowing[2], narrowing[3])
    found = list(_held(release, table, word.lower()))
    sql = " OR ".join(part.sql for part in found) or "FALSE"
    return _Condition(sql, tuple(value for part in found for value in part.given))


def _narrowed(column: str, sign: str, value: str) -> _Condition:
    kind = COLUMNS[column].kind
    compared = "=" if sign == ":" else sign
    if kind == "text":
        return _Condition(f"lower({column}) {compared} ?", (value.lower(),))
    if kind == "flag":
        return _Condition(f"{column} = ?", (value.lower() in ("yes", "true"),))
    if kind in _NUMERIC:
        if not _NUMBER.fullmatch(value):
            raise NarrowingError(f"{column} is a number; “{value}” is none")
        return _Condition(f"{column} {compared} ?", (float(value),))
    return _on_days(column, compared, value)


def _on_days(column: str, compared: str, value: str) -> _Condition:
    """Compare days with a day, a month or a year; equal means within it."""
    text = f"{value}-01-01" if len(value) == len("2011") else f"{value}-01" if len(value) == len("2011-09") else value
    try:
        first = date.fromisoformat(text)
    except ValueError as error:
        raise NarrowingError(f"{column} is a day; write it as 2011-09-15, 2011-09 or 2011") from error
    if compared != "=":
        return _Condition(f"{column} {compared} ?", (first,))
    return _Condition(f"strftime({column}, '%Y-%m-%d') LIKE ?", (f"{value}%",))


def _held(release: Release, table: str, word: str) -> Iterator[_Condition]:
    """Yield a condition for each column that can hold a word."""
    different = _different(release, table)
    for name in filled(release, table):
        kind = COLUMNS[name].kind
        if name in different:
            hits = [value for value, text in different[name] if word in text]
            if hits:
                yield _Condition(f"{name} IN (SELECT unnest(?))", (hits,))
        elif kind == "text":
            yield _Condition(f"contains(lower({name}), ?)", (word,))
        elif kind in _NUMERIC and _NUMBER.fullmatch(word):
            yield _Condition(f"{name} = ?", (float(word),))


@lru_cache(maxsize=64)
def _different(release: Release, table: str) -> dict[str, tuple[tuple[object, str], ...]]:
    """Return for each column of few different cells these, each with its text."""
    found = {}
    for name in filled(release, table):
        sql = f"SELECT DISTINCT {name} AS cell FROM held WHERE {name} IS NOT NULL LIMIT {DIFFERENT + 1:d}"
        cells = _asked(release, table, sql, ())["cell"]
        if len(cells) <= DIFFERENT:
            found[name] = tuple((_plain(cell), _text(cell)) for cell in cells)
    return found


def _plain(cell: object) -> object:
    return cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell


def _text(cell: object) -> str:
    if isinstance(cell, pd.Timestamp):
        return f"{cell.date().isoformat()} {words.day(cell)}".lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).lower()


def _asked(release: Release, table: str, sql: str, given: tuple[object, ...]) -> pd.DataFrame:
    return _arrow(release, table, sql, given).to_pandas()


def _arrow(release: Release, table: str, sql: str, given: tuple[object, ...]) -> pa.Table:
    with duckdb.connect() as engine:
        engine.from_parquet(str(release.path(table))).create_view("held")
        return engine.sql(sql, params=list(given)).to_arrow_table()
