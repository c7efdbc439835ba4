"""Contributions: which agency contributes what?"""

from typing import Final

from dashboard.layout import grid, stack
from dashboard.place import Place
from dashboard.queries import contributions, contributors, people, sheets, statements
from dashboard.show import answer, show, way_to_all

PATH: Final = "contributions"
TITLE: Final = "Contributions"
QUESTION: Final = "Who contributes what?"
IGNORES: Final[dict[str, str]] = {}


def render(place: Place) -> None:
    """Answer the question for one release and one scope."""
    if contributors.has_contributors(place.release):
        answer(place, *contributors.headline(place.release, place.scope))
        _pair(place, "given", ("contributors",), ("contributed_years", "contributed_missions"))
        return
    answer(place, *contributions.headline(place.release, place.scope))
    if people.has_tours(place.release):
        _pair(place, "people", ("supply",), ("agency_regions",))
        show(place, "paid", switches=("money",))
        _pair(place, "skills", ("skills",), ("fillers",))
        _pair(place, "corps", ("strength",), ("partners",))
        if not people.has_tours_only(place.release):
            _pair(place, "stated", ("named", "crises"), ("counted",))
        return
    _pair(place, "named", ("named",), ("partners",))
    _pair(place, "stated", ("crises", "strength"), ("counted",))


def _pair(place: Place, name: str, left: tuple[str, ...], right: tuple[str, ...]) -> None:
    """Show views in two columns side by side."""
    for cell, side, views in zip(grid("half", f"_{name}"), ("left", "right"), (left, right), strict=True):
        with stack(cell, f"{name}_{side}"):
            for view in views:
                show(place, view, more=_rest(place, view))


def _rest(place: Place, view: str) -> tuple[str, str] | None:
    """Return the way to all rows of a view that shows its first ones, None where it shows all."""
    release, scope = place.release, place.scope
    if view in _GIVEN:
        return way_to_all(place, view)
    rows = {"counted": statements.newest_counts, "crises": sheets.newest_sheets}
    if view not in rows or scope.all == view:
        return None
    found = rows[view](release, scope)
    total = len(found) if view == "counted" else found["country_code"].nunique()
    return ("Show all", place.to(all=view)) if total > _FIRST[view] else None


_GIVEN: Final = ("contributors", "contributed_missions")
_FIRST: Final = {"counted": statements.FIRST, "crises": sheets.FIRST}
