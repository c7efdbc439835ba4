import csv

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.us_foreign_assistance import _NAMED, _UNUSED, PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside

USUAL = {
    "Country Code": "UKR", "Managing Agency Acronym": "DOD", "Managing Agency Name": "Department of Defense",
    "Managing Sub-agency or Bureau Name": "not applicable", "Implementing Partner Name": "Department of the Army",
    "International Sector Name": "Conflict, Peace, and Security", "International Purpose Code": "15210",
    "International Purpose Name": "Security reform", "US Sector Name": "Stabilization", "Funding Acount ID": "11x1",
    "Funding Account Name": "Military Financing", "Funding Agency Acronym": "STATE",
    "Funding Agency Name": "Department of State", "Foreign Assistance Objective Name": "Military",
    "Aid Type Group Name": "Project-Type", "Activity ID": "7", "Activity Name": "Radios", "Fiscal Year": "2022",
    "Transaction Type Name": "Obligations", "Current Dollar Amount": "1000", "Constant Dollar Amount": "900",
}  # fmt: skip


def assistance(folder, *changes):
    path = folder / "foreign.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*_NAMED, *_UNUSED])
        writer.writeheader()
        writer.writerows(USUAL | change for change in changes)
    return path


def test_an_amount_says_who_funds_and_who_manages(tmp_path):
    money = rows(load(PUBLISHER, assistance(tmp_path, {})), "transactions").iloc[0]
    assert (money["agency_code"], money["implementing_code"], money["stage_code"]) == ("STATE", "DOD", "OBLIGATED")
    assert (money["amount_usd"], money["fiscal_year"], money["tool_code"]) == (1000, 2022, "MILITARY")
    assert (money["as_of_date"].date().isoformat(), money["as_of_precision"]) == ("2022-09-30", "FISCAL_YEAR")
    assert money["note"] == "US sector Stabilization; managed by Department of Defense"


def test_an_activity_of_several_years_and_countries_is_one_program(tmp_path):
    path = assistance(tmp_path, {}, {"Fiscal Year": "2019"}, {"Fiscal Year": "2020", "Country Code": "MDA"})
    fed = load(PUBLISHER, path)
    program = rows(fed, "programs").iloc[0]
    assert (len(rows(fed, "programs")), len(rows(fed, "transactions"))) == (1, 3)
    assert (program["fiscal_year_start"], program["fiscal_year_end"]) == (2019, 2022)
    assert program.isna()["country_code"]
    assert (program["country_codes"], program["program_name"]) == ("UKR;MDA", "Radios")


def test_stages_are_series_apart(tmp_path):
    money = rows(load(PUBLISHER, assistance(tmp_path, {}, {"Transaction Type Name": "Disbursements"})), "transactions")
    assert money["series_id"].tolist() == ["USFA-OBLIGATED", "USFA-DISBURSED"]


def test_a_service_is_its_department_and_an_agency_without_a_code_keeps_its_name(tmp_path):
    path = assistance(
        tmp_path,
        {"Funding Agency Acronym": "AF", "Funding Agency Name": "Department of the Air Force"},
        {"Funding Agency Acronym": "PC", "Funding Agency Name": "Peace Corps", "Activity ID": "8"},
    )
    money = rows(load(PUBLISHER, path), "transactions")
    assert money["agency_code"].fillna("").tolist() == ["DOD", ""]
    assert money["agencies_text"].tolist() == ["Department of the Air Force", "Peace Corps"]


def test_a_stage_and_a_country_nobody_knows_are_set_aside(tmp_path):
    path = assistance(
        tmp_path, {"Transaction Type Name": "Hopes"}, {"Country Code": "WLD", "Activity ID": "9"}, {"Activity ID": "10"}
    )
    fed = load(PUBLISHER, path)
    assert len(rows(fed, "transactions")) == 1
    # the stage once, the country once of the money and once of the program
    assert set_aside(fed) == {"allowed": 3}


def test_an_extract_without_amounts_is_refused(tmp_path):
    path = assistance(tmp_path, {})
    path.write_text(path.read_text(encoding="utf-8").replace("Current Dollar Amount", "Dollars"), encoding="utf-8")
    with pytest.raises(ContractError, match="the heading lacks current_dollar_amount"):
        load(PUBLISHER, path)


def test_the_real_extract_agrees_with_a_plain_count():
    path = real("us-foreign-assistance", "ukraine_military_aid.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    money, programs = rows(fed, "transactions"), rows(fed, "programs")
    assert fed.received == len(money) == len(lines) == 1813
    assert money["amount_usd"].sum() == sum(int(line["Current Dollar Amount"]) for line in lines) == 10_389_709_835
    assert len(programs) == len({line["Activity ID"] for line in lines}) == 1724
    by_year = money.groupby("fiscal_year")["amount_usd"].sum()
    assert by_year[2022] == sum(int(line["Current Dollar Amount"]) for line in lines if line["Fiscal Year"] == "2022")
    assert money["agency_code"].value_counts().to_dict() == {"DOD": 1750 + 2, "STATE": 61}
    assert set(money["program_id"]) == set(programs["program_id"])
    assert set_aside(fed) == {}
