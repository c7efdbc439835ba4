from pathlib import Path

import pytest
from forms import DEPLOYMENTS, all_marks, marks_of, read_only_sheet, read_rows

from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.oldworkbooks import OldGrid, old_grids, read_old_workbook
from loaders.formats.sheets import RefusedError

OLD, ODD, MONEY = (Path(__file__).with_name(name) for name in ("old.xls", "odd.xls", "money.xls"))
PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "dmdc-personnel-xls" / "September1990.xls"


def test_rows_have_excels_own_numbers_and_days_are_written_as_days() -> None:
    rows = read_rows(read_only_sheet(read_old_workbook, OLD))
    assert list(rows) == [3, 5]
    assert rows[3]["start_date"] == "2010-03-01"
    assert (rows[3]["headcount"], rows[5]["headcount"], rows[5]["start_date"]) == ("12", "2.5", "2010-03")


def test_sheets_without_the_heading_are_named_and_hidden_ones_said_to_be_hidden() -> None:
    sheet = read_only_sheet(read_old_workbook, OLD)
    told = [(remark.rule, remark.value or remark.row) for remark in sheet.remarks]
    assert told == [("sheet-skipped", "Notes"), ("hidden-sheet", "Hidden"), ("preamble", 2)]
    assert (sheet.name, sheet.epoch) == ("Return", 1900)


@pytest.mark.parametrize(
    ("limits", "rule"), [(Limits(columns=3), "too-many-columns"), (Limits(rows=2), "too-many-rows")]
)
def test_sheets_beyond_the_limits_are_refused(limits: Limits, rule: str) -> None:
    with pytest.raises(RefusedError) as refused:
        list(read_old_workbook(OLD, DEPLOYMENTS, limits))
    assert refused.value.remark.rule == rule


def test_workbook_without_the_heading_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        list(read_old_workbook(OLD, Wanted(("cats",), ("cats",)), Limits()))
    assert refused.value.remark.rule == "header-not-found"


def test_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.xls"
    path.write_bytes(OLD.read_bytes()[:700])
    with pytest.raises(RefusedError) as refused:
        list(read_old_workbook(path, DEPLOYMENTS, Limits()))
    assert refused.value.remark.rule == "not-xlsx"


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published workbooks are not here")
def test_published_workbook_is_opened_and_found_to_be_no_return() -> None:
    with pytest.raises(RefusedError) as refused:
        list(read_old_workbook(PUBLISHED, DEPLOYMENTS, Limits()))
    assert refused.value.remark.rule == "header-not-found"


def test_errors_are_marked_with_what_the_cell_shows() -> None:
    sheet = read_only_sheet(read_old_workbook, ODD)
    assert marks_of(sheet) == [
        ("error", "cell-error", "headcount", 3), ("error", "cell-error", "start_date", 4),
    ]  # fmt: skip
    shown = [mark.values for mark in all_marks(read_only_sheet(read_old_workbook, ODD))]
    assert shown == [["#N/A"], ["#REF!"]]


def test_numbers_are_as_their_formats_show_them_in_a_workbook_that_counts_from_1904() -> None:
    sheet = read_only_sheet(read_old_workbook, ODD)
    assert sheet.epoch == 1904
    rows = read_rows(sheet)
    assert (rows[2]["deployment_id"], rows[2]["start_date"], rows[2]["headcount"]) == ("00007", "2010-03-01", "12")
    assert (rows[5]["headcount"], rows[6]["start_date"]) == ("50%", "2010-03-01T13:30:00")


def test_hidden_rows_and_merged_cells_are_told() -> None:
    sheet = read_only_sheet(read_old_workbook, ODD)
    told = [(remark.rule, remark.row, remark.value) for remark in sheet.remarks if remark.severity == "warning"]
    assert told[-2:] == [("hidden-rows", 6, ""), ("merged-cells", 6, "B6:B7")]
    assert "country" not in read_rows(sheet)[7]


def test_an_amount_in_other_money_says_so_and_one_in_dollars_is_plain() -> None:
    columns = ("program_id", "title", "countries", "agency", "fiscal_year", "obligated_usd", "disbursed_usd", "source")
    rows = read_rows(read_only_sheet(read_old_workbook, MONEY, Wanted(columns, columns)))
    shown = [row["obligated_usd"] for row in rows.values()]
    assert shown == ["250000", "250000", "250000", "KSh 250000", "€ 250000", "FCFA 250000", "25000000%"]


def test_grids_are_as_a_person_sees_them() -> None:
    grids = list(old_grids(OLD, Limits()))
    assert [(grid.name, grid.is_hidden, len(grid.rows)) for grid in grids] == [
        ("Notes", False, 1), ("Return", False, 5), ("Hidden", True, 1),
    ]  # fmt: skip
    assert grids[1].rows[3] == []
    assert isinstance(grids[0], OldGrid)


@pytest.mark.parametrize("cut", [8, 512, 600, 1024, 3000])
def test_workbook_that_breaks_off_anywhere_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.xls"
    path.write_bytes(ODD.read_bytes()[:cut])
    with pytest.raises(RefusedError) as refused:
        list(read_old_workbook(path, DEPLOYMENTS, Limits()))
    assert refused.value.remark.rule == "not-xlsx"
