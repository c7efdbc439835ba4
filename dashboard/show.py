"""The one way for a View to reach the screen: question, figure, sentence, source mark, table twin, CSV, image."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from dashboard import words
from dashboard.catalogue import VIEWS
from dashboard.components import component
from dashboard.panels import panel_of, strip_of
from dashboard.place import Place as Place
from dashboard.scope import Scope
from dashboard.view import View
from loaders.release import Release


def mount(place: Place, key: str, data: Mapping[str, object]) -> None:
    """Put one panel on the page and remember it for the check code."""
    place.shown.append(json.dumps(data, ensure_ascii=False, sort_keys=True, default=str))
    component("panel")(key=key, data=data)


def bare(place: Place) -> Place:
    """Return the place without what was shown on it, to remember panels by."""
    return replace(place, shown=[])


def answer(place: Place, h1: str, lead: str, **more: object) -> None:
    """Show the answer of the screen: the largest text on it.

    Args:
        place: Where the reader is.
        h1: One sentence with a number in it.
        lead: The second fact.
        more: ``crumbs``, ``status`` and ``steps`` of the country page.
    """
    when = f"As of {words.day(place.scope.asof)} · Release {place.release.id}"
    block = ("answer", {"when": when, "h1": h1, "lead": lead, **more})
    mount(place, "answer", {"id": "answer", "plain": True, "blocks": [block]})


def strip(place: Place, names: Sequence[str], key: str = "strip") -> None:
    """Show figures side by side, each with its source mark and its change since the comparison release."""
    mount(place, key, strip_of(bare(place), key, tuple(names)))


def show(
    place: Place, name: str, *, switches: Sequence[str] = (), more: tuple[str, str] | None = None, level: int = 2
) -> View:
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
    ask = (tuple(switches), more, level)
    view, data = panel_of(bare(place), name, ask)
    mount(place, name, data)
    return view


def show_first(place: Place, name: str, *, level: int = 2) -> None:
    """Show a view with a link to the rest of its rows, where not all are shown, or back to the first ones.

    Args:
        place: Where the reader is.
        name: Name of a view whose fact ``limit`` says how many rows are shown.
        level: Level of the heading.
    """
    held = cut(place.release, place.scope, name)
    more = (f"All {words.count(held)}", place.to(all=name)) if held else None
    if place.scope.all == name:
        more = "Show the first only", place.to(all="")
    show(place, name, more=more, level=level)


@lru_cache(maxsize=4096)
def cut(release: Release, scope: Scope, name: str) -> int:
    """Return how many rows a view has where it shows only the first of them, else none."""
    view = VIEWS[name].query(release, scope)
    return len(view.frame) if len(view.frame) > view.facts.get("limit", len(view.frame)) else 0


def way_to_all(place: Place, name: str) -> tuple[str, str] | None:
    """Return the link to all rows of a view that shows its first ones, or back; None where it shows all anyway."""
    if place.scope.all == name:
        return "Show the first only", place.to(all="")
    view = VIEWS[name].query(place.release, place.scope)
    rows = len(view.frame)
    return (f"All {words.count(rows)}", place.to(all=name)) if view.facts.get("limit", rows) < rows else None
