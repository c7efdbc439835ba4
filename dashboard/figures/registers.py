"""Registers: long lists to look things up in, one page at a time."""

from typing import Any

import pandas as pd

from dashboard.view import View

Cell = object


def _page(view: View) -> tuple[Any, list[tuple[str, object]]]:
    """Return the rows of the page asked for, and the way to the pages beside it; past the end is the last page.

    A frame that holds one page only says by the fact ``held`` how many rows there are.
    """
    size, total = int(view.facts["size"]), int(view.facts.get("held", len(view.frame)))
    last = max(1, -(-total // size))
    page = min(int(view.facts["page"]), last)
    first, end = (page - 1) * size, min(page * size, total)
    if last == 1:
        return view.frame, []
    beside = [("First", 1), ("Previous", page - 1)] if page > 1 else []
    beside += [("Next", page + 1), ("Last", last)] if page < last else []
    links = [{"t": word, "to": (None, {"page": number})} for word, number in beside]
    text = f"{first + 1:,}–{end:,} of {total:,}, page {page} of {last}"
    rows = view.frame if "held" in view.facts else view.frame.iloc[first:end]
    return rows, [("pager", {"t": text, "links": links})]


def _table(heads: list[tuple[str, str]], rows: list[object], **more: object) -> tuple[str, object]:
    return "table", {"columns": [{"head": head, "align": align} for head, align in heads], "rows": rows, **more}


def draw_sources(view: View) -> dict[str, object]:
    """Draw the sources: key, title with its note, publisher, day, terms, rows by table, address.

    Args:
        view: The frame of the sources; the facts ``feeds`` (source key to tables and rows), ``page`` and ``size``.
    """
    rows, pager = _page(view)
    feeds = view.facts["feeds"]
    lines: list[object] = []
    for row in rows.itertuples():
        opened = {"tab": "rows", "q": row.source_id, "page": 1}
        tables = [
            {"t": f"{name} {number:,}", "to": (None, {**opened, "rows": name})}
            for name, number in feeds.get(row.source_id, ())
        ]
        lines.append(
            [
                {"t": row.source_id, "k": "code", "to": (None, {"open": f"source_list:{row.source_id}"})},
                {"t": row.source_title, "sub": row.source_note if isinstance(row.source_note, str) else ""},
                row.publisher_name,
                row.dated,
                {"t": row.licence, "sub": row.marking_code.capitalize()},
                {"parts": tables} if tables else {"t": "none", "k": "muted"},
                _address(row.source_url),
            ]
        )
    heads = [
        ("Key", "left"),
        ("Title and note", "left"),
        ("Publisher", "left"),
        ("Dated", "left"),
        ("Licence, marking", "left"),
        ("Rows by table", "left"),
        ("Address", "left"),
    ]
    return {"blocks": [*pager, _table(heads, lines, wide=True), *pager]}


def _address(url: object) -> Cell:
    """Return an address as text; only one of the web is a link, which nothing follows but the reader."""
    text = url if isinstance(url, str) else ""
    is_web = text.startswith(("http://", "https://"))
    return {"t": text or "[x]", "k": "url", **({"out": text} if is_web else {})}


def draw_rows(view: View) -> dict[str, object]:
    """Draw rows of one table; the key opens the row, the last column says where it was read from.

    Args:
        view: Rows as text and numbers; the facts ``key``, ``page`` and ``size``.
    """
    rows, pager = _page(view)
    names = list(view.headings)
    numeric = {name for name in names if str(rows[name].dtype) in ("Int64", "float64")}
    key = names.index(str(view.facts["key"]))
    lines: list[object] = []
    for values in rows[names].itertuples(index=False, name=None):
        cells: list[object] = [written(value) for value in values]
        cells[key] = {"t": cells[key], "k": "code", "to": (None, {"open": f"{view.id}:{values[key]}"})}
        lines.append(cells)
    heads = [(view.headings[name], "right" if name in numeric else "left") for name in names]
    return {"blocks": [*pager, _table(heads, lines, wide=True), *pager]}


def written(value: Any) -> str:
    """Return a cell of a row as the table holds it: codes and days unchanged, the missing empty."""
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,}"
    return f"{value:,}" if isinstance(value, int) and value >= 10_000 else str(value)


def draw_releases(view: View) -> dict[str, object]:
    """Draw the releases; the title opens the release on this screen."""
    lines: list[object] = [
        {
            "cells": [
                {"t": row.title, "to": (None, {"rel": row.name, "cmp": "none", "page": 1}), "sub": row.is_shown},
                {"t": row.name, "k": "code"},
                row.kind,
                row.as_of,
                row.marking,
                f"{row.rows:,}",
                {"t": row.digest, "k": "code"},
            ],
        }
        for row in view.frame.itertuples()
    ]
    heads = [
        ("Release", "left"),
        ("Name", "left"),
        ("Kind", "left"),
        ("As of", "left"),
        ("Marking", "left"),
        ("Rows", "right"),
        ("SHA-256", "left"),
    ]
    return {"blocks": [_table(heads, lines, wide=True)]}


def draw_inputs(view: View) -> dict[str, object]:
    """Draw the raw files with what became of their rows, the sums last."""
    numbers = ("received", "used", "set_aside", "left_out")
    lines: list[object] = [
        [
            row["file"],
            *(f"{row[name]:,}" if pd.notna(row[name]) else {"t": "[z]", "k": "muted"} for name in numbers),
            {"t": row["sha256"], "k": "code"},
        ]
        for row in view.frame.to_dict("records")
    ]
    total = view.facts["total"]
    lines.append({"cells": [total["file"], *(total[name] for name in numbers), ""], "kind": "total"})
    heads = [
        ("Raw file", "left"),
        ("Received", "right"),
        ("Used", "right"),
        ("Set aside", "right"),
        ("Left out", "right"),
        ("SHA-256", "left"),
    ]
    return {"blocks": [_table(heads, lines, wide=True)]}


def draw_set_aside(view: View) -> dict[str, object]:
    """Draw the problems of rows set aside: where, the value, what is wrong, the mend."""
    rows, pager = _page(view)
    lines: list[object] = [
        [
            {"t": row.place, "k": "code"},
            row.table_name,
            {"t": row.message, "sub": row.rule},
            row.mend,
            {"t": row.row_text, "k": "muted"},
        ]
        for row in rows.fillna("").itertuples()
    ]
    heads = [
        ("Where", "left"),
        ("Table", "left"),
        ("What is wrong", "left"),
        ("Mend", "left"),
        ("The row as received", "left"),
    ]
    return {"blocks": [*pager, _table(heads, lines, wide=True), *pager]}


def draw_tables(view: View) -> dict[str, object]:
    """Draw the canonical tables; the name opens its rows."""
    lines: list[object] = [
        [
            {"t": row.table, "k": "code", "to": (None, {"tab": "rows", "rows": row.table, "q": "", "page": 1})},
            row.grain,
            {"t": row.key, "k": "code"},
            f"{row.columns:,}",
            f"{row.rows:,}",
        ]
        for row in view.frame.itertuples()
    ]
    heads = [("Table", "left"), ("One row is", "left"), ("Key", "left"), ("Columns", "right"), ("Rows", "right")]
    return {"blocks": [_table(heads, lines)]}
