"""Panels: what the browser is given for one view or one strip of figures, made once for each scope."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.catalogue import FIGURES, VIEWS
from dashboard.links import held, opened
from dashboard.packing import packed
from dashboard.place import EXERCISE, Place
from dashboard.queries import setaside
from dashboard.queries.changes import earlier
from dashboard.scope import SWITCHES, Scope, encode
from dashboard.view import Figure, View, figure_id
from loaders.columns import COLUMNS
from loaders.release import Release

Block = tuple[str, object]


@lru_cache(maxsize=512)
def strip_of(place: Place, key: str, names: tuple[str, ...]) -> dict[str, object]:
    """Return the panel of figures side by side."""
    return {"id": key, "plain": True, "blocks": [("strip", [_figure(place, name) for name in names])]}


def _figure(place: Place, name: str) -> dict[str, object]:
    figure, before = FIGURES[name](place.release, place.scope), compared(name, place.release, place.scope)
    change = delta(figure, before)
    since = f"since {words.day(opened(place.scope.cmp).as_of)}" if change and not figure.below else ""
    aside, _ = setaside.here(place.release, place.scope.facts, figure.citation.table)
    lacking = f"{words.plural(aside, 'row')} set aside" if aside else ""
    return {
        "id": figure.id,
        "label": figure.label,
        "text": figure.text,
        "suffix": figure.suffix,
        "state": figure.state,
        "delta": change,
        "below": "; ".join(filter(None, (figure.below or since, lacking))),
        "trend": trend(name, place.release, place.scope),
        "mark": figure.citation.mark,
        "open": place.to(open=figure.id),
    }


@lru_cache(maxsize=2048)
def compared(name: str, release: Release, scope: Scope) -> Figure | None:
    """Return the same figure in the comparison release, None where nothing is compared."""
    before = earlier(release, scope)
    return FIGURES[name](*before) if before else None


def delta(now: Figure, before: Figure | None) -> str:
    """Return a figure's change since the comparison release, empty where there is none or it cannot be told."""
    if before is None or before.value is None or now.value is None or before.label != now.label:
        return ""
    change = now.value - before.value
    size = words.money(abs(change)) if now.is_money else words.count(abs(change))
    return f"{'↑' if change > 0 else '↓'} {size}" if change else ""


@lru_cache(maxsize=2048)
def trend(name: str, release: Release, scope: Scope) -> list[float | None]:
    """Return a figure's values in the releases of one kind up to this one, oldest first."""
    known = [info for info in held() if info.kind == release.kind and info.as_of <= release.as_of]
    values = []
    for info in known:
        past = opened(info.name)
        figure = FIGURES[name](past, scope.facts.but(rel=past.name, asof=min(past.as_of, scope.asof), cmp="none"))
        values.append(figure.value)
    return values


@lru_cache(maxsize=1024)
def panel_of(
    place: Place, name: str, ask: tuple[tuple[str, ...], tuple[str, str] | None, int]
) -> tuple[View, dict[str, object]]:
    """Return one view and its panel.

    Args:
        place: Where the reader is.
        name: Name of the view in the catalogue.
        ask: Switches beside the question, link to the rest, level of the heading.
    """
    switches, more, level = ask
    entry = VIEWS[name]
    view = _owned_up(place, entry.query(place.release, place.scope))
    drawn: dict[str, Any] = {} if view.absence else dict(entry.draw(view))
    data: dict[str, object] = {
        "id": view.id,
        "level": level,
        "title": view.title,
        "subtitle": view.subtitle,
        "sentence": view.sentence,
        "blocks": _blocks(place, view, drawn, is_table=name in place.scope.table),
        "switches": [switch(place, parameter) for parameter in switches],
        "mark": {
            "kind": view.citation.mark,
            "open": place.to(open=name),
            "text": f"Rule, sources and rows · {figure_id(name, place.scope)}",
        },
    }
    if not view.absence:
        data |= _taken_along(place, name, view, drawn)
    if more:
        data["more"] = {"t": more[0], "href": more[1]}
    return view, data


def _blocks(place: Place, view: View, drawn: Mapping[str, Any], *, is_table: bool) -> list[Block]:
    """Return what stands under the question: the absence, the table twin or what is drawn, and the notes."""
    blocks: list[Block] = []
    if view.absence:
        blocks.append(("nothing" if view.is_none else "absence", view.absence))
    elif is_table:
        blocks.append(("table", twin(view)))
    else:
        blocks.extend(_linked(place, drawn.get("blocks", [("figure", "")])))
    return [*blocks, ("notes", list(view.notes))]


def _owned_up(place: Place, view: View) -> View:
    """Return a view that says which rows set aside it may lack."""
    _, aside = setaside.here(place.release, place.scope.facts, view.citation.table)
    return replace(view, notes=(aside, *view.notes)) if aside else view


def _taken_along(place: Place, name: str, view: View, drawn: Mapping[str, Any]) -> dict[str, object]:
    """Return the other ways to have an answer: as a table, as CSV, as an image."""
    is_table = name in place.scope.table
    ways: dict[str, object] = {"csv": f"/export/{name}.csv?{encode(place.scope)}"}
    if VIEWS[name].has_twin:
        ways["twin"] = {"href": _toggled(place, name), "text": "Show as figure" if is_table else "Show as table"}
    return ways if is_table else ways | _picture(place, view, drawn)


def _picture(place: Place, view: View, drawn: Mapping[str, Any]) -> dict[str, object]:
    """Return a view's figure, if it has one, and what the image of a figure or of a map in a frame carries."""
    is_framed = any(kind == "frame" for kind, _ in drawn.get("blocks", ()))
    if "figure" not in drawn and not is_framed:
        return {}
    figure = {"figure": _figure_links(place, drawn["figure"])} if "figure" in drawn else {}
    carried = {"marking": place.marking, "credit": credit(place, view), "file": f"{view.id}-{place.release.id}"}
    return {**figure, "image": True, **carried}


def _toggled(place: Place, name: str) -> str:
    others = tuple(view for view in place.scope.table if view != name)
    return place.to(table=others if name in place.scope.table else (*others, name))


def _figure_links(place: Place, figure: Mapping[str, Any]) -> dict[str, object]:
    """Pack a figure, and turn what a click stands for, ``(screen, filter)``, into an address to fill."""
    linked = packed(figure)
    if "click" in figure:
        path, name = figure["click"]
        linked["click"] = place.fill(name, path=place.path if path is None else path)
    return linked


def _linked(place: Place, blocks: Sequence[Block]) -> list[Block]:
    """Turn ``{"to": (screen, changes)}`` anywhere in a block into an address."""
    return [(kind, _resolve(place, value)) for kind, value in blocks]


def _resolve(place: Place, value: object) -> object:
    if isinstance(value, list):
        return [_resolve(place, item) for item in value]
    if not isinstance(value, dict):
        return value
    resolved = {key: _resolve(place, item) for key, item in value.items() if key not in ("to", "opens")}
    if "to" in value:
        path, changes = value["to"]
        resolved["href"] = place.to(path, **changes)
    if "opens" in value:
        resolved["open"] = place.to(open=value["opens"])
    return resolved


def switch(place: Place, parameter: str) -> dict[str, object]:
    """Return the buttons of one switch of the scope."""
    labels = {"split": "Split by", "group": "Group by", "money": "By"}
    options = [
        {
            "t": words.capital(option),
            "href": place.to(**{parameter: option}),
            "on": getattr(place.scope, parameter) == option,
        }
        for option in SWITCHES[parameter]
    ]
    return {"label": labels[parameter], "options": options}


def twin(view: View) -> dict[str, object]:
    """Return a view's frame as a table: same rows, same numbers, in words and codes."""
    columns = [
        {"head": heading, "align": "right" if pd.api.types.is_numeric_dtype(view.frame[name]) else "left"}
        for name, heading in view.headings.items()
    ]
    names = list(view.headings)
    lines = view.frame[names].itertuples(index=False)
    return {"columns": columns, "rows": [[cell(*pair) for pair in zip(line, names, strict=True)] for line in lines]}


def cell(value: object, name: str = "") -> str:
    """Return one cell as text: days written out, whole numbers with separators but years without, the missing as [x].

    Args:
        value: What the cell holds.
        name: Its column, which says whether a number is a year.
    """
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return "[x]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return words.day(value)
    if _is_year(name) and isinstance(value, int | float):
        return f"{value:.0f}"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return words.count(value)
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def _is_year(name: str) -> bool:
    return name == "year" or (name in COLUMNS and COLUMNS[name].unit == "year")


def credit(place: Place, view: View) -> list[str]:
    """Return the lines every image carries: release, day, figure id, and the notes beneath the figure."""
    lines = [f"Release {place.release.name}, as of {words.day(place.scope.asof)}. {figure_id(view.id, place.scope)}"]
    if place.is_exercise:
        lines.insert(0, EXERCISE)
    return [*lines, *view.notes]
