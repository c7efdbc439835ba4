import csv
import datetime
from pathlib import Path

import pytest

from loaders.arrivals import PUBLISHERS, arrived
from loaders.csvfiles import ContractError
from loaders.release import open_release
from loaders.world import build_world
from tests.loaders.publishers.test_unhcr import DECISIONS, POPULATIONS

# Lebanon in 2018 again, from a second list of the same publisher, and one country more.
SECOND = """"Year","ISO3CoO","ISO3CoA","REF","IDP","ASY","OOC","STA","VDA"
2018,"SYR","LBN",944181,0,1200,0,0,0
2018,"SYR","JOR",676283,0,0,0,0,0
"""
RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
DAY = datetime.date(2026, 11, 24)


@pytest.fixture(scope="module")
def feeds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("feeds")
    (folder / "unhcr").mkdir()
    (folder / "unhcr" / "population 2019.csv").write_text(POPULATIONS, encoding="utf-8")
    (folder / "unhcr" / "SOURCE.md").write_text("Where the file is from.", encoding="utf-8")
    (folder / "unhcr" / "second list.csv").write_text(SECOND, encoding="utf-8")
    (folder / "ucdp-ged").mkdir()
    (folder / "ucdp-ged" / "half.csv").write_text("year,best\n2017,11\n", encoding="utf-8")
    (folder / "weather").mkdir()
    (folder / "weather" / "rain.csv").write_text("day,rain\n", encoding="utf-8")
    (folder / "weather" / "decisions.csv").write_text(DECISIONS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def release(feeds, tmp_path_factory):
    store = tmp_path_factory.mktemp("store")
    folder, _ = build_world(feeds, RAW, store, DAY)
    return open_release(folder.name, store)


def test_files_arrive_by_publisher_and_not_what_lies_beside_them(feeds):
    assert [(one.publisher.publisher_id, one.source_id) for one in arrived(feeds)] == [
        ("ucdp-ged", "W-ucdp-ged-half-csv"),
        ("unhcr", "W-unhcr-population-2019-csv"),
        ("unhcr", "W-unhcr-second-list-csv"),
        ("", "W-weather-decisions-csv"),
        ("", "W-weather-rain-csv"),
    ]


def test_a_world_release_is_a_kind_of_its_own_and_cites_the_file(release):
    assert (release.kind, release.id, release.as_of) == ("WORLD", "world-2026-11-24", DAY)
    assert set(release.table("needs")["source_id"]) == {
        "W-unhcr-population-2019-csv", "W-unhcr-second-list-csv", "W-weather-decisions-csv",
    }  # fmt: skip
    sources = release.table("sources").set_index("source_id")
    assert sources.loc["W-unhcr-population-2019-csv", "licence"] == "CC BY 4.0"
    assert release.marking == "UNCLASSIFIED"


def test_a_file_in_a_folder_of_no_publisher_is_known_by_its_headings(release):
    source = release.table("sources").set_index("source_id").loc["W-weather-decisions-csv"]
    assert source["publisher_name"].startswith("UNHCR")


def test_every_figure_received_is_used_or_set_aside(release):
    held = release.manifest["inputs"]["unhcr/population 2019.csv"]
    # three rows of six kinds, one cell of them empty; the row of an unknown country is set aside in each kind
    assert held["received"] == 3 * 6 - 1 == held["used"] + held["set_aside"]
    assert held["set_aside"] == 6


def test_a_fact_told_in_two_files_counts_once_and_the_ledger_says_where(release):
    held = release.manifest["inputs"]["unhcr/second list.csv"]
    # two rows of six kinds; those of Lebanon stand in the first list already
    assert (held["received"], held["used"], held["set_aside"]) == (12, 6, 6)
    again = release.ledger()[release.ledger()["rule"] == "told-elsewhere"]
    assert set(again["raw_file"]) == {"unhcr/second list.csv"}
    assert again["message"].str.contains("stands in unhcr/population 2019.csv too, which is used").all()


def test_a_refused_file_is_named_in_the_ledger_and_the_rest_loads(release):
    refused = release.ledger()[release.ledger()["rule"] == "file-refused"]
    assert refused["raw_file"].tolist() == ["ucdp-ged/half.csv", "weather/rain.csv"]
    assert "is no file of a publisher that is read here" in refused["message"].iloc[1]
    assert "the heading lacks id" in refused["message"].iloc[0]
    assert release.manifest["inputs"]["ucdp-ged/half.csv"]["received"] is None


def test_each_choice_is_between_two_publishers_that_are_read():
    with (RAW.parent / "choices.csv").open(encoding="utf-8", newline="") as file:
        choices = list(csv.DictReader(file))
    names = {publisher.name for publisher in PUBLISHERS}
    assert choices
    for choice in choices:
        assert {choice["Used publisher"], choice["Other publisher"]} <= names
        assert choice["Used publisher"] != choice["Other publisher"]


def test_a_folder_without_a_publisher_says_which_are_known(tmp_path):
    with pytest.raises(ContractError, match=r"holds no file of a publisher; put them in folders named .*unhcr"):
        build_world(tmp_path, RAW, tmp_path / "store", DAY)
