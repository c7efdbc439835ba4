import pytest

from loaders.formats.csvrecords import CsvRecords, Layout
from loaders.formats.sheets import RefusedError


def read(text: str, delimiter: str = ",", line: int = 1) -> list[tuple[int, list[str]]]:
    records = CsvRecords(text.encode(), delimiter, line)
    return [(records.line, cells) for cells in records]


def test_record_stands_on_the_line_it_starts_on() -> None:
    found = read('a,b\n"1\n2\n3",x\nlast,y\n', line=10)
    # The second record takes three lines.
    assert found == [(10, ["a", "b"]), (11, ["1\n2\n3", "x"]), (14, ["last", "y"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_a_line_ends_one(end: str) -> None:
    assert read(end.join(["a,b", "1,2", "", "3,4"])) == [(1, ["a", "b"]), (2, ["1", "2"]), (4, ["3", "4"])]


def test_delimiter_and_quote_inside_quotes_are_text() -> None:
    assert read('"a;b";"say ""so"""\n', ";") == [(1, ["a;b", 'say "so"'])]


def test_text_behind_a_closing_quote_is_refused_with_its_line() -> None:
    with pytest.raises(RefusedError) as refused:
        read('a,b\n"1"2,3\n')
    assert (refused.value.remark.rule, refused.value.remark.row) == ("csv-syntax", 2)


def test_quote_that_stays_open_leaves_its_record_open_and_says_where_it_starts() -> None:
    text = 'a,b\n1,"open\n2,3\n'
    records = CsvRecords(text.encode(), ",", 1)
    assert list(records) == [["a", "b"]]
    # The heading and its line end are four bytes.
    assert (records.is_open, records.start, records.line) == (True, 4, 2)


def test_layout_fits_what_lacks_no_cell_and_has_none_too_many() -> None:
    layout = Layout(",", 2, 3, {"a": 0, "b": 1})
    assert layout.fits(["1", "2"])
    assert layout.fits(["1", "2", "", " ", "\t"])
    assert not layout.fits(["1"])
    assert not layout.fits(["1", "2", "", "4"])
