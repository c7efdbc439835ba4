"""Situation: how bad is it, and what changed?"""

from typing import Final

from dashboard import headlines
from dashboard.layout import grid, stack
from dashboard.place import Place
from dashboard.show import answer, show, show_first, strip

PATH: Final = ""
TITLE: Final = "Situation"
QUESTION: Final = "How bad is it, and what changed?"
IGNORES: Final = {"tool": "Tool does not apply to status, people or posts."}


def render(place: Place) -> None:
    """Answer the question for one release and one scope."""
    answer(place, *headlines.situation(place.release, place.scope))
    strip(place, headlines.situation_figures(place.release))
    left, right = grid("wide", "_situation")
    with stack(left, "map"):
        show(place, headlines.situation_map(place.release))
    with stack(right, "beside"):
        for name in ("changes", *headlines.situation_beside(place.release)):
            show_first(place, name)
