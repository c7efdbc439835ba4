import re

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.gdacs import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside

NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" '
    'xmlns:gdacs="http://www.gdacs.org"'
)
ITEM = """<item><title>Orange earthquake alert in Fiji</title><guid isPermaLink="false">EQ77</guid>
<gdacs:fromdate>Tue, 10 Dec 2024 23:04:35 GMT</gdacs:fromdate><gdacs:todate>Wed, 11 Dec 2024 01:00:00 GMT</gdacs:todate>
<geo:Point><geo:lat>-17.5</geo:lat><geo:long>{lon}</geo:long></geo:Point>
<gdacs:bbox>-185.0 -177.0 -21.5 -13.5</gdacs:bbox><gdacs:eventtype>EQ</gdacs:eventtype>
<gdacs:alertlevel>Orange</gdacs:alertlevel><gdacs:severity unit="M" value="6.8">Magnitude 6.8M</gdacs:severity>
<gdacs:population unit="x" value="204">204 thousand</gdacs:population><gdacs:iso3>{code}</gdacs:iso3>
<gdacs:country>Fiji, Tonga</gdacs:country><gdacs:glide />{more}</item>"""
TWICE_MARKED = b"\xc3\xaf\xc2\xbb\xc2\xbf"


def feed(folder, *items, start=TWICE_MARKED, doctype=""):
    text = f'<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0" {NAMESPACES}><channel>'
    path = folder / "rss.xml"
    path.write_bytes(start + (text + "".join(items) + "</channel></rss><!--End-->").encode())
    return path


def item(lon="-177.25", code="FJI", more=""):
    return ITEM.format(lon=lon, code=code, more=more)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", TWICE_MARKED])
def test_an_alert_is_an_event_however_often_its_mark_was_encoded(tmp_path, start):
    event = rows(load(PUBLISHER, feed(tmp_path, item(), start=start)), "events").iloc[0]
    assert (event["event_id"], event["event_date"].isoformat()[:10], event["country_code"]) == (
        "GDACS-EQ77", "2024-12-10", "FJI",
    )  # fmt: skip
    assert event["note"] == (
        "Kind: earthquake; until 2024-12-11; alert as a model gives it: Orange; Magnitude 6.8M; 204 thousand; "
        "countries: Fiji, Tonga"
    )


@pytest.mark.parametrize(("written", "lon"), [("-177.25", -177.25), ("-181.5", 178.5), ("180.0", 180), ("190", -170)])
def test_longitudes_beyond_the_180th_meridian_come_round(tmp_path, written, lon):
    event = rows(load(PUBLISHER, feed(tmp_path, item(lon=written))), "events").iloc[0]
    assert (event["lat"], event["lon"]) == (-17.5, lon)


def test_an_unknown_country_sets_its_alert_aside(tmp_path):
    assert set_aside(load(PUBLISHER, feed(tmp_path, item(), item(code="QQQ").replace("EQ77", "EQ78")))) == {
        "allowed": 1
    }


def test_a_new_element_is_looked_at_before_anything_is_loaded(tmp_path):
    path = feed(tmp_path, item(more="<gdacs:casualties>7</gdacs:casualties>"))
    with pytest.raises(ContractError, match="'gdacs:casualties', which nobody has looked at yet"):
        load(PUBLISHER, path)


def test_a_document_type_is_refused_behind_the_mark_too(tmp_path):
    doctype = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(ContractError, match="declares a document type"):
        load(PUBLISHER, feed(tmp_path, item(), doctype=doctype))


def test_a_cut_feed_is_refused_where_it_ends(tmp_path):
    path = feed(tmp_path, item())
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(ContractError, match=r"rss\.xml line 7: is no whole XML"):
        load(PUBLISHER, path)


def test_the_real_feed_agrees_with_a_plain_count():
    path = real("gdacs", "xml-rss.xml")
    fed = load(PUBLISHER, path)
    text = path.read_text(encoding="utf-8")
    events = rows(fed, "events")
    assert fed.received == len(events) == text.count("<item>") == 2
    assert events["lon"].tolist() == [float(lon) for lon in re.findall(r"<geo:long>(.*?)</geo:long>", text)]
    assert set(events["country_code"]) == {"USA"}
    assert set_aside(fed) == {}
