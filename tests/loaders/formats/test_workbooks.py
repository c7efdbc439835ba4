import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from loaders.formats.container import open_container
from loaders.formats.gridrows import Grid
from loaders.formats.limits import Limits
from loaders.formats.workbooks import read_workbook
from tests.loaders.formats.forms import (
    DEPLOYMENTS,
    NEEDED,
    ROW,
    all_marks,
    marks_of,
    read_only_sheet,
    read_rows,
    refusal,
    rules_of,
)

_SHEET = "xl/worksheets/sheet1.xml"


def _book(tmp_path: Path, *rows: dict[str, Any], change: Callable[[Any], None] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Staff"
    names = list(dict.fromkeys([*NEEDED, *(name for row in rows for name in row)]))
    sheet.append(names)
    for row in rows:
        sheet.append([{**ROW, **row}.get(name) for name in names])
    if change:
        change(book)
    path = tmp_path / "returns.xlsx"
    book.save(path)
    return path


def _with_part(path: Path, part: str, change: Callable[[str], str]) -> Path:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b"").decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def _cell(tmp_path: Path, value: Any, number_format: str = "General") -> str | None:
    def form(book: Any) -> None:
        book.active["D2"].number_format = number_format

    sheet = read_only_sheet(read_workbook, _book(tmp_path, {"headcount": value}, change=form))
    return read_rows(sheet)[2].get("headcount")


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (12.0, "General", "12"),
        (1e20, "General", "1" + "0" * 20),
        (True, "General", "TRUE"),
        (0.45, "0%", "45%"),
        (0.125, "0.00%", "12.5%"),
        (1250.5, '"$"#,##0.00', "1250.5"),
        (1250.5, "[$€-407]#,##0.00", "€ 1250.5"),
        (1250, "#,##0 [$KES]", "KES 1250"),
        (40238, "yyyy-mm-dd", "2010-03-01"),
        (40238.75, "d/m/yy h:mm", "2010-03-01T18:00:00"),
        (40238, "mmm", "2010-03-01"),
        (60, "yyyy-mm-dd", "1900-02-29"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (0.75, "h:mm", "18:00:00"),
        (datetime.date(2010, 3, 1), "yyyy-mm-dd", "2010-03-01"),
        ("  as typed ", "General", "  as typed "),
        ("a_x0007_b & <c>", "General", "a\x07b & <c>"),
    ],
)
def test_a_cell_reads_as_a_person_sees_it(tmp_path: Path, value: Any, number_format: str, text: str) -> None:
    assert _cell(tmp_path, value, number_format) == text


def test_a_long_whole_number_keeps_its_last_digit(tmp_path: Path) -> None:
    path = _book(tmp_path, {"headcount": 77777})
    _with_part(path, _SHEET, lambda xml: xml.replace("77777", "9007199254740993"))

    assert read_rows(read_only_sheet(read_workbook, path))[2]["headcount"] == "9007199254740993"


def test_a_workbook_that_counts_from_1904_says_so(tmp_path: Path) -> None:
    path = _book(tmp_path, {"start_date": datetime.date(2010, 3, 1)})
    _with_part(path, "xl/workbook.xml", lambda xml: xml.replace("<workbookPr/>", '<workbookPr date1904="1"/>'))

    sheet = read_only_sheet(read_workbook, path)

    assert sheet.epoch == 1904
    assert read_rows(sheet)[2]["start_date"] == "2014-03-02"  # 1,462 days later: 4 years and the leap days


def test_rows_keep_excels_numbers_and_blank_rows_are_none(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.active.insert_rows(1, 3)
        book.active["A1"] = "Staff abroad"
        book.active.insert_rows(5, 2)

    sheet = read_only_sheet(read_workbook, _book(tmp_path, {}, {}, change=change))

    assert list(read_rows(sheet)) == [7, 8]
    assert rules_of(sheet.remarks) == [("info", "preamble")]


def test_errors_and_formulas_without_a_result_set_their_rows_aside(tmp_path: Path) -> None:
    path = _book(tmp_path, {"headcount": "#REF!"}, {"headcount": "=SUM(A1:A2)"}, {})

    (error, formula) = all_marks(read_only_sheet(read_workbook, path))

    assert (error.rule, error.column, list(error.places), error.values) == ("cell-error", "headcount", [0], ["#REF!"])
    assert (formula.rule, list(formula.places), formula.values) == ("formula-no-value", [1], ["=SUM(A1:A2)"])


def test_a_formula_with_a_saved_result_is_its_result(tmp_path: Path) -> None:
    path = _book(tmp_path, {"headcount": "=5*2"})
    _with_part(path, _SHEET, lambda xml: xml.replace("<f>5*2</f><v></v>", "<f>5*2</f><v>10</v>").replace(
        "<f>5*2</f><v/>", "<f>5*2</f><v>10</v>"))  # fmt: skip

    sheet = read_only_sheet(read_workbook, path)

    assert read_rows(sheet)[2]["headcount"] == "10"


def test_every_sheet_with_the_heading_is_read_and_the_others_named(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.create_sheet("Notes").append(["nothing", "here"])
        book.create_sheet("Empty")
        second = book.copy_worksheet(book["Staff"])
        second.title, second.sheet_state = "April", "hidden"

    first, second = read_workbook(_book(tmp_path, {}, change=change), DEPLOYMENTS, Limits())

    assert [first.name, second.name] == ["Staff", "April"]
    assert [(r.rule, r.value) for r in first.remarks] == [("sheet-skipped", "Notes"), ("sheet-skipped", "Empty")]
    assert rules_of(second.remarks) == [("warning", "hidden-sheet")]
    assert len(read_rows(second)) == 1


def test_hidden_rows_count_and_merged_cells_are_said(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.active.row_dimensions[3].hidden = True
        book.active.merge_cells("C2:C3")

    sheet = read_only_sheet(read_workbook, _book(tmp_path, {}, {}, change=change))
    rows = read_rows(sheet)

    assert "agency" not in rows[3]
    assert [(r.rule, r.row, r.value) for r in sheet.remarks] == [("hidden-rows", 3, ""), ("merged-cells", 2, "C2:C3")]


def test_a_link_outside_is_said_and_not_followed(tmp_path: Path) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    path = _with_part(_book(tmp_path, {}), "xl/externalLinks/_rels/externalLink1.xml.rels", lambda _: rels)

    sheet = read_only_sheet(read_workbook, path)

    assert [(r.rule, r.value) for r in sheet.remarks] == [("external-link", "http://127.0.0.1:9/x.xlsx")]


def test_far_cells_are_refused_and_a_false_extent_is_not_believed(tmp_path: Path) -> None:
    path = _book(tmp_path, {})
    _with_part(path, _SHEET, lambda xml: _with_cell(xml, "A", 1048576))
    assert refusal(read_workbook, path).rule == "too-many-rows"

    path = _book(tmp_path, {})
    _with_part(path, _SHEET, lambda xml: _with_cell(xml, "XFD", 9))
    assert refusal(read_workbook, path).rule == "too-many-columns"

    path = _book(tmp_path, {})
    _with_part(path, _SHEET, lambda xml: xml.replace('<dimension ref="A1:F2"/>', '<dimension ref="A1:XFD1048576"/>'))
    assert list(read_rows(read_only_sheet(read_workbook, path))) == [2]


def _with_cell(xml: str, column: str, row: int) -> str:
    cell = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'
    return xml.replace("</sheetData>", f"{cell}</sheetData>")


@pytest.mark.parametrize("part", [_SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_doctype_in_any_part_refuses_the_workbook(tmp_path: Path, part: str) -> None:
    def declare(xml: str) -> str:
        return '<?xml version="1.0"?><!-- <a> --><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + xml

    assert refusal(read_workbook, _with_part(_book(tmp_path, {}), part, declare)).rule == "xml-doctype"


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    for content, rule in [
        (b"a,b\n", "truncated"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted"),
        (_book(tmp_path, {}).read_bytes()[:-40], "truncated"),
    ]:
        path.write_bytes(content)
        assert refusal(read_workbook, path).rule == rule
    cut = _with_part(_book(tmp_path, {}), _SHEET, lambda xml: xml[: xml.index("</sheetData>")])
    assert refusal(read_workbook, cut).rule == "not-xlsx"


def test_a_workbook_that_unpacks_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    assert refusal(read_workbook, _book(tmp_path, {}), limits=Limits(file_bytes=1000)).rule == "too-large-decompressed"
    assert refusal(read_workbook, _book(tmp_path, {}), limits=Limits(members=2)).rule == "too-many-members"


def test_the_heading_that_comes_nearest_says_what_is_missing(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.create_sheet("Notes", 0).append(["nothing"])
        book["Staff"]["A1"] = "Ref"

    remark = refusal(read_workbook, _book(tmp_path, {}, change=change))

    assert (remark.rule, remark.column) == ("missing-column", "deployment_id")


def _is_no_formula(text: str) -> bool:
    return not text.startswith("=")


_CELLS = some.one_of(
    some.none(), some.booleans(), some.integers(-(10**6), 10**6), some.floats(-1e9, 1e9),
    some.dates(datetime.date(1900, 3, 1), datetime.date(2199, 1, 1)),
    some.text(some.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8).filter(_is_no_formula),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(some.lists(some.lists(_CELLS, min_size=1, max_size=5), min_size=1, max_size=6))
def test_both_ways_to_read_give_the_same(tmp_path_factory: pytest.TempPathFactory, grid: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    for row in grid:
        book.active.append(row)
    path = tmp_path_factory.mktemp("books") / "grid.xlsx"
    book.save(path)

    with pytest.MonkeyPatch.context() as patch:
        fast = _grid(path)
        patch.setattr("loaders.formats.gridrows.read_regular", lambda *_: None)
        assert fast == _grid(path)


def _grid(path: Path) -> dict[tuple[int, int], str]:
    container = open_container(path, Limits())
    return {
        (number, at): text
        for batch in Grid(container, container.sheets[0], Limits()).batches()
        for at, column in enumerate(batch.columns)
        for number, text in zip(batch.numbers, column, strict=True)
        if text
    }


def test_plain_rows_are_read_by_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise AssertionError("parsed element by element")

    path = _book(tmp_path, {}, {"headcount": None, "place": "Camp"}, {"place": "Camp & <field>"})
    monkeypatch.setattr("loaders.formats.cellreading.CellReading.row", fail)

    sheet = read_only_sheet(read_workbook, path)

    assert read_rows(sheet)[4]["place"] == "Camp & <field>"
    assert "headcount" not in read_rows(read_only_sheet(read_workbook, path))[3]
    assert marks_of(sheet) == []
