"""A received file of any format that is read, as sheets: proved to be what its name says before a reader sees it."""

import dataclasses
import shutil
import stat
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Final

from loaders.formats import archives, signatures
from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.sheets import WARNING, Block, RefusedError, Remark, Sheet, refuse, taking

Reader = Callable[[Path, Wanted, Limits], Iterator[Sheet]]

# Readers are imported when their format comes: a CSV pays for no XML parser.
_READERS: Final = {
    signatures.DELIMITED: ("delimited", "read_delimited"),
    signatures.WORKBOOK: ("workbooks", "read_workbook"),
    signatures.OLD_WORKBOOK: ("oldworkbooks", "read_old_workbook"),
    signatures.OBJECTS: ("objects", "read_objects"),
    signatures.FEATURES: ("features", "read_features"),
    signatures.ACTIVITIES: ("activities", "read_activities"),
    signatures.PARQUET: ("parquets", "read_parquet"),
}
# What a member of an archive may be refused for alone: it is nothing that was asked for, or cannot be read from its
# beginning on. Whatever could hurt, or makes doubtful how much there is, refuses the archive.
_ALONE: Final = frozenset({
    "empty-file", "no-rows", "header-not-found", "missing-column", "duplicate-column", "too-many-columns",
    "unsupported-format", "not-csv", "not-xlsx", "not-parquet", "not-geojson", "json-syntax", "json-shape",
    "xml-syntax", "csv-syntax", "unclosed-quote", "encoding", "crs-not-wgs84",
})  # fmt: skip
_NO_ROWS: Final = "no-rows"
# In an archive these go with the data and are none.
_BESIDE: Final = (".txt",)
_PACKED: Final = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".zst")


def open_sheets(path: Path, wanted: Wanted, limits: Limits, name: str | None = None) -> Generator[Sheet, None, None]:
    """Yield the sheets of a received file; take the rows of each before the next.

    A member of an archive that is refused before its first row, for a reason that says nothing of the others, is a
    sheet with a ``refusal`` and no rows; where no member is read, the archive is refused.

    Args:
        path: The file.
        wanted: The columns asked for.
        limits: How large it may be, as sent and unpacked.
        name: The name its sender gave, where the file is kept under another.

    Raises:
        RefusedError: It is no regular file, empty, too large, not what its name says, or refused by its reader;
            no message holds a path of this machine.
    """
    refuse_odd(path, limits)
    given = name if name is not None else path.name
    kind = signatures.settle_format(path, given)
    if kind not in (signatures.ZIP, signatures.GZIP):
        yield from _reader(kind)(path, wanted, limits)
        return
    with _own_folder() as folder:
        if kind == signatures.GZIP:
            yield from _gzip_sheets(path, wanted, limits, given, folder)
        else:
            yield from _zip_sheets(path, wanted, limits, folder)


@contextmanager
def _own_folder() -> Iterator[Path]:
    # A TemporaryDirectory warns where a refusal leaves the sheets half taken and they are collected as garbage.
    folder = Path(tempfile.mkdtemp(prefix="unpacked-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def refuse_odd(path: Path, limits: Limits) -> None:
    """Refuse what is no regular file, has no bytes or too many.

    Raises:
        RefusedError: It is one of these.
    """
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        refuse("unsafe-path", "is a link, a folder or a device, no file", "send the file itself")
    if not found.st_size:
        refuse("empty-file", "has no bytes", "send the file with its heading and rows")
    if found.st_size > limits.file_bytes:
        words = f"has {found.st_size:,} bytes; {limits.file_bytes:,} are the most"
        refuse("too-large-decompressed", words, "send it in parts")


def _reader(kind: str) -> Reader:
    module, function = _READERS[kind]
    reader: Reader = getattr(import_module(f"loaders.formats.{module}"), function)
    return reader


def _gzip_sheets(path: Path, wanted: Wanted, limits: Limits, name: str, folder: Path) -> Iterator[Sheet]:
    inner = name[: -len(".gz")]
    _refuse_packed(inner)
    unpacked = archives.unpack_gzip(path, folder, limits)
    refuse_odd(unpacked, limits)
    yield from _reader(signatures.settle_format(unpacked, inner))(unpacked, wanted, limits)


def _refuse_packed(name: str, sheet: str = "") -> None:
    if signatures.suffix(name) in _PACKED:
        refuse("unsupported-format", "is an archive within an archive", "pack the files once", sheet=sheet)


def _zip_sheets(path: Path, wanted: Wanted, limits: Limits, folder: Path) -> Iterator[Sheet]:
    members = archives.list_members(path, limits)
    for member in members:
        _refuse_packed(member.name, member.name)
    chosen = [member for member in members if _is_data(member.name)]
    if not chosen:
        refuse("unsupported-format", "holds no file in a format that is read here", "pack the data itself")
    skipped = [_skipped(member.name) for member in members if member not in chosen]
    rows, unread = 0, []
    for name, unpacked in archives.unpack_members(path, chosen, folder):
        for sheet in _member_sheets(unpacked, wanted, dataclasses.replace(limits, rows=limits.rows - rows), name):
            sheet.remarks[:0], skipped = skipped, []
            count = _Count(sheet.blocks, name)
            yield dataclasses.replace(sheet, name=f"{name} {sheet.name}".rstrip(), blocks=iter(count))
            rows += count.rows
            unread += [sheet.refusal] if sheet.refusal and sheet.refusal.remark.rule != _NO_ROWS else []
        unpacked.unlink()
    if len(unread) == len(chosen):
        raise unread[0]


def _is_data(name: str) -> bool:
    return signatures.named_format(name) is not None and signatures.suffix(name) not in _BESIDE and not _is_litter(name)


def _is_litter(name: str) -> bool:
    """Whether a member is what a Mac leaves beside every file, under the file's own name."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def _skipped(name: str) -> Remark:
    words = "is in no format of data and was not read"
    return Remark(WARNING, "sheet-skipped", words, "leave it out, or send its data as CSV", value=name)


def _member_sheets(unpacked: Path, wanted: Wanted, limits: Limits, name: str) -> Iterator[Sheet]:
    """Yield the sheets of a member, or one that says why there are none."""
    sheets = _read_sheets(unpacked, wanted, limits, name)
    try:
        first = next(sheets)
    except RefusedError as error:
        if error.remark.rule not in _ALONE:
            raise
        yield Sheet("", (), iter(()), refusal=error)
        return
    yield first
    yield from sheets


def _read_sheets(unpacked: Path, wanted: Wanted, limits: Limits, name: str) -> Iterator[Sheet]:
    try:
        refuse_odd(unpacked, limits)
        yield from _reader(signatures.settle_format(unpacked, name))(unpacked, wanted, limits)
    except RefusedError as error:
        raise _located(error, name) from error


def _located(error: RefusedError, name: str) -> RefusedError:
    return error if name in error.sheet else RefusedError(error.remark, f"{name} {error.sheet}".rstrip())


@dataclasses.dataclass
class _Count:
    """Blocks of a member, counted as they are taken; what refuses one names the member."""

    blocks: Iterator[Block]
    name: str
    rows: int = 0

    def __iter__(self) -> Iterator[Block]:
        try:
            with taking(self.blocks) as blocks:
                for block in blocks:
                    self.rows += len(block.rows)
                    yield block
        except RefusedError as error:
            raise _located(error, self.name) from error
