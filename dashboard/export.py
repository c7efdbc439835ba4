"""The one export function: rows as CSV that carries its marking, release, filters, rule and figure id."""

import csv
import io
from collections.abc import Iterable
from typing import Final

import pandas as pd

from dashboard.catalogue import FIGURES, VIEWS
from dashboard.queries import setaside
from dashboard.scope import Scope, encode
from dashboard.view import Citation, figure_id
from loaders import codes
from loaders.release import Release

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def to_csv(release: Release, scope: Scope, name: str, *, is_rows: bool = False) -> bytes:
    """Return one view, or the source rows behind it, as CSV.

    The first lines say marking, release, day, filters, rule and figure id; cells that a
    spreadsheet would run as a formula begin with an apostrophe. A missing value is an
    empty cell, never a zero.

    Args:
        release: The open release.
        scope: The reader's choices.
        name: Name of a view or figure of the catalogue.
        is_rows: Whether the source rows are wanted instead of the answer.

    Raises:
        KeyError: The catalogue has no view of that name.
    """
    citation: Citation
    if name in VIEWS:
        view = VIEWS[name].query(release, scope)
        title, citation = view.title, view.citation
        held = view.facts["whole"]() if "whole" in view.facts else view.frame[list(view.headings)]
        answer = held.rename(columns=dict(view.headings))
    else:
        figure = FIGURES[name](release, scope)
        title, citation = figure.label, figure.citation
        answer = pd.DataFrame({figure.label: [figure.value], "as written": [figure.text], "state": [figure.state]})
    rows = citation.rows() if is_rows else answer
    lines = [*head(release, scope), ("Title", title), ("Figure", figure_id(name, scope)), ("Rule", citation.rule)]
    if name in VIEWS and len(rows) < view.facts.get("held", 0):
        lines.append(("Rows", f"the first {len(rows):,} of {view.facts['held']:,}; narrow the search for the others"))
    _, aside = setaside.here(release, scope.facts, citation.table)
    return written(rows, [*lines, ("Set aside", aside)] if aside else lines)


def head(release: Release, scope: Scope) -> list[tuple[str, str]]:
    """Return what every export says first: marking, kind, release, day and address."""
    kind = codes.RELEASE_KIND[release.kind]
    return [
        ("Marking", release.marking or "MARKING NOT SET"),
        ("Kind", kind),
        ("Release", release.name),
        ("As of", scope.asof.isoformat()),
        ("Address", "?" + encode(scope)),
    ]


def written(rows: pd.DataFrame, lines: list[tuple[str, str]]) -> bytes:
    """Write head lines and rows as CSV in UTF-8 with a byte order mark, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([f"# {name}", safe(value)] for name, value in lines)
    writer.writerow([safe(str(name)) for name in rows.columns])
    for row in rows.itertuples(index=False):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def safe_line(cells: Iterable[object]) -> bytes:
    """Write one line of such a CSV by itself."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_cell(value) for value in cells])
    return out.getvalue().encode()


def _cell(value: object) -> object:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return safe(value) if isinstance(value, str) else value


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
