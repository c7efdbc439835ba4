"""Markings that stand where no column is read: above the heading, in columns not used, in names of sheets."""

import mmap
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from loaders.formats.sheets import refuse
from loaders.values.markings import is_classified

# Two slashes behind a letter are all that is looked for in bytes, in one or two bytes a letter; the text decides.
_SUSPECT: Final = re.compile(rb"[TLSCtlsc]\x00?[ ]?\x00?/\x00?/")
_BEFORE, _AFTER = 60, 4
_PIECE: Final = 1 << 20
_TAGS: Final = re.compile(r"<[^<>]*>")


def refuse_marked(path: Path) -> None:
    """Refuse a file that bears a classified marking anywhere in it; the marking itself is not repeated.

    Args:
        path: A file whose readers have already found it within its limits.

    Raises:
        RefusedError: A marking was found; where it is text, ``row`` is the line it stands on.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if is_classified(member.filename) or any(
                    _marks(piece) is not None for piece in _pieces(archive, member)
                ):
                    _refuse(None)
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        place = _marks(content)
        if place is not None:
            _refuse(content[:place].count(b"\n") + 1)


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member piece by piece, each beginning with the end of the one before."""
    end = b""
    with archive.open(member) as file:
        while piece := file.read(_PIECE):
            yield end + piece
            end = piece[-_BEFORE:]


def _marks(content: bytes | mmap.mmap) -> int | None:
    """Return where the first marking stands, None where there is none."""
    for match in _SUSPECT.finditer(content):
        around = content[max(0, match.start() - _BEFORE) : match.end() + _AFTER]
        text = around.replace(b"\x00", b"").decode("utf-8", "replace")
        if is_classified(_TAGS.sub(" ", text)):
            return match.start()
    return None


def _refuse(row: int | None) -> None:
    refuse("classified-marking", "carries a classified marking; nothing of the file is kept or shown",
           "send it through the channel its marking asks for", row=row)  # fmt: skip
