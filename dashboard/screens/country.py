"""One country: where our people are, how big the effort is, what changed, and what is needed."""

from functools import lru_cache
from typing import Final

from dashboard.catalogue import VIEWS
from dashboard.layout import areas, grid, stack
from dashboard.place import Place
from dashboard.queries import country, people
from dashboard.scope import Scope
from dashboard.show import answer, mount, show, show_first, strip
from loaders.release import Release

_EXERCISE: Final = ("posts_by_function", "country_programs", "needs", "people_stated")
_EXERCISE_SIDE: Final = ("funding", "happenings", "missions", "status_history")
_RECORD: Final = ("people_stated", "country_programs", "needs", "amounts_stated")
_ALWAYS: Final = ("country_changes", "effort", "money_by_tool")
"""Views that say so themselves where they have no answer."""
_RECORD_SIDE: Final = ("happenings", "missions")


def render(place: Place) -> None:
    """Answer the question for one country, one release and one scope."""
    release, scope = place.release, place.scope
    if not head(place, country.lead(release, scope)):
        return
    has_tours = people.has_tours(release)
    first = areas("country", ("map", "effort", "side"))
    with stack(first["map"], "country_map"):
        show(place, "country_map")
    with stack(first["effort"], "country_effort"):
        mount(place, "country_size", {"id": "country_size", "title": "How big is the effort?", "blocks": []})
        strip(place, country.figures(release), key="country_strip")
        _show(place, "effort" if has_tours else "status_history", level=3)
    with stack(first["side"], "country_side"):
        _show(place, "country_changes")
        _show(place, "money_by_tool" if has_tours else "provided")
    _rest(place, has_tours=has_tours)


def _rest(place: Place, *, has_tours: bool) -> None:
    """Show what has rows in two columns, and name in one table what has none."""
    wide, side = (_EXERCISE, _EXERCISE_SIDE) if has_tours else (_RECORD, _RECORD_SIDE)
    for cell, names, key in zip(grid("country_rest"), (wide, side), ("wide", "side"), strict=True):
        with stack(cell, f"country_rest_{key}"):
            for name in names:
                _show(place, name)
    _show(place, "country_silence")


@lru_cache(maxsize=4096)
def _is_answered(release: Release, scope: Scope, name: str) -> bool:
    return not VIEWS[name].query(release, scope).absence


def _show(place: Place, name: str, level: int = 2) -> None:
    """Show a view that has an answer, with a link to the rest of its rows; one without stands under what is missing."""
    if name in _ALWAYS or _is_answered(place.release, place.scope, name):
        show_first(place, name, level=level)


def head(place: Place, lead: str) -> bool:
    """Show the country's name, status and neighbours; return whether the filters leave it at all."""
    release, scope = place.release, place.scope
    code, label, since = country.standing(release, scope)
    crumbs: list[dict[str, str]] = [{"t": "World", "href": place.to("", country=(), region=())}]
    region = country.region(release, scope)
    if region:
        crumbs.append({"t": region[1], "href": place.to(country=(), region=(region[0],))})
    crumbs.append({"t": country.name_of(release, scope)})
    status = {"code": code, "t": label, "since": since}
    if label != country.NO_STATUS:
        status |= {"mark": "reported", "open": place.to(open="status_history")}
    steps = [
        {
            "t": f"‹ {name}" if side == "before" else f"{name} ›",
            "href": place.to(country=(other,), open="", all="", table=()),
        }
        for side, other, name in country.steps(release, scope)
    ]
    answer(place, country.name_of(release, scope), lead, crumbs=crumbs, status=status, steps=steps)
    if country.is_left_out(release, scope):
        way_out = {"href": place.to(region=(), status=()), "t": "Clear region and status"}
        mount(place, "left_out", {"id": "left_out", "plain": True, "blocks": [("choices", [way_out])]})
        return False
    return True
