import csv
import json

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.reliefweb import _DETAILED_UNUSED, PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written


def listed(*disasters):
    data = [
        {"id": str(number), "score": 1, "fields": {"id": number, "name": name, "status": "past", "glide": glide}}
        for number, (name, glide) in enumerate(disasters, 1)
    ]
    return json.dumps({"time": 1, "totalCount": 9, "count": len(data), "data": data})


DISASTERS = (
    ("Chad: Floods - Aug 2024", "FL-2024-000139-TCD"),
    ("Typhoon Gaemi - Jul 2024", "TC-2024-000127-CHN"),
    ("Pacific: Drought - 2015-2017", "DR-2015-000126-FJI"),
    ("Iran/Iraq: Earthquake - Nov 2017", "EQ-2017-000164-IRN"),
    ("Tropical Storm Filipo: Mar 2024", "TC-2024-000035-MOZ"),
    ("Turkey: Wild Fires - July 2021", "WF-2021-000099-TUR"),
    ("COVID-19 Pandemic", "EP-2020-000012-001"),
    ("Nowhere: Floods - Aug 2024", "FL-2024-000140-QQQ"),
)


def country(code, **more):
    return {"id": 1, "name": code, "shortname": code, "iso3": code, "location": {"lat": 1, "lon": 2}, **more}


def detail(*codes):
    fields = {
        "id": 25466, "name": "Floods - Aug 2015", "status": "past", "glide": "FL-2015-000106-BFA",
        "description": "quoted", "primary_country": country(codes[0]),
        "primary_type": {"id": 4611, "name": "Flood", "code": "FL"},
        "country": [country(code, primary=code == codes[0]) for code in codes],
        "type": [{"id": 4611, "name": "Flood", "code": "FL", "primary": True}],
        "date": {"changed": "2015-12-08T22:02:56+00:00", "event": "2015-08-07T00:00:00+00:00"},
    }  # fmt: skip
    return json.dumps({"count": 1, "data": [{"id": "25466", "fields": fields}]})


def events(folder, text, name="disasters.json"):
    return rows(load(PUBLISHER, written(folder, name, text)), "events").set_index("event_id")


def test_only_a_disaster_named_after_one_country_is_placed_there(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "disasters.json", listed(*DISASTERS)))
    told = rows(fed, "events").set_index("event_title")
    placed = told["country_code"].dropna().to_dict()
    assert placed == {"Chad: Floods - Aug 2024": "TCD", "Turkey: Wild Fires - July 2021": "TUR"}
    assert told.loc["Typhoon Gaemi - Jul 2024", "note"] == (
        "Kind: tropical cyclone; status: past; GLIDE TC-2024-000127-CHN; GLIDE number given for CHN"
    )
    assert set_aside(fed) == {"allowed": 1}


def test_the_time_of_a_listed_disaster_stands_in_its_title_or_its_number(tmp_path):
    told = events(tmp_path, listed(*DISASTERS)).reset_index().set_index("event_title")
    days = {title: (row["event_date"].isoformat()[:10], row["event_precision"]) for title, row in told.iterrows()}
    assert days["Chad: Floods - Aug 2024"] == ("2024-08-01", "MONTH")
    assert days["Turkey: Wild Fires - July 2021"] == ("2021-07-01", "MONTH")
    assert days["Pacific: Drought - 2015-2017"] == ("2015-01-01", "YEAR")
    assert days["COVID-19 Pandemic"] == ("2020-01-01", "YEAR")


def test_a_disaster_told_in_full_has_its_day_and_every_country(tmp_path):
    alone = events(tmp_path, detail("bfa")).loc["ReliefWeb-25466"]
    assert (alone["country_code"], alone["event_date"].isoformat()[:10]) == ("BFA", "2015-08-07")
    assert alone["note"] == "Kind: Flood; status: past; GLIDE FL-2015-000106-BFA"
    several = events(tmp_path, detail("bfa", "mli")).loc["ReliefWeb-25466"]
    assert several["note"].endswith("countries: BFA; MLI")


def test_a_row_of_tags_is_no_disaster(tmp_path):
    headings = ["id", "name", "status", "glide", "primary_country-iso3", "country-iso3", "type-name", "date-event",
                "description"]  # fmt: skip
    row = ["7", "Floods", "past", "FL-2015-000106-BFA", "bfa", "bfa", "Flood", "2015-08-07T00:00:00+00:00"]
    text = "\r\n".join([",".join(headings), ",".join(["#meta+id"] * 9), ",".join([*row, '"two\r\nlines"'])])
    told = events(tmp_path, text, "disasters.csv")
    assert told["country_code"].to_dict() == {"ReliefWeb-7": "BFA"}
    assert "description" in _DETAILED_UNUSED


def test_another_answer_of_the_api_is_refused(tmp_path):
    with pytest.raises(ContractError, match="it holds no disasters"):
        load(PUBLISHER, written(tmp_path, "reports.json", json.dumps({"data": [{"fields": {"title": "A report"}}]})))


def test_the_real_list_agrees_with_a_plain_count():
    path = real("reliefweb", "v1-disasters-appname-vocabulary-preset-external-limit-1000.json")
    fed = load(PUBLISHER, path)
    data = json.loads(path.read_text(encoding="utf-8"))["data"]
    told = rows(fed, "events")
    assert fed.received == len(told) == len(data) == 1000
    floods = sum(one["fields"]["glide"].startswith("FL-") for one in data)
    assert told["note"].str.startswith("Kind: flood;").sum() == floods == 402
    afghan = sum(one["fields"]["name"].startswith("Afghanistan: ") for one in data)
    assert (told["country_code"] == "AFG").sum() == afghan == 20
    assert set_aside(fed) == {}


def test_the_real_table_and_detail_tell_the_same_flood():
    path = real("reliefweb", "reliefweb-disasters-list.csv")
    table = load(PUBLISHER, path)
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))[1:]
    assert table.received == len(rows(table, "events")) == len(lines) == 2
    one = load(PUBLISHER, real("reliefweb", "disasters-25466.json"))
    shared = ["event_id", "event_date", "event_title", "country_code", "note"]
    assert rows(one, "events")[shared].equals(rows(table, "events").head(1)[shared])
