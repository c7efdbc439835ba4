import pytest

from loaders.formats.headings import Wanted
from loaders.formats.heads import find_head
from loaders.formats.sheets import RefusedError

WANTED = Wanted(("id", "date", "place"), ("id", "date"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_the_one_under_which_a_heading_stands(delimiter: str) -> None:
    text = delimiter.join(("id", "date", "place")) + "\n" + delimiter.join(("1", "2010", "a, b; c | d"[:4])) + "\n"
    assert find_head(text.encode(), WANTED).delimiter == delimiter


def test_records_know_their_lines_and_ends_and_blank_ones_are_none() -> None:
    head = find_head(b'Title\n\nid,date\n"1\n2",2010\n3,2011\n', WANTED)
    assert head.numbers == [1, 3, 4, 6]
    assert head.records[2] == ["1\n2", "2010"]
    # Title and its line end are 6 bytes, the blank line 1, the heading 8.
    assert head.ends[:2] == [6, 15]
    assert head.next_lines == [2, 4, 6, 7]


def test_without_a_heading_the_delimiter_that_finds_most_names_is_taken() -> None:
    assert find_head(b"id;place;x\n1;a;b\n", WANTED).delimiter == ";"


def test_quote_that_is_never_closed_under_the_nearest_delimiter_is_told() -> None:
    with pytest.raises(RefusedError) as refused:
        find_head(b'id,place,x\n1,"a\n', WANTED)
    assert refused.value.remark.rule == "unclosed-quote"
