"""Which encoding a text file is written in, and its text as UTF-8 in chunks that end at a line end."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from loaders.formats.sheets import INFO, WARNING, Remark, refuse

CHUNK: Final = 16 << 20
LONGEST_RECORD: Final = 16 << 20
_WINDOW: Final = 1 << 20
_SAMPLE: Final = 64 << 10
_MOST_BYTES: Final = 4
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN: Final = "cp1252"
_MEND: Final = "save the file as CSV UTF-8"


@dataclass(frozen=True)
class Encoding:
    """The encoding of one file, and what is to be said about it."""

    name: str
    remarks: tuple[Remark, ...] = ()


def find_encoding(path: Path) -> Encoding:
    """Return a file's encoding: by its byte order mark, as UTF-8 where every byte agrees, else as a guess.

    Raises:
        RefusedError: UTF-8 and another encoding are mixed in the file, or its bytes are text in no known encoding.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
        marked = next((name for mark, name in _MARKS if head.startswith(mark)), None) or _unmarked_utf16(head)
        file.seek(0)
        wrong = None if marked and marked != "utf-8-sig" else _first_invalid(file)
    if marked and marked != "utf-8-sig":
        return Encoding(marked, (Remark(INFO, "encoding-detected", f"was read as {marked.upper()}"),))
    if wrong is None:
        return Encoding("utf-8-sig")
    return _guess(path, wrong)


def read_chunks(path: Path, encoding: str) -> Iterator[memoryview]:
    """Yield a file's text as UTF-8, each chunk ending at a line end; the last line is given one where it has none.

    A chunk is a view of one buffer that the next chunk overwrites.

    Raises:
        RefusedError: A line is longer than any record may be, or bytes are not of the encoding.
    """
    # One buffer for the whole file: fresh ones of this size cost as much in page faults as all the reading.
    buffer, held = bytearray(CHUNK), 0
    with path.open("rb") as file:
        fill = _utf8_filler(file, encoding)
        while count := fill(memoryview(buffer)[held:]):
            held += count
            cut = _last_line_end(buffer, held)
            if cut:
                yield memoryview(buffer)[:cut]
                buffer[: held - cut] = buffer[cut:held]
                held -= cut
            elif held == len(buffer):
                buffer = _widened(buffer)
    if held:
        yield memoryview(bytes(buffer[:held]) + b"\n"[: buffer[held - 1] not in b"\r\n"])


def _last_line_end(buffer: bytearray, held: int) -> int:
    cut = buffer.rfind(b"\n", 0, held) + 1
    # The last byte may be the first half of a CR LF, so it is not yet known to end a line.
    return cut or buffer.rfind(b"\r", 0, max(held - 1, 0)) + 1


def _widened(buffer: bytearray) -> bytearray:
    if len(buffer) >= LONGEST_RECORD:
        refuse("csv-syntax", f"has a line of more than {LONGEST_RECORD >> 20} MiB", "send a table with line ends")
    return buffer + bytearray(len(buffer))


def _utf8_filler(file: BufferedReader, encoding: str) -> Callable[[memoryview], int]:
    """Return what fills a buffer with the file's text as UTF-8 and says with how many bytes."""
    if encoding == "utf-8-sig":
        file.seek(len(codecs.BOM_UTF8) if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8 else 0)
        return file.readinto
    text = TextIOWrapper(file, encoding=encoding, newline="")

    def fill(view: memoryview) -> int:
        try:
            piece = text.read(max(len(view) // _MOST_BYTES, 1)).encode("utf-8")
        except UnicodeError:
            refuse("encoding", f"has bytes that are no {encoding.upper()} text", _MEND)
        view[: len(piece)] = piece
        return len(piece)

    return fill


def is_wide(head: bytes) -> bool:
    """Whether the first bytes of a file are UTF-16 or UTF-32, where zeros are part of letters."""
    return any(head.startswith(mark) for mark, _ in _MARKS[1:]) or _unmarked_utf16(head) is not None


def _unmarked_utf16(head: bytes) -> str | None:
    """Tell UTF-16 without its mark by the zero in every second byte of Western text."""
    even, odd = head[0::2], head[1::2]
    half = max(len(odd), 1) / 2
    if odd.count(0) > half and even.count(0) < half / 4:
        return "utf-16-le"
    if even.count(0) > half and odd.count(0) < half / 4:
        return "utf-16-be"
    return None


def _first_invalid(file: BufferedReader) -> int | None:
    """Return where the first window of bytes that is no UTF-8 starts, None where all of the file is."""
    start, buffer, held = 0, bytearray(_WINDOW + 4), 0
    while count := file.readinto(memoryview(buffer)[held : held + _WINDOW]):
        cut = _whole_characters(buffer, held + count)
        if not _is_utf8(buffer, cut):
            return start
        held, start = held + count - cut, start + cut
        buffer[:held] = buffer[cut : cut + held]
    return None if _is_utf8(buffer, held) else start


def _whole_characters(buffer: bytearray, size: int) -> int:
    for back in range(1, min(4, size) + 1):
        byte = buffer[size - back]
        if byte >= 0xC0:
            return size - back
        if byte < 0x80:
            break
    return size


def _is_utf8(buffer: bytearray, size: int) -> bool:
    offsets = pa.py_buffer(np.array([0, size], dtype=np.int64))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(buffer)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _guess(path: Path, start: int) -> Encoding:
    with path.open("rb") as file:
        file.seek(start)
        sample = file.read(_WINDOW + 4)
    _refuse_mixed(sample)
    name = _foreign(sample) or _WESTERN
    try:
        sample.decode(name)
    except UnicodeError:
        name = _detected(sample)
    words = f"is not UTF-8 and was read as {name}, which is a guess"
    return Encoding(name, (Remark(WARNING, "encoding-guessed", words, f"compare the accented letters, or {_MEND}"),))


def _refuse_mixed(sample: bytes) -> None:
    """Refuse bytes most of whose letters are UTF-8 while some are not: no one encoding reads them all."""
    text = sample.decode("utf-8", errors="surrogateescape")
    broken = len(re.findall(r"[\udc80-\udcff]", text))
    whole = len(re.findall(r"[^\x00-\x7f\udc80-\udcff]", text))
    if whole and whole >= broken:
        refuse("encoding", "mixes UTF-8 with another encoding", _MEND)


def _foreign(sample: bytes) -> str | None:
    """Return a detected encoding where whole words are beyond ASCII, as they are in no Western text."""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", sample)]
    return _detected(sample) if sum(run for run in runs if run > 1) > 0.6 * sum(runs) else None


def _detected(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    lines = b"\n".join(line for line in sample.splitlines() if not line.isascii())
    best = from_bytes(lines[:_SAMPLE]).best()
    if best is None:
        refuse("encoding", "is text in no encoding that is known", _MEND)
    return best.encoding
