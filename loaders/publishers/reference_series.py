"""Reference series: displacement, appeals, missions and US assistance over many years, gathered from others."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from loaders.facts import facts, joined
from loaders.feedreading import read_sheets
from loaders.formats.sheets import refuse
from loaders.layouts import Feed, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd

_CITED: Final = {"note": "note", "source_id": "cited", "source_title": "cited_title"}
_NEEDS: Final = {
    "row_id": "row",
    "country_iso3": "country_code",
    "indicator": "indicator_name",
    "unit": "unit_code",
    "date": "as_of_date",
    "period_start": "start_date",
    "period_end": "end_date",
    "value": "value",
    "value_precision": "qualifier_text",
    "original_source": "origin_name",
    **_CITED,
}
_MISSIONS: Final = {
    "row_id": "row",
    "mission": "mission_code",
    "mission_name": "mission_name",
    "kind": "mission_kind",
    "country_iso3": "country_code",
    "place": "place_name",
    "lead": "lead_name",
    "measure": "indicator_name",
    "unit": "unit_code",
    "date": "as_of_date",
    "start_date": "start_date",
    "end_date": "end_date",
    "value": "value",
    "value_precision": "qualifier_text",
    "text_value": "value_text",
    **_CITED,
}
_MONEY: Final = {
    "row_id": "row",
    "fiscal_year": "fiscal_year",
    "period_start": "start_date",
    "period_end": "end_date",
    "as_of_date": "as_of_date",
    "authority_or_account": "account_name",
    "funding_agency": "agency_code",
    "implementing_agency": "implementing_code",
    "country_iso3": "country_code",
    "purpose": "purpose_text",
    "stage": "stage_text",
    "measure": "measure",
    "amount_usd": "amount_usd",
    "amount_precision": "qualifier_text",
    "part_of": "part_of_id",
    "is_total": "is_total",
    **_CITED,
}
_UNUSED: Final = ("country_name", "source_url")
# A sum the gatherers made themselves states its figure as exactly as one that stands in the source.
_EXACT: Final = ("exact", "sum of")
_REGIONAL: Final = "regional plan"


def _tell_needs(texts: Texts) -> Texts:
    is_regional = texts["note"].str.contains(_REGIONAL, regex=False).fillna(False).astype(bool)
    series = joined(texts["cited"], texts["indicator_name"])
    return facts(
        texts,
        need_id="REF-" + texts["row"],
        # Countries of a regional plan may each have the whole of it: such amounts are never added to others.
        series_id=series.mask(is_regional, series + ", regional plans"),
        is_total="no",
        qualifier_code=_qualifiers(texts),
        note=_notes(texts),
        **_same(texts, _NEEDS),
    )


def _tell_missions(texts: Texts) -> Texts:
    return facts(texts, mission_id="REF-" + texts["row"], note=_notes(texts), **_same(texts, _MISSIONS))


def _tell_money(texts: Texts) -> Texts:
    is_amount = (texts["measure"] == "amount").fillna(False).astype(bool)
    misfit = "'" + texts["measure"].fillna("") + "' is no amount of money"
    told = texts.assign(row_misfit=texts["row_misfit"].mask(~is_amount, misfit))
    stages = texts["stage_text"].str.upper()
    return facts(
        told,
        transaction_id="REF-" + texts["row"],
        stage_code=stages,
        qualifier_code=_qualifiers(texts),
        series_id=joined(texts["cited"], stages),
        is_running_total="no",
        note=_notes(texts),
        **_same(texts, _MONEY)
        | {
            "as_of_date": texts["as_of_date"].fillna("FY" + texts["fiscal_year"]),
            "part_of_id": "REF-" + texts["part_of_id"],
        },
    )


def _same(texts: Texts, named: dict[str, str]) -> "dict[str, pd.Series[str]]":
    """Return the columns that are those of the table, word for word."""
    own = ("row", "measure", *_CITED.values())
    return {column: texts[column] for column in named.values() if column not in own}


def _qualifiers(texts: Texts) -> "pd.Series[str]":
    is_exact = texts["qualifier_text"].fillna("").str.startswith(_EXACT)
    return is_exact.map({True: "EXACT"}).astype("str")


def _notes(texts: Texts) -> "pd.Series[str]":
    return (texts["note"] + ". ").fillna("") + "From " + texts["cited_title"].fillna("-") + " (" + texts["cited"] + ")."


def _refuse_sources(path: Path, feed: Feed) -> NoReturn:
    """Refuse the list of what the other files were gathered from, which their rows repeat."""
    read_sheets(path, feed)
    refuse("no-figures", "lists what the other files were gathered from and holds no figure",
           "bring the files it lists; each of their rows names its own source")  # fmt: skip


PUBLISHER: Final = Publisher(
    "reference-series",
    "Reference series gathered from UNHCR, OCHA, the United Nations and the US Government",
    "facts taken from open data of each source",
    (
        Feed("Needs by country and year", _NEEDS, (*_UNUSED, "date_precision"), {"needs": _tell_needs}),
        Feed("Missions by country", _MISSIONS, (*_UNUSED, "date_precision"), {"missions": _tell_missions}),
        Feed("US assistance by country and fiscal year", _MONEY, _UNUSED, {"transactions": _tell_money}),
        Feed("Sources of the series", {"source_id": "cited", "used_in": "used_in"},
             ("title", "publisher", "date", "url", "licence", "note"), {}, read=_refuse_sources),
    ),
    "once",
    "Its figures repeat those of other publishers, as older copies; regional plans may stand whole in each country; "
    "the list of sources is refused, for it holds no figure.",
)  # fmt: skip
