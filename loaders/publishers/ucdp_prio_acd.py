"""UCDP/PRIO armed conflicts: how intense each conflict was in each year, for each country it was fought in or over."""

from typing import TYPE_CHECKING, Final

import pandas as pd

from loaders.facts import facts, joined
from loaders.layouts import PART, Feed, Publisher, Texts

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED: Final = {
    "conflict_id": "conflict",
    "location": "country_code",
    "side_a": "side_a",
    "side_a_2nd": "allies_a",
    "side_b": "side_b",
    "side_b_2nd": "allies_b",
    "incompatibility": "incompatibility",
    "territory_name": "territory",
    "year": "year",
    "intensity_level": "value",
    "cumulative_intensity": "cumulative",
    "type_of_conflict": "kind",
    "start_date2": "began",
    "start_prec2": "began_precision",
    "ep_end_date": "ended",
    "version": "version",
}
# Codes beside names, the first death of each conflict, and the world region of its country.
_UNUSED: Final = (
    "side_a_id", "side_b_id", "start_date", "start_prec", "ep_end", "ep_end_prec", "gwno_a", "gwno_a_2nd", "gwno_b",
    "gwno_b_2nd", "gwno_loc", "region",
)  # fmt: skip
_LEVELS: Final = {"1": "minor: 25 to 999 battle deaths in the year", "2": "war: 1,000 battle deaths or more in it"}
# A country may have several conflicts in a year: its level is that of the most intense, and the others stand apart.
_HIGHEST: Final = "Armed conflict intensity, the most intense conflict of the year"
_FURTHER: Final = "Armed conflict intensity, a further conflict of the year"
_KINDS: Final = {
    "1": "Conflict of a state outside its territory",
    "2": "Conflict between states",
    "3": "Conflict within a state",
    "4": "Conflict within a state with foreign troops",
}
_STAKES: Final = {"1": "territory", "2": "government", "3": "government and territory"}
# The other Congo is called DR Congo (Zaire).
_OWN_NAMES: Final = {"Congo": "COG"}
# States that are no more and whose place several have taken, or another that has a row of its own.
_DEFUNCT: Final = ("Hyderabad", "Serbia (Yugoslavia)", "South Vietnam", "South Yemen")


def _tell_levels(texts: Texts) -> Texts:
    """Return one row for each country of each conflict and year; a level is never added, so each has it whole."""
    placed = pd.concat(_by_place(texts), ignore_index=True)
    levels = pd.to_numeric(placed["value"], errors="coerce").sort_values(ascending=False, kind="stable")
    is_further = placed.loc[levels.index].duplicated(["place", "year"]).reindex(placed.index)
    names = is_further.map({True: _FURTHER, False: _HIGHEST})
    return _levels(placed.assign(name=names)).assign(**{PART: placed[PART]})


def _by_place(texts: Texts) -> "Iterator[Texts]":
    places = texts["country_code"].str.split(",", expand=True)
    for number in places.columns:
        named = texts.assign(place=places[number].str.strip(), **{PART: f"country {number + 1}"})
        yield named if number == 0 else named[named["place"].notna()]


def _levels(rows: Texts) -> Texts:
    return facts(
        rows,
        indicator_id=joined("ACD", rows["conflict"], rows["year"], rows["place"]),
        country_code=rows["place"].replace(_OWN_NAMES).mask(rows["place"].isin(_DEFUNCT)),
        indicator_code="intensity_level",
        indicator_name=rows["name"],
        unit_code="level 1 or 2",
        value=rows["value"],
        value_text=rows["value"].map(lambda level: _LEVELS.get(level, level), na_action="ignore"),
        qualifier_code="EXACT",
        as_of_date=rows["year"],
        start_date=rows["year"],
        end_date=rows["year"],
        origin_name="UCDP/PRIO Armed Conflict Dataset " + rows["version"].fillna(""),
        note=_notes(rows),
    )


def _notes(rows: Texts) -> "pd.Series[str]":
    """Say who fought whom over what, where, and since when."""
    kinds = rows["kind"].map(lambda code: _KINDS.get(code, code), na_action="ignore").fillna("Conflict")
    stakes = rows["incompatibility"].map(lambda code: _STAKES.get(code, code), na_action="ignore").fillna("-")
    sums = rows["cumulative"].map({"1": ", over 1,000 battle deaths since it began"}).fillna("")
    return (
        kinds + " over " + stakes + (" (" + rows["territory"] + ")").fillna("") + " in " + rows["country_code"] + ": "
        + rows["side_a"] + _allies(rows["allies_a"]) + " against " + rows["side_b"] + _allies(rows["allies_b"])
        + "; this spell since " + rows["began"].fillna("-") + " (day graded " + rows["began_precision"].fillna("-")
        + ", 1 exact)" + (" until " + rows["ended"]).fillna("") + sums + "."
    )  # fmt: skip


def _allies(names: "pd.Series[str]") -> "pd.Series[str]":
    return (" with " + names).fillna("")


PUBLISHER: Final = Publisher(
    "ucdp-prio-acd",
    "Uppsala Conflict Data Program and Peace Research Institute Oslo",
    "CC BY 4.0",
    (Feed("Armed conflicts by year", _NAMED, _UNUSED, {"indicators": _tell_levels}),),
    "yearly",
    "Several countries share a cell between commas; names of former states in brackets; states that are no more stand "
    "for no country; a spell without an end goes on.",
)
