"""The one way for a View to reach the screen: question, figure, sentence, source mark, table twin, CSV, image."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.catalogue import FIGURES, VIEWS
from dashboard.components import component
from dashboard.links import href, pattern
from dashboard.scope import SWITCHES, Scope, encode
from dashboard.view import Figure, View, figure_id
from loaders.release import Release

MARKINGS: Final = {
    "UNCLASSIFIED": ("#007A33", "#FFFFFF"),
    "CUI": ("#502B85", "#FFFFFF"),
    "CONFIDENTIAL": ("#0033A0", "#FFFFFF"),
    "SECRET": ("#C8102E", "#FFFFFF"),
    "TOP SECRET": ("#FF8C00", "#000000"),
}
EXERCISE: Final = "EXERCISE, invented data"
Block = tuple[str, object]


@dataclass
class Place:
    """Where the reader is: which screen, which release, which choices.

    Attributes:
        release: The open release.
        scope: The reader's choices.
        path: Address of the screen without its query.
        shown: What the screen has put before the reader so far; the check code is made of it.
    """

    release: Release
    scope: Scope
    path: str
    shown: list[str] = field(default_factory=list)

    def to(self, path: str | None = None, **changes: object) -> str:
        """Return the address of this or another screen with some choices changed."""
        return href(self.path if path is None else path, self.scope.but(**changes))

    def fill(self, name: str, path: str | None = None, **changes: object) -> str:
        """Return an address with ``{}`` in place of one filter's codes, for the browser to fill."""
        return pattern(self.path if path is None else path, self.scope.but(**changes), name)

    @property
    def is_exercise(self) -> bool:
        """Whether everything shown is invented."""
        return self.release.kind == "EXERCISE"

    @property
    def marking(self) -> dict[str, str]:
        """The release's marking as the banner and every export carry it."""
        code = self.release.marking
        ground, ink = MARKINGS.get(code, ("#FFFFFF", "#16212B"))
        text = code or "MARKING NOT SET"
        left = EXERCISE if self.is_exercise else ""
        return {"code": code, "text": text, "left": left, "full": f"{text} · {left}" if left else text, "ground": ground, "ink": ink}

    @property
    def check_code(self) -> str:
        """Eight digits over release, choices and everything shown; equal wherever those are equal."""
        text = json.dumps([self.release.digest, encode(self.scope), *self.shown], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:8]


def mount(place: Place, key: str, data: Mapping[str, object]) -> None:
    """Put one panel on the page and remember it for the check code."""
    place.shown.append(json.dumps(data, ensure_ascii=False, sort_keys=True, default=str))
    component("panel")(key=key, data=dict(data))


def answer(place: Place, h1: str, lead: str, **more: object) -> None:
    """Show the answer of the screen: the largest text on it.

    Args:
        place: Where the reader is.
        h1: One sentence with a number in it.
        lead: The second fact.
        more: ``crumbs``, ``status`` and ``steps`` of the country page.
    """
    mount(place, "answer", {"id": "answer", "plain": True, "blocks": [("answer", {"h1": h1, "lead": lead, **more})]})


def strip(place: Place, names: Sequence[str], key: str = "strip") -> None:
    """Show figures side by side, each with its source mark."""
    figures = [FIGURES[name](place.release, place.scope) for name in names]
    data = {"id": key, "plain": True, "blocks": [("strip", [_figure(place, figure) for figure in figures])]}
    mount(place, key, data)


def _figure(place: Place, figure: Figure) -> dict[str, object]:
    return {
        "id": figure.id,
        "label": figure.label,
        "text": figure.text,
        "suffix": figure.suffix,
        "state": figure.state,
        "delta": figure.delta,
        "below": figure.below,
        "trend": list(figure.trend),
        "mark": figure.citation.mark,
        "open": place.to(open=figure.id),
    }


def show(place: Place, name: str, *, switches: Sequence[str] = (), more: tuple[str, str] | None = None, level: int = 2) -> View:
    """Show one view by its name in the catalogue.

    Args:
        place: Where the reader is.
        name: Name of the view.
        switches: Parameters of the scope that turn this view, shown as buttons beside its question.
        more: Words and address of a link to the rest.
        level: Level of the heading.

    Returns:
        The view, for the words of the screen.
    """
    entry = VIEWS[name]
    view = entry.query(place.release, place.scope)
    is_table = name in place.scope.table
    drawn: dict[str, Any] = {} if view.absence else dict(entry.draw(view))
    blocks: list[Block] = []
    if view.absence:
        blocks.append(("absence", view.absence))
    elif is_table:
        blocks.append(("table", twin(view)))
    else:
        blocks.extend(_linked(place, drawn.get("blocks", [("figure", "")])))
    blocks.append(("notes", list(view.notes)))
    data: dict[str, object] = {
        "id": view.id,
        "level": level,
        "title": view.title,
        "subtitle": view.subtitle,
        "sentence": view.sentence,
        "blocks": blocks,
        "switches": [switch(place, parameter) for parameter in switches],
        "mark": {"kind": view.citation.mark, "open": place.to(open=name), "text": f"Rule, sources and rows · {figure_id(name, place.scope)}"},
    }
    if not view.absence:
        data["twin"] = {"href": _toggled(place, name), "text": "Show as figure" if is_table else "Show as table"}
        data["csv"] = f"/export/{name}.csv?{encode(place.scope)}"
        if "figure" in drawn and not is_table:
            data["figure"] = _figure_links(place, drawn["figure"])
            data |= {"marking": place.marking, "credit": credit(place, view), "file": f"{name}-{place.release.id}"}
        if not entry.has_twin:
            data.pop("twin")
    if more:
        data["more"] = {"t": more[0], "href": more[1]}
    mount(place, name, data)
    return view


def _toggled(place: Place, name: str) -> str:
    others = tuple(view for view in place.scope.table if view != name)
    return place.to(table=others if name in place.scope.table else (*others, name))


def _figure_links(place: Place, figure: Mapping[str, object]) -> dict[str, object]:
    """Turn what a click stands for, ``(screen, filter)``, into an address to fill."""
    linked = dict(figure)
    if "click" in linked:
        path, name = figure["click"]  # type: ignore[misc]  # a draw function gives a pair
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
        {"t": words.capital(option), "href": place.to(**{parameter: option}), "on": getattr(place.scope, parameter) == option}
        for option in SWITCHES[parameter]
    ]
    return {"label": labels[parameter], "options": options}


def twin(view: View) -> dict[str, object]:
    """Return a view's frame as a table: same rows, same numbers, in words and codes."""
    columns = [
        {"head": heading, "align": "right" if pd.api.types.is_numeric_dtype(view.frame[name]) else "left"}
        for name, heading in view.headings.items()
    ]
    frame = view.frame[list(view.headings)]
    return {"columns": columns, "rows": [[cell(value) for value in row] for row in frame.itertuples(index=False)]}


def cell(value: object) -> str:
    """Return one cell as text: days written out, whole numbers with separators, the missing as [x]."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124
        return "[x]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return words.day(value)
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return words.count(value)
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def credit(place: Place, view: View) -> list[str]:
    """Return the lines every export carries: release, day, filters, figure id."""
    lines = [f"Release {place.release.name}, as of {words.day(place.scope.asof)}. {figure_id(view.id, place.scope)}"]
    if place.is_exercise:
        lines.insert(0, EXERCISE)
    return lines
