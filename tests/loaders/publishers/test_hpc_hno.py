import csv

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.hpc_hno import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

HEADING = "Description,Cluster,Category,Population,In Need,Targeted,Affected,Reached,Info"
AREAS = f"""Admin 1 PCode,Admin 1 Name,Admin 2 PCode,Admin 2 Name,{HEADING}
,,,,Final Caseload,ALL,,1000,500,300,,200,
,,,,Health,HEA,,,400,100,,,
,,,,Cash,MS,,,,,,,
AF01,Kabul,,,Final Caseload,ALL,total,,90,80,,,
AF01,Kabul,,,Health,HEA,Adult,,50,40,,,odd
,,AF0101,Kabul,Health,HEA,total,,30,20,,,
,,AF0101,Kabul,Health,HEA,Total Households,,4,3,,,
"""
COUNTRIES = f"""Country ISO3,{HEADING}
AFG,Final,ALL,,1000,500,300,,,
AFG,Santé,HEA,,,400,100,,,
QQQ,Final,ALL,,10,5,3,,,
"""


def areas(folder, text=AREAS):
    return rows(load(PUBLISHER, written(folder, "afg_needs_2024.csv", text)), "needs").set_index("need_id")


def test_a_country_has_one_whole_and_everything_else_is_part_of_something(tmp_path):
    needs = areas(tmp_path)
    # 500 in need, 300 targeted, 200 reached of 1000
    assert needs[needs["is_total"].astype(bool)]["value"].tolist() == [1000, 500, 300, 200]
    assert needs[~needs["is_total"].astype(bool)]["part_of_id"].notna().all()
    parts = needs.filter(like="-in_need", axis=0)["part_of_id"]
    assert parts.dropna().to_dict() == {
        "HNO-2024-AF---HEA-Health---in_need": "HNO-2024-AF---ALL-----in_need",
        "HNO-2024-AF-AF01-ALL-----in_need": "HNO-2024-AF---ALL-----in_need",
        "HNO-2024-AF-AF01-HEA-Health-Adult-in_need": "HNO-2024-AF-AF01-HEA-Health---in_need",
        "HNO-2024-AF-AF0101-HEA-Health---in_need": "HNO-2024-AF---HEA-Health---in_need",
        "HNO-2024-AF-AF0101-HEA-Health-Total Households-in_need": "HNO-2024-AF-AF0101-HEA-Health---in_need",
    }


def test_the_country_is_that_of_the_areas_and_the_year_that_of_the_name(tmp_path):
    needs = areas(tmp_path)
    assert set(needs["country_code"]) == {"AFG"}
    assert set(zip(needs["as_of_date"].dt.date.map(str), needs["as_of_precision"], strict=True)) == {
        ("2024-01-01", "YEAR")
    }
    assert set(needs["end_date"].dt.date.map(str)) == {"2024-12-31"}
    assert needs["admin_code"].fillna("").unique().tolist() == ["", "AF01", "AF0101"]


def test_areas_of_two_countries_leave_the_country_unsettled(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "needs.csv", AREAS.replace("AF0101", "PK0101")))
    assert set_aside(fed) == {"allowed": 1 + 2 + 2 + 1}


def test_groups_have_a_figure_of_their_own_and_homes_are_no_people(tmp_path):
    needs = areas(tmp_path)
    homes = needs.loc["HNO-2024-AF-AF0101-HEA-Health-Total Households-in_need"]
    assert (homes["unit_code"], homes["indicator_name"]) == ("households", "People in need: Total Households")
    adults = needs.loc["HNO-2024-AF-AF01-HEA-Health-Adult-in_need"]
    assert adults["note"] == "Cluster HEA: Health; clusters overlap and are never added; odd"


def test_a_row_without_a_figure_is_silent_and_an_unknown_country_set_aside(tmp_path):
    assert load(PUBLISHER, written(tmp_path, "needs_2024.csv", AREAS)).silent == 1
    fed = load(PUBLISHER, written(tmp_path, "hno_2026.csv", COUNTRIES))
    assert set_aside(fed) == {"allowed": 3}
    needs = rows(fed, "needs").set_index("need_id")
    assert needs.loc["HNO-2026-AFG---HEA-Santé---in_need", "sector_text"] == "Santé"


def test_a_file_without_its_figures_is_refused(tmp_path):
    with pytest.raises(ContractError, match="lacks in_need"):
        load(PUBLISHER, written(tmp_path, "hno_2026.csv", COUNTRIES.replace("In Need,", "Needy,")))


@pytest.mark.parametrize(
    ("name", "received", "silent"), [("afg_hpc_needs_api_2024.csv", 931, 1), ("hpc_hno_2026.csv", 134, 0)]
)
def test_the_real_files_agree_with_a_plain_sum(name, received, silent):
    path = real("hpc-hno", name)
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert (fed.received, fed.silent, set_aside(fed)) == (len(lines), silent, {}) == (received, silent, {})
    needs = rows(fed, "needs")
    for heading, column in (("In Need", "in_need"), ("Targeted", "targeted"), ("Population", "population")):
        ours = needs[needs["need_id"].str.endswith(f"-{column}")]
        assert ours["value"].sum() == sum(int(line[heading] or 0) for line in lines)
        places = [any(line.get(f"Admin {level} PCode") for level in (1, 2)) for line in lines if line[heading]]
        assert ours["admin_code"].notna().tolist() == places


def test_the_real_wholes_are_the_caseloads_of_the_countries():
    needs = rows(load(PUBLISHER, real("hpc-hno", "hpc_hno_2026.csv")), "needs")
    whole = needs[needs["is_total"].astype(bool) & (needs["indicator_name"] == "People in need")]
    assert (len(whole), whole["country_code"].nunique()) == (20, 20)
    assert whole.set_index("country_code")["value"]["SDN"] == 33_699_770
