from io import BytesIO

import pytest

from loaders.formats.provenxml import NoXmlError, ProvenXml


def read(text: bytes, size: int) -> list[bytes]:
    file = ProvenXml(BytesIO(text))
    return list(iter(lambda: file.read(size), b""))


def test_the_bytes_of_a_sound_file_are_given_out_as_they_are() -> None:
    text = "<a><b>é</b><!-- > --></a>\n".encode()
    assert b"".join(read(text, 7)) == text
    assert read(text, 100) == [text]


@pytest.mark.parametrize(
    "text", [b"", b"<a>", b"<a></b>", b"<a/><a/>", b"<a>\xff</a>", b"<a>&b;</a>", b"<x:a/>", b"<a b='1' b='2'/>"]
)
def test_nothing_is_given_out_behind_what_is_no_xml(text: bytes) -> None:
    with pytest.raises(NoXmlError):
        read(text, 3)


def test_what_was_sound_is_given_out_first() -> None:
    file = ProvenXml(BytesIO(b"<a><b></b></c>"))
    assert file.read(10) == b"<a><b></b>"
    with pytest.raises(NoXmlError):
        file.read(10)
