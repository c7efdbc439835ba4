"""Contributions: which agency contributes what?"""

from typing import Final

from dashboard.layout import grid, stack
from dashboard.place import Place
from dashboard.queries import contributions, people
from dashboard.show import answer, show

PATH: Final = "contributions"
TITLE: Final = "Contributions"
QUESTION: Final = "Who contributes what?"
IGNORES: Final[dict[str, str]] = {}


def render(place: Place) -> None:
    """Answer the question for one release and one scope."""
    answer(place, *contributions.headline(place.release, place.scope))
    if people.has_tours(place.release):
        _pair(place, "people", ("supply",), ("agency_regions",))
        show(place, "paid", switches=("money",))
        _pair(place, "skills", ("skills",), ("fillers",))
        _pair(place, "corps", ("strength",), ("partners",))
        return
    _pair(place, "named", ("named",), ("partners",))
    _pair(place, "stated", ("crises", "strength"), ("counted",))


def _pair(place: Place, name: str, left: tuple[str, ...], right: tuple[str, ...]) -> None:
    """Show views in two columns side by side."""
    for cell, side, views in zip(grid("half", f"_{name}"), ("left", "right"), (left, right), strict=True):
        with stack(cell, f"{name}_{side}"):
            for view in views:
                show(place, view, more=("Show all", place.to(all=view)) if view in _LONG else None)


_LONG: Final = ("counted", "crises")
"""Views that show their first rows until all are asked for."""
