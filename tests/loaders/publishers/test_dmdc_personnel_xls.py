import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from loaders.csvfiles import ContractError
from loaders.publishers.dmdc_personnel_xls import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

OLD = """Department of Defense,,,,,,,,,,
MILITARY PERSONNEL ON ACTIVE DUTY BY GRADE,,,,,,,,,,
1968-06-30,,,,,,,,,,
,,,,,,,,,,
,Total, ,,,,, ,,,
,Department,,,, ,,Marine,, ,
,of Defense,,Army,,Navy,,Corps,,Air Force,
,,,,,,,,,,
TOTAL,60,,30,,21,,4,,5,
,,,,,,,,,,
OFFICERS - Total,15,,10,,5,,,, ,
  Colonel - Captain,15,,10,,5,, ,,,
ENLISTED - Total,45,,20,,16,,4,,5,
  E-9,45,,20,,16,,4,,5,
  Space Cadre,1,,1,,,,,,,
a/ Includes reservists.,,,,,,,,,,
Prepared by DMDC,,,,,,,,,,
"""
NEW = [
    ["Department of Defense"], ["Active Duty Military Personnel"], [" September 30, 2014"], [], [],
    ["Rank/Grade", "Services", None, None, None, "Total Services"],
    [None, "Army", "Navy", "Marine Corps", "Air Force", None],
    ["COLONEL       -CAPTAIN", 7, 5, 2, 0, 14], [None, " "], ["TOTAL OFFICER", 7, 5, 2, 0, 14],
    ["E-9", 1, 1, 1, 1, 4], ["TOTAL ENLISTED", 1, 1, 1, 1, 4], ["CADETS-MIDSHIPMEN", 3, 2, 0, 1, 6],
    ["GRAND TOTAL", 11, 8, 3, 2, 24], [], ["Note: without recruiters."],
]  # fmt: skip


def old(folder, text=OLD):
    return load(PUBLISHER, written(folder, "June1968.csv", text))


def new(folder):
    book = openpyxl.Workbook()
    for name in ("201409", "201509"):
        sheet = book.create_sheet(name)
        for cells in NEW:
            sheet.append([cell.replace("2014", "2015") if name == "201509" and isinstance(cell, str) else cell
                          for cell in cells])  # fmt: skip
    del book["Sheet"]
    book.save(folder / "strengths.xlsx")
    return load(PUBLISHER, folder / "strengths.xlsx")


def test_a_heading_of_three_rows_is_read_downwards_and_the_day_is_a_title(tmp_path):
    marines = rows(old(tmp_path), "personnel").set_index("personnel_id").loc["DMDC-1968-06-30-Marine Corps-E-9"]
    assert (marines["people_count"], marines["agency_code"], marines["agencies_text"]) == (4, "DOD", "Marine Corps")
    assert (marines["as_of_date"].date().isoformat(), marines["kind_code"]) == ("1968-06-30", "STOCK")
    assert marines["note"] == "a/ Includes reservists. Prepared by DMDC"


def test_only_the_finest_figures_are_no_totals(tmp_path):
    personnel = rows(old(tmp_path), "personnel")
    finest = personnel[~personnel["is_total"].astype(bool)]
    assert finest["people_count"].sum() == 10 + 5 + 20 + 16 + 4 + 5
    assert finest["series_id"].unique().tolist() == ["DMDC-1968-06-30-services-grades"]


def test_every_figure_but_the_whole_is_part_of_one_above_it(tmp_path):
    personnel = rows(old(tmp_path), "personnel").set_index("personnel_id")
    whole = "DMDC-1968-06-30-Department of Defense-TOTAL"
    assert personnel.index[personnel["part_of_id"].isna()].tolist() == [whole]
    assert set(personnel["part_of_id"].dropna()) <= set(personnel.index)
    assert personnel.loc["DMDC-1968-06-30-Navy-E-9", "part_of_id"] == "DMDC-1968-06-30-Navy-ENLISTED"
    assert personnel.loc["DMDC-1968-06-30-Navy-TOTAL", "part_of_id"] == whole


def test_a_grade_nobody_knows_is_set_aside_with_its_words(tmp_path):
    fed = old(tmp_path)
    # once for the department and once for the Army
    assert set_aside(fed) == {"cells": 2}
    assert (
        "'Space Cadre' is no grade that is known here"
        in next(one for one in fed.loaded if one.issues).issues[0].message
    )


def test_a_blank_strength_is_unknown_and_not_none(tmp_path):
    personnel = rows(old(tmp_path), "personnel")
    assert "DMDC-1968-06-30-Air Force-OFFICERS" not in personnel["personnel_id"].tolist()


def test_each_sheet_is_a_day_and_cadets_without_a_sum_are_part_of_the_whole(tmp_path):
    fed = new(tmp_path)
    personnel = rows(fed, "personnel").set_index("personnel_id")
    assert sorted(day.date().isoformat() for day in personnel["as_of_date"].unique()) == ["2014-09-30", "2015-09-30"]
    cadets = personnel.loc["DMDC-2014-09-30-Army-CADETS-MIDSHIPMEN"]
    assert (cadets["part_of_id"], cadets["note"]) == ("DMDC-2014-09-30-Army-TOTAL", "Note: without recruiters.")
    finest = personnel[~personnel["is_total"].astype(bool)]
    assert finest["people_count"].sum() == 2 * 24
    assert fed.received == 2 * 6


def test_a_workbook_without_a_day_or_a_service_is_refused(tmp_path):
    with pytest.raises(ContractError, match="no title above the heading is a day"):
        old(tmp_path, OLD.replace("1968-06-30", "June"))
    with pytest.raises(ContractError, match="no column is headed Navy"):
        old(tmp_path, OLD.replace("Navy", "Fleet"))


@pytest.mark.parametrize("name", ["June1968.xls", "September1979.xls", "September1990.xls"])
def test_the_real_old_workbooks_agree_with_a_plain_count(name):
    path = real("dmdc-personnel-xls", name)
    fed = load(PUBLISHER, path)
    book = CalamineWorkbook.from_path(str(path))
    lines = [line for line in book.get_sheet_by_name(book.sheet_names[0]).to_python()[7:]
             if any(isinstance(cell, float) for cell in line)]  # fmt: skip
    personnel = rows(fed, "personnel").set_index("personnel_id")["people_count"]
    numbers = [cell for line in lines for cell in line if isinstance(cell, float)]
    assert (fed.received, len(personnel), personnel.sum()) == (len(lines), len(numbers), sum(numbers))
    assert len(lines) == {"June1968.xls": 32, "September1979.xls": 29, "September1990.xls": 28}[name]
    assert personnel.filter(like="Department of Defense-TOTAL").tolist() == [lines[0][1]]
    assert set_aside(fed) == {}


@pytest.mark.parametrize(
    ("name", "absent"), [("June1968.xls", 265), ("September1979.xls", 0), ("September1990.xls", 0)]
)
def test_the_finest_real_figures_add_up_to_the_whole_but_for_the_admirals_of_1968(name, absent):
    personnel = rows(load(PUBLISHER, real("dmdc-personnel-xls", name)), "personnel")
    finest = personnel[~personnel["is_total"].astype(bool)]["people_count"].sum()
    whole = personnel[personnel["part_of_id"].isna()]["people_count"]
    assert (len(whole), whole.iloc[0] - finest) == (1, absent)


def test_the_real_sheets_of_three_years_agree_with_a_plain_count():
    path = real("dmdc-personnel-xls", "AD_Strengths_FY2013-FY2015.xlsx")
    fed = load(PUBLISHER, path)
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    lines = [line for sheet in book for line in sheet.iter_rows(values_only=True) if isinstance(line[1], int | float)]
    personnel = rows(fed, "personnel")
    assert (fed.received, len(personnel)) == (len(lines), 5 * len(lines))
    assert personnel["people_count"].sum() == sum(cell for line in lines for cell in line[1:6])
    finest = personnel[~personnel["is_total"].astype(bool)]
    assert finest.groupby("as_of_date")["people_count"].sum().tolist() == [1_382_684, 1_338_487, 1_313_940]
    assert set_aside(fed) == {}


def test_a_cut_off_workbook_is_refused(tmp_path):
    whole = real("dmdc-personnel-xls", "June1968.xls").read_bytes()
    path = tmp_path / "June1968.xls"
    path.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(ContractError, match=r"June1968\.xls: .*damaged"):
        load(PUBLISHER, path)
