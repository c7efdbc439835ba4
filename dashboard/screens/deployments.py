"""Deployments: how many are out, and when do they leave?"""

from typing import Final

from dashboard import words
from dashboard.layout import grid, stack
from dashboard.place import Place
from dashboard.queries import hosted, outlook, people, stated, timeline
from dashboard.show import answer, show, way_to_all

PATH: Final = "deployments"
TITLE: Final = "Deployments"
QUESTION: Final = "How many are out, and when do they leave?"
IGNORES: Final = {"tool": "Tool does not apply to deployments."}


def render(place: Place) -> None:
    """Answer the question for one release and one scope."""
    release, scope = place.release, place.scope
    if release.kind == "WORLD":
        _hosted(place)
        return
    answer(place, *outlook.headline(release, scope))
    if people.has_tours(release):
        noun = "countries" if scope.group == "country" else "agencies"
        show(place, "people_over_time", switches=("split",))
        show(place, "tours", switches=("group",), more=_rest(place, "tours", timeline.sizes(release, scope), noun))
    if not people.has_tours_only(release):
        _stated(place)


def _hosted(place: Place) -> None:
    """Show people as publishers of the world count them: in countries, and given to missions."""
    answer(place, *hosted.headline(place.release, place.scope))
    left, right = grid("half", "_hosted")
    with stack(left, "hosted_left"):
        show(place, "hosted", more=way_to_all(place, "hosted"))
    with stack(right, "hosted_right"):
        show(place, "hosted_years")
        show(place, "contributed_missions", more=way_to_all(place, "contributed_missions"))


def _stated(place: Place) -> None:
    """Show what sources state about deployments, beside tours or where no tours are listed."""
    release, scope = place.release, place.scope
    show(place, "stated", more=_rest(place, "stated", stated.countries_of(release, scope), "countries"))
    left, right = grid("half", "_stated")
    with stack(left, "stated_left"):
        rest = _rest(place, "every_statement", stated.statements_of(release, scope), "statements")
        show(place, "every_statement", more=rest)
        show(place, "corps_over_time")
    with stack(right, "stated_right"):
        show(place, "deployments_in_full")


def _rest(place: Place, view: str, sizes: tuple[int, int], noun: str) -> tuple[str, str] | None:
    """Return the link to a whole list or back from it; none where the list is short.

    Args:
        place: Where the reader is.
        view: Name of the view.
        sizes: How many there are, and how many are shown at first.
        noun: What is listed.
    """
    if place.scope.all == view:
        return "Show the first only", place.to(all="")
    return (f"Show all {words.count(sizes[0])} {noun}", place.to(all=view)) if sizes[0] > sizes[1] else None
