"""Records: the releases held, and what became of every row received."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import links, words
from dashboard.cells import Column
from dashboard.scope import Scope
from dashboard.view import COMPUTED, REPORTED, Citation, View
from loaders import codes
from loaders.release import Release
from loaders.tables import TABLES

_INPUT_RULE: Final = (
    "What release.json says of every raw file: rows received are rows used, rows set aside with a reason, and rows "
    "left out because they were published after the as-of day, undated, or a source that nothing in the release cites. "
    "A row that states facts for two tables counts in each."
)
_RELEASE_RULE: Final = (
    "The releases this installation holds. A release never changes; its digest is the SHA-256 of its manifest."
)


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
    record = kinds.count("RECORD")
    many = "release of the public record is" if record == 1 else "releases of the public record are"
    others = {"EXERCISE": "of an invented exercise", "WORLD": "of publishers of the world"}
    said = [f"{words.number_word(kinds.count(kind))} {what}" for kind, what in others.items() if kind in kinds]
    first = f"{words.capital(words.number_word(record))} {many} held"
    return f"{first}, and {words.listed(said)}." if said else f"{first}."


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
