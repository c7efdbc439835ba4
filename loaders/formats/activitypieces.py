"""IATI activities cut out of their file some at a time, which is quicker than one by one.

A file is cut behind the closing tags of activities, as they are written. Each piece is parsed with the file's own
beginning before it and the end of the root behind it; where that is whole, with one activity for each closing tag, the
cut lay between two activities, and the next piece begins where the whole file would have them as well.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final, Protocol

from lxml import etree

from loaders.formats.prologs import PROLOG_BYTES, XML_OPTIONS

ACTIVITY: Final = "iati-activity"
ROOT_CLOSING: Final = b"</iati-activities>"
_ROOT: Final = b"<iati-activities"
_OPENING: Final = b"<iati-activity"
_CLOSING: Final = b"</iati-activity>"
# Small enough that the processor's cache holds text and elements: pieces of a mebibyte take twice as long.
_PIECE: Final = 1 << 16
# Less than the longest text a parser takes, so that none can hide in a piece.
_LONGEST: Final = 8 << 20


class OddPieceError(ValueError):
    """A piece is not whole, so that the file must be read one activity after the other."""


class Readable(Protocol):
    """What bytes are read from, as from a file."""

    def read(self, size: int, /) -> bytes:
        """Return some bytes, none at the end."""


def parsed_pieces(file: BinaryIO) -> Iterator[list[etree._Element]]:
    """Yield the activities of each piece.

    Args:
        file: A file whose beginning was found to hold no document type.

    Raises:
        OddPieceError: The rest cannot be read so; every activity yielded before stands.
    """
    start = root_start(file)
    for piece in cut_pieces(file, start, _PIECE):
        yield _parsed(start, piece, ROOT_CLOSING)


def root_start(file: BinaryIO) -> bytes:
    """Return a file's bytes up to the end of its root's first tag, and let the file stand there.

    Raises:
        OddPieceError: There is no such tag.
    """
    file.seek(0)
    head = file.read(PROLOG_BYTES)
    end = head.find(b">", max(head.find(_ROOT), 0))
    if _ROOT not in head or end < 0:
        raise OddPieceError
    file.seek(end + 1)
    return head[: end + 1]


def cut_pieces(file: Readable, start: bytes, size: int) -> Iterator[bytes]:
    """Yield what follows the first tag of the root, cut behind closing tags of activities.

    Args:
        file: It stands behind that tag.
        start: Its bytes up to there.
        size: Bytes that are read at a time.

    Raises:
        OddPieceError: A piece is too long, or something else than the end of the root follows the last.
    """
    held = b""
    while data := file.read(size):
        held += data
        cut = held.rfind(_CLOSING)
        if cut >= 0:
            yield held[: cut + len(_CLOSING)]
            held = held[cut + len(_CLOSING) :]
        elif len(held) > _LONGEST:
            raise OddPieceError
    _parsed(start, held, b"")


def _parsed(start: bytes, piece: bytes, end: bytes) -> list[etree._Element]:
    count = piece.count(_CLOSING)
    try:
        found = list(etree.fromstring(start + piece + end, etree.XMLParser(**XML_OPTIONS)))
    except etree.XMLSyntaxError as error:
        raise OddPieceError from error
    # One inside of another, if empty or closed in another way, has no closing tag that is counted.
    if not len(found) == count == piece.count(_OPENING) or any(one.tag != ACTIVITY for one in found):
        raise OddPieceError
    return found
