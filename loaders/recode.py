"""From text cells to a table's typed columns: the one place where every dataset is recoded the same way."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final, TypeAlias

import pandas as pd

from loaders.cells import read_cells
from loaders.columns import COLUMNS, Column
from loaders.contract import Loaded, Problem, check
from loaders.schema import DTYPES, Table
from loaders.spellings import Spellings
from loaders.values import canonical

Known: TypeAlias = Mapping[str, pd.Timestamp]
Derive: TypeAlias = Callable[[pd.DataFrame], pd.DataFrame]

_READERS: Final[dict[str, Callable[[canonical.Texts], tuple["pd.Series", canonical.Misread]]]] = {
    "count": canonical.counts,
    "number": canonical.numbers,
    "money": canonical.money,
    "latitude": canonical.latitudes,
    "longitude": canonical.longitudes,
    "flag": canonical.flags,
}
# What a number is where its unit says more than its kind.
_OF_UNIT: Final = {"nominal US dollars": "money", "degrees north": "latitude", "degrees east": "longitude"}

# A period stands for its first day in these columns and for its last in every other.
FIRST_DAYS: Final = frozenset({"start_date", "published_date", "event_date", "valid_from", "member_since_date",
                               "requested_date", "month_date"})  # fmt: skip
_LISTS: Final = ("country_codes", "agency_codes")
_SPELLED_COUNTRIES: Final = ("country_code", "country_codes", "origin_country_code", "contributor_code")
_MISREADS: Final = {
    "date": ("date", "is not a day, month, season, year or fiscal year",
             "write 2011-06-21, 2011-06, 2011-fall, 2011 or FY2011"),
    "count": ("count", "is not a whole number", "write digits only, or leave the cell empty where it is not known"),
    "number": ("number", "is not a number", "write digits with a point, or leave the cell empty where it is not known"),
    "money": ("money", "is not an amount in US dollars and cents", "write 1234567.89, or leave it empty if not known"),
    "latitude": ("latitude", "is not a latitude", "write degrees north from -90 to 90, or leave the cell empty"),
    "longitude": ("longitude", "is not a longitude", "write degrees east from -180 to 180, or leave the cell empty"),
    "flag": ("flag", "is not yes or no", "write yes or no"),
    "fiscal": ("fiscal-year", "is not a fiscal year or a span of them", "write FY2011 or 2008-2010"),
}  # fmt: skip


def read_table(
    path: Path,
    table: Table,
    names: tuple[Mapping[str, str], Collection[str]],
    spellings: Spellings,
    known: Known,
    derive: Derive | None = None,
) -> Loaded:
    """Read one file and bring it under one table.

    Args:
        path: The file as received; it is never mended here.
        table: The table it has to satisfy.
        names: Canonical column for each heading, and the headings left alone.
        spellings: What sources call each country, agency and code.
        known: Last day of the period in which each source was published, missing where undated.
        derive: Adds to the text cells the columns that the file leaves to be worked out.

    Returns:
        The rows kept and the rows set aside; together every row of the file.

    Raises:
        ContractError: The file cannot be read as this table at all.
    """
    named, unused = names
    received = read_cells(path, named, unused)
    texts = derive(received).reset_index(drop=True) if derive else received
    frame, problems = recode(texts, table, spellings, known)
    raw_file = f"{path.parent.name}/{path.name}"
    headings = {column: heading for heading, column in named.items()}
    return check(frame.assign(raw_file=pd.Series(raw_file, index=frame.index, dtype="str")), table, raw_file, problems,
                 headings)  # fmt: skip


def recode(texts: pd.DataFrame, table: Table, spellings: Spellings, known: Known) -> tuple[pd.DataFrame, list[Problem]]:
    """Turn text cells into a table's columns.

    Args:
        texts: One row a row of the table, each with a label of its own.
        table: The table.
        spellings: Names to codes.
        known: Last day of the period in which each source was published.

    Returns:
        The table's columns in its types with ``row_text``, and every cell that could not be read;
        such a cell is missing in the frame.
    """
    problems = [
        Problem(int(row), "", "", "cells", reason, "quote cells that hold a comma, and send every cell")
        for row, reason in texts["row_misfit"].dropna().items()
    ]
    columns: dict[str, pd.Series] = {}
    for name in table.columns:
        if name in texts:
            columns[name] = texts[name] if name == "raw_line" else _column(name, texts, spellings, problems)
        elif name not in columns:
            columns[name] = pd.Series(None, index=texts.index, dtype=DTYPES[COLUMNS[name].kind])
        columns |= _worked_out(name, texts, table)
    if "source_id" in texts and "known_date" not in texts:
        columns["known_date"] = _known_dates(texts, known, problems)
    frame = pd.DataFrame({name: columns[name] for name in table.columns})
    return frame.assign(row_text=texts["row_text"]), problems


def _worked_out(name: str, texts: pd.DataFrame, table: Table) -> dict[str, "pd.Series"]:
    """Columns that the cells of another one settle: precisions, and both ends of fiscal years."""
    precision = name.replace("_date", "_precision")
    if name in texts and name.endswith("_date") and precision in table.columns and precision not in texts:
        return {precision: canonical.days(texts[name], last=name not in FIRST_DAYS).precisions}
    if name == "fiscal_year" and name in texts and "fiscal_year_start" not in texts:
        years = canonical.fiscal_years(texts[name])
        return {"fiscal_year_start": years.starts, "fiscal_year_end": years.ends}
    return {}


def _column(name: str, texts: pd.DataFrame, spellings: Spellings, problems: list[Problem]) -> "pd.Series":
    column, cell = COLUMNS[name], texts[name]
    if spellings.knows(name):
        return _codes(name, texts, spellings, problems)
    if column.kind == "text":
        return cell
    values, misread, kind = _typed(name, column, cell)
    rule, wanted, mend = _MISREADS[kind]
    for row, value in cell[misread].items():
        problems.append(Problem(int(row), name, value, rule, wanted, mend))
    return values


def _typed(name: str, column: Column, cell: canonical.Texts) -> tuple["pd.Series", canonical.Misread, str]:
    if name in ("fiscal_year", "fiscal_year_start", "fiscal_year_end"):
        years = canonical.fiscal_years(cell)
        return years.starts.where(years.starts == years.ends), years.misread, "fiscal"
    if column.kind == "date":
        read = canonical.days(cell, last=name not in FIRST_DAYS)
        return read.values, read.misread, "date"
    kind = _OF_UNIT.get(column.unit.partition(",")[0], column.kind)
    values, misread = _READERS[kind](cell)
    return values, misread, kind


def _codes(name: str, texts: pd.DataFrame, spellings: Spellings, problems: list[Problem]) -> "pd.Series[str]":
    known: dict[str, str] = {}
    unknown: dict[str, list[str]] = {}
    for text in texts[name].dropna().unique():
        parts = [part.strip() for part in text.split(";")] if name in _LISTS else [text]
        found = [spellings.code(name, part) for part in parts]
        if None in found:
            unknown[text] = [part for part, code in zip(parts, found, strict=True) if code is None]
        else:
            known[text] = ";".join(code for code in found if code)
    for row, text in texts.loc[texts[name].isin(list(unknown)), name].items():
        for part in unknown[text]:
            problems.append(Problem(int(row), name, part, "allowed", _wanted(name, part, spellings), _mend(name)))
    return texts[name].map(known).astype(DTYPES["text"])


def _wanted(name: str, part: str, spellings: Spellings) -> str:
    near = spellings.closest(name, part)
    hint = f"; did you mean '{near}'?" if near else ""
    if name in _SPELLED_COUNTRIES:
        return f"is not a country of the reference list (ISO 3166-1 alpha-3 code or a known name){hint}"
    allowed = COLUMNS["agency_code" if name == "agency_codes" else name].allowed
    return f"is not one of {', '.join(allowed)}{hint}"


def _mend(name: str) -> str:
    return f"correct the cell, or add the spelling to data/spellings.csv under {name}"


def _known_dates(texts: pd.DataFrame, known: Known, problems: list[Problem]) -> "pd.Series[pd.Timestamp]":
    unknown = texts["source_id"].notna() & ~texts["source_id"].isin(list(known))
    for row, source in texts.loc[unknown, "source_id"].items():
        wanted, mend = "is not a source in sources.csv", "add the source there, or correct its id"
        problems.append(Problem(int(row), "source_id", source, "unknown-source", wanted, mend))
    return texts["source_id"].map(known).astype(DTYPES["date"])
