import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.formats.csvrecords import CsvRecords, Layout, read_rows
from loaders.formats.regular import read_regular
from loaders.formats.sheets import Sheet
from tests.loaders.formats.people import LIMITS, rows

LAYOUT = Layout(",", 4, 4, {"id": 0, "country": 1, "place": 3})


def test_many_blocks_of_plain_records_are_read_at_once_and_as_exactly() -> None:
    text = io.StringIO(newline="")
    records = [[f"A{at}", "XAA", "", f'place "{at}", é' * (at % 9)] for at in range(40_000)]
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(records)
    data = text.getvalue().encode()
    found = read_regular(memoryview(data), LAYOUT, LIMITS)
    assert len(data) > 2 << 20
    assert found is not None
    table = found.table
    assert table.column("place").to_pylist() == [cells[2] for cells in exactly(data).values()]
    assert table.num_rows == 40_000


def test_lines_too_short_to_be_records_are_left_to_the_exact_reader() -> None:
    assert read_regular(memoryview(b"a\n" * 9), LAYOUT, LIMITS) is None


def test_blank_lines_alone_are_no_rows() -> None:
    found = read_regular(memoryview(b"\n" * 9), LAYOUT, LIMITS)
    assert found is not None
    assert (found.table.num_rows, found.rest, found.lines) == (0, b"", 9)


def test_a_record_that_goes_on_beyond_the_last_line_is_given_back() -> None:
    data = b'a,b,c,d\n\n"one\n\ntwo",b,c,d\na,b,c,"three\n\nfour\n'
    found = read_regular(memoryview(data), LAYOUT, LIMITS)
    assert found is not None
    assert found.table.column("id").to_pylist() == ["a", "one\n\ntwo"]
    # Lines 0 and 2; the one that is left begins on line 5.
    assert (found.rows.tolist(), found.rest, found.lines) == ([0, 2], b'a,b,c,"three\n\nfour\n', 5)


def exactly(data: bytes) -> dict[int, list[str | None]]:
    records = CsvRecords(data, ",", 1)
    sheet = Sheet("", (), read_rows(records, LAYOUT, LIMITS))
    found = rows(sheet)
    assert not records.is_open
    return found


def is_open(data: bytes) -> bool:
    records = CsvRecords(data, ",", 1)
    assert list(records) == []
    return records.is_open


CELL = st.text('ab"é, ;', max_size=4)
RECORDS = st.lists(st.tuples(CELL.map("a{}".format), CELL, CELL, CELL), min_size=1, max_size=6)


@given(RECORDS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_lines_that_are_plain_records_are_read_at_once_and_as_exactly(
    records: list[tuple[str, ...]], end: str, quoting: int
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(records)
    found = read_regular(memoryview(text.getvalue().encode()), LAYOUT, LIMITS)
    wanted = [[cell or None for at, cell in enumerate(record) if at != 2] for record in records]
    assert found is not None
    assert list(map(list, zip(*(column.to_pylist() for column in found.table.columns), strict=True))) == wanted
    assert list(exactly(text.getvalue().encode()).values()) == wanted


@settings(max_examples=1_000)
@given(st.text('ab,,,,""\n\r é\0', max_size=40), st.booleans())
def test_whatever_is_read_at_once_is_what_the_exact_reader_finds(text: str, is_wide: bool) -> None:
    data = ((text.replace("\n", ",,,\n") if is_wide else text) + "\n").encode()
    found = read_regular(memoryview(data), LAYOUT, LIMITS)
    if found is not None:
        cells = map(list, zip(*(column.to_pylist() for column in found.table.columns), strict=True))
        whole = data.removesuffix(found.rest) if found.rest else data
        assert exactly(whole) == dict(zip((found.rows + 1).tolist(), cells, strict=True))
        assert found.lines == whole.count(b"\n")
        if found.rest:
            assert is_open(found.rest)
