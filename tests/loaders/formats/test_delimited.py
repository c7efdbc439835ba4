import codecs
import csv
import dataclasses
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.formats import delimited, encodings
from loaders.formats.csvrecords import CsvRecords, Layout, read_rows
from loaders.formats.delimited import read_delimited
from loaders.formats.regular import read_regular
from loaders.formats.sheets import RefusedError, Sheet
from tests.loaders.formats.people import LIMITS, PEOPLE, rows, rules, write

HEADING = "id,country,people,place\n"
LAYOUT = Layout(",", 4, 4, {"id": 0, "country": 1, "place": 3})


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


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_utf_16_and_32_are_told_by_their_marks_or_their_zeros(tmp_path: Path, encoding: str) -> None:
    sheet = read(tmp_path, (HEADING + "A,XAA,1,São Tomé\n").encode(encoding))
    assert rules(sheet) == ["encoding-detected"]
    assert rows(sheet) == {2: ["A", "XAA", "1", "São Tomé"]}


def test_a_utf_8_mark_is_no_part_of_the_first_heading(tmp_path: Path) -> None:
    sheet = read(tmp_path, codecs.BOM_UTF8 + (HEADING + "A,XAA,1,Kidal’s\n").encode())
    assert (sheet.columns[0], rules(sheet)) == ("id", [])
    assert rows(sheet)[2][3] == "Kidal’s"


def test_western_bytes_are_read_as_windows_1252_and_said_to_be_a_guess(tmp_path: Path) -> None:
    sheet = read(tmp_path, (HEADING + "A,Côte d’Ivoire,1,Abengourou – siège\n").encode("cp1252"))
    assert rules(sheet) == ["encoding-guessed"]
    assert rows(sheet)[2][1:] == ["Côte d’Ivoire", "1", "Abengourou – siège"]


def test_whole_words_beyond_ascii_are_read_in_the_alphabet_that_is_detected(tmp_path: Path) -> None:
    lines = "".join(f"{at},Россия,1,Представительство в городе Москва открыто весной\n" for at in range(20))
    sheet = read(tmp_path, (HEADING + lines).encode("cp1251"))
    assert rules(sheet) == ["encoding-guessed"]
    assert rows(sheet)[2][1] == "Россия"


def test_a_file_that_mixes_utf_8_with_another_encoding_is_refused(tmp_path: Path) -> None:
    content = (HEADING + "A,Côte,1,Odienné\n").encode() + "B,Côte,1,\n".encode("cp1252")
    assert refused(tmp_path, content).remark.rule == "encoding"


def test_a_wrong_byte_far_into_the_file_is_found(tmp_path: Path) -> None:
    content = HEADING.encode() + b"A,XAA,1,place\n" * 200_000 + "B,XAB,1,Odienné\n".encode("cp1252")
    sheet = read(tmp_path, content)
    assert rules(sheet) == ["encoding-guessed"]
    assert rows(sheet)[200_002][3] == "Odienné"


def test_ragged_rows_are_marked_with_the_record_and_never_shift_a_cell(tmp_path: Path) -> None:
    (block,) = read(tmp_path, HEADING + "A,XAA\nB,XAB,1,there,extra\nC,XAC,1,here,,\n").blocks
    (marks,) = block.marks
    assert (marks.rule, marks.places.tolist()) == ("ragged-row", [0, 1])
    assert list(marks.values) == ["A,XAA", "B,XAB,1,there,extra"]
    assert list(marks.message) == [f"has {cells} cells where the heading has 4" for cells in (2, 5)]
    assert block.cells.column("place").to_pylist() == [None, "there", "here"]


def test_a_record_of_blank_cells_is_no_row(tmp_path: Path) -> None:
    assert list(rows(read(tmp_path, HEADING + ",,,\nA,XAA,1,\n ,\xa0,,\n"))) == [3]


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


def test_a_time_of_day_is_plain_and_a_letter_beyond_ascii_is_not(tmp_path: Path) -> None:
    (plain,) = read(tmp_path, HEADING + "A,XAA,1,there\n").blocks
    (other,) = read(tmp_path, HEADING + "A,XAA,1,Odienné\n").blocks
    assert (plain.is_plain, other.is_plain) == (True, False)


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


def test_many_blocks_of_plain_records_are_read_at_once_and_as_exactly() -> None:
    text = io.StringIO(newline="")
    records = [[f"A{at}", "XAA", "", f'place "{at}", é' * (at % 9)] for at in range(40_000)]
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(records)
    data = text.getvalue().encode()
    table = read_regular(memoryview(data), LAYOUT, LIMITS)
    assert len(data) > 2 << 20
    assert table is not None
    assert table.column("place").to_pylist() == [cells[2] for cells in exactly(data).values()]
    assert table.num_rows == 40_000


def exactly(data: bytes) -> dict[int, list[str | None]]:
    records = CsvRecords(data, ",", 1)
    sheet = Sheet("", (), read_rows(records, LAYOUT, LIMITS))
    found = rows(sheet)
    assert not records.is_open
    return found


CELL = st.text('ab"é, ;', max_size=4)
RECORDS = st.lists(st.tuples(CELL.map("a{}".format), CELL, CELL, CELL), min_size=1, max_size=6)


@given(RECORDS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_lines_that_are_plain_records_are_read_at_once_and_as_exactly(
    records: list[tuple[str, ...]], end: str, quoting: int
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(records)
    table = read_regular(memoryview(text.getvalue().encode()), LAYOUT, LIMITS)
    wanted = [[cell or None for at, cell in enumerate(record) if at != 2] for record in records]
    assert table is not None
    assert list(map(list, zip(*(column.to_pylist() for column in table.columns), strict=True))) == wanted
    assert list(exactly(text.getvalue().encode()).values()) == wanted


@given(st.text('ab,,,,""\n\r é\0', max_size=40), st.booleans())
def test_whatever_is_read_at_once_is_what_the_exact_reader_finds(text: str, is_wide: bool) -> None:
    data = ((text.replace("\n", ",,,\n") if is_wide else text) + "\n").encode()
    table = read_regular(memoryview(data), LAYOUT, LIMITS)
    if table is not None:
        cells = list(map(list, zip(*(column.to_pylist() for column in table.columns), strict=True)))
        assert exactly(data) == dict(enumerate(cells, start=1))
