"""IATI activities parsed some at a time, which is quicker than one by one.

A file is cut behind the closing tags of activities, as they are written. Each piece is parsed with the file's own
beginning before it and the end of the root behind it; where that is whole, with one activity for each closing tag, the
cut lay between two activities, and the next piece begins where the whole file would have them as well.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

from lxml import etree

from loaders.formats.prologs import PROLOG_BYTES, XML_OPTIONS

ACTIVITY: Final = "iati-activity"
_ROOT: Final = b"<iati-activities"
_CLOSING: Final = b"</iati-activity>"
_ROOT_CLOSING: Final = b"</iati-activities>"
# Small enough that the processor's cache holds text and elements: pieces of a mebibyte take twice as long.
_PIECE: Final = 1 << 16
_LONGEST: Final = 16 << 20


class OddPieceError(ValueError):
    """A piece is not whole, so that the file must be read one activity after the other."""


def parsed_pieces(file: BinaryIO) -> Iterator[list[etree._Element]]:
    """Yield the activities of each piece.

    Args:
        file: A file whose beginning was found to hold no document type.

    Raises:
        OddPieceError: The rest cannot be read so; every activity yielded before stands.
    """
    file.seek(0)
    start = _start(file.read(PROLOG_BYTES))
    file.seek(len(start))
    held = b""
    while data := file.read(_PIECE):
        held += data
        count = held.count(_CLOSING)
        if count:
            cut = held.rfind(_CLOSING) + len(_CLOSING)
            yield _parsed(start + held[:cut] + _ROOT_CLOSING, count)
            held = held[cut:]
        elif len(held) > _LONGEST:
            raise OddPieceError
    _parsed(start + held, 0)


def _start(head: bytes) -> bytes:
    """Return a file's bytes up to the end of its root's first tag."""
    end = head.find(b">", max(head.find(_ROOT), 0))
    if _ROOT not in head or end < 0:
        raise OddPieceError
    return head[: end + 1]


def _parsed(document: bytes, count: int) -> list[etree._Element]:
    try:
        found = list(etree.fromstring(document, etree.XMLParser(**XML_OPTIONS)))
    except etree.XMLSyntaxError as error:
        raise OddPieceError from error
    if len(found) != count or any(one.tag != ACTIVITY for one in found):
        raise OddPieceError
    return found
