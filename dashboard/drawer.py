"""The drawer: where a figure comes from; its rule, its sources, its rows, its history and how to cite it."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl

import pandas as pd
import streamlit as st

from dashboard import links, words
from dashboard.catalogue import FIGURES, VIEWS
from dashboard.panels import cell
from dashboard.place import Place
from dashboard.queries import lookup
from dashboard.queries.rows import places
from dashboard.scope import Scope, encode
from dashboard.show import mount
from dashboard.view import Citation, figure_id
from loaders.columns import COLUMNS
from loaders.release import Release
from loaders.tables import TABLES

_SHOWN: Final = 100
_FEW: Final = 3
_RAW: Final = ("raw_file", "raw_line", "raw_column", "known_date")
_KINDS: Final = {"reported": "Reported", "computed": "Computed", "estimate": "Estimate or bound"}
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:&])")
Blocks = list[tuple[str, object]]


def drawer(place: Place) -> None:
    """Open the drawer that the address asks for; closing it takes it out of the address."""
    name, _, key = place.scope.open.partition(":")
    title, value, citation = _asked(place, name)

    def close() -> None:
        st.query_params.from_dict(dict(parse_qsl(encode(place.scope.but(open="")))))

    @st.dialog(_plain(title), width="medium", position="right", on_dismiss=close)
    def body() -> None:
        rows = _rows(citation, key)
        said = _said(citation, rows, key) or value
        data: dict[str, object] = {
            "id": "drawer",
            "plain": True,
            "blocks": _blocks(place, (name, key), said, citation, rows),
            "csv": f"/export/{name}.rows.csv?{encode(place.scope.but(open=''))}",
        }
        if citation.table in TABLES:
            found = place.to("sources", tab="rows", rows=citation.table, q=key, page=1, open="")
            data["more"] = {"t": f"All rows of {citation.table}" if not key else "Search for these rows", "href": found}
        mount(place, "drawer", data)

    body()


def _plain(title: str) -> str:
    """Return a title of which Streamlit reads no character as markup."""
    return _MARKDOWN.sub(r"\\\1", title)


def _asked(place: Place, name: str) -> tuple[str, str, Citation]:
    if name in FIGURES:
        figure = FIGURES[name](place.release, place.scope)
        label = figure.label if figure.label[:2].isupper() else figure.label[:1].lower() + figure.label[1:]
        value = " ".join(part for part in (figure.text, figure.suffix, label) if part)
        return value, f"{value}, {figure.below}" if figure.below else value, figure.citation
    view = VIEWS[name].query(place.release, place.scope)
    return view.title, view.sentence or view.absence, view.citation


def _rows(citation: Citation, key: str) -> pd.DataFrame:
    rows = citation.rows()
    if not key:
        return rows
    table = TABLES.get(citation.table)
    if table is not None and table.key in rows and (rows[table.key] == key).any():
        return rows[rows[table.key] == key]
    here = pd.Series(False, index=rows.index)
    for column in rows.columns:
        if column.endswith(("_code", "_id")):
            here |= rows[column].astype("object") == key
    return rows[here] if here.any() else rows


def _said(citation: Citation, rows: pd.DataFrame, key: str) -> str:
    """Return what the drawer shows where it shows only the rows of one key; empty where it shows all."""
    if not key or len(rows) == len(citation.rows()):
        return ""
    if len(rows) > 1:
        return f"{words.plural(len(rows), 'row')} of {citation.table} with {key}"
    return f"Row {key} of {citation.table}, {_places(rows)[0]}"


def _blocks(place: Place, asked: tuple[str, str], value: str, citation: Citation, rows: pd.DataFrame) -> Blocks:
    number = figure_id(asked[0], place.scope)
    cite = f"{value.rstrip('.')}, {words.day(place.scope.asof)} (release {place.release.name}, {number})"
    sources = _sources(place, rows)
    origin = f", from {words.plural(len(sources), 'source')}" if sources else ""
    heads = [("Source", "left"), ("Dated", "left"), ("Key", "left"), ("Rows", "right")]
    return [
        ("marking", place.marking),
        ("lines", [{"strong": value}, {"strong": f"{_KINDS[citation.mark]}:", "t": citation.rule}]),
        *([("table", _table(heads, sources))] if sources else []),
        *_rows_of(citation, rows, origin),
        ("lines", [{"strong": "In each release"}]),
        (
            "table",
            {
                **_table(
                    [("Release", "left"), ("As of", "left"), ("Answer", "left")], _history(place, citation, asked)
                ),
                "plain": True,
            },
        ),
        ("lines", [{"strong": "Cite as"}]),
        ("copy", {"t": cite, "label": "Copy this citation"}),
        ("marking", place.marking),
    ]


def _table(heads: list[tuple[str, str]], rows: list[object]) -> dict[str, object]:
    return {"columns": [{"head": head, "align": align} for head, align in heads], "rows": rows}


def _sources(place: Place, rows: pd.DataFrame) -> list[object]:
    counts = rows["source_id"].value_counts() if "source_id" in rows else pd.Series(dtype="int64")
    table = _known_sources(place.release)
    lines: list[object] = []
    for source, number in counts.items():
        is_here = str(source) in table
        title, said, dated = table[str(source)] if is_here else _later(place.release, str(source))
        there = place.to("sources", tab="sources", q=source, page=1, open="") if is_here else ""
        key = {"t": str(source), "k": "code", "href": there}
        lines.append([{"t": title, "sub": said}, dated, key, words.count(number)])
    return lines


def _later(release: Release, source: str) -> tuple[str, str, str]:
    """Return what is known of a source that is not in this release: only a row of a reference table rests on it."""
    for info in links.held():
        table = _known_sources(links.opened(info.name)) if info.kind == release.kind else {}
        if source in table:
            title, publisher, dated = table[source]
            when = "Undated" if dated == "undated" else "Published later than this release"
            return title, f"{publisher}. {when}; reference tables are kept whole in every release.", dated
    return "[x]", "In no release that is held.", "undated"


@lru_cache(maxsize=16)
def _known_sources(release: Release) -> dict[str, tuple[str, str, str]]:
    table = release.table("sources")
    days = [
        words.day_at(day, str(precision)) if pd.notna(day) else "undated"
        for day, precision in zip(table["published_date"], table["published_precision"], strict=True)
    ]
    return {
        source: (title, publisher, day)
        for source, title, publisher, day in zip(
            table["source_id"], table["source_title"], table["publisher_name"], days, strict=True
        )
    }


def _rows_of(citation: Citation, rows: pd.DataFrame, origin: str) -> Blocks:
    """Show few rows one beneath the other, many as a table without what all of them share."""
    first = f", the first {_SHOWN}; the CSV holds all" if len(rows) > _SHOWN else ""
    told = f"{origin}{first}".removeprefix(", ")
    colon = ":" if told and not origin else ""
    head = {"strong": f"{words.plural(len(rows), 'row')} of {citation.table}{colon}", "t": told}
    held = [name for name in rows.columns if name not in _RAW and rows[name].notna().any()]
    read_from = _places(rows)
    if len(rows) <= _FEW:
        blocks: Blocks = [("lines", [head])]
        for place, row in zip(read_from, rows[held].to_dict("records"), strict=True):
            lines: list[object] = [
                [{"t": name, "k": "code", "title": _words(str(name))}, cell(value, str(name))]
                for name, value in row.items()
                if pd.notna(value)
            ]
            lines.append([{"t": "read from", "k": "muted"}, {"t": place, "k": "code"}])
            blocks.append(("table", {**_table([("Column", "left"), ("Value", "left")], lines), "plain": True}))
        return blocks
    shared = [name for name in held if len(rows[name].drop_duplicates()) == 1]
    alike = ", ".join(f"{name} {cell(rows[name].tolist()[0], str(name))}" for name in shared)
    shown = [name for name in held if name not in shared]
    numeric = {name for name in shown if pd.api.types.is_numeric_dtype(rows[name])}
    top = rows[shown].head(_SHOWN)
    lines = [
        [
            *("" if pd.isna(value) else cell(value, str(name)) for name, value in zip(shown, row, strict=True)),
            {"t": place, "k": "code"},
        ]
        for row, place in zip(top.itertuples(index=False), read_from, strict=False)
    ]
    heads = [*((str(name), "right" if name in numeric else "left") for name in shown), ("read from", "left")]
    notes: list[object] = [head, *([{"strong": "The same in all:", "t": alike}] if alike else [])]
    return [("lines", notes), ("table", {**_table(heads, lines), "tight": True})]


def _words(column: str) -> str:
    return COLUMNS[column].words if column in COLUMNS else ""


def _places(rows: pd.DataFrame) -> list[str]:
    """Return where each row was read; of a wide file the column too."""
    if "raw_file" not in rows or "raw_line" not in rows:
        return ["made by the dashboard"] * len(rows)
    return places(rows)


def _history(place: Place, citation: Citation, asked: tuple[str, str]) -> list[object]:
    """Return the answer in each release of this kind; of one row, how it stands there."""
    name, key = asked
    table = TABLES.get(citation.table)
    is_row = table is not None and bool(key) and bool(len(lookup.by_key(place.release, table.name, key)))
    lines: list[object] = []
    for info in links.held():
        if info.kind != place.release.kind:
            continue
        release, is_here = links.opened(info.name), info.name == place.release.name
        day = place.scope.asof if is_here else release.as_of
        scope = place.scope.but(rel=release.name, asof=day, cmp="none", open="", table=(), all="")
        answer = _standing(place.release, release, citation.table, key) if is_row else _answer(release, scope, name)
        here = {"t": answer, "k": "strong" if is_here else ""}
        lines.append([{"t": info.id, "k": "code", "title": info.name}, words.day(day), here])
    return lines


def _standing(here: Release, there: Release, table: str, key: str) -> str:
    """Return how one row stands in another release: the same, absent, or what differs."""
    columns = [column for column in TABLES[table].columns if column not in _RAW]
    now, then = (lookup.by_key(release, table, key)[columns] for release in (here, there))
    if not len(then):
        return "not in this release"
    differs = [
        f"{column} {cell(old, column)}, here {cell(new, column)}"
        for column, old, new in zip(columns, then.iloc[0].tolist(), now.iloc[0].tolist(), strict=True)
        if cell(old) != cell(new)
    ]
    return "; ".join(differs) or "the same"


def _answer(release: Release, scope: Scope, name: str) -> str:
    if name in FIGURES:
        figure = FIGURES[name](release, scope)
        return f"{figure.text} {figure.suffix}".strip()
    view = VIEWS[name].query(release, scope)
    return view.sentence or view.absence
