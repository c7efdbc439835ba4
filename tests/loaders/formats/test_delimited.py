import csv
import dataclasses
import io
import random
import time
from pathlib import Path

import pytest

from loaders.formats import delimited, encodings
from loaders.formats.delimited import read_delimited
from loaders.formats.sheets import RefusedError, Sheet
from tests.loaders.formats.people import LIMITS, PEOPLE, rows, rules, write

HEADING = "id,country,people,place\n"


def read(tmp_path: Path, content: str | bytes) -> Sheet:
    (sheet,) = read_delimited(write(tmp_path, content), PEOPLE, LIMITS)
    return sheet


def refused(tmp_path: Path, content: str | bytes) -> RefusedError:
    with pytest.raises(RefusedError) as error:
        rows(read(tmp_path, content))
    return error.value


def test_cells_are_text_as_received_and_empty_ones_are_null(tmp_path: Path) -> None:
    assert rows(read(tmp_path, HEADING + '007, NA ,"",\n')) == {2: ["007", " NA ", None, None]}


def test_a_row_number_is_the_physical_line_on_which_the_record_starts(tmp_path: Path) -> None:
    content = HEADING + 'A,XAA,1,"one\r\nand ""two"""\n\nB,XAB,2,\n'
    assert rows(read(tmp_path, content)) == {2: ["A", "XAA", "1", 'one\r\nand "two"'], 5: ["B", "XAB", "2", None]}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_three_line_ends_are_read(tmp_path: Path, end: str) -> None:
    content = end.join(["id,country,people", "A,XAA,1", "B,XAB,2"])
    assert rows(read(tmp_path, content)) == {2: ["A", "XAA", "1"], 3: ["B", "XAB", "2"]}


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_delimiter_is_the_one_under_which_a_row_is_the_heading(tmp_path: Path, delimiter: str) -> None:
    sheet = read(tmp_path, delimiter.join(["id", "country", "people"]) + "\n" + delimiter.join(["A", "X,Y", "1,5"]))
    assert (sheet.delimiter, rules(sheet)) == (delimiter, ["delimiter-detected"])
    assert rows(sheet) == {2: ["A", "X,Y", "1,5"]}


def test_ragged_rows_are_marked_with_the_record_and_never_shift_a_cell(tmp_path: Path) -> None:
    (block,) = read(tmp_path, HEADING + "A,XAA\nB,XAB,1,there,extra\nC,XAC,1,here,,\n").blocks
    (marks,) = block.marks
    assert (marks.rule, marks.places.tolist()) == ("ragged-row", [0, 1])
    assert list(marks.values) == ["A,XAA", "B,XAB,1,there,extra"]
    assert list(marks.message) == [f"has {cells} cells where the heading has 4" for cells in (2, 5)]
    assert block.cells.column("place").to_pylist() == [None, "there", "here"]


def test_a_record_of_blank_cells_is_no_row(tmp_path: Path) -> None:
    assert list(rows(read(tmp_path, HEADING + ",,,\nA,XAA,1,\n ,\xa0,,\n"))) == [3]


@pytest.mark.parametrize("blank", ["", ",,,", " , \t", '"",""', "\u00a0"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_are_counted_and_are_no_rows(tmp_path: Path, blank: str, end: str) -> None:
    content = end.join(["id,country,people,place", blank, blank, "A,XAA,1,", blank, ',XBB,2,""', blank])
    assert rows(read(tmp_path, content)) == {4: ["A", "XAA", "1", None], 6: [None, "XBB", "2", None]}


def test_blank_lines_within_a_quoted_cell_are_kept(tmp_path: Path) -> None:
    content = HEADING + 'A,XAA,1,"one\n\n\n""two""\n,,\nthree"\n\nB,XAB,2,\n'
    cell = 'one\n\n\n"two"\n,,\nthree'
    # The cell takes lines 2 to 7, line 8 is blank.
    assert rows(read(tmp_path, content)) == {2: ["A", "XAA", "1", cell], 9: ["B", "XAB", "2", None]}


def test_millions_of_blank_lines_are_passed_over_at_once(tmp_path: Path) -> None:
    blank = 8 << 20
    content = HEADING + 'A,X"A,1,\n' + "\n" * blank + "B,XAB,2,\n"
    start = time.process_time()
    assert list(rows(read(tmp_path, content))) == [2, 3 + blank]
    assert time.process_time() - start < 2


def test_a_cell_beyond_the_limit_is_marked_and_cut(tmp_path: Path) -> None:
    (block,) = read(tmp_path, HEADING + f"A,XAA,1,{'x' * 32_768}\nB,XAB,1,{'y' * 32_767}\n").blocks
    (marks,) = block.marks
    assert (marks.column, marks.rule, marks.places.tolist()) == ("place", "cell-too-long", [0])
    assert [len(cell) for cell in block.cells.column("place").to_pylist()] == [120, 32_767]


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_a_file_without_a_word_is_refused_as_empty(tmp_path: Path, content: str) -> None:
    assert refused(tmp_path, content).remark.rule == "empty-file"


def test_a_heading_alone_gives_no_rows(tmp_path: Path) -> None:
    assert rows(read(tmp_path, HEADING.rstrip())) == {}


def test_a_quote_that_is_never_closed_is_refused_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, HEADING + 'A,XAA,1,here\nB,"XAB,1,there\nC,XAC,1,\n')
    assert (error.remark.rule, error.remark.row) == ("unclosed-quote", 3)


def test_a_quote_closed_by_the_next_one_far_below_is_refused_with_the_line_it_opens_on(tmp_path: Path) -> None:
    error = refused(tmp_path, HEADING + 'A,"XAA,1,here\nB,"XAB",1,there\n')
    assert (error.remark.rule, error.remark.row) == ("unclosed-quote", 2)


def test_an_open_quote_is_given_up_beyond_the_longest_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "CHUNK", 64)
    monkeypatch.setattr(delimited, "LONGEST_RECORD", 100)
    error = refused(tmp_path, HEADING + 'A,XAA,1,"' + "é\n" * 500 + '"\n')
    assert (error.remark.rule, error.remark.row) == ("unclosed-quote", 2)


def test_text_after_a_closing_quote_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, HEADING + 'A,XAA,1,"Hotel "Sahel""\n')
    assert (error.remark.rule, error.remark.row) == ("csv-syntax", 2)


def test_a_quote_within_an_unquoted_cell_is_text(tmp_path: Path) -> None:
    assert rows(read(tmp_path, HEADING + 'A,XAA,1,5" pipe\n'))[2][3] == '5" pipe'


def test_control_bytes_pass_as_text(tmp_path: Path) -> None:
    assert rows(read(tmp_path, HEADING + "A,XAA,1,Kis\0umu\x07\n"))[2][3] == "Kis\0umu\x07"


def test_lines_above_the_heading_and_hxl_tags_below_it_are_no_rows(tmp_path: Path) -> None:
    sheet = read(tmp_path, f"Return of March,,\n\n{HEADING}#meta+id,#country,#reached,#loc\nA,XAA,1,\n")
    assert rules(sheet) == ["preamble", "hxl-row"]
    assert list(rows(sheet)) == [5]


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    content = HEADING.rstrip() + "," + ",".join(f"c{at}" for at in range(997))
    assert refused(tmp_path, content).remark.rule == "too-many-columns"


def test_the_row_beyond_the_most_is_refused_with_its_number(tmp_path: Path) -> None:
    path = write(tmp_path, HEADING + "A,XAA,1,\n" * 4)
    (sheet,) = read_delimited(path, PEOPLE, dataclasses.replace(LIMITS, rows=3))
    with pytest.raises(RefusedError) as error:
        list(sheet.blocks)
    assert (error.value.remark.rule, error.value.remark.row) == ("too-many-rows", 5)


@pytest.mark.parametrize(
    ("cell", "is_plain"),
    [
        ("2010-03-01 00:00:00.000", True), ("Odienné", False), ("javascript:x", False), (":", False), ("a < b", False),
        ("$5", False), ("Kis\0umu", False), ("\x7f", False),
    ],
)  # fmt: skip
def test_a_time_of_day_is_plain_and_what_may_be_script_or_markup_is_not(
    tmp_path: Path, cell: str, is_plain: bool
) -> None:
    (block,) = read(tmp_path, HEADING + f"A,XAA,1,{cell}\n").blocks
    assert block.is_plain is is_plain


def test_records_that_cross_the_ends_of_chunks_are_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "CHUNK", 64)
    monkeypatch.setattr(delimited, "BLOCK_ROWS", 2)
    records = [[f"A{at}", "XAA", str(at), "line\n" * (at % 7)] for at in range(60)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(records)
    starts, line = [], 2
    for record in records:
        starts.append(line)
        line += 1 + record[3].count("\n")
    found = rows(read(tmp_path, HEADING + text.getvalue()))
    assert found == {start: [cell or None for cell in record] for start, record in zip(starts, records, strict=True)}


@pytest.mark.parametrize("seed", range(12))
def test_a_file_reads_alike_in_chunks_of_any_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    cells = ["x", "", "long cell " * 3, '"a,b"', '"two\nlines"', '"said ""so"""', '5" pipe', "é"]
    ends = ["\n", "\n", "\n\n"]
    records = [f"A{at},XAA,{at},{chance.choice(cells)}{chance.choice(ends)}" for at in range(300)]
    content = HEADING + "".join(records)
    whole = rows(read(tmp_path, content))
    assert len(whole) == 300
    for size in (64, 256, 1024):
        monkeypatch.setattr(encodings, "CHUNK", size)
        assert rows(read(tmp_path, content)) == whole


def test_odd_rows_among_many_leave_every_other_row_on_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_PIECE", 64)
    records = [f'A{at},XAA,{at},"two\nlines"\n' if at % 5 else f'A{at},X"AA,{at}\n\n' for at in range(60)]
    found = rows(read(tmp_path, HEADING + "".join(records)))
    # Each record takes two lines: every fifth has a loose quote, three cells of four, and a blank line after it.
    assert list(found) == [2 + 2 * at for at in range(60)]
    assert found[2 + 2 * 7] == ["A7", "XAA", "7", "two\nlines"]
    assert found[2 + 2 * 10] == ["A10", 'X"AA', "10", None]
