"""The drawer: where a figure comes from; its rule, its sources, its rows, its history and how to cite it."""

import pandas as pd
import streamlit as st

from dashboard import links, words
from dashboard.catalogue import FIGURES, VIEWS
from dashboard.scope import encode
from dashboard.panels import cell
from dashboard.place import Place
from dashboard.show import mount
from dashboard.view import Citation, figure_id
from loaders.release import Release

_SHOWN = 200
_PLAIN = ("raw_file", "raw_line", "known_date")


def drawer(place: Place) -> None:
    """Open the drawer that the address asks for; closing it takes it out of the address."""
    name, _, key = place.scope.open.partition(":")
    title, value, citation = _asked(place, name)

    def close() -> None:
        st.query_params.from_dict(dict(pair.split("=", 1) for pair in encode(place.scope.but(open="")).split("&")))

    @st.dialog(title, width="large", position="right", on_dismiss=close)
    def body() -> None:
        rows = _rows(citation, key)
        mount(place, "drawer", {"id": "drawer", "plain": True, "blocks": _blocks(place, name, value, citation, rows), "csv": f"/export/{name}.rows.csv?{encode(place.scope)}"})

    body()


def _asked(place: Place, name: str) -> tuple[str, str, Citation]:
    if name in FIGURES:
        figure = FIGURES[name](place.release, place.scope)
        return f"{figure.text} {figure.label}", f"{figure.text} {figure.suffix} {figure.below}".strip(), figure.citation
    view = VIEWS[name].query(place.release, place.scope)
    return view.title, view.sentence or view.absence, view.citation


def _rows(citation: Citation, key: str) -> pd.DataFrame:
    rows = citation.rows()
    if not key:
        return rows
    here = pd.Series(False, index=rows.index)
    for column in rows.columns:
        if column.endswith(("_code", "_id")):
            here |= rows[column].astype("object") == key
    return rows[here] if here.any() else rows


def _blocks(place: Place, name: str, value: str, citation: Citation, rows: pd.DataFrame) -> list[tuple[str, object]]:
    number = figure_id(name, place.scope)
    cite = f"{value.rstrip('.')}, {words.day(place.scope.asof)} (release {place.release.name}, {number})"
    sources = _sources(place.release, rows)
    kinds = {"reported": "Reported", "computed": "Computed", "estimate": "Estimate or bound"}
    rule = f"{citation.rule} {words.plural(len(rows), 'row')} from {words.plural(len(sources['rows']), 'source')}."  # type: ignore[arg-type]
    blocks: list[tuple[str, object]] = [
        ("marking", place.marking),
        ("lines", [{"t": value}, {"strong": f"{kinds[citation.mark]}:", "t": rule}]),
        ("table", sources),
        ("lines", [{"strong": f"Rows of {citation.table}", "t": "" if len(rows) <= _SHOWN else f", the first {_SHOWN} of {words.count(len(rows))}; the CSV holds all"}]),
        ("table", _table_of(rows.head(_SHOWN))),
        ("lines", [{"strong": "History over releases", "t": ""}]),
        ("table", _history(place, name)),
        ("lines", [{"strong": "Cite", "t": cite}]),
        ("marking", place.marking),
    ]
    return blocks


def _sources(release: Release, rows: pd.DataFrame) -> dict[str, object]:
    counts = rows["source_id"].value_counts() if "source_id" in rows else pd.Series(dtype="int64")
    table = release.table("sources").set_index("source_id")
    lines = []
    for source, number in counts.items():
        known = table.loc[source] if source in table.index else None
        title = str(known["source_title"]) if known is not None else str(source)
        dated = words.day_at(known["published_date"], str(known["published_precision"])) if known is not None and pd.notna(known["published_date"]) else "undated"
        publisher = str(known["publisher_name"]) if known is not None else ""
        lines.append([{"t": title}, {"t": str(source), "k": "code"}, publisher, dated, words.count(number)])
    heads = [("Source", "left"), ("Id", "left"), ("Publisher", "left"), ("Dated", "left"), ("Rows", "right")]
    return {"columns": [{"head": head, "align": align} for head, align in heads], "rows": lines}


def _table_of(rows: pd.DataFrame) -> dict[str, object]:
    shown = [name for name in rows.columns if name in _PLAIN or rows[name].notna().any()]
    columns = [{"head": name, "align": "right" if pd.api.types.is_numeric_dtype(rows[name]) and name != "raw_line" else "left"} for name in shown]
    return {"columns": columns, "rows": [[cell(value) for value in row] for row in rows[shown].itertuples(index=False)]}


def _history(place: Place, name: str) -> dict[str, object]:
    lines = []
    for info in links.held():
        if info.kind != place.release.kind:
            continue
        release = links.opened(info.name)
        scope = place.scope.facts.but(rel=release.name, asof=min(release.as_of, place.scope.asof) if info.name == place.release.name else release.as_of, cmp="none")
        text = FIGURES[name](release, scope).text if name in FIGURES else (VIEWS[name].query(release, scope).sentence or VIEWS[name].query(release, scope).absence)
        lines.append([{"t": info.name, "k": "code"}, words.day(scope.asof), {"t": text, "k": "strong" if info.name == place.release.name else ""}])
    heads = ("Release", "As of", "Answer")
    return {"columns": [{"head": head, "align": "left"} for head in heads], "rows": lines, "plain": True}
