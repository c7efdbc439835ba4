"""UCDP GED: single events of organised violence with their deaths, each with day and place."""

from typing import TYPE_CHECKING, Final

from loaders.facts import facts, joined
from loaders.layouts import Feed, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd

_CATEGORIES: Final = {"1": "state-based conflict", "2": "non-state conflict", "3": "one-sided violence"}
# UCDP tells how exactly a day is known from 1 (the day) to 5 (more than a month, up to a year); 2 and 3 are some days
# and a week, for which the month is the next coarser period here.
_PRECISIONS: Final = {"1": "DAY", "2": "MONTH", "3": "MONTH", "4": "MONTH", "5": "YEAR"}
_NAMED: Final = {
    "id": "event_id",
    "type_of_violence": "violence",
    "conflict_name": "conflict",
    "dyad_name": "event_title",
    "where_prec": "where_precision",
    "where_coordinates": "place_name",
    "adm_1": "admin_name",
    "latitude": "lat",
    "longitude": "lon",
    "country": "country_code",
    "event_clarity": "clarity",
    "date_prec": "precision",
    "date_start": "first_day",
    "date_end": "last_day",
    "low": "fatalities_low",
    "best": "fatalities_count",
    "high": "fatalities_high",
}
_UNUSED: Final = (
    "year", "active_year", "side_a", "side_b", "gwnoa", "gwnob", "number_of_sources", "source_article",
    "source_office", "source_date", "source_headline", "source_original", "adm_2", "geom_wkt", "priogrid_gid",
    "country_id", "region", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown",
)  # fmt: skip
# Ids of conflict, dyad and sides have other names before and after version 20.1.
_UNUSED_IDS: Final = (
    "relid", "code_status", "conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id", "side_a_dset_id",
    "side_a_new_id", "side_b_dset_id", "side_b_new_id", "where_description",
)  # fmt: skip


def _tell_events(texts: Texts) -> Texts:
    days = texts["first_day"].str.slice(0, 10)
    return facts(
        texts,
        event_id="GED-" + texts["event_id"],
        event_date=days,
        event_precision=texts["precision"].map(_PRECISIONS).astype("str"),
        event_title=texts["event_title"],
        country_code=texts["country_code"],
        admin_name=texts["admin_name"],
        place_name=texts["place_name"],
        category_code=texts["violence"].map(_CATEGORIES).astype("str"),
        fatalities_count=texts["fatalities_count"],
        fatalities_low=texts["fatalities_low"],
        fatalities_high=texts["fatalities_high"],
        lat=texts["lat"],
        lon=texts["lon"],
        note=_notes(texts, days),
    )


def _notes(texts: Texts, days: "pd.Series[str]") -> "pd.Series[str]":
    """Say what a reader should know before trusting day and place."""
    spans = (" until " + texts["last_day"].str.slice(0, 10)).where(texts["last_day"].str.slice(0, 10) != days, "")
    return (
        "Conflict: " + texts["conflict"].fillna("-") + "; day" + spans + " and place as UCDP grades them: "
        + joined(texts["precision"], texts["where_precision"]) + " (1 exact); event clarity " + texts["clarity"]
    )  # fmt: skip


PUBLISHER: Final = Publisher(
    "ucdp-ged",
    "Uppsala Conflict Data Program",
    "CC BY 4.0",
    (Feed("Georeferenced events", _NAMED, (*_UNUSED, *_UNUSED_IDS), {"events": _tell_events}),),
    "yearly, with monthly candidates",
    "Packed as one CSV in a ZIP; names of id columns changed with version 20.1; days and places are graded.",
)
