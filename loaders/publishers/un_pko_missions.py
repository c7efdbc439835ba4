"""UN peacekeeping missions: which there were and are, from when to when, and where their seat is."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from loaders.facts import facts
from loaders.feedreading import LIMITS
from loaders.formats.jsontexts import JsonText, is_object
from loaders.formats.sheets import refuse
from loaders.formats.signatures import OBJECTS, settle_format
from loaders.layouts import Feed, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd

_NAMED: Final = {
    "mission_acronym": "mission_code",
    "mission_name": "mission_name",
    "lead_department": "lead",
    "mission_isactive": "is_active",
    "start_date": "start_date",
    "end_date": "end_date",
    "mission_location": "place_name",
    "last_update": "as_of_date",
}
# The seat's coordinates stand the wrong way round for nine missions, and nothing in the file says for which.
_UNUSED: Final = ("id", "mission_longitude", "mission_latitude")
_STATES: Final = {"yes": "active", "no": "closed"}
# The file gives no country: these are the ones that a mission's own name names, alone, or a part of.
_COUNTRIES: Final = {
    "AFG": ("UNSMA",),
    "AGO": ("UNAVEM", "UNAVEM I", "UNAVEM II", "UNAVEM III", "MONUA"),
    "BDI": ("ONUB",),
    "BIH": ("UNMIBH",),
    "CAF": ("MINUSCA", "MINURCA"),
    "CIV": ("UNOCI", "MINUCI"),
    "COD": ("ONUC", "MONUC", "MONUSCO"),
    "CYP": ("UNFICYP",),
    "ESH": ("MINURSO",),
    "GEO": ("UNOMIG",),
    "GTM": ("MINUGUA",),
    "HRV": ("UNCRO", "UNTAES"),
    "HTI": ("UNMIH", "UNSMIH", "MIPONUH", "MICAH", "MINUSTAH", "MINUJUSTH"),
    "IRQ": ("UNOHCI", "UNGCI"),
    "KHM": ("UNAMIC", "UNTAC"),
    "LBN": ("UNOGIL", "UNIFIL"),
    "LBR": ("UNOMIL", "UNMIL"),
    "MLI": ("MINUSMA",),
    "MOZ": ("ONUMOZ",),
    "RWA": ("UNAMIR",),
    "SDN": ("UNMIS", "UNAMID"),
    "SLE": ("UNOMSIL", "UNAMSIL"),
    "SLV": ("ONUSAL",),
    "SOM": ("UNOSOM", "UNOSOM I", "UNOSOM II"),
    "SSD": ("UNMISS",),
    "SYR": ("UNSMIS",),
    "TJK": ("UNMOT",),
    "TLS": ("UNTAET", "UNMISET", "UNMIT"),
    "XKX": ("UNMIK",),
    "YEM": ("UNYOM",),
}
_COUNTRY_OF: Final = {mission: country for country, missions in _COUNTRIES.items() for mission in missions}
# A row under such a name repeats the missions that stand under its numerals.
_REPEATS: Final = "(I & II)"


def _tell_missions(texts: Texts) -> Texts:
    return facts(
        texts,
        mission_id="PKO-" + texts["mission_code"],
        mission_code=texts["mission_code"],
        mission_name=texts["mission_name"],
        mission_kind="UN peacekeeping",
        country_code=texts["mission_code"].map(_COUNTRY_OF).astype("str"),
        place_name=texts["place_name"],
        lead_name="United Nations, " + texts["lead"],
        indicator_name="Mission presence",
        unit_code="dates",
        value_text=texts["is_active"].map(lambda text: _STATES.get(text.casefold(), text), na_action="ignore"),
        qualifier_text="a first day of a month often stands for the month only",
        as_of_date=texts["as_of_date"],
        start_date=texts["start_date"],
        end_date=texts["end_date"],
        note=_notes(texts),
    )


def _notes(texts: Texts) -> "pd.Series[str]":
    """Say what a row repeats, and that a mission which is over without a last day is not still there."""
    repeats = texts["mission_name"].str.contains(_REPEATS, regex=False).fillna(False).astype(bool)
    is_over = (texts["is_active"].str.casefold() == "no").fillna(False).astype(bool)
    repeated = repeats.map({True: "Repeats missions that have rows of their own. ", False: ""})
    undated = (is_over & texts["end_date"].isna()).map({True: "Closed on a day that is not given. ", False: ""})
    return repeated + undated + "Country by the mission's name; the place is its seat."


def _refuse_catalogue(path: Path, _feed: Feed) -> NoReturn:
    """Refuse the list of the hub's data sets by name: it describes columns and holds no figure of a mission."""
    if settle_format(path, path.name) == OBJECTS:
        with JsonText(path, LIMITS) as text:
            first = next(text.members(), None) if text.peek() == "[" else None
        if is_object(first) and "Dataset ID" in dict(first or ()):
            refuse("no-figures", "is the catalogue of the data hub, which describes data sets and holds no figure",
                   "take the data sets it lists; each is a file of its own")  # fmt: skip
    refuse("header-not-found", "it is no list of data sets", "send the catalogue of the hub whole")


PUBLISHER: Final = Publisher(
    "un-pko-missions",
    "UN Peace and Security Data Hub, peacekeeping missions",
    "CC BY-IGO 3.0",
    (
        Feed("Catalogue of the data hub", {}, (), {}, read=_refuse_catalogue),
        Feed("Peacekeeping missions", _NAMED, _UNUSED, {"missions": _tell_missions}),
    ),
    "when a mission changes",
    "No country; coordinates with decimal commas, swapped for nine missions; a closed mission may have no last day; "
    "UNEF, UNAVEM and UNOSOM repeat their numbered missions; the hub's catalogue is refused: it has no figures.",
)
