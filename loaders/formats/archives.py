"""ZIP archives and gzip files: all of them is checked before a byte is unpacked, and again while it is."""

import gzip
import os
import re
import stat
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders.formats.limits import Limits
from loaders.formats.sheets import refuse

_PIECE: Final = 1 << 18
_ENCRYPTED: Final = 0x01 | 0x40
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_KINDS: Final = (0, stat.S_IFREG, stat.S_IFDIR)
# Head and end of the shortest gzip file.
_GZIP_BYTES: Final = 18
# The end of a ZIP: its last record of 22 bytes, and a comment of up to 65,535.
_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22 + 0xFFFF
_ENTRY_BYTES: Final = 1 << 10
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\\]|^/|^[A-Za-z]:|(^|/)\.\.(/|$)")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError, struct.error)
_AGAIN: Final = "send the whole file again"
_PACK: Final = "pack the files anew, each once and under a plain name"


@dataclass(frozen=True)
class Member:
    """A file in an archive: its name there, and what is needed to unpack it."""

    name: str
    info: zipfile.ZipInfo


def list_members(path: Path, limits: Limits) -> list[Member]:
    """Return the files of a ZIP archive, none of it unpacked.

    Raises:
        RefusedError: It is damaged, has too many or too large members, one twice, one that is encrypted or a link,
            or one whose name leads elsewhere.
    """
    _refuse_long_list(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except _BROKEN:
        refuse("truncated", "is no whole ZIP archive", _AGAIN)
    _refuse_names(infos)
    _refuse_sizes(infos, limits)
    for info in infos:
        _refuse_kind(info)
    members = [Member(info.filename, info) for info in infos if not info.is_dir()]
    if not members:
        refuse("empty-file", "is an archive without a file", "send the data")
    return members


def unpack_members(path: Path, members: Sequence[Member], folder: Path) -> Iterator[tuple[str, Path]]:
    """Unpack members one by one under names of our own, and yield the name and the unpacked file of each.

    Raises:
        RefusedError: A member is damaged or larger than the archive says.
    """
    with zipfile.ZipFile(path) as archive:
        for number, member in enumerate(members, start=1):
            target, said = folder / f"member-{number}", member.info.file_size
            # The module would stop reading at the size said, and say nothing of what follows.
            member.info.file_size = sys.maxsize
            try:
                with archive.open(member.info) as stream:
                    size = _copy(stream.read, target, said)
            except _BROKEN:
                refuse("truncated", "is damaged in its archive", _AGAIN, sheet=member.name)
            if size < said:
                refuse("truncated", "is shorter than its archive says", _AGAIN, sheet=member.name)
            yield member.name, target


def unpack_gzip(path: Path, folder: Path, limits: Limits) -> Path:
    """Unpack a gzip file and return the unpacked one.

    Raises:
        RefusedError: It is damaged, or larger unpacked than a file may be.
    """
    target = folder / "unpacked"
    # What the end says is the size only where the end is there: of a file that was cut off it is anything.
    places = (Path(os.devnull), target) if _said_size(path) > limits.file_bytes else (target,)
    try:
        for place in places:
            with gzip.open(path, "rb") as stream:
                _copy(stream.read, place, limits.file_bytes)
    except _BROKEN:
        refuse("truncated", "is no whole gzip file", _AGAIN)
    return target


def _said_size(path: Path) -> int:
    """Return the size the end of a gzip file says, which need not be true."""
    if path.stat().st_size < _GZIP_BYTES:
        refuse("truncated", "is no whole gzip file", _AGAIN)
    with path.open("rb") as file:
        file.seek(-4, 2)
        return int.from_bytes(file.read(4), "little")


def _copy(read: Callable[[int], bytes], target: Path, most: int) -> int:
    size = 0
    with target.open("wb") as file:
        while piece := read(_PIECE):
            size += len(piece)
            if size > most:
                _refuse_large(most)
            file.write(piece)
    return size


def _refuse_large(most: int) -> None:
    refuse("too-large-decompressed", f"unpacks to more than {most:,} bytes", "send it in parts")


def _refuse_long_list(path: Path, limits: Limits) -> None:
    """Refuse by what the end of the file says: the list of members is not even read where it is too long."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _END_BYTES), 2)
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        refuse("truncated", "is no whole ZIP archive", _AGAIN)
    count, size = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > limits.members or size > limits.members * _ENTRY_BYTES:
        refuse("too-many-members", f"has more than {limits.members:,} members", "send it in parts")


def _refuse_names(infos: Sequence[zipfile.ZipInfo]) -> None:
    for info in infos:
        # The name as stored: the module cuts it at a zero byte.
        if not info.filename.strip("/ .") or _UNSAFE.search(info.orig_filename):
            refuse("unsafe-path", "has a member whose name leads out of the archive or is none", _PACK)
    names = Counter(unicodedata.normalize("NFKC", info.filename).casefold().rstrip("/") for info in infos)
    twice = next((name for name, times in names.items() if times > 1), None)
    if twice is not None:
        refuse("duplicate-member", "has two members of one name", _PACK, sheet=twice)


def _refuse_sizes(infos: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.members:
        refuse("too-many-members", f"has more than {limits.members:,} members", "send it in parts")
    if sum(info.file_size for info in infos) > limits.file_bytes:
        _refuse_large(limits.file_bytes)


def _refuse_kind(info: zipfile.ZipInfo) -> None:
    if stat.S_IFMT(info.external_attr >> 16) not in _KINDS:
        refuse("unsafe-path", "is a link or a device, no file", _PACK, sheet=info.filename)
    if info.flag_bits & _ENCRYPTED:
        refuse("encrypted", "is encrypted", "send it without a password", sheet=info.filename)
    if info.compress_type not in _METHODS:
        refuse("unsupported-format", "is packed in a way that is not read here", _PACK, sheet=info.filename)
