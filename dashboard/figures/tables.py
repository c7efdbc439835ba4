"""Tables: rows to read, with shapes, agency chips, signs, highlights and a source mark a row."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.cells import RIGHT, Column
from dashboard.view import REPORTED, View

Cell = dict[str, object]


def draw_table(view: View) -> dict[str, object]:
    """Draw the rows of a view as the columns in its facts say.

    Args:
        view: The fact ``cells`` is a sequence of ``Column``. Optional facts: ``limit``, how many rows are shown;
            ``total``, column name to the text of a total row; ``bold``, a strong phrase and the rest of its sentence;
            ``key``, entries of a key beneath; ``keys``, rows of a key above.

    Returns:
        The blocks of the panel.
    """
    columns: Sequence[Column] = view.facts["cells"]
    rows = view.frame.head(int(str(view.facts.get("limit", len(view.frame)))))
    lines: list[object] = [
        {"cells": [draw_cell(column, row, view.id) for column in columns]} for row in rows.to_dict("records")
    ]
    total: Any = view.facts.get("total")
    if total:
        lines.append({"cells": [total.get(column.name, "") for column in columns], "kind": "total"})
    heads = [_head(column) for column in columns]
    table = {"columns": heads, "rows": lines, "linked": columns[0].to is not None}
    blocks: list[tuple[str, object]] = [("key", key) for key in view.facts.get("keys", ()) if key]
    blocks.append(("table", table))
    bold: Any = view.facts.get("bold")
    if bold:
        blocks.append(("bold", {"strong": bold[0], "t": bold[1]}))
    if view.facts.get("key"):
        blocks.append(("key", view.facts["key"]))
    return {"blocks": blocks}


def _head(column: Column) -> dict[str, object]:
    head: dict[str, object] = {"head": column.head, "align": "right" if column.form in RIGHT else "left"}
    return head | {"minor": True} if column.minor else head


def draw_cell(column: Column, row: dict[Any, Any], view: str) -> object:
    """Draw one cell: plain text where text is all there is to it.

    Args:
        column: What the column shows.
        row: The row of the frame, column name to value.
        view: Name of the view whose drawer a source mark opens.
    """
    value = row[column.name]
    if column.form == "mark":
        if not isinstance(value, str):
            return ""
        kind = row[column.mark] if column.mark else REPORTED
        return {"t": "", "mark": kind, "opens": f"{view}:{value}", "label": "Source of this row"}
    text = written(column, value, row.get(column.qualifier, "EXACT"))
    cell: Cell = {"t": text}
    kind = _kind(column, text, is_changed=bool(column.changed and row[column.changed] is True))
    cell |= {"k": kind} if kind else {}
    for name, source in (("status", column.status), ("agency", column.agency), ("title", column.title)):
        if source and isinstance(row[source], str) and row[source]:
            cell[name] = row[source]
    if column.to and isinstance(row[column.to_code], str):
        path, name = column.to
        cell["to"] = (path, {name: (row[column.to_code],), "open": "", "all": "", "table": ()})
    return text if list(cell) == ["t"] else cell


def _kind(column: Column, text: str, *, is_changed: bool) -> str:
    if text.startswith("[") and len(text) == len("[x]"):
        return "muted"
    if is_changed:
        return "hl"
    return "strong" if column.strong else "code" if column.form == "code" else ""


def written(column: Column, value: object, qualifier: object = "EXACT") -> str:
    """Return a value as its column writes it; the missing is [x], text stays as it is."""
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):
        return "[x]"
    if isinstance(value, pd.Timestamp):
        return words.day(value)
    number, sign = float(value), words.SIGNS.get(str(qualifier), "")  # type: ignore[arg-type]  # what is no text is a number
    forms = {
        "millions": words.small_millions(number),
        "money": words.money(number),
        "signed": words.signed(number),
        "count": words.count(number) if number.is_integer() else f"{number:,.2f}".rstrip("0"),
    }
    return sign + forms.get(column.form, forms["count"])
