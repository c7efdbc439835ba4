"""Markings that stand where no column is read: above the heading, in columns not used, in names of sheets."""

import gzip
import re
import zipfile
from collections.abc import Callable, Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import IO, Final, NamedTuple, NoReturn, cast

import numpy as np

from loaders.formats.bytescan import Codes, scattered
from loaders.formats.sheets import WARNING, Places, RefusedError, Remark, refuse
from loaders.values.markings import is_classified, is_controlled

Suspects = Callable[[bytes | bytearray, int], Iterator[tuple[int, int]]]

# Two slashes behind a letter are all that is looked for in bytes; the text decides.
# A program that writes JSON may put a backslash before each slash.
_SUSPECT: Final = re.compile(rb"[TLSCtlsc][ ]?\\?/\\?/")
# How JSON and XML may write any letter, digit or sign of ASCII.
_ESCAPED: Final = re.compile(
    rb"\\u00([2-7][0-9A-Fa-f])|&#x0{0,4}([2-7][0-9A-Fa-f]);|&#0{0,4}(3[2-9]|[4-9]\d|1[01]\d|12[0-6]);"
)
_ZERO: Final = b"\x00"
_ESCAPES: Final = (b"\\u00", b"&#")
_BEFORE, _AFTER = 60, 20
OVERLAP: Final = 2 * _BEFORE * len("\\u0053")
"""Bytes of one piece that begin the next: twice what stands before a marking, all of it escaped."""
# Bytes the expression takes before its first slash and from it on, at most.
_LONGEST: Final = 3
_SLASH, _LETTER, _SPACE = (ord(char) for char in "/U ")
# What may stand before the first of the two slashes and after it; the expression looks at nothing else.
_LEADING, _FOLLOWING = (np.isin(np.arange(256), list(codes)) for codes in (b"TLSCtlsc \\", b"\\/"))
# CUI, FOUO, SBU, and USE of FOR OFFICIAL USE ONLY: what stands before their U, and what after it.
_CONTROLLED: Final = re.compile(rb"(?:CUI|FOUO|SBU)(?![A-Za-z])|L USE")
_EARLIER, _LATER = (np.isin(np.arange(256), list(codes)) for codes in (b"COB ", b"IOS/) \r\n<,;\"'"))
_AROUND_U: Final = 4
_GZIP: Final = b"\x1f\x8b"
# Old workbooks: their texts stand between bytes that are none, the lines of which mean nothing.
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORDS: Final = re.compile(rb"[ -~]{5,}")
_WORKBOOKS: Final = (".xlsx", ".xlsm")
PIECE: Final = 4 << 20
"""Bytes of a file that are looked at at once."""
# Elements, and the codes for place and type of the header and footer of a printed sheet.
_TAGS: Final = re.compile(
    r"<(?!!--)[^<>]*>|&(?:amp;)?(?:[LCRBIUESXY]|\d{1,3}|K[0-9A-F]{6}|(?:\"|&quot;).{1,40}?(?:\"|&quot;))"
)
# A mark of a portion that is not closed behind a few words.
_OPEN_PORTION: Final = re.compile(r"\((?:TS|S|C)\s?//(?![A-Z/ ,-]{0,40}\))", re.IGNORECASE)
# Of packed bytes every eighth is one of these; texts have none.
_NO_TEXT: Final = bytes({*range(1, 32)} - set(b"\t\n\r\f"))
_MOST_NO_TEXT: Final = 0.01


class _Piece(NamedTuple):
    """Some bytes of a file that were not looked at before, behind the end of those that were.

    ``offset`` is how many bytes of the file stand before them all, None where lines mean nothing. The bytes are those
    of one buffer, which the next piece overwrites. ``is_compound`` tells those of an old workbook.
    """

    content: bytes | bytearray
    start: int
    offset: int | None
    is_compound: bool = False


def find_marking(path: Path) -> Remark | None:
    """Refuse a file that bears a classified marking anywhere in it; the marking itself is not repeated.

    Args:
        path: A file whose readers have already found it within its limits.

    Returns:
        What to say of the first marking of controlled information in a text, None where there is none.

    Raises:
        RefusedError: A classified marking was found; where it is plain text, ``row`` is the line it stands on.
    """
    found: Remark | None = None
    for piece in map(_unescaped, map(_narrow, _pieces(path))):
        is_text = _is_text(piece.content)
        place = next(_marks(piece, _suspects, is_classified if is_text else _is_classified_amid_bytes), None)
        if place is not None:
            _refuse(_line(path, piece, place))
        if found is None and (is_text or piece.is_compound):
            place = next(_marks(piece if is_text else _words(piece), _controlled, is_controlled), None)
            found = None if place is None else _controlled_remark(_line(path, piece, place))
    return found


def _is_classified_amid_bytes(text: str) -> bool:
    """Whether packed bytes bear a marking; four of them alone look like the beginning of one in every few files."""
    return is_classified(_OPEN_PORTION.sub(" ", text))


def _controlled_remark(line: int | None) -> Remark:
    return Remark(WARNING, "marking-found", "bears a CUI marking outside the cells that are read; the banner is raised",
                  "", line)  # fmt: skip


def is_packed(path: Path) -> bool:
    """Whether a file's bytes are packed, so that only what read it knows that unpacking them is safe."""
    with path.open("rb") as file:
        return zipfile.is_zipfile(file) or _begins(file, _GZIP)


def _begins(file: IO[bytes], signature: bytes) -> bool:
    file.seek(0)
    return file.read(len(signature)) == signature


def _pieces(path: Path) -> Iterator[_Piece]:
    with path.open("rb") as file:
        if zipfile.is_zipfile(file):
            yield from _member_pieces(file)
        elif _begins(file, _GZIP):
            with gzip.open(path) as unpacked:
                yield from _stream_pieces(unpacked)
        elif _begins(file, _COMPOUND):
            file.seek(0)
            yield from (piece._replace(is_compound=True) for piece in _stream_pieces(file))
        else:
            file.seek(0)
            yield from _stream_pieces(file, has_lines=True)


def _member_pieces(file: IO[bytes]) -> Iterator[_Piece]:
    with zipfile.ZipFile(file) as archive:
        yield _Piece(archive.comment, 0, None)
        for member in archive.infolist():
            yield _Piece(f" {member.filename} ".encode(errors="replace") + member.comment, 0, None)
            with archive.open(member) as content:
                # Only a workbook that was read has had the sizes of its own parts checked.
                is_workbook = member.filename.lower().endswith(_WORKBOOKS)
                yield from _member_pieces(content) if is_workbook else _stream_pieces(content)


def _stream_pieces(content: IO[bytes] | BufferedIOBase, *, has_lines: bool = False) -> Iterator[_Piece]:
    """Yield a stream piece by piece, each beginning with the end of the one before, which was looked at already."""
    # One buffer for the whole stream: fresh ones of this size cost more in page faults than all the looking.
    buffer, held, offset = bytearray(OVERLAP + PIECE), 0, 0
    while count := cast(BufferedIOBase, content).readinto(memoryview(buffer)[held:]):
        size = held + count
        yield _Piece(buffer if size == len(buffer) else buffer[:size], held // 2, offset if has_lines else None)
        held = min(size, OVERLAP)
        buffer[:held] = buffer[size - held : size]
        offset += size - held


def _narrow(piece: _Piece) -> _Piece:
    """Leave out the zeros of letters written in two bytes or four; no line begins or ends by that."""
    if _ZERO not in piece.content:
        return piece
    plain, before = (part.replace(_ZERO, b"") for part in (piece.content, piece.content[: piece.start]))
    return piece._replace(content=plain, start=len(before))


def _words(piece: _Piece) -> _Piece:
    """Leave only what stands between bytes of no text, where three letters alone may come about by chance."""
    return piece._replace(content=b"\n".join(_WORDS.findall(piece.content, max(0, piece.start - _BEFORE))), start=0)


def _unescaped(piece: _Piece) -> _Piece:
    """Write out what is escaped as JSON or XML may escape it; no line begins or ends by that."""
    # One byte is looked for many times quicker than two.
    if not any(start[:1] in piece.content and start in piece.content for start in _ESCAPES):
        return piece
    plain, before = (_ESCAPED.sub(_written_out, part) for part in (piece.content, piece.content[: piece.start]))
    return piece._replace(content=plain, start=len(before))


def _written_out(escape: re.Match[bytes]) -> bytes:
    by_json, by_hex, by_number = escape.groups()
    return bytes([int(by_number) if by_number else int(by_json or by_hex, 16)])


def _line(path: Path, piece: _Piece, place: int) -> int | None:
    if piece.offset is None:
        return None
    with path.open("rb") as file:
        before = sum(file.read(min(PIECE, piece.offset - at)).count(b"\n") for at in range(0, piece.offset, PIECE))
    return 1 + before + piece.content.count(b"\n", 0, place)


def _is_text(content: bytes | bytearray) -> bool:
    head = content[:4096]
    return len(head) - len(head.translate(None, _NO_TEXT)) <= _MOST_NO_TEXT * len(head)


def refuse_marked_reason(error: RefusedError) -> NoReturn:
    """Refuse a file for the reason it was refused for, unless that reason would repeat a classified marking.

    Raises:
        RefusedError: Always.
    """
    remark = error.remark
    if any(is_classified(text) for text in (remark.message, remark.value, remark.column, error.sheet)):
        _refuse(remark.row)
    raise error


def _marks(piece: _Piece, suspects: Suspects, is_marking: Callable[[str], bool]) -> Iterator[int]:
    """Yield where markings of one kind stand."""
    for place, end in suspects(piece.content, piece.start):
        around = piece.content[max(0, place - _BEFORE) : end + _AFTER]
        text = around.replace(b"\\/", b"/").decode("utf-8", "replace")
        # A marking in angle brackets is no element, and one may be torn apart by elements.
        if is_marking(text) or is_marking(_TAGS.sub(" ", text)):
            yield place


def _suspects(content: bytes | bytearray, start: int) -> Iterator[tuple[int, int]]:
    """Yield what may be a classified marking, looked for only where there is a slash between bytes it asks for."""
    codes = np.frombuffer(content, dtype=np.uint8)
    slashes = scattered(_SLASH, content, start + 1)
    slashes = slashes[slashes < len(codes) - 1]
    slashes = slashes[_LEADING[codes[slashes - 1]] & _FOLLOWING[codes[slashes + 1]]]
    for slash in slashes.tolist():
        if match := _SUSPECT.search(content, max(0, slash - _LONGEST), slash + _LONGEST):
            yield match.span()


def _controlled(content: bytes | bytearray, start: int) -> Iterator[tuple[int, int]]:
    """Yield what may be a marking of controlled information, looked for only around a U between bytes it asks for."""
    codes = np.frombuffer(content, dtype=np.uint8)
    places = scattered(_LETTER, content, max(start, 1))
    places = places[_EARLIER[codes[places - 1]] & _LATER[_codes_at(codes, places + 1)]]
    places = places[(codes[places - 1] != _SPACE) | (_codes_at(codes, places + 2) == ord("E"))]
    for place in places.tolist():
        if _CONTROLLED.search(content, max(0, place - _AROUND_U), place + _AROUND_U):
            yield place, place + 1


def _codes_at(codes: Codes, places: Places) -> Codes:
    """Return the bytes at some places; behind the last of a file stands what stands behind a word."""
    return np.where(places < len(codes), codes[np.minimum(places, len(codes) - 1)], np.uint8(_SPACE))


def _refuse(row: int | None) -> NoReturn:
    refuse("classified-marking", "carries a classified marking; nothing of the file is kept or shown",
           "send it through the channel its marking asks for", row=row)  # fmt: skip
