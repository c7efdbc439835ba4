"""UN peacekeeping contributions: how many uniformed people each state gave to each mission in each year."""

from typing import TYPE_CHECKING, Final

from loaders.facts import facts, joined
from loaders.layouts import Feed, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd

_NAMED: Final = {
    "Year": "year", "Country": "state", "Mission": "mission_code", "Female": "women", "Male": "men",
    "Total": "people_count",
}  # fmt: skip
# In the UN's list of names this one is the Republic of the Congo; elsewhere it may be either.
_UN_NAMES: Final = {"Congo": "COG"}
# Years of which months, or most states, are missing, though the mean was taken over twelve months: they add up to
# 13,495, 66,434, 40,429 and 6,774 people where the years beside them have 82,000 to 97,000.
_INCOMPLETE: Final = ("2010", "2012", "2017", "2021")


def _tell_contributions(texts: Texts) -> Texts:
    """Return a row for each state in each mission in which it had anyone; every other pair stands as a zero."""
    given = texts[texts["people_count"] != "0"]
    is_short = given["year"].isin(_INCOMPLETE)
    series = is_short.map({True: "UN-contributions-incomplete-years", False: "UN-contributions"})
    return facts(
        given,
        personnel_id=joined("UNPK", given["year"], given["state"], given["mission_code"]),
        kind_code="STOCK",
        stage_code="ACTUAL",
        agency_code="OTHER",
        contributor_code=given["state"].replace(_UN_NAMES),
        mission_code=given["mission_code"],
        component_text="Uniformed personnel",
        as_of_date=given["year"],
        people_count=given["people_count"],
        qualifier_code="ABOUT",
        qualifier_text="mean over the twelve months of the year, rounded",
        measure_text="Uniformed people in the mission",
        series_id=series,
        is_total="no",
        note=_notes(given, is_short),
    )


def _notes(given: Texts, is_short: "pd.Series[bool]") -> "pd.Series[str]":
    """Say how many are women and men, rounded each for itself, and where the year is not whole."""
    sexes = given["women"].fillna("-") + " women and " + given["men"].fillna("-") + " men, each rounded by itself."
    return sexes.mask(is_short, sexes + " Months are missing from this year, so that the mean is too low.")


PUBLISHER: Final = Publisher(
    "un-troop-contributions",
    "UN Department of Peace Operations; a compilation by state and year",
    "CC BY-IGO 3.0; compilation MIT",
    (Feed("Contributions by state, mission and year", _NAMED, ("",), {"personnel": _tell_contributions}),),
    "as the compilation is renewed",
    "A row for every pair of state and mission, most of them zero, which feed nothing; a yearly mean of months that is "
    "too low in 2010, 2012, 2017 and 2021; women and men are rounded apart from their total; Congo is the Republic.",
)
