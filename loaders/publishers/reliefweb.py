"""ReliefWeb: disasters as OCHA's editors name, date and place them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd

from loaders.facts import facts
from loaders.feedreading import LIMITS, gather, read_sheets
from loaders.formats.jsontexts import JsonText, flattened, is_object, listed, written
from loaders.formats.sheets import refuse
from loaders.formats.signatures import DELIMITED, OBJECTS, settle_format
from loaders.layouts import Feed, Part, Publisher, Texts

# Kinds of disasters by the two letters that a GLIDE number begins with, as the GLIDE standard lists them.
_KINDS: Final = {
    "AC": "technological disaster", "AV": "snow avalanche", "CE": "complex emergency", "CW": "cold wave",
    "DR": "drought", "EC": "extratropical cyclone", "EP": "epidemic", "EQ": "earthquake", "FF": "flash flood",
    "FL": "flood", "FR": "fire", "HT": "heat wave", "IN": "insect infestation", "LS": "landslide",
    "MS": "mud slide", "OT": "other", "SS": "storm surge", "ST": "severe local storm", "TC": "tropical cyclone",
    "TS": "tsunami", "VO": "volcano", "VW": "violent wind", "WF": "wild fire", "WV": "wave or surge",
}  # fmt: skip
_GLIDE: Final = re.compile(r"([A-Z]{2})-(\d{4})-\d+-(\w{3})")
# A list gives no place: a disaster of one country is named after it, any other after several, a region or a storm.
_ONE_COUNTRY: Final = re.compile(r"^([^:/]+): (?!(?:[A-Z][a-z]+ )?\d{4})")
_REGIONS: Final = (
    "Asia", "Central America", "Central America and the Caribbean", "Central and Latin America", "East Africa",
    "Horn of Africa", "Middle East", "Pacific", "South America", "South Asia", "Southeast Asia", "Southern Africa",
    "West Africa",
)  # fmt: skip
_MONTHS: Final = {name: f"{number:02}" for number, name in enumerate(
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)}  # fmt: skip
_DATED: Final = re.compile(r"(?:([A-Z][a-z]{2})[a-z]* )?(\d{4})(?:-(?:[A-Z][a-z]+ )?\d{4})?$")
_HXL: Final = "#"
_LISTED: Final = {"id": "disaster_id", "name": "event_title", "status": "status", "glide": "glide"}
_DETAILED: Final = {
    **_LISTED,
    "primary_country-iso3": "country_code",
    "country-iso3": "countries",
    "type-name": "kinds",
    "date-event": "day",
}
# Descriptions quote reports of third parties, whose terms are their own.
_QUOTED: Final = ("description", "description-html", "profile-overview", "profile-overview-html")
_DETAILED_UNUSED: Final = (
    *_QUOTED, "url", "url_alias", "date-changed", "date-created", "country-primary", "type-primary",
    *(f"{place}-{cell}" for place in ("primary_country", "country")
      for cell in ("href", "id", "name", "shortname", "location-lat", "location-lon")),
    *(f"{kind}-{cell}" for kind in ("primary_type", "type") for cell in ("id", "name", "code")
      if f"{kind}-{cell}" != "type-name"),
    "primary_country-iso2", "country-iso2",
)  # fmt: skip


def _read_answer(path: Path, feed: Feed) -> list[Part]:
    """Read an answer of the API, which holds a list of disasters or one alone."""
    if settle_format(path, path.name) != OBJECTS:
        refuse("header-not-found", "it is no JSON", "send an answer of the ReliefWeb API")
    with JsonText(path, LIMITS) as text:
        records = list(enumerate((_cells(item) for item in listed(text, "data")), 1))
    if not any("glide" in cells for _, cells in records):
        refuse("header-not-found", "it holds no disasters", "send an answer of the ReliefWeb API on disasters")
    return [Part("", gather(path, feed, records))]


def _cells(item: Any) -> dict[str, str | None]:
    fields = dict(item).get("fields") if is_object(item) else None
    if not is_object(fields):
        refuse("json-shape", f"holds {written(item)[:80]} where a disaster should be", "send the whole answer")
    return flattened(fields)


def _read_table(path: Path, feed: Feed) -> list[Part]:
    """Read a table without the row of tags below its heading."""
    if settle_format(path, path.name) != DELIMITED:
        refuse("header-not-found", "it is no comma-separated text", "send the table of disasters")
    return [Part(part.sheet, _untagged(part.texts)) for part in read_sheets(path, feed)]


def _untagged(texts: Texts) -> Texts:
    return texts[~texts["disaster_id"].str.startswith(_HXL).fillna(False)].reset_index(drop=True)


def _tell_detailed(texts: Texts) -> Texts:
    alone = texts["countries"].isna() | (texts["countries"].str.lower() == texts["country_code"].str.lower())
    several = ("; countries: " + texts["countries"].str.upper()).mask(alone, "")
    return _events(texts).assign(
        event_date=texts["day"].str.slice(0, 10),
        event_precision="DAY",
        country_code=texts["country_code"].str.upper(),
        note=_notes(texts, texts["kinds"]) + several,
    )


def _tell_listed(texts: Texts) -> Texts:
    glides = texts["glide"].str.extract(_GLIDE)
    named = texts["event_title"].str.extract(_ONE_COUNTRY)[0]
    is_one = named.notna() & ~named.isin(_REGIONS)
    elsewhere = ("; GLIDE number given for " + glides[2]).mask(is_one, "").fillna("")
    return _events(texts).assign(
        event_date=_days(texts["event_title"]).fillna(glides[1]),
        country_code=glides[2].where(is_one),
        note=_notes(texts, glides[0].map(_KINDS).astype("str")) + elsewhere,
    )


def _events(texts: Texts) -> Texts:
    return facts(
        texts,
        event_id="ReliefWeb-" + texts["disaster_id"],
        event_title=texts["event_title"],
        category_code="disaster",
    )


def _notes(texts: Texts, kinds: "pd.Series[str]") -> "pd.Series[str]":
    glides = ("; GLIDE " + texts["glide"]).fillna("")
    return "Kind: " + kinds.fillna("-") + "; status: " + texts["status"].fillna("-") + glides


def _days(titles: "pd.Series[str]") -> "pd.Series[str]":
    """Return the first month or year of the time that a title ends with."""
    return titles.map(_day, na_action="ignore").astype("str")


def _day(title: str) -> str | None:
    match = _DATED.search(title)
    if match is None:
        return None
    return "-".join(filter(None, (match[2], _MONTHS.get(match[1] or ""))))


def _feeds() -> Iterator[Feed]:
    told = {"events": _tell_detailed}
    yield Feed("Disasters with their places (ReliefWeb API)", _DETAILED, _DETAILED_UNUSED, told, read=_read_answer)
    yield Feed("Disasters with their places (table)", _DETAILED, _DETAILED_UNUSED, told, read=_read_table)
    yield Feed("List of disasters (ReliefWeb API)", _LISTED, (), {"events": _tell_listed}, read=_read_answer)


PUBLISHER: Final = Publisher(
    "reliefweb",
    "UN OCHA ReliefWeb",
    "CC BY 4.0",
    tuple(_feeds()),
    "daily",
    "A list gives neither place nor day: they stand in titles and GLIDE numbers, whose country is one of several for a "
    "storm or a region; tables have a row of tags; cells run over several lines; descriptions quote third parties.",
)
