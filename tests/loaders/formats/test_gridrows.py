import zipfile
from pathlib import Path

import pytest

from loaders.formats.blocks import text_array
from loaders.formats.container import Container, Listed
from loaders.formats.gridrows import Grid
from loaders.formats.limits import Limits
from loaders.formats.sheets import RefusedError

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>'
ERROR = '<row r="{0}"><c r="A{0}" t="e"><v>#REF!</v></c></row>'


def grid(tmp_path: Path, rows: str, after: str = "", limits: Limits | None = None) -> Grid:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("sheet.xml", f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData>{after}</worksheet>')
    listed = Listed("Staff", "sheet.xml", is_hidden=False, is_grid=True)
    return Grid(Container(path, (listed,), text_array(["Kenya"]), [""], 1900, ()), listed, limits or Limits())


def test_rows_of_pieces_of_both_kinds_come_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.formats.items._PIECE", 64)
    monkeypatch.setattr("loaders.formats.items.PROLOG_BYTES", 128)
    rows = "".join((ERROR if number % 7 == 0 else ROW).format(number) for number in range(1, 41))
    batches = list(grid(tmp_path, rows).batches())
    assert [number for batch in batches for number in batch.numbers] == list(range(1, 41))
    assert [batch.numbers[place] for batch in batches for place, _, _ in batch.flaws] == [7, 14, 21, 28, 35]


def test_merged_ranges_behind_the_rows_and_hidden_rows_are_known_after_the_last(tmp_path: Path) -> None:
    hidden = ROW.format(3).replace('r="3">', 'r="3" hidden="1">')
    found = grid(tmp_path, ROW.format(2) + hidden, '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')
    assert [batch.numbers for batch in found.batches()] == [[2, 3]]
    assert (found.hidden, found.merged) == ([3], [("A2:A3", 2)])


@pytest.mark.parametrize(
    ("rows", "rule", "row"),
    [(ROW.format(3) + ROW.format(2), "not-xlsx", 2), (ROW.format(2) + ROW.format(9), "too-many-rows", 9)],
)
def test_rows_out_of_order_or_beyond_the_limit_are_refused(tmp_path: Path, rows: str, rule: str, row: int) -> None:
    with pytest.raises(RefusedError) as refused:
        list(grid(tmp_path, rows, limits=Limits(rows=5)).batches())
    assert (refused.value.remark.rule, refused.value.remark.row) == (rule, row)
