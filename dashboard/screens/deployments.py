"""Deployments: how many are out, and when do they leave?"""

from typing import Final

from dashboard.place import Place
from dashboard.queries import outlook, people, timeline
from dashboard.show import answer, show

PATH: Final = "deployments"
TITLE: Final = "Deployments"
QUESTION: Final = "How many are out, and when do they leave?"
IGNORES: Final = {"tool": "Tool does not apply to deployments."}


def render(place: Place) -> None:
    """Answer the question for one release and one scope."""
    answer(place, *outlook.headline(place.release, place.scope))
    if people.has_tours(place.release):
        show(place, "people_over_time", switches=("split",))
        show(place, "tours", switches=("group",), more=_whole(place))


def _whole(place: Place) -> tuple[str, str]:
    """Return the link between the first groups of the timeline and all of them."""
    if place.scope.all == "tours":
        return "Show the first five", place.to(all="")
    number, noun = (
        timeline.groups_of(place.release, place.scope),
        "countries" if place.scope.group == "country" else "agencies",
    )
    return f"Show all {number} {noun}", place.to(all="tours")
