import io
import re

import pytest
from lxml import etree

from loaders.formats import items
from loaders.formats.items import Items

HEAD = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?<list>")


def items_of(text: str) -> Items:
    return Items(io.BytesIO(text.encode()), HEAD, b"</list>", b"</a>")


def test_pieces_hold_whole_items_and_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "_PIECE", 16)
    monkeypatch.setattr(items, "PROLOG_BYTES", 16)
    found = items_of("<list>" + "".join(f"<a>{number}</a>" for number in range(10_000)) + "</list>")
    pieces = list(found.pieces())
    assert len(pieces) > 1
    assert all(piece.endswith(b"</a>") for piece in pieces if piece)
    read = [item.text for piece in pieces for item in found.parsed(piece)]
    assert read == [str(number) for number in range(10_000)]
    assert len(found.tail()) == 0


def test_part_that_is_cut_has_no_tail() -> None:
    found = items_of("<list><a>1</a><a>2</a>")
    list(found.pieces())
    with pytest.raises(etree.XMLSyntaxError):
        found.tail()


@pytest.mark.parametrize("text", ["<other><a/></other>", '<?xml version="1.0" encoding="latin-1"?><list></list>'])
def test_part_that_begins_otherwise_or_is_no_utf8_is_not_usual(text: str) -> None:
    assert not items_of(text).is_usual
