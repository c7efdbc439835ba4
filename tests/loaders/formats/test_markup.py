import numpy as np
import pytest

from loaders.formats.markup import places_array, read_markup


def test_tags_are_told_by_how_they_begin_and_their_texts_stand_behind_them() -> None:
    markup = read_markup('<v>é</v><t xml:space="preserve"> a</t><c r="A1"/>'.encode())
    assert markup is not None
    assert markup.are(b"<v>").tolist() == [True, False, False, False, False]
    assert markup.are(b'<t xml:space="preserve">').tolist() == [False, False, True, False, False]
    assert markup.are(b'<t xml:space="preserved">').sum() == 0
    assert markup.begin(b"<c ").tolist() == markup.are_empty().tolist() == [False] * 4 + [True]
    assert markup.behind(np.array([0, 2, 4])).to_pylist() == ["é", " a", ""]


@pytest.mark.parametrize("piece", [b"<v>1\r</v>", b"<v>\xff</v>", b"<v>1 > 0</v>", b"<v<v>>", b"<v"])
def test_piece_whose_signs_may_be_text_is_not_read(piece: bytes) -> None:
    assert read_markup(piece) is None


def test_place_below_zero_is_null() -> None:
    assert places_array(np.array([2, -1, 0])).to_pylist() == [2, None, 0]


def test_elements_are_told_by_their_whole_name() -> None:
    names = ("recipient-country", "recipient-region", "recipient-country-x", "recipient")
    markup = read_markup(b"".join(b"<%s a='1'/><%s>\n" % (name.encode(), name.encode()) for name in names))
    assert markup is not None
    tags = np.arange(8)
    assert markup.named(tags, b"recipient-country").tolist() == [True, True] + [False] * 6
    assert markup.named(tags[::-1], b"recipient").tolist() == [True, True] + [False] * 6


def test_a_carriage_return_is_let_through_where_a_parser_will_read_what_is_taken() -> None:
    markup = read_markup(b"<v\r\n>1\r</v>", is_proven=True)
    assert markup is not None
    assert markup.named(np.array([0]), b"v").tolist() == [True]
