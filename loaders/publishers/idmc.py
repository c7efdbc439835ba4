"""IDMC: people living displaced inside their country, and displacements by year and by disaster."""

from typing import TYPE_CHECKING, Final

from loaders.facts import facts, joined, upright, written_out
from loaders.layouts import Feed, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd

# IDMC's own code of an area between two states, which is no country.
_AREAS: Final = {"AB9": "Abyei Area"}
_YEARLY: Final = {"total_displacement": "Internally displaced people", "new_displacement": "Internal displacements"}
_BY_DISASTER: Final = {
    "total_displacement": "People internally displaced by disasters",
    "new_displacement": "Internal displacements by disasters",
}
# People are counted on the last day of a year; displacements over it, once for each time a person has to move.
_UNITS: Final = {"total_displacement": "people", "new_displacement": "displacements"}
_FLOW: Final = "new_displacement"
_ROUNDED: Final = ("new_displacement_rounded", "total_displacement_rounded")
# A day known to the week is given to the month, the next coarser period here.
_PRECISIONS: Final = {"Day": "DAY", "Week": "MONTH", "Month": "MONTH"}


def _tell_years(texts: Texts) -> Texts:
    return upright(texts, list(_YEARLY), _in_year)


def _in_year(rows: Texts, name: str) -> Texts:
    years = rows["year"] if name == _FLOW else None
    return _figure(rows, name, joined("IDMC", rows["year"], rows["country_code"], name)).assign(
        indicator_name=_YEARLY[name],
        start_date=years,
        end_date=years,
        note="The file names no cause; its years and figures are those IDMC gives for conflict and violence",
    )


def _figure(rows: Texts, name: str, key: "pd.Series[str]") -> Texts:
    is_area = rows["country_code"].isin(list(_AREAS))
    return facts(
        rows,
        need_id=key,
        country_code=rows["country_code"].mask(is_area),
        admin_name=rows["country_code"].where(is_area).map(_AREAS).astype("str"),
        unit_code=_UNITS[name],
        value=written_out(rows[name]),
        qualifier_code="EXACT",
        as_of_date=rows["year"],
        origin_name="IDMC",
        series_id=f"IDMC-{name}",
    )


def _tell_displaced(texts: Texts) -> Texts:
    return upright(texts.assign(event_id=_keys(texts)), list(_BY_DISASTER), _by_disaster)


def _by_disaster(rows: Texts, name: str) -> Texts:
    return _figure(rows, name, joined(rows["event_id"], name)).assign(
        indicator_name=_BY_DISASTER[name],
        sector_text=rows["hazard"],
        start_date=_days(rows, "start"),
        end_date=_days(rows, "end"),
        series_id=f"IDMC-disasters-{name}",
        note=rows["event_title"] + _codes(rows),
    )


def _tell_events(texts: Texts) -> Texts:
    return facts(
        texts,
        event_id=_keys(texts),
        event_date=_days(texts, "start"),
        event_precision=texts["start_accuracy"].map(_PRECISIONS).astype("str"),
        event_title=texts["event_title"],
        country_code=texts["country_code"],
        category_code="disaster",
        note=_notes(texts),
    )


def _keys(texts: Texts) -> "pd.Series[str]":
    """Return the day, hazard and name of each event, and its figure where these do not tell two events apart."""
    keys = joined("IDMC", texts["country_code"], texts["start_date"], texts["hazard_kind"], texts["event_title"])
    return keys.mask(keys.duplicated(keep=False), joined(keys, texts[_FLOW]))


def _days(texts: Texts, end: str) -> "pd.Series[str]":
    """Return the day of a start or an end; where only the month is known IDMC writes its first day."""
    days, is_month = texts[f"{end}_date"], texts[f"{end}_accuracy"] == "Month"
    return days.mask(is_month, days.str.slice(0, 7))


def _notes(texts: Texts) -> "pd.Series[str]":
    graded = texts["start_accuracy"].fillna("unknown").str.lower()
    displaced = "; " + texts[_FLOW] + " internal displacements"
    return texts["hazard"] + displaced.fillna("") + "; start known to the " + graded + _codes(texts)


def _codes(texts: Texts) -> "pd.Series[str]":
    return ("; " + texts["codes"].str.replace(",", ", ")).fillna("")


PUBLISHER: Final = Publisher(
    "idmc",
    "Internal Displacement Monitoring Centre",
    "CC BY-IGO 3.0",
    (
        Feed(
            "Displacements by disaster",
            {
                "iso3": "country_code", "year": "year", "start_date": "start_date",
                "start_date_accuracy": "start_accuracy", "end_date": "end_date", "end_date_accuracy": "end_accuracy",
                "event_name": "event_title", "hazard_sub_type": "hazard_kind", "hazard_type_name": "hazard",
                "new_displacement": "new_displacement", "total_displacement": "total_displacement",
                "event_codes": "codes",
            },
            (
                "country_name", "hazard_category", "hazard_category_name", "hazard_sub_category",
                "hazard_sub_category_name", "hazard_type", "hazard_subtype_name", *_ROUNDED,
            ),
            {"events": _tell_events, "needs": _tell_displaced},
        ),
        Feed(
            "Internal displacement by year",
            {
                "iso3": "country_code", "year": "year", "new_displacement": "new_displacement",
                "total_displacement": "total_displacement",
            },
            ("country_name", *_ROUNDED),
            {"needs": _tell_years},
        ),
    ),
    "yearly, with updates",
    "Names of XKX and AB9 are empty, and AB9 (Abyei) is no country; disasters have no id; a month is written as its "
    "first day, so that an end may stand before its start; the yearly file names no cause.",
)  # fmt: skip
