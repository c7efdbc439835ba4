"""IFRC GO: appeals of the Red Cross and Red Crescent, whom they are for and how far they are funded; its societies."""

from pathlib import Path
from typing import Final

import pandas as pd

from loaders.facts import facts, upright
from loaders.feedreading import LIMITS, gather
from loaders.formats.jsontexts import JsonText, flattened, listed
from loaders.formats.sheets import refuse
from loaders.formats.signatures import OBJECTS, settle_format
from loaders.layouts import Feed, Part, Publisher, Texts

_REGIONS: Final = {
    "0": "Africa", "1": "Americas", "2": "Asia Pacific", "3": "Europe", "4": "Middle East and North Africa",
}  # fmt: skip
_REQUESTED: Final = "requested"
_FIGURES: Final = {
    "people": ("People targeted by appeals", "people"),
    _REQUESTED: ("Funding required by appeals", "CHF"),
    "funded": ("Funding received by appeals", "CHF"),
}
# An appeal for nobody, or for no money, is one of which the figure is not known; one that nobody gave to may be true.
_NEVER_ZERO: Final = ("people", _REQUESTED)
_ZEROS: Final = ("0", "0.00")
_APPEALS: Final = {
    "code": "code", "name": "event_title", "dtype/name": "kind", "atype_display": "means", "status_display": "status",
    "num_beneficiaries": "people", "amount_requested": _REQUESTED, "amount_funded": "funded",
    "start_date": "start_date", "end_date": "end_date", "modified_at": "stated", "country/iso3": "country_code",
    "needs_confirmation": "unconfirmed",
}  # fmt: skip
# The cell called sector holds the office in charge; who works on an appeal has no place here.
_APPEALS_UNUSED: Final = (
    "aid", "id", "dtype/id", "dtype/summary", "dtype", "atype", "status", "sector", "real_data_update", "created_at",
    "event", "region", "region/name", "region/id", "region/region_name", "region/label", "country",
    *(f"country/{name}" for name in ("iso", "id", "record_type", "record_type_display", "region", "independent",
                                     "is_deprecated", "fdrs", "average_household_size", "society_name", "name")),
)  # fmt: skip
_SOCIETIES: Final = {"iso3": "country_code", "society_name": "organisation_name", "region": "region"}
_SOCIETIES_UNUSED: Final = (
    "iso", "name", "record_type", "record_type_display", "is_deprecated", "independent", "society_url",
    "key_priorities", "inform_score", "id", "url_ifrc", "fdrs", "overview", "bbox", "bbox/type", "bbox/coordinates",
    "centroid", "centroid/type", "centroid/coordinates",
)  # fmt: skip


def _read_page(path: Path, feed: Feed) -> list[Part]:
    """Read one page of the API: an object whose ``results`` are the records."""
    if settle_format(path, path.name) != OBJECTS:
        refuse("header-not-found", "it is no JSON", "send a page of the IFRC GO API")
    with JsonText(path, LIMITS) as text:
        records = [flattened(one, joint="/") for one in listed(text, "results")]
    mark = next(iter(feed.named))
    if not any(mark in cells for cells in records):
        refuse("header-not-found", f"no record has {mark}", "send a page of the IFRC GO API")
    return [Part("", _dated(gather(path, feed, enumerate(records, 1))))]


def _dated(texts: Texts) -> Texts:
    """Return days in place of stamps, which are written ``...T00:00:00Z`` and ``... 00:46:59.047725+00:00``."""
    days = [name for name in ("start_date", "end_date", "stated") if name in texts]
    return texts.assign(**{name: texts[name].str.slice(0, 10) for name in days})


def _read_kinds(path: Path, feed: Feed) -> list[Part]:
    """Read the list of kinds of disasters that the API is set up with."""
    if settle_format(path, path.name) != OBJECTS:
        refuse("header-not-found", "it is no JSON", "send the list of kinds of disasters")
    with JsonText(path, LIMITS) as text:
        if text.peek() != "[":
            refuse("header-not-found", "it is no list", "send the list of kinds of disasters")
        return [Part("", gather(path, feed, enumerate((flattened(one, joint="/") for one in text.members()), 1)))]


def _tell_needs(texts: Texts) -> Texts:
    return upright(texts, list(_FIGURES), _need)


def _need(rows: Texts, name: str) -> Texts:
    """Return people or money of each appeal; what was received is part of what is required, not beside it."""
    words, unit = _FIGURES[name]
    is_zero = rows[name].isin(_ZEROS)
    said = pd.Series("0 as the source writes it, also where nothing was stated", rows.index, dtype="str")
    return facts(
        rows,
        need_id=_key(rows, name),
        country_code=rows["country_code"],
        indicator_name=words,
        unit_code=unit,
        value=rows[name].mask(is_zero) if name in _NEVER_ZERO else rows[name],
        qualifier_code="EXACT",
        qualifier_text=said.where(is_zero),
        as_of_date=rows["stated"],
        start_date=rows["start_date"],
        end_date=rows["end_date"],
        origin_name="IFRC",
        series_id=f"IFRC-{name}",
        is_total="no",
        part_of_id=_key(rows, _REQUESTED) if name == "funded" else None,
        note=_notes(rows) + ("; the file names no currency: IFRC appeals in Swiss francs" if unit == "CHF" else ""),
    )


def _key(rows: Texts, name: str) -> "pd.Series[str]":
    return "IFRC-" + rows["code"] + "-" + name


def _notes(texts: Texts) -> "pd.Series[str]":
    told = texts["event_title"] + "; " + texts["means"] + ", " + texts["status"].str.lower()
    kinds = ("; kind: " + texts["kind"]).fillna("")
    return told + kinds + texts["unconfirmed"].map({"TRUE": "; yet to be confirmed"}).astype("str").fillna("")


def _tell_events(texts: Texts) -> Texts:
    """Return the start of each appeal: an event of its own beside the disaster it answers."""
    return facts(
        texts,
        event_id="IFRC-" + texts["code"],
        event_date=texts["start_date"],
        event_precision="DAY",
        event_title=texts["event_title"],
        country_code=texts["country_code"],
        category_code="appeal",
        note=_notes(texts),
    )


def _tell_regions(texts: Texts) -> Texts:
    """Return the region of each country; clusters and contested islands have no code and no place here."""
    placed = texts[texts["country_code"].notna() & texts["region"].notna()]
    return facts(
        placed,
        group_member_id="IFRC-region-" + placed["country_code"],
        country_code=placed["country_code"],
        group_kind="IFRC region",
        group_name=placed["region"].map(_REGIONS).astype("str"),
    )


def _tell_societies(texts: Texts) -> Texts:
    present = texts[texts["country_code"].notna() & texts["organisation_name"].notna()]
    return facts(
        present,
        presence_id="IFRC-society-" + present["country_code"],
        country_code=present["country_code"],
        organisation_name=present["organisation_name"],
        organisation_kind="National Red Cross or Red Crescent society",
    )


PUBLISHER: Final = Publisher(
    "ifrc-go",
    "International Federation of Red Cross and Red Crescent Societies, GO",
    "CC BY-IGO 3.0; lists of kinds MIT",
    (
        Feed(
            "Appeals (IFRC GO API)",
            _APPEALS,
            _APPEALS_UNUSED,
            {"needs": _tell_needs, "events": _tell_events},
            read=_read_page,
            stated="stated",
        ),
        Feed(
            "Countries and national societies (IFRC GO API)",
            _SOCIETIES,
            _SOCIETIES_UNUSED,
            {"country_groups": _tell_regions, "presence": _tell_societies},
            read=_read_page,
        ),
        # Appeals name their kind in words, so that the list tells nothing more.
        Feed("Kinds of disasters", {}, ("pk", "fields/name", "model"), {}, read=_read_kinds),
    ),
    "hourly",
    "Amounts are texts without a currency; 0 stands for unknown people and requirements; stamps are written in two "
    "ways; the cell called sector holds an office; clusters and contested islands stand among countries without a "
    "code; a file may be one page of several.",
)
