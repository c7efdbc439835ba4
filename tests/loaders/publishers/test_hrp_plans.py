import csv

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.hrp_plans import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

PLANS = """code,internalId,startDate,endDate,planVersion,categories,locations,years,origRequirements,revisedRequirements
#response+code,#meta+id,#date+start,#date+end,#response+name,#response+type+list,#country+code+list,#date+year+list,,
HAFG20,57,2020-01-01,2020-12-31,Plan d'Afghanistan,fr | cluster | Humanitarian response plan,AFG,2020,700,1100
RREG26,82,2026-01-01,2026-12-31,Migrants,sector | en | Regional response plan,YEM | KEN,2026,0,50
R01,6,2001-01-01,2001-12-31,Lakes,Consolidated appeals process,,2001,5,5
R01,7,2001-01-01,2001-12-31,Horn,Consolidated appeals process, | NGA |  ,2001,5,5
"""
PROJECTS = """name,versionCode,currentRequestedFunds,objective,partners,startDate,endDate,globalClusters,locations,\
organizations,plans,Response plan code
Lebanon: Aid X,RSYR22-BN-194845-1,700,Bread,,2022-01-01,2022-12-31,Food Security | Health,LBN,Aid X,3RP 2022,RSYR22
Regional: Aid Y,RSYR22-RS-2-3,300,Support,Aid Z,2022-01-01,2022-12-31,Health,,Aid Y,3RP 2022,RSYR22
"""


def test_a_plan_of_one_country_has_it_and_one_of_several_has_none_for_itself(tmp_path):
    programs = rows(load(PUBLISHER, written(tmp_path, "plans.csv", PLANS)), "programs").set_index("program_name")
    assert programs["country_code"].fillna("").to_dict() == {
        "Plan d'Afghanistan": "AFG", "Migrants": "", "Lakes": "", "Horn": "",
    }  # fmt: skip
    assert programs.loc["Migrants", "country_codes"] == "YEM;KEN"
    assert programs.loc["Horn", ["country_codes", "note"]].tolist() == ["NGA", "Places without a country code: 2"]
    assert programs.loc["Plan d'Afghanistan", "purpose_text"] == "Humanitarian response plan"


def test_a_code_of_several_plans_is_no_key(tmp_path):
    programs = rows(load(PUBLISHER, written(tmp_path, "plans.csv", PLANS)), "programs")
    assert programs["program_id"].tolist() == ["HAFG20", "RREG26", "HPC-6", "HPC-7"]


def test_first_and_revised_requirements_are_two_series_and_a_zero_says_what_it_may_be(tmp_path):
    needs = rows(load(PUBLISHER, written(tmp_path, "plans.csv", PLANS)), "needs").set_index("need_id")
    assert needs.loc[["HPC-57-original", "HPC-57-revised"], "value"].tolist() == [700, 1100]
    assert needs.groupby("series_id")["value"].sum().to_dict() == {
        "HPC-plans-original": 700 + 0 + 5 + 5, "HPC-plans-revised": 1100 + 50 + 5 + 5,
    }  # fmt: skip
    assert needs["qualifier_text"].notna().sum() == 1
    assert needs.loc["HPC-82-revised", "note"] == "For YEM;KEN together. Migrants"
    assert needs.loc["HPC-82-revised", "indicator_name"] == "Funding required: Regional response plan"


def test_a_project_is_part_of_its_plan_whatever_its_version(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "projects.csv", PROJECTS))
    programs, needs = rows(fed, "programs"), rows(fed, "needs")
    assert programs["program_id"].tolist() == ["RSYR22-BN-194845", "RSYR22-RS-2"]
    assert programs["part_of_id"].unique() == "RSYR22"
    assert programs["sector_text"].tolist() == ["Food Security;Health", "Health"]
    assert (needs["value"].sum(), needs["part_of_id"].notna().all()) == (1000, True)
    assert needs["country_code"].fillna("").tolist() == ["LBN", ""]


def test_a_file_of_other_headings_is_refused(tmp_path):
    with pytest.raises(ContractError, match=r"the heading lacks internalid"):
        load(PUBLISHER, written(tmp_path, "plans.csv", PLANS.replace("internalId", "id")))


def test_the_real_plans_agree_with_a_plain_sum():
    path = real("hrp-plans", "humanitarian-response-plans.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))[1:]
    assert (fed.received, set_aside(fed)) == (len(lines), {}) == (910, {})
    needs = rows(fed, "needs")
    for name, heading, total in (
        ("original", "origRequirements", 475_429_194_662),
        ("revised", "revisedRequirements", 552_044_434_231),
    ):
        ours = needs[needs["series_id"] == f"HPC-plans-{name}"]["value"]
        assert ours.sum() == sum(int(line[heading]) for line in lines) == total
    programs = rows(fed, "programs")
    alone = [line for line in lines if line["locations"] and "|" not in line["locations"]]
    assert programs["country_code"].notna().sum() == len(alone) == 795
    # 910 plans have 900 codes, one of them empty; what shares a code or has none goes by its id
    codes = [line["code"] for line in lines]
    assert programs["program_id"].str.startswith("HPC-").sum() == sum(
        not code or codes.count(code) > 1 for code in codes
    )


def test_the_real_projects_add_up_to_the_requirement_of_their_plan():
    path = real("hrp-plans", "rsyr22-irq-projects.csv")
    fed = load(PUBLISHER, path)
    plans = rows(load(PUBLISHER, real("hrp-plans", "humanitarian-response-plans.csv")), "needs").set_index("need_id")
    with path.open(encoding="utf-8-sig", newline="") as file:
        asked = sum(int(line["currentRequestedFunds"]) for line in csv.DictReader(file))
    assert (fed.received, len(rows(fed, "programs")), set_aside(fed)) == (755, 755, {})
    assert rows(fed, "needs")["value"].sum() == asked == plans.loc["HPC-4289-revised", "value"] == 6_080_899_576
