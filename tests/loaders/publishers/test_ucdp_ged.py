import csv
import io
import zipfile

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.ucdp_ged import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

HEADING = (
    "id,year,type_of_violence,conflict_new_id,conflict_name,dyad_name,where_prec,where_coordinates,adm_1,latitude,"
    "longitude,country,event_clarity,date_prec,date_start,date_end,low,best,high"
)
EVENTS = f"""{HEADING}
7,2015,1,439,Myanmar (Burma): Kokang,Government - MNDAA,2,Laukkaing Town,Shan State,23.69,98.76,Myanmar (Burma),1,2,\
2015-05-11,2015-05-12,1,1,30
8,2015,3,439,Civilians,Government - Civilians,1,Laukkaing Town,Shan State,23.69,98.76,Myanmar (Burma),1,1,\
2015-05-13,2015-05-13,0,,4
"""


def packed(folder, text):
    path = folder / "ged.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ged191.csv", text)
    return path


def test_an_event_keeps_its_range_of_deaths_and_its_place(tmp_path):
    event = rows(load(PUBLISHER, packed(tmp_path, EVENTS)), "events").iloc[0]
    assert (event["fatalities_low"], event["fatalities_count"], event["fatalities_high"]) == (1, 1, 30)
    assert (event["country_code"], event["admin_name"], event["lat"]) == ("MMR", "Shan State", 23.69)
    assert (event["category_code"], event["event_precision"]) == ("state-based conflict", "MONTH")
    assert "until 2015-05-12" in event["note"]


def test_unknown_deaths_are_not_none(tmp_path):
    event = rows(load(PUBLISHER, packed(tmp_path, EVENTS)), "events").iloc[1]
    assert event.isna()["fatalities_count"]
    assert event["event_precision"] == "DAY"


def test_a_new_heading_is_looked_at_before_anything_is_loaded(tmp_path):
    path = written(tmp_path, "ged.csv", EVENTS.replace("high\n", "high,casualties\n", 1))
    with pytest.raises(ContractError, match=r"'casualties', which nobody has looked at yet"):
        load(PUBLISHER, path)


def test_the_real_archive_agrees_with_a_plain_count():
    path = real("ucdp-ged", "download.zip")
    fed = load(PUBLISHER, path)
    with zipfile.ZipFile(path) as archive, archive.open("ged191.csv") as member:
        lines = list(csv.DictReader(io.TextIOWrapper(member, encoding="utf-8", newline="")))
    events = rows(fed, "events")
    assert fed.received == len(events) == len(lines) == 3194
    assert events["fatalities_count"].sum() == sum(int(line["best"]) for line in lines)
    assert events["country_code"].value_counts().to_dict() == {"MMR": 2593, "BGD": 601}
    assert set_aside(fed) == {}


def test_the_real_extract_without_its_ids_is_refused_by_name():
    with pytest.raises(
        ContractError, match=r"ged201\.csv: is none of the files .* the heading lacks id, type_of_violence"
    ):
        load(PUBLISHER, real("ucdp-ged", "ged201.csv"))
