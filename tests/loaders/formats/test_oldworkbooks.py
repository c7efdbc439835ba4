from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from forms import DEPLOYMENTS, read_only_sheet, read_rows

from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.oldworkbooks import read_old_workbook, sheet_rows
from loaders.formats.sheets import RefusedError

OLD = Path(__file__).with_name("old.xls")
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


def test_sheet_that_reaches_to_the_last_corner_is_refused_before_its_cells_are_made() -> None:
    # 65,536 rows of 256 cells are 16.8 million.
    sheet = SimpleNamespace(total_width=256, total_height=65_536)
    book: Any = SimpleNamespace(get_sheet_by_name=lambda name: sheet)
    with pytest.raises(RefusedError) as refused:
        sheet_rows(book, "Return", Limits())
    assert refused.value.remark.rule == "too-many-cells"
