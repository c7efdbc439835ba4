"""Countries: which are at risk, and what is happening in one of them?"""

from typing import Final

from dashboard.place import Place
from dashboard.queries import countrylist
from dashboard.screens import country
from dashboard.show import answer, show

PATH: Final = "countries"
TITLE: Final = "Countries"
QUESTION: Final = "Which countries are at risk?"
IGNORES: Final[dict[str, str]] = {}


def render(place: Place) -> None:
    """Answer for the one country chosen, else list the countries."""
    if len(place.scope.country) == 1:
        country.render(place)
        return
    answer(place, *countrylist.headline(place.release, place.scope))
    show(place, "country_list")
