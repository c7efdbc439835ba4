import pytest

from loaders.formats.prologs import refuse_doctype
from loaders.formats.sheets import RefusedError

DOCTYPE = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def rule(head: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        refuse_doctype(head)
    return refused.value.remark.rule


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_document_type_is_seen_in_every_encoding_that_is_read(encoding: str) -> None:
    assert rule(f'<?xml version="1.0"?>\n<!-- a --><?pi b?>{DOCTYPE}<a/>'.encode(encoding)) == "xml-doctype"


@pytest.mark.parametrize("encoding", ["UTF-7", "UTF-32", "cp037", "EBCDIC-US"])
def test_encoding_in_which_one_could_hide_is_refused(encoding: str) -> None:
    assert rule(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()) == "encoding"


def test_text_from_the_first_element_on_is_returned() -> None:
    assert refuse_doctype(b'<?xml version="1.0"?> <!-- <!DOCTYPE no> --> <a b="c">') == '<a b="c">'


@pytest.mark.parametrize("head", [b"", b"words", b"<?xml version='1.0'?>", b"<!-- never closed", b"< a/>"])
def test_text_without_an_element_is_no_xml(head: bytes) -> None:
    assert rule(head) == "xml-syntax"


def test_document_type_behind_more_than_the_head_is_no_element() -> None:
    head = f"<!-- {'x' * 70_000} -->{DOCTYPE}<a/>".encode()[: 1 << 16]
    assert rule(head) == "xml-syntax"
