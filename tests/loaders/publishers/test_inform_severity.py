import re

import openpyxl
import pytest

from loaders.csvfiles import ContractError
from loaders.publishers import inform_severity
from loaders.publishers.inform_severity import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside

CATEGORY = "INFORM Severity category"
SCORED = [
    "CRISIS", "CRISIS ID", "COUNTRY", "ISO3", "DRIVERS", "INFORM Severity Index", CATEGORY, CATEGORY,
    "Trend (last 3 months)", "Reliability", "Impact of the crisis", "Geographical", "Human",
    "Conditions of people affected", "People in need", "Concentration of conditions", "Complexity of the crisis",
    "Society and safety", "Operating environment", "Regions", "Last updated",
]  # fmt: skip
UNITS = [["Weights", *[None] * 20], ["(a-z)", None, None, "(a-z)", None, *["(1-5)"] * 16]]
BESIDE = ["Figure", "Source", "Reliability", "Reliability Score", "Justification", "Link", "Date"]


def scored(crisis, code, index):
    scores = [3.1] * 9
    return [crisis, code, "x", code[:3], "Floods", index, 4, "High", "-", "Low", *scores, "Africa", "2026-01-31"]


def core():
    """Stacked headings: a name over the helper before its figure, except for the one whose helper went astray."""
    names = [*inform_severity._CORE_FIGURES, "Economic Losses"]
    upper, lower = ["Crisis", "Drivers", "Crisis ID", "Country", "ISO3 code"], ["0", None, "0", None, "0"]
    for number, name in enumerate(names):
        upper += [name, *[None] * 7]
        lower += [f"Helper {number}", *BESIDE]
    return upper, lower, names


def cored(crisis, code, figures):
    row = [crisis, "Floods", code, "x", code[:3]]
    for name in core()[2]:
        row += ["helper", figures.get(name, "x"), "OCHA", "Medium ", 2, "as stated", "link", "2026-01-20"]
    return row


def sheets():
    upper, lower, _ = core()
    people = {"People exposed": 100, "People affected": 80, "People in Need": 50, "Buildings damaged": "#N/A"}
    levels = {"Moderate humanitarian conditions - Level 3": 30, "Severe humanitarian conditions - Level 4": 20}
    return {
        "About": [["release:"], ["31/01/2026"]],
        "INFORM Severity - all crises": [
            ["INFORM Severity Index - all crises. Release: January 2026"], SCORED, *UNITS,
            scored("Floods in Burundi", "BDI001", 3.3), scored("Drought in Angola", "AGO002", 2.5),
        ],
        "INFORM Severity - country": [
            ["INFORM Severity Index - all countries. Release: January 2026"], SCORED, *UNITS,
            scored("Multiple crises in Burundi", "BDI005", 3.4),
        ],
        "Trends": [
            ["Country", "Crisis", "Crisis ID", "Trend", "2019-01-01", "2019-02-01"],
            ["Burundi", "Multiple crises in Burundi", "BDI005", "Stable", 3, 3.2],
            [None, None, "BDI001", "-", "-", 2.2], [None, None, "REG001", "-", 4, "x"],
            [None, None, "AGO001", "-", "-", "-"],
        ],
        "Core Indicators": [
            upper, lower,
            cored("Multiple crises in Burundi", "BDI005", people | levels | {"Landmass affected": 25680}),
            cored("Floods in Burundi", "BDI001", {"People in Need": 10}),
        ],
        "Log": [["Crisis"], ["anything"]],
    }  # fmt: skip


def workbook(folder, grids=None):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, grid in (grids or sheets()).items():
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append(row)
    path = folder / "severity.xlsx"
    book.save(path)
    return path


def test_a_country_has_one_index_and_each_crisis_its_own(tmp_path):
    fed = load(PUBLISHER, workbook(tmp_path))
    told = rows(fed, "indicators")
    index = told[told["indicator_name"].str.startswith("INFORM Severity Index") & (told["as_of_date"] == "2026-01-31")]
    assert index.set_index("indicator_name")["value"].groupby(level=0).agg(list).to_dict() == {
        "INFORM Severity Index": [3.4],
        "INFORM Severity Index by crisis": [3.3, 2.5],
    }
    words = told[told["indicator_name"] == "INFORM Severity category in words"].iloc[0]
    assert (words["value_text"], words.isna()["value"]) == ("High", True)
    assert set_aside(fed) == {}


def test_a_month_of_the_trend_is_the_index_of_that_month(tmp_path):
    told = rows(load(PUBLISHER, workbook(tmp_path)), "indicators").set_index("indicator_id")
    month = told.loc["INFORM-severity-2019-02-country-BDI005-INFORM Severity Index"]
    assert (month["value"], month["as_of_date"].isoformat()[:10], month["as_of_precision"]) == (
        3.2, "2019-02-28", "MONTH",
    )  # fmt: skip
    assert "INFORM-severity-2019-01-crisis-BDI001-INFORM Severity Index" not in told.index
    assert told.loc["INFORM-severity-2019-01-crisis-REG001-INFORM Severity Index"].isna()["country_code"]


def test_people_in_need_are_the_whole_of_their_levels_and_a_crisis_is_part_of_its_country(tmp_path):
    fed = load(PUBLISHER, workbook(tmp_path))
    needs = rows(fed, "needs").set_index("need_id")
    country = "INFORM-severity-2026-01-country-BDI005-"
    levels = needs[needs["part_of_id"] == f"{country}People in Need"]
    assert levels[levels.index.str.contains("country")]["value"].sum() == needs.loc[f"{country}People in Need", "value"]
    assert needs.loc[f"{country}People in Need", "part_of_id"] == f"{country}People affected"
    floods = needs.loc["INFORM-severity-2026-01-crisis-BDI001-People in Need"]
    assert (floods["part_of_id"], floods["indicator_name"]) == (f"{country}People in Need", "People in Need by crisis")
    assert (floods["origin_name"], floods["as_of_date"].isoformat()[:10]) == ("OCHA", "2026-01-20")
    assert (floods["raw_file"].rsplit("/")[-1], floods["raw_column"]) == ("Core Indicators", "People in Need")
    # three totals, two levels, one crisis; buildings of #N/A are not known
    assert len(needs) == 3 + 2 + 1


def test_the_category_of_a_country_is_its_status_in_the_word_of_inform(tmp_path):
    (status,) = rows(load(PUBLISHER, workbook(tmp_path)), "country_status").to_dict("records")
    assert (status["country_code"], status["status_code"], status["status_text"]) == (
        "BDI", "DESCRIBED", "high severity",
    )  # fmt: skip
    assert status["reason_text"].startswith("INFORM Severity Index 3.4")


def test_a_sheet_nobody_has_looked_at_is_refused(tmp_path):
    path = workbook(tmp_path, {**sheets(), "New scores": [["CRISIS ID"], ["BDI001"]]})
    with pytest.raises(ContractError, match="'sheet New scores', which nobody has looked at yet"):
        load(PUBLISHER, path)


def test_a_reduced_workbook_is_refused_by_what_it_lacks(tmp_path):
    grids = sheets()
    del grids["Trends"]
    with pytest.raises(ContractError, match="has no sheet Trends"):
        load(PUBLISHER, workbook(tmp_path, grids))


def test_the_real_workbook_agrees_with_a_plain_count():
    path = real("inform-severity", "202601_INFORM_Severity_-_January_2026.xlsx")
    fed = load(PUBLISHER, path)
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    grid = {name: list(book[name].iter_rows(values_only=True)) for name in
            ("INFORM Severity - country", "INFORM Severity - all crises", "Trends", "Core Indicators")}  # fmt: skip
    crises = {name: [row for row in told if any(re.fullmatch(r"[A-Z]{3}\d{3}", str(cell)) for cell in row[:3])]
              for name, told in grid.items()}  # fmt: skip
    assert {name: len(told) for name, told in crises.items()} == {
        "INFORM Severity - country": 83, "INFORM Severity - all crises": 126, "Trends": 360, "Core Indicators": 148,
    }  # fmt: skip
    assert fed.received == 83 + 126 + 360 + 148
    months = [cell for row in crises["Trends"] for cell in row[4:] if not isinstance(cell, str)]
    told = rows(fed, "indicators")
    is_trend = told["raw_file"].str.endswith("/Trends")
    assert (is_trend.sum(), told[is_trend]["value"].sum()) == (len(months), pytest.approx(sum(months)))
    index = told[(told["indicator_name"] == "INFORM Severity Index") & ~is_trend]
    scores = [row[5] for row in crises["INFORM Severity - country"]]
    # one country's index is x, which is not known
    assert (scores.count("x"), index["value"].tolist()) == (1, [score for score in scores if score != "x"])
    figures = [at for at, cell in enumerate(grid["Core Indicators"][1]) if cell == "Figure"]
    # the thirteenth figure is that of the people in need
    in_need = [row[figures[12]] for row in crises["Core Indicators"] if not isinstance(row[figures[12]], str)]
    needs = rows(fed, "needs")
    ours = needs[needs["indicator_name"].isin(["People in Need", "People in Need by crisis"])]
    assert (len(ours), ours["value"].sum()) == (len(in_need), sum(in_need))
    assert set_aside(fed) == {}
