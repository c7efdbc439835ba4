"""Countries: which are at risk, and what is happening in one of them?"""

from typing import Final

from dashboard.place import Place
from dashboard.queries import compare, countrylist
from dashboard.screens import country, worldcountry
from dashboard.show import answer, show

PATH: Final = "countries"
TITLE: Final = "Countries"
QUESTION: Final = "Which countries are at risk?"
IGNORES: Final[dict[str, str]] = {}


def render(place: Place) -> None:
    """Answer for the one country chosen, set a few beside each other, else list the countries."""
    if len(place.scope.country) == 1:
        (worldcountry if place.release.kind == "WORLD" else country).render(place)
        return
    if compare.is_asked(place.scope):
        answer(place, *compare.headline(place.release, place.scope))
        show(place, "compare")
        show(place, "compare_events")
        show(place, "country_list")
        return
    answer(place, *countrylist.headline(place.release, place.scope))
    show(place, "country_list")
