"""Sources: every publication of a release, what it is, under which terms, and which rows it feeds."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import words
from dashboard.queries.lookup import matching
from dashboard.scope import Scope
from dashboard.view import REPORTED, VALUE, Citation, Figure, View
from loaders.release import Release
from loaders.tables import TABLES

PAGE: Final = 40
_RULE: Final = (
    "Every publication of the release, by its key. A row of a table counts for the source it names. A source without a "
    "day of publication is undated; it is in a release only where the release takes in undated sources."
)
Feeds = dict[str, tuple[tuple[str, int], ...]]
"""Source key to the tables it feeds, each with its number of rows."""


@lru_cache(maxsize=8)
def fed(release: Release) -> Feeds:
    """Return source key to the tables it feeds, each with its number of rows, the largest first."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name in TABLES:
        if name != "sources":
            for source, number in release.manifest["tables"][name]["by_source"].items():
                if source:
                    found.setdefault(source, []).append((name, number))
    return {source: tuple(sorted(tables, key=lambda pair: (-pair[1], pair[0]))) for source, tables in found.items()}


def publishers(release: Release, scope: Scope) -> Figure:
    """Return how many publishers the release rests on, and how many of their publications."""
    rows = release.table("sources")
    rows = rows[rows["source_id"].isin(list(fed(release)))]
    number = rows["publisher_name"].nunique()
    held = Citation(_RULE, "sources", lambda: rows, REPORTED)
    below = words.plural(len(rows), "publication")
    return Figure("publishers", "Publishers", words.count(number), VALUE, held, number, below=below)


def source_list(release: Release, scope: Scope) -> View:
    """Return the sources that hold the words searched for, all where none are.

    The frame has one row a source, by its key: source_id, source_title, publisher_name, dated,
    licence, marking_code, tables (table and rows, as text), rows (their number), source_note, source_url.
    """
    rows = matching(release, "sources", scope.q)
    feeds = fed(release)
    frame = _with_feeds(rows, feeds)
    return View(
        "source_list",
        "Where does every figure come from?",
        "Publications by key; the numbers open the rows each feeds. No address is opened unless you follow it.",
        frame,
        {
            "source_id": "Key",
            "source_title": "Title",
            "publisher_name": "Publisher",
            "dated": "Dated",
            "licence": "Licence",
            "marking_code": "Marking",
            "tables": "Rows by table",
            "rows": "Rows",
            "source_note": "Note",
            "source_url": "Address",
        },
        headline(release, scope),
        Citation(_RULE, "sources", lambda: rows, REPORTED),
        absence="" if len(frame) else f"No source of this release holds all of the words “{scope.q}”.",
        facts={"feeds": feeds, "page": scope.page, "size": PAGE},
        is_none=True,
    )


def _with_feeds(rows: pd.DataFrame, feeds: Feeds) -> pd.DataFrame:
    """Return the sources as the list shows them, each with the tables it feeds and its rows there."""
    fed_by = [feeds.get(key, ()) for key in rows["source_id"]]
    days = zip(rows["published_date"], rows["published_precision"], strict=True)
    return (
        rows[["source_id", "source_title", "publisher_name", "licence", "source_note", "source_url"]]
        .assign(
            dated=[dated(day, precision) for day, precision in days],
            marking_code=rows["marking_code"].fillna("[x]"),
            tables=[", ".join(f"{name} {words.count(number)}" for name, number in tables) for tables in fed_by],
            rows=[sum(number for _, number in tables) for tables in fed_by],
        )
        .reset_index(drop=True)
    )


def dated(day: pd.Timestamp, precision: object) -> str:
    """Return the day of a publication no more exactly than it is known, or ``undated``."""
    return "undated" if pd.isna(day) else words.day_at(day, str(precision))


def headline(release: Release, scope: Scope) -> str:
    """Return how many sources feed the release, or how many the search finds."""
    every = release.table("sources")
    if scope.q:
        found = len(matching(release, "sources", scope.q))
        verb = "holds" if found == 1 else "hold"
        return f"{words.count(found)} of {words.plural(len(every), 'source')} {verb} “{scope.q}”."
    undated = int(every["published_date"].isna().sum())
    feeding = len(set(every["source_id"]) & set(fed(release)))
    fed_by = "each feeds its rows" if feeding == len(every) else f"{words.count(feeding)} feed its rows"
    said = {0: "every one is dated", 1: "one is undated"}.get(undated, f"{words.count(undated)} are undated")
    return f"{words.plural(len(every), 'source is', 'sources are')} in this release; {fed_by} and {said}."
