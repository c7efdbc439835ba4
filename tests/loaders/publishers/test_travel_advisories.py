import csv
import json

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.travel_advisories import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

AMERICAN = """destination,risk_level,last_updated_advisory,advisory_details_url,risk_level_number,country_info_url,\
last_updated_country_details\r
Albania,Level 2: Exercise Increased Caution,2024-12-31T00:00:00,https://x,2,https://y,2024-12-31T00:00:00\r
Mexico,Other,2024-09-06T00:00:00,https://x,-1,https://y,2025-07-14T00:00:00\r
"Israel, the West Bank and Gaza",Other,2025-07-13T00:00:00,https://x,-1,https://y,2025-03-28T00:00:00\r
Italy,,,,,https://y,2025-05-23T00:00:00\r
Atlantis,Level 1: Exercise Normal Precautions,2024-12-31T00:00:00,https://x,1,,\r
"""
CANADIAN = [
    {"destination": "Chad", "risk_level": "Avoid all travel", "last_updated": "2026-07-29", "details_url": "x"},
    {
        "destination": "Saint Martin", "risk_level": "Take normal security precautions (with regional advisories)",
        "last_updated": "2026-07-29T14:31:46", "details_url": "x",
    },
    {"destination": "Azores", "risk_level": "Stay home", "last_updated": "2026-07-29T14:31:46", "details_url": "x"},
]  # fmt: skip


def american(folder):
    return load(PUBLISHER, written(folder, "us.csv", AMERICAN))


def test_an_american_level_is_a_number_of_its_day(tmp_path):
    albania = rows(american(tmp_path), "indicators").iloc[0]
    assert (albania["country_code"], albania["value"]) == ("ALB", 2)
    assert albania["value_text"] == "Level 2: Exercise Increased Caution"
    assert (albania["as_of_date"].date().isoformat(), albania["as_of_precision"]) == ("2024-12-31", "DAY")


def test_an_advisory_of_several_levels_has_no_number(tmp_path):
    mixed = rows(american(tmp_path), "indicators").iloc[1:]
    assert mixed["value"].isna().all()
    assert mixed["country_code"].fillna("").tolist() == ["MEX", ""]
    assert mixed["note"].fillna("").tolist() == ["", "For Israel, the West Bank and Gaza"]


def test_a_page_without_a_level_feeds_nothing_and_an_unknown_destination_is_set_aside(tmp_path):
    fed = american(tmp_path)
    assert (fed.received, fed.silent, set_aside(fed)) == (5, 1, {"allowed": 1})
    assert [issue.column for loaded in fed.loaded for issue in loaded.issues] == ["destination"]


def test_a_canadian_level_is_its_place_in_the_order_of_four(tmp_path):
    path = written(tmp_path, "canada.json", json.dumps(CANADIAN))
    fed = load(PUBLISHER, path)
    found = rows(fed, "indicators")
    assert found["country_code"].tolist() == ["TCD", "MAF"]
    assert found["value"].tolist() == [4, 1]
    assert found["value_text"].tolist()[1].endswith("(with regional advisories)")
    # the level nobody knows is no number
    assert set_aside(fed) == {"number": 1}


def test_a_damaged_file_is_refused_with_the_place(tmp_path):
    text = json.dumps(CANADIAN, indent=1)
    with pytest.raises(ContractError, match=r"canada\.json: is no JSON at line 10, column 17"):
        load(PUBLISHER, written(tmp_path, "canada.json", text[: len(text) // 2]))


def test_the_real_american_advisories_agree_with_a_plain_count():
    path = real("travel-advisories", "unitedstates_summary.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    levels = [int(line["risk_level_number"]) for line in lines if line["risk_level_number"]]
    found = rows(fed, "indicators")
    assert (fed.received, fed.silent, len(found)) == (len(lines), 25, 237 - 25)
    assert found["value"].value_counts().to_dict() == {n: levels.count(n) for n in (1, 2, 3, 4)}
    assert found["value"].isna().sum() == levels.count(-1) == 2
    # Bonaire, Saba, Sint Eustatius, the French West Indies, and Israel with the West Bank and Gaza
    assert found["country_code"].isna().sum() == 5
    assert found["country_code"].nunique() == len(found) - 5
    assert set_aside(fed) == {}


def test_the_real_canadian_advisories_agree_with_a_plain_count():
    path = real("travel-advisories", "canada_summary.json")
    fed = load(PUBLISHER, path)
    records = json.loads(path.read_text(encoding="utf-8"))
    found = rows(fed, "indicators")
    assert fed.received == len(found) == len(records) == 230
    assert (found["value"] == 4).sum() == sum(record["risk_level"] == "Avoid all travel" for record in records) == 22
    assert (found["value"] == 1).sum() == 90 + 13
    # the Azores, Bonaire, the Canary Islands, and Israel with Palestine
    assert found["country_code"].isna().sum() == 4
    assert found["country_code"].nunique() == 230 - 4
    assert set_aside(fed) == {}
