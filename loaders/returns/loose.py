"""Markings that stand where no column is read: above the heading, in columns not used, in names of sheets."""

import gzip
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, NoReturn

import numpy as np

from loaders.formats.sheets import RefusedError, refuse
from loaders.values.markings import is_classified

# Two slashes behind a letter are all that is looked for in bytes, in one or two bytes a letter; the text decides.
_SUSPECT: Final = re.compile(rb"[TLSCtlsc]\x00?[ ]?\x00?/\x00?/")
_BEFORE, _AFTER = 60, 4
# Bytes the expression takes before its first slash and from it on, at most.
_LONGEST: Final = 4
_SLASH: Final = ord("/")
# What may stand before the first of the two slashes and after it; the expression looks at nothing else.
_LEADING, _FOLLOWING = (np.isin(np.arange(256), list(codes)) for codes in (b"TLSCtlsc \x00", b"/\x00"))
_GZIP: Final = b"\x1f\x8b"
_WORKBOOKS: Final = (".xlsx", ".xlsm")
_PIECE: Final = 1 << 20
_TAGS: Final = re.compile(r"<[^<>]*>")


def refuse_marked(path: Path) -> None:
    """Refuse a file that bears a classified marking anywhere in it; the marking itself is not repeated.

    Args:
        path: A file whose readers have already found it within its limits.

    Raises:
        RefusedError: A marking was found; where it is plain text, ``row`` is the line it stands on.
    """
    with path.open("rb") as file:
        if zipfile.is_zipfile(file):
            _refuse_marked_members(file)
        elif file.seek(0) == 0 and file.read(len(_GZIP)) == _GZIP:
            with gzip.open(path) as unpacked:
                _refuse_marked_pieces(unpacked)
        else:
            file.seek(0)
            _refuse_marked_pieces(file, has_lines=True)


def _refuse_marked_members(file: IO[bytes]) -> None:
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if is_classified(member.filename):
                _refuse(None)
            with archive.open(member) as content:
                # Only a workbook that was read has had the sizes of its own parts checked.
                if member.filename.lower().endswith(_WORKBOOKS):
                    _refuse_marked_members(content)
                else:
                    _refuse_marked_pieces(content)


def _refuse_marked_pieces(content: IO[bytes] | gzip.GzipFile, *, has_lines: bool = False) -> None:
    """Look at a stream piece by piece, each beginning with the end of the one before, which was looked at already."""
    end, line = b"", 1
    while read := content.read(_PIECE):
        piece = end + read
        place = _marks(piece, len(end) // 2)
        if place is not None:
            _refuse(line + piece.count(b"\n", 0, place) if has_lines else None)
        end = piece[-2 * _BEFORE :]
        line += piece.count(b"\n", 0, len(piece) - len(end)) if has_lines else 0


def refuse_marked_reason(error: RefusedError) -> NoReturn:
    """Refuse a file for the reason it was refused for, unless that reason would repeat a classified marking.

    Raises:
        RefusedError: Always.
    """
    remark = error.remark
    if any(is_classified(text) for text in (remark.message, remark.value, remark.column, error.sheet)):
        _refuse(remark.row)
    raise error


def _marks(content: bytes, start: int) -> int | None:
    """Return where the first marking from a place on stands, None where there is none."""
    for match in _suspects(content, start):
        around = content[max(0, match.start() - _BEFORE) : match.end() + _AFTER]
        text = around.replace(b"\x00", b"").decode("utf-8", "replace")
        if is_classified(_TAGS.sub(" ", text)):
            return match.start()
    return None


def _suspects(content: bytes, start: int) -> "Iterator[re.Match[bytes]]":
    """Yield what the expression finds, looked for only where there is a slash between bytes it asks for."""
    codes = np.frombuffer(content, dtype=np.uint8)
    slashes = np.flatnonzero(codes[start + 1 : -1] == _SLASH) + start + 1
    slashes = slashes[_LEADING[codes[slashes - 1]] & _FOLLOWING[codes[slashes + 1]]]
    for slash in slashes.tolist():
        if match := _SUSPECT.search(content, max(0, slash - _LONGEST), slash + _LONGEST):
            yield match


def _refuse(row: int | None) -> NoReturn:
    refuse("classified-marking", "carries a classified marking; nothing of the file is kept or shown",
           "send it through the channel its marking asks for", row=row)  # fmt: skip
