"""UN peacekeeping fatalities: each death in a mission on its day, without a name."""

from typing import TYPE_CHECKING, Final

from loaders.facts import facts
from loaders.layouts import Feed, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd

_NAMED: Final = {
    "incident_date": "event_date",
    "casualty_id": "casualty",
    "mission_acronym": "mission",
    "type_of_casualty": "kind",
    "casualty_nationality": "nationality",
    "casualty_personnel_type": "personnel",
    "type_of_incident": "incident",
}
# Sex would bring a single death nearer to a person and answers no question here; the codes repeat the nationality.
_UNUSED: Final = ("id", "gender", "m49_code", "isocode3", "last_update")


def _tell_deaths(texts: Texts) -> Texts:
    """Return one event a death; the country is empty, for the file says the person's, never the place's."""
    return facts(
        texts,
        event_id="PKF-" + texts["casualty"],
        event_date=texts["event_date"],
        event_title=texts["kind"].fillna("Fatality") + " in " + texts["mission"] + ": " + texts["incident"].fillna("-"),
        place_name=texts["mission"],
        category_code="peacekeeper fatality",
        fatalities_count="1",
        note=texts["personnel"].fillna("Personnel of unknown kind") + ", of " + _nationalities(texts),
    )


def _nationalities(texts: Texts) -> "pd.Series[str]":
    """Return the nationality of each person; one listed again under a successor state has both and repeats itself."""
    named = texts["nationality"].fillna("unknown nationality")
    return named.groupby(texts["casualty"]).transform(lambda names: "; ".join(dict.fromkeys(names)))


PUBLISHER: Final = Publisher(
    "un-pko-fatalities",
    "UN Peace and Security Data Hub, fatalities",
    "CC BY-IGO 3.0",
    (Feed("Fatalities in missions", _NAMED, _UNUSED, {"events": _tell_deaths}, missing=("ZZ [Undetermined]",)),),
    "monthly",
    "The country is the person's, not the place's; six people are listed twice, under Montenegro and under Serbia and "
    "Montenegro, of which the second line is set aside; codes are numbers with a decimal point; kinds end in a space.",
)
