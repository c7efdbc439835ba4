import csv

import openpyxl
import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.worldbank import _AGGREGATES, PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

NOTE = "economies are divided among income groups according to 2023 gross national income (GNI) per capita"
SHEETS = {
    "List of economies": [
        ["Economy", "Code", "Region", "Income group", "Lending category"],
        ["Afghanistan", "AFG", "South Asia", "Low income", "IDA"],
        ["Aruba", "ABW", "Latin America & Caribbean", "High income", None],
        ["Channel Islands", "CHI", "Europe & Central Asia", "High income", None],
        [None] * 5,
        ["World", "WLD", None, None, None],
    ],
    "compositions": [
        ["WB_Group_Code", "WB_Group_Name", "WB_Country_Code", "WB_Country_Name"],
        ["WLD", "World", "AFG", "Afghanistan"],
        ["FCS", "Fragile and conflict affected situations", "AFG", "Afghanistan"],
    ],
    "Notes": [["Notes"], [NOTE]],
}
SERIES = """\ufeff"Data Source","World Development Indicators",\r
\r
"Last Updated Date","2020-07-01",\r
\r
"Country Name","Country Code","Indicator Name","Indicator Code","2018","2019",\r
"Afghanistan","AFG","GDP (constant 2010 US$)","NY.GDP.MKTP.KD","100.25","1.5e+03",\r
"Somalia","SOM","GDP (constant 2010 US$)","NY.GDP.MKTP.KD","","",\r
"Low income","LIC","GDP (constant 2010 US$)","NY.GDP.MKTP.KD","7","",\r
"""


def workbook(folder, sheets=SHEETS):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, grid in sheets.items():
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append(row)
    path = folder / "CLASS.xlsx"
    book.save(path)
    return path


def test_an_economy_is_in_a_group_of_each_kind_and_a_group_is_no_economy(tmp_path):
    fed = load(PUBLISHER, workbook(tmp_path))
    groups = rows(fed, "country_groups")
    assert set(zip(groups["country_code"], groups["group_kind"], groups["group_name"], strict=True)) == {
        ("AFG", "Region", "South Asia"), ("AFG", "Income group", "Low income"), ("AFG", "Lending category", "IDA"),
        ("ABW", "Region", "Latin America & Caribbean"), ("ABW", "Income group", "High income"),
        ("AFG", "World Bank aggregate", "World"),
        ("AFG", "World Bank aggregate", "Fragile and conflict affected situations"),
    }  # fmt: skip
    # the line of the world, below a blank one, names no group; the Channel Islands are two countries of ISO 3166
    assert (fed.silent, set_aside(fed)) == (1, {"allowed": 2})
    assert set(groups["as_of_date"].dt.year) == {2023}


def test_a_workbook_that_does_not_say_its_year_is_refused(tmp_path):
    with pytest.raises(ContractError, match=r"Notes do not say by the income of which year"):
        load(PUBLISHER, workbook(tmp_path, {**SHEETS, "Notes": [["Notes"]]}))


def test_each_year_is_a_figure_and_a_group_is_no_country(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "API.csv", SERIES))
    told = rows(fed, "indicators").set_index("indicator_id")
    assert told.loc["WDI-2018-AFG-NY.GDP.MKTP.KD", ["value", "unit_code"]].tolist() == [100.25, "constant 2010 US$"]
    assert told.loc["WDI-2019-AFG-NY.GDP.MKTP.KD", "value"] == 1500
    # both figures of Afghanistan stand in line 6, each in a column of its own
    cells = told[["raw_line", "raw_column"]]
    assert cells.loc["WDI-2018-AFG-NY.GDP.MKTP.KD"].tolist() == [6, "2018"]
    assert cells.loc["WDI-2019-AFG-NY.GDP.MKTP.KD"].tolist() == [6, "2019"]
    group = told.loc["WDI-2018-LIC-NY.GDP.MKTP.KD"]
    assert (group.isna()["country_code"], group["note"]) == (True, "Low income, several countries together")
    # a country without a figure is silent, never zero
    assert (len(told), fed.silent, set_aside(fed)) == (3, 1, {})


def test_a_row_that_was_cut_is_refused_where_it_stands(tmp_path):
    cut = SERIES[: SERIES.index('"7"')] + '"7"'
    with pytest.raises(ContractError, match=r"API\.csv line 8: has 5 cells where its heading has 7"):
        load(PUBLISHER, written(tmp_path, "API.csv", cut))


def test_the_real_classes_agree_with_a_plain_count():
    path = real("worldbank", "CLASS.xlsx")
    fed = load(PUBLISHER, path)
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    economies = [row for row in list(book["List of economies"].iter_rows(values_only=True))[1:] if row[2]]
    members = [row for row in list(book["compositions"].iter_rows(values_only=True))[1:] if row[0]]
    groups = rows(fed, "country_groups")
    ours = groups.groupby("group_kind")["group_name"].value_counts()
    for place, kind in ((2, "Region"), (3, "Income group"), (4, "Lending category")):
        told = [row[place] for row in economies if row[place] and row[1] != "CHI"]
        assert ours[kind].to_dict() == {name: told.count(name) for name in set(told)}
    assert ours["World Bank aggregate"].sum() == sum(row[2] != "CHI" for row in members)
    # 48 groups below the blank row; the Channel Islands have a region, an income group and three aggregates
    assert (fed.received, fed.silent, set_aside(fed)) == (len(economies) + 48 + len(members), 48, {"allowed": 2 + 3})


def test_the_real_series_agrees_with_a_plain_count():
    path = real("worldbank", "API_NY.GDP.MKTP.KD_DS2_en_csv_v2_1217522.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [row for row in csv.reader(file) if len(row) == 65][1:]
    cells = [(row[1], float(cell)) for row in lines for cell in row[4:] if cell]
    told = rows(fed, "indicators")
    assert (fed.received, len(told)) == (len(lines), len(cells)) == (264, 11_889)
    countries = told[told["country_code"].notna()]
    own = [value for code, value in cells if code not in {*_AGGREGATES, "CHI"}]
    assert (len(countries), countries["value"].sum()) == (len(own), pytest.approx(sum(own)))
    assert set_aside(fed) == {}
