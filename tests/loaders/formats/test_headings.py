import pytest

from loaders.formats.headings import Wanted, folded_heading, has_heading, settle_heading
from loaders.formats.sheets import RefusedError

WANTED = Wanted(("id", "start_date", "place"), ("id", "start_date"), {"ort": "place"})


@pytest.mark.parametrize(
    "text", ["Start Date", " start_date ", "START  DATE", "start\u00a0date", "\ufeffstart_\u200bdate"]
)
def test_case_spaces_and_invisible_characters_make_no_other_heading(text: str) -> None:
    assert folded_heading(text) == "start_date"


def test_heading_is_the_first_record_that_names_every_required_column() -> None:
    records = [["Return of March"], ["ID", "place"], ["ID", "Start date", "Ort"], ["id", "start_date"]]
    found = settle_heading([1, 3, 4, 5], records, WANTED)
    assert (found.place, found.rows_after, found.columns) == (2, 3, ("id", "start_date", "place"))
    assert [(one.rule, one.row) for one in found.remarks] == [("preamble", 4), ("column-mapped", 4)]


def test_row_of_tags_under_the_heading_belongs_to_it() -> None:
    found = settle_heading([1, 2, 3], [["id", "start_date"], ["#id", ""], ["7", "2010"]], WANTED)
    assert (found.rows_after, [(one.rule, one.row) for one in found.remarks]) == (2, [("hxl-row", 2)])


def test_column_no_form_has_is_named() -> None:
    found = settle_heading([1], [["id", "start_date", "Cost"]], WANTED)
    assert [(one.rule, one.column) for one in found.remarks] == [("unknown-column", "Cost")]


def test_cells_under_an_empty_heading_are_told_of_and_an_empty_column_is_not() -> None:
    records = [["id", "", "start_date", " "], ["7", "", "2010", "12"], ["8"]]
    found = settle_heading([1, 2, 3], records, WANTED)
    assert [(one.rule, one.message.partition(" has")[0]) for one in found.remarks] == [("unknown-column", "column 4")]


def test_missing_column_names_what_is_missing_and_what_was_found() -> None:
    with pytest.raises(RefusedError) as refused:
        settle_heading([3], [["id", "place", "Begin"]], WANTED)
    remark = refused.value.remark
    assert (remark.rule, remark.column, remark.row) == ("missing-column", "start_date", 3)
    assert "'Begin'" in remark.message


def test_records_without_two_names_of_columns_hold_no_heading() -> None:
    assert not has_heading([["a", "b"], ["id", "c"]], WANTED)
    with pytest.raises(RefusedError) as refused:
        settle_heading([1, 2], [["a", "b"], ["id", "c"]], WANTED)
    assert refused.value.remark.rule == "header-not-found"


def test_column_that_stands_twice_is_refused_with_both_positions() -> None:
    with pytest.raises(RefusedError) as refused:
        settle_heading([1], [["id", "start_date", "Start Date"]], WANTED)
    assert (refused.value.remark.rule, refused.value.remark.column) == ("duplicate-column", "start_date")
    assert "positions 2, 3" in refused.value.remark.message
