"""Records: the releases held, what became of every row received, and the rows set aside with their reasons."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import index, links, words
from dashboard.cells import Column
from dashboard.queries.names import agency_names, country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, REPORTED, Citation, View
from loaders import codes
from loaders.release import Release
from loaders.tables import TABLES

_ROW: Final = ["table_name", "raw_file", "raw_sheet", "raw_line"]
_INPUT_RULE: Final = (
    "What release.json says of every raw file: rows received are rows used, rows set aside with a reason, and rows "
    "left out because they were published after the as-of day, undated, or a source that nothing in the release cites. "
    "A row that states facts for two tables counts in each."
)
_LEDGER_RULE: Final = (
    "Rows that broke a rule of their table. They are in no figure. A row with several problems has several lines here "
    "and counts once."
)
_RELEASE_RULE: Final = (
    "The releases this installation holds. A release never changes; its digest is the SHA-256 of its manifest."
)


@lru_cache(maxsize=8)
def ledger(release: Release) -> pd.DataFrame:
    """Return the problems of the rows set aside, one line a problem, by file and line."""
    return (
        release.ledger()
        .sort_values(["raw_file", "raw_sheet", "raw_line"], na_position="first", kind="stable")
        .reset_index(drop=True)
    )


def set_aside_count(release: Release, tables: tuple[str, ...]) -> int:
    """Return how many rows of some tables were set aside; a row with several problems counts once."""
    found = ledger(release)
    return int((~found[found["table_name"].isin(tables)].duplicated(_ROW)).sum())


@lru_cache(maxsize=256)
def set_aside_note(release: Release, tables: tuple[str, ...]) -> str:
    """Return what a screen says of the rows its figures lack, empty where they lack none.

    Args:
        release: The open release.
        tables: Canonical tables the screen reads.
    """
    parts = [(table, set_aside_count(release, (table,))) for table in tables]
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
def set_aside_here(release: Release, scope: Scope, table: str) -> tuple[int, str]:
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
    countries = index.countries_in(release, scope)
    for column, wanted in (("country_code", countries), ("agency_code", frozenset(scope.agency) or None)):
        if wanted is not None:
            found = found[found[column].fillna("").isin({"", *wanted})]
    number = int((~found.duplicated(_ROW)).sum())
    verb = "was" if number == 1 else "were"
    words_of = f"Without {words.plural(number, 'row')} that {verb} set aside; see Sources, Set aside."
    return number, words_of if number else ""


def releases(release: Release, scope: Scope) -> View:
    """Return the releases held: name, kind, title, as-of day, rows, digest, and which one is shown."""
    lines = [
        (
            info.name,
            info.id,
            codes.RELEASE_KIND[info.kind],
            info.title,
            words.day(info.as_of),
            info.marking or "[x]",
            sum(number for table, number in info.rows.items() if table in TABLES),
            info.digest,
            "Shown here" if info.name == release.name else "",
        )
        for info in links.held()
    ]
    columns = ["name", "id", "kind", "title", "as_of", "marking", "rows", "digest", "is_shown"]
    frame = pd.DataFrame(lines, columns=columns)
    return View(
        "releases",
        "Which releases are held?",
        "A release is what was known on a day. It never changes; a correction is a new revision with a new name.",
        frame,
        {
            "name": "Name",
            "id": "Id",
            "kind": "Kind",
            "title": "Title",
            "as_of": "As of",
            "marking": "Marking",
            "rows": "Rows",
            "digest": "SHA-256",
            "is_shown": "Shown here",
        },
        releases_headline(),
        Citation(_RELEASE_RULE, "release.json", lambda: frame, REPORTED),
    )


def releases_headline() -> str:
    """Return how many releases are held, by kind."""
    kinds = [info.kind for info in links.held()]
    record, exercise = kinds.count("RECORD"), kinds.count("EXERCISE")
    many = "release of the public record is" if record == 1 else "releases of the public record are"
    first = f"{words.capital(words.number_word(record))} {many} held"
    return f"{first}, and {words.number_word(exercise)} of an invented exercise." if exercise else f"{first}."


def release_rows(release: Release, scope: Scope) -> View:
    """Return the rows of each table in the releases of this kind, one column a release."""
    infos = [info for info in links.held() if info.kind == release.kind]
    frame = pd.DataFrame({"table": list(TABLES)})
    for info in infos:
        frame[info.name] = [info.rows.get(table, 0) for table in TABLES]
    total = {info.name: words.count(sum(info.rows.get(table, 0) for table in TABLES)) for info in infos}
    return View(
        "release_rows",
        "How many rows does each release hold?",
        f"Rows by table in the releases of this kind ({codes.RELEASE_KIND[release.kind]}).",
        frame,
        {"table": "Table", **{info.name: info.id for info in infos}},
        f"{release.id} holds {total.get(release.name, '[x]')} rows in {len(TABLES)} tables.",
        Citation(_RELEASE_RULE, "release.json", lambda: frame, COMPUTED),
        facts={
            "cells": (
                Column("table", "Table"),
                *(Column(info.name, info.id, "count", strong=info.name == release.name) for info in infos),
            ),
            "total": {"table": "All tables", **total},
        },
    )


@lru_cache(maxsize=8)
def inputs_of(release: Release) -> pd.DataFrame:
    """Return the raw files of a release: file, received, used, set_aside, left_out (rows), sha256.

    Files that hold no rows of a table, such as the outlines, have no numbers.
    """
    lines = [
        (file, found.get("received"), found.get("used"), found.get("set_aside"), found["sha256"])
        for file, found in sorted(release.manifest["inputs"].items())
    ]
    frame = pd.DataFrame(lines, columns=["file", "received", "used", "set_aside", "sha256"])
    frame = frame.astype({"received": "Int64", "used": "Int64", "set_aside": "Int64"})
    return frame.assign(left_out=frame["received"] - frame["used"] - frame["set_aside"])


def inputs(release: Release, scope: Scope) -> View:
    """Return what became of every row received: used, set aside or left out, by raw file."""
    frame = inputs_of(release)
    tables = frame[frame["received"].notna()]
    total = {name: int(tables[name].sum()) for name in ("received", "used", "set_aside", "left_out")}
    texts = {name: words.count(number) for name, number in total.items()}
    sentence = (
        f"{texts['received']} rows received: {texts['used']} used, {texts['set_aside']} set aside, "
        f"{texts['left_out']} left out."
    )
    return View(
        "inputs",
        "What became of every row received?",
        "Rows by raw file: received = used + set aside + left out. [z]: the file holds no rows of a table.",
        frame,
        {
            "file": "Raw file",
            "received": "Received",
            "used": "Used",
            "set_aside": "Set aside",
            "left_out": "Left out",
            "sha256": "SHA-256",
        },
        sentence,
        Citation(_INPUT_RULE, "release.json", lambda: frame, COMPUTED),
        () if total["set_aside"] or total["left_out"] else ("Every row received is used.",),
        facts={"total": {"file": "All files", **texts}},
    )


def set_aside_headline(release: Release) -> str:
    """Return how many of the rows received were set aside."""
    frame = inputs_of(release)
    received, aside = (
        int(frame["received"].sum()),
        set_aside_count(release, tuple(ledger(release)["table_name"].unique())),
    )
    if not aside:
        return f"Nothing was set aside: no row of {words.count(received)} received breaks a rule."
    return (
        f"{words.plural(aside, 'row')} of {words.count(received)} received {'was' if aside == 1 else 'were'} set aside."
    )


def set_aside_counts(release: Release, scope: Scope) -> View:
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
        set_aside_headline(release),
        Citation(_LEDGER_RULE, "ledger", lambda: found, COMPUTED),
        absence="" if len(found) else "Nothing was set aside.",
        facts={"cells": (Column("by", "By"), Column("what", "What"), Column("size", "Rows", "count", strong=True))},
        is_none=True,
    )


def set_aside_rows(release: Release, scope: Scope) -> View:
    """Return the problems of the rows set aside: where, what stands there, what was wanted, and the mend."""
    found = ledger(release)
    sheets = [f", sheet {sheet}" if isinstance(sheet, str) and sheet else "" for sheet in found["raw_sheet"]]
    frame = pd.DataFrame(
        {
            "place": [
                f"{file}{sheet} line {line}"
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
        set_aside_headline(release),
        Citation(_LEDGER_RULE, "ledger", lambda: found, REPORTED),
        absence="" if len(found) else "Nothing was set aside.",
        facts={"page": scope.page, "size": 100},
        is_none=True,
    )
