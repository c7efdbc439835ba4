"""Travel advisories of the United States and Canada: the level each warns its citizens at, for each destination."""

from typing import TYPE_CHECKING, Final

from loaders.facts import facts, joined
from loaders.layouts import Feed, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd

_AMERICAN: Final = {
    "destination": "country_code",
    "risk_level": "words",
    "risk_level_number": "value",
    "last_updated_advisory": "day",
}
_AMERICAN_UNUSED: Final = ("advisory_details_url", "country_info_url", "last_updated_country_details")
_CANADIAN: Final = {"destination": "country_code", "risk_level": "words", "last_updated": "day"}
# Canada names its levels without numbers; these are their places in the order it explains them.
_CANADIAN_ORDER: Final = {
    "Take normal security precautions": "1",
    "Exercise a high degree of caution": "2",
    "Avoid non-essential travel": "3",
    "Avoid all travel": "4",
}
# Some regions of such a destination are warned of at a higher level, which the file does not give.
_REGIONAL: Final = " (with regional advisories)"
# The number that stands for an advisory of several levels.
_MIXED: Final = "-1"
# Destinations that are part of a country, or several countries.
_NO_COUNTRY: Final = (
    "Azores", "Bonaire", "Canary Islands", "French West Indies", "Israel and Palestine",
    "Israel, the West Bank and Gaza", "Saba", "Sint Eustatius",
)  # fmt: skip
# Canada has the Dutch part of the island as a destination of its own, Sint Maarten.
_CANADIAN_NAMES: Final = {"Saint Martin": "MAF"}


def _tell_american(texts: Texts) -> Texts:
    """Return the destinations with a level; the others are pages of country information without one."""
    warned = texts[texts["words"].notna() | texts["value"].notna()]
    return _advisories(warned, "US", "US Department of State").assign(
        country_code=_countries(warned),
        value=warned["value"].mask(warned["value"] == _MIXED),
        value_text=warned["words"].mask(warned["value"] == _MIXED, "Other: several levels, none for the whole"),
        qualifier_code="EXACT",
        note=_areas(warned),
    )


def _tell_canadian(texts: Texts) -> Texts:
    bare = texts["words"].str.removesuffix(_REGIONAL)
    return _advisories(texts, "CA", "Global Affairs Canada").assign(
        country_code=_countries(texts).replace(_CANADIAN_NAMES),
        # A level nobody knows is no number, and is set aside with its words.
        value=bare.map(lambda words: _CANADIAN_ORDER.get(words, words), na_action="ignore"),
        value_text=texts["words"],
        qualifier_text="place among the four levels, which the source does not number",
        note=_areas(texts),
    )


def _advisories(texts: Texts, issuer: str, origin: str) -> Texts:
    days = texts["day"].str.slice(0, 10)
    return facts(
        texts,
        indicator_id=joined("ADVISORY", issuer, texts["country_code"], days),
        indicator_code=f"ADVISORY-{issuer}",
        indicator_name=f"Travel advisory, {origin}",
        unit_code="level 1 to 4",
        as_of_date=days,
        origin_name=origin,
    )


def _countries(texts: Texts) -> "pd.Series[str]":
    return texts["country_code"].mask(texts["country_code"].isin(_NO_COUNTRY))


def _areas(texts: Texts) -> "pd.Series[str]":
    return ("For " + texts["country_code"]).where(texts["country_code"].isin(_NO_COUNTRY))


PUBLISHER: Final = Publisher(
    "travel-advisories",
    "US Department of State; Global Affairs Canada",
    "US: public domain; Canada: Open Government Licence",
    (
        Feed("Travel advisories of the United States", _AMERICAN, _AMERICAN_UNUSED, {"indicators": _tell_american}),
        Feed("Travel advisories of Canada", _CANADIAN, ("details_url",), {"indicators": _tell_canadian}),
    ),
    "as advisories change",
    "American lines without a level are pages of information; -1 stands for several levels; one destination may be "
    "several countries or a part of one; Canada numbers no levels.",
)
