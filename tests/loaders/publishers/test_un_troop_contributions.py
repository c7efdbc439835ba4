import csv

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.un_troop_contributions import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

GIVEN = """"","Year","Country","Mission","Female","Male","Total"\r
"1",2020,"Ghana","UNIFIL",60,807,867\r
"2",2020,"Congo","MINUSCA",1,3,5\r
"3",2020,"Ghana","UNTSO",0,0,0\r
"4",2021,"Ghana","UNIFIL",5,68,73\r
"5",2020,"Atlantis","UNIFIL",0,2,2\r
"6",2020,"Fiji","UNDOF",0,,\r
"""


def contributions(folder):
    return load(PUBLISHER, written(folder, "CountryByYear.csv", GIVEN))


def test_a_state_is_the_contributor_to_a_mission(tmp_path):
    ghana = rows(contributions(tmp_path), "personnel").iloc[0]
    assert (ghana["contributor_code"], ghana["mission_code"], ghana["people_count"]) == ("GHA", "UNIFIL", 867)
    assert (ghana["agency_code"], ghana["kind_code"], ghana["as_of_precision"]) == ("OTHER", "STOCK", "YEAR")
    assert ghana["note"] == "60 women and 807 men, each rounded by itself."
    assert ghana.isna()["country_code"]


def test_congo_alone_is_the_republic(tmp_path):
    assert "COG" in rows(contributions(tmp_path), "personnel")["contributor_code"].tolist()


def test_a_year_with_missing_months_is_a_series_of_its_own(tmp_path):
    personnel = rows(contributions(tmp_path), "personnel")
    assert personnel.groupby("series_id")["people_count"].sum().to_dict() == {
        "UN-contributions": 867 + 5, "UN-contributions-incomplete-years": 73,
    }  # fmt: skip


def test_a_zero_feeds_nothing_and_an_unknown_number_stays_unknown(tmp_path):
    fed = contributions(tmp_path)
    assert fed.silent == 1
    personnel = rows(fed, "personnel").set_index("personnel_id")
    assert personnel.isna().loc["UNPK-2020-Fiji-UNDOF", "people_count"]


def test_an_unknown_state_is_set_aside(tmp_path):
    assert set_aside(contributions(tmp_path)) == {"allowed": 1}


def test_a_file_without_totals_is_refused(tmp_path):
    with pytest.raises(ContractError, match=r"the heading lacks total"):
        load(PUBLISHER, written(tmp_path, "CountryByYear.csv", GIVEN.replace(',"Total"', "")))


def test_the_real_contributions_agree_with_a_plain_count():
    path = real("un-troop-contributions", "CountryByYear.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    personnel = rows(fed, "personnel")
    assert (fed.received, len(personnel), fed.silent) == (57_425, 6_215, 57_425 - 6_215)
    assert len(lines) == fed.received
    by_year = personnel.groupby(personnel["as_of_date"].dt.year)["people_count"].sum()
    for year, people in by_year.items():
        assert people == sum(int(line["Total"]) for line in lines if line["Year"] == str(year))
    assert by_year.sum() == 850_152
    assert personnel["contributor_code"].nunique() == len({line["Country"] for line in lines if line["Total"] != "0"})
    assert set_aside(fed) == {}


def test_the_longest_real_series_holds_whole_years_only():
    personnel = rows(load(PUBLISHER, real("un-troop-contributions", "CountryByYear.csv")), "personnel")
    series = personnel["series_id"].value_counts().index[0]
    sums = personnel[personnel["series_id"] == series].groupby(personnel["as_of_date"].dt.year)["people_count"].sum()
    assert (int(sums.index.max()), int(sums.min())) == (2020, 82_481)
