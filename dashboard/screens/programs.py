"""Programs: what are we paying for?"""

from typing import Final

from dashboard import words
from dashboard.layout import grid, stack
from dashboard.place import Place
from dashboard.queries import flows, programs, spending
from dashboard.show import answer, show, way_to_all

PATH: Final = "programs"
TITLE: Final = "Programs"
QUESTION: Final = "What are we paying for?"
IGNORES: Final = {"component": "Component does not apply to programs and money."}
_LEDGER: Final = (("tools", "program_years"), ("agency_tools",))
_RECORD: Final = (("section_1207",), ("section_1207_projects",))


def render(place: Place) -> None:
    """Answer the question for one release and one scope."""
    if flows.has_flows(place.release):
        _flows(place)
        return
    answer(place, *programs.headline(place.release, place.scope))
    sides = _LEDGER if spending.has_tools(place.release) else _RECORD
    for cell, name, views in zip(grid("half", "_programs"), ("left", "right"), sides, strict=True):
        with stack(cell, f"programs_{name}"):
            for view in views:
                show(place, view)
    if sides is _RECORD:
        show(place, "appropriations")
    show(place, "program_list", more=_rest(place))


def _flows(place: Place) -> None:
    """Show the money of publishers of the world, each for itself."""
    answer(place, *flows.headline(place.release, place.scope))
    show(place, "flows")
    for cell, view in zip(grid("half", "_flows"), ("flow_sectors", "flow_funders"), strict=True):
        with stack(cell, view):
            show(place, view, more=way_to_all(place, view))
    show(place, "program_list", more=_rest(place))


def _rest(place: Place) -> tuple[str, str] | None:
    """Return the link to all programs or back; none where the list is short."""
    if place.scope.all == "program_list":
        return "Show the first only", place.to(all="")
    number, first = programs.sizes(place.release, place.scope)
    return (f"Show all {words.count(number)} programs", place.to(all="program_list")) if number > first else None
