"""Set aside: the rows that broke a rule, why, whose they were, and which figures may lack them."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import selection, words
from dashboard.cells import Column
from dashboard.queries.names import agency_names, country_names
from dashboard.queries.records import inputs_of
from dashboard.scope import Scope
from dashboard.view import COMPUTED, REPORTED, Citation, View
from loaders.release import Release

_ROW: Final = ["table_name", "raw_file", "raw_sheet", "raw_line"]
_LEDGER_RULE: Final = (
    "Rows that broke a rule of their table. They are in no figure. A row with several problems has several lines here "
    "and counts once."
)


@lru_cache(maxsize=8)
def ledger(release: Release) -> pd.DataFrame:
    """Return the problems of the rows set aside, one line a problem, by file and line."""
    return (
        release.ledger()
        .sort_values(["raw_file", "raw_sheet", "raw_line"], na_position="first", kind="stable")
        .reset_index(drop=True)
    )


def count(release: Release, tables: tuple[str, ...]) -> int:
    """Return how many rows of some tables were set aside; a row with several problems counts once."""
    found = ledger(release)
    return int((~found[found["table_name"].isin(tables)].duplicated(_ROW)).sum())


@lru_cache(maxsize=256)
def note(release: Release, tables: tuple[str, ...]) -> str:
    """Return what a screen says of the rows its figures lack, empty where they lack none.

    Args:
        release: The open release.
        tables: Canonical tables the screen reads.
    """
    parts = [(table, count(release, (table,))) for table in tables]
    said = [f"{words.plural(number, 'row')} of {table}" for table, number in parts if number]
    if not said:
        return ""
    verbs = ("was", "is") if sum(number for _, number in parts) == 1 else ("were", "are")
    return (
        f"{words.capital(words.listed(said))} {verbs[0]} set aside and {verbs[1]} in no figure; see Sources, Set aside."
    )


_FED_BY: Final = {
    "transactions": ("programs", "transactions"),
    "posts_requested": ("posts_requested", "deployments"),
    "event_counts": ("events",),
    "event_grid": ("events",),
}
"""Tables whose rows set aside would have been in figures of another; a return of programs states amounts too."""


@lru_cache(maxsize=1024)
def here(release: Release, scope: Scope, table: str) -> tuple[int, str]:
    """Return how many rows set aside might have been in a figure, and what the figure says of them.

    Args:
        release: The open release.
        scope: The reader's choices; a row whose country or agency could not be read might belong to any.
        table: Canonical table the figure counts rows of.
    """
    found, tables = ledger(release), _FED_BY.get(table, (table,))
    found = found[found["table_name"].isin(tables)]
    if not len(found):
        return 0, ""
    countries = selection.countries_in(release, scope)
    for column, wanted in (("country_code", countries), ("agency_code", frozenset(scope.agency) or None)):
        if wanted is not None:
            found = found[found[column].fillna("").isin({"", *wanted})]
    number = int((~found.duplicated(_ROW)).sum())
    verb = "was" if number == 1 else "were"
    words_of = f"Without {words.plural(number, 'row')} that {verb} set aside; see Sources, Set aside."
    return number, words_of if number else ""


def headline(release: Release) -> str:
    """Return how many of the rows received were set aside."""
    frame = inputs_of(release)
    received, aside = (
        int(frame["received"].sum()),
        count(release, tuple(ledger(release)["table_name"].unique())),
    )
    if not aside:
        return f"Nothing was set aside: no row of {words.count(received)} received breaks a rule."
    return (
        f"{words.plural(aside, 'row')} of {words.count(received)} received {'was' if aside == 1 else 'were'} set aside."
    )


def counts(release: Release, scope: Scope) -> View:
    """Return how many rows were set aside by table, rule, raw file and agency, the most first."""
    found = ledger(release)
    names = {**agency_names(release)}
    keyed = found.assign(
        agency=[
            names.get(code, code) if isinstance(code, str) and code else "not stated" for code in found["agency_code"]
        ]
    )
    parts = [
        keyed.drop_duplicates([*_ROW, column])
        .groupby(column, as_index=False)
        .size()
        .assign(by=label)
        .rename(columns={column: "what"})
        for label, column in (("Table", "table_name"), ("Rule", "rule"), ("File", "raw_file"), ("Agency", "agency"))
    ]
    frame = pd.concat(parts, ignore_index=True) if len(found) else pd.DataFrame({"what": [], "size": [], "by": []})
    return View(
        "set_aside_counts",
        "Why were rows set aside, and whose were they?",
        "Rows set aside by table, rule, raw file and agency. A row that breaks two rules counts under both.",
        frame[["by", "what", "size"]],
        {"by": "By", "what": "What", "size": "Rows"},
        headline(release),
        Citation(_LEDGER_RULE, "ledger", lambda: found, COMPUTED),
        absence="" if len(found) else "Nothing was set aside.",
        facts={"cells": (Column("by", "By"), Column("what", "What"), Column("size", "Rows", "count", strong=True))},
        is_none=True,
    )


def _problems(release: Release, found: pd.DataFrame) -> pd.DataFrame:
    sheets = [f", sheet {sheet}" if isinstance(sheet, str) and sheet else "" for sheet in found["raw_sheet"]]
    return pd.DataFrame(
        {
            "place": [
                f"{file}{sheet} line {line}" if pd.notna(line) else f"{file}{sheet}, the whole file"
                for file, sheet, line in zip(found["raw_file"], sheets, found["raw_line"], strict=True)
            ],
            "table_name": found["table_name"],
            "column_name": found["column_name"],
            "cell_value": found["cell_value"],
            "rule": found["rule"],
            "message": found["message"],
            "mend": found["mend"],
            "country": found["country_code"].map(country_names(release)),
            "row_text": found["row_text"],
        }
    )


def listed(release: Release, scope: Scope) -> View:
    """Return the problems of the rows set aside: where, what stands there, what was wanted, and the mend."""
    found = ledger(release)
    frame = _problems(release, found)
    return View(
        "set_aside",
        "Which rows were set aside, and how are they mended?",
        "One line a problem, by file and line. The publisher mends the row; nothing is mended in the file received.",
        frame,
        {
            "place": "Where",
            "table_name": "Table",
            "column_name": "Column",
            "cell_value": "Value",
            "rule": "Rule",
            "message": "What is wrong",
            "mend": "Mend",
            "country": "Country",
            "row_text": "The row as received",
        },
        headline(release),
        Citation(_LEDGER_RULE, "ledger", lambda: found, REPORTED),
        absence="" if len(found) else "Nothing was set aside.",
        facts={"page": scope.page, "size": 100},
        is_none=True,
    )
