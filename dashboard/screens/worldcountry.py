"""One country in a world release: what happens there, what people need, how publishers rate it, who pays."""

from typing import Final

from dashboard.catalogue import VIEWS
from dashboard.layout import grid, stack
from dashboard.place import Place
from dashboard.queries import worldevents
from dashboard.screens.country import head
from dashboard.show import show_first, strip

_FIGURES: Final = ("events_year", "newest_need", "country_programs_count")
_LEFT: Final = ("events_by_month", "needs", "flows", "country_programs")
_RIGHT: Final = ("country_changes", "event_cells", "indicators", "happenings", "missions", "contributed_missions")


def render(place: Place) -> None:
    """Answer the question for one country, one release and one scope."""
    release, scope = place.release, place.scope
    if not head(place, worldevents.lead(release, scope)):
        return
    strip(place, _FIGURES, key="country_strip")
    left, right = (_answered(place, names) for names in (_LEFT, _RIGHT))
    # Where only the narrow column has answers, they take the wide one.
    sides = (left, right) if left else (right, left)
    for cell, side, names in zip(grid("wide", "_world_country"), ("left", "right"), sides, strict=True):
        with stack(cell, f"world_country_{side}"):
            for name in names:
                show_first(place, name)


def _answered(place: Place, names: tuple[str, ...]) -> list[str]:
    """Return the views that have an answer."""
    return [name for name in names if not VIEWS[name].query(place.release, place.scope).absence]
