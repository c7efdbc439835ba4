import csv
import json

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.un_pko_missions import _COUNTRY_OF, PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

MISSIONS = """id,mission_acronym,mission_name,lead_department,mission_isactive,start_date,end_date,mission_location,\
mission_longitude,mission_latitude,last_update
1,MINUSMA,United Nations Mission in Mali,DPO,Yes,2013-04-25,,Bamako,"12,6500","-8,0000",2024-02-19
2,UNOSOM,United Nations Operation in Somalia (I & II),DPO,NO,1992-04-01,1995-03-01,Mogadishu,,,2024-02-19
3,UNFOR,United Nations Force,DPO,No,,,Zagreb,"15,9833","45,8167",2024-02-19
4,UNHOPE,United Nations Hope,DPO,Perhaps,1995-13-01,,,,,2024-02-19
"""


def missions(folder):
    return rows(load(PUBLISHER, written(folder, "DPPADPOSS-PKO.csv", MISSIONS)), "missions").set_index("mission_code")


def test_a_mission_stands_in_the_country_its_name_names_and_in_none_otherwise(tmp_path):
    found = missions(tmp_path)
    assert found["country_code"].fillna("").to_dict() == {"MINUSMA": "MLI", "UNOSOM": "SOM", "UNFOR": ""}
    assert found["value_text"].tolist() == ["active", "closed", "closed"]
    assert found.loc["MINUSMA", "lead_name"] == "United Nations, DPO"


def test_a_closed_mission_without_a_last_day_is_not_taken_for_a_standing_one(tmp_path):
    notes = missions(tmp_path)["note"]
    assert [note.startswith("Closed on a day that is not given") for note in notes] == [False, False, True]


def test_a_row_that_repeats_numbered_missions_says_so(tmp_path):
    assert missions(tmp_path).loc["UNOSOM", "note"].startswith("Repeats missions that have rows of their own.")


def test_an_impossible_day_is_set_aside_with_its_heading(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "DPPADPOSS-PKO.csv", MISSIONS))
    assert [(issue.line, issue.column, issue.value) for loaded in fed.loaded for issue in loaded.issues] == [
        (5, "start_date", "1995-13-01")
    ]


def test_the_catalogue_is_refused_with_the_reason(tmp_path):
    path = written(tmp_path, "metadata.json", json.dumps([{"Name": "Missions", "Dataset ID": "DPPADPOSS-PKO"}]))
    with pytest.raises(ContractError, match=r"metadata\.json: is the catalogue of the data hub, .* holds no figure"):
        load(PUBLISHER, path)


def test_other_json_is_refused_as_no_file_of_the_publisher(tmp_path):
    with pytest.raises(ContractError, match="is none of the files of UN Peace and Security Data Hub"):
        load(PUBLISHER, written(tmp_path, "other.json", json.dumps([{"Name": "Missions"}])))


def test_the_real_missions_agree_with_a_plain_count():
    path = real("un-pko-missions", "DPPADPOSS-PKO.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    found = rows(fed, "missions")
    assert fed.received == len(found) == len(lines) == 81
    active = sum(line["mission_isactive"].casefold() == "yes" for line in lines)
    assert found["value_text"].value_counts().to_dict() == {"active": active, "closed": 81 - active}
    assert found["end_date"].isna().sum() == sum(not line["end_date"] for line in lines) == 14
    assert set_aside(fed) == {}


def test_every_country_of_the_real_missions_is_of_a_mission_that_is_there():
    found = rows(load(PUBLISHER, real("un-pko-missions", "DPPADPOSS-PKO.csv")), "missions")
    # 15 whose name names no country, 8 that name two and 4 that name a disputed or former part of one
    assert found["country_code"].isna().sum() == 15 + 8 + 4
    assert found[found["country_code"] == "HTI"]["mission_code"].size == 6
    assert not set(_COUNTRY_OF) - set(found["mission_code"])


def test_the_real_catalogue_is_refused():
    with pytest.raises(ContractError, match="holds no figure"):
        load(PUBLISHER, real("un-pko-missions", "metadata-all.json"))
