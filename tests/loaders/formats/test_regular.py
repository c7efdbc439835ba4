import csv
import io

from hypothesis import given
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
    table = read_regular(memoryview(data), LAYOUT, LIMITS)
    assert len(data) > 2 << 20
    assert table is not None
    assert table.column("place").to_pylist() == [cells[2] for cells in exactly(data).values()]
    assert table.num_rows == 40_000


def test_lines_too_short_to_be_records_are_left_to_the_exact_reader() -> None:
    assert read_regular(memoryview(b"\n" * 9), LAYOUT, LIMITS) is None
    assert exactly(b"\n" * 9) == {}


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
