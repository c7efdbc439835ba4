"""GDACS: alerts of disasters minutes after they strike, with the place and the harm a model expects."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import pandas as pd
from lxml import etree

from loaders.facts import facts
from loaders.feedreading import gather
from loaders.formats.prologs import PROLOG_BYTES, XML_OPTIONS, refuse_doctype
from loaders.formats.sheets import refuse
from loaders.formats.signatures import ACTIVITIES, settle_format
from loaders.layouts import Feed, Part, Publisher, Texts

# The mark of UTF-8 as it looks once it was taken for three letters and encoded again.
_MARK_TWICE: Final = "\ufeff".encode().decode("latin-1").encode()
_MOST_BYTES: Final = 64 << 20
_KINDS: Final = {
    "DR": "drought", "EQ": "earthquake", "FL": "flood", "TC": "tropical cyclone", "TS": "tsunami", "VO": "volcano",
    "WF": "wild fire",
}  # fmt: skip
_NAMED: Final = {
    "guid": "event_id", "title": "event_title", "gdacs:fromdate": "first_day", "gdacs:todate": "last_day",
    "gdacs:eventtype": "kind", "gdacs:alertlevel": "alert", "gdacs:severity": "severity",
    "gdacs:population": "population", "gdacs:iso3": "country_code", "gdacs:country": "country",
    "gdacs:glide": "glide", "geo:lat": "lat", "geo:long": "lon"
}  # fmt: skip
# The box around an event may reach beyond 180 degrees, and is not used.
_UNUSED: Final = (
    "gdacs:bbox", "georss:point", "description", "enclosure", "gdacs:temporary", "link", "pubDate", "gdacs:dateadded",
    "gdacs:datemodified",
    "gdacs:iscurrent", "gdacs:durationinweek", "gdacs:year", "dc:subject", "gdacs:cap", "gdacs:icon", "gdacs:version",
    "gdacs:alertscore", "gdacs:episodealertlevel", "gdacs:episodealertscore", "gdacs:eventname", "gdacs:eventid",
    "gdacs:episodeid", "gdacs:calculationtype", "gdacs:vulnerability", "gdacs:mapimage", "gdacs:maplink",
    "gdacs:gtsimage", "gdacs:gtslink", "gdacs:resources",
)  # fmt: skip


def _read(path: Path, feed: Feed) -> list[Part]:
    """Read the items of the feed; the number of a row is its place among them."""
    if settle_format(path, path.name) != ACTIVITIES:
        refuse("header-not-found", "it is no XML", "send the feed of GDACS")
    if path.stat().st_size > _MOST_BYTES:
        refuse("too-large", "is larger than a feed of news can be", "send the feed of GDACS")
    data = path.read_bytes().removeprefix(_MARK_TWICE)
    refuse_doctype(data[:PROLOG_BYTES])
    try:
        root = etree.fromstring(data, etree.XMLParser(**XML_OPTIONS))
    except etree.XMLSyntaxError as error:
        refuse("xml-syntax", f"is no whole XML: {error.msg}", "send the whole feed again", row=error.lineno or None)
    items = list(root.iter("item"))
    if root.tag != "rss" or not items:
        refuse("header-not-found", "it holds no items of news", "send the feed of GDACS")
    return [Part("", gather(path, feed, enumerate((dict(_cells(item)) for item in items), 1)))]


def _cells(item: etree._Element) -> Iterator[tuple[str, str | None]]:
    """Yield the text of each child under the name it is written with; a point yields its two numbers."""
    for child in item:
        if etree.QName(child).localname == "Point":
            yield from _cells(child)
        else:
            yield _written_name(child), child.text


def _written_name(element: etree._Element) -> str:
    name = etree.QName(element).localname
    return f"{element.prefix}:{name}" if element.prefix else name


def _tell_events(texts: Texts) -> Texts:
    return facts(
        texts,
        event_id="GDACS-" + texts["event_id"],
        event_date=_days(texts["first_day"]),
        event_precision="DAY",
        event_title=texts["event_title"],
        country_code=texts["country_code"],
        category_code="disaster",
        lat=texts["lat"],
        lon=_around(texts["lon"]),
        note=_notes(texts),
    )


def _days(stamps: "pd.Series[str]") -> "pd.Series[str]":
    """Return the day of stamps as electronic mail writes them, such as ``Tue, 10 Dec 2024 18:04:35 GMT``."""
    return stamps.map(_day, na_action="ignore").astype("str")


def _day(stamp: str) -> str:
    try:
        return parsedate_to_datetime(stamp).date().isoformat()
    except ValueError:
        return stamp


def _around(degrees: "pd.Series[str]") -> "pd.Series[str]":
    """Return longitudes between -180 and 180; beyond the 180th meridian GDACS counts on."""
    numbers = pd.to_numeric(degrees, errors="coerce")
    return degrees.mask(numbers.abs() > 180, (((numbers + 180) % 360) - 180).round(6).astype("str"))


def _notes(texts: Texts) -> "pd.Series[str]":
    kinds = texts["kind"].map(_KINDS).astype("str").fillna(texts["kind"])
    several = ("; countries: " + texts["country"]).where(texts["country"].str.contains(",").fillna(False), "")
    until = ("; until " + _days(texts["last_day"])).mask(_days(texts["last_day"]) == _days(texts["first_day"]), "")
    return (
        "Kind: " + kinds + until.fillna("") + "; alert as a model gives it: " + texts["alert"].fillna("-")
        + "; " + texts["severity"].fillna("-") + "; " + texts["population"].fillna("-")
        + ("; GLIDE " + texts["glide"]).fillna("") + several
    )  # fmt: skip


PUBLISHER: Final = Publisher(
    "gdacs",
    "Global Disaster Alert and Coordination System, European Commission and UN OCHA",
    "public domain",
    (Feed("Feed of alerts", _NAMED, _UNUSED, {"events": _tell_events}, read=_read),),
    "every few minutes",
    "The feed begins with a byte order mark encoded twice, so that it is no XML as it stands; boxes and longitudes "
    "count on beyond 180 degrees; the contacts of its editors are not read.",
)
