"""Which encoding a text file is written in, and its text as UTF-8 in chunks that end at a line end."""

import codecs
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import Final, NoReturn

import numpy as np
import pyarrow as pa

from loaders.formats.ahead import AT_ONCE
from loaders.formats.sheets import INFO, WARNING, Remark, refuse

CHUNK: Final = 8 << 20
LONGEST_RECORD: Final = 16 << 20
_WINDOW: Final = 1 << 20
_SAMPLE: Final = 64 << 10
_MOST_BYTES: Final = 4
# In UTF-8 a byte from the first of these on begins a character of several, one from the second on is part of such.
_LEADS, _FOLLOWS = 0xC0, 0x80
_FOREIGN: Final = re.compile(rb"[\x80-\xff]")
_PLAIN: Final = "Az09,;\t\"'\r\n"
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
    """Return a file's encoding: by its byte order mark, as UTF-8 where its beginning agrees, else as a guess.

    Raises:
        RefusedError: UTF-8 and another encoding are mixed in its beginning, or that is text in no known encoding.
    """
    with path.open("rb") as file:
        head = file.read(_WINDOW + _MOST_BYTES)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None) or _unmarked_utf16(head[:_SAMPLE])
    if marked and marked != "utf-8-sig":
        return Encoding(marked, (Remark(INFO, "encoding-detected", f"was read as {marked.upper()}"),))
    return Encoding("utf-8-sig") if _is_utf8(head, _whole_characters(head)) else _guess(path, 0)


def read_chunks(path: Path, encoding: str, note: Callable[[Remark], object] = lambda _: None) -> Iterator[memoryview]:
    """Yield a file's text as UTF-8, each chunk ending at a line end; the last line is given one where it has none.

    Where a file begins as UTF-8 and does not go on so, it is read on as a guess.

    Args:
        path: The file.
        encoding: How it begins, as ``find_encoding`` says.
        note: Takes what is to be said about a guess made on the way.

    Yields:
        Views of buffers used in turn: a chunk is overwritten by the one ``AT_ONCE`` after it.

    Raises:
        RefusedError: A line is longer than any record may be, or bytes are not of the encoding, or of two.
    """
    if encoding != "utf-8-sig":
        yield from _chunks(path, encoding, 0)
        return
    with path.open("rb") as file:
        start = len(codecs.BOM_UTF8) if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8 else 0
    for chunk in _chunks(path, encoding, start):
        if not _is_utf8(chunk, len(chunk)):
            other = _guess_on(path, start)
            for remark in other.remarks:
                note(remark)
            yield from _chunks(path, other.name, start)
            return
        yield chunk
        start += len(chunk)


def _chunks(path: Path, encoding: str, start: int) -> Iterator[memoryview]:
    # A few buffers for the whole file: fresh ones of this size cost as much in page faults as all the reading.
    buffer, held, others = bytearray(CHUNK), 0, deque[bytearray]()
    with path.open("rb") as file:
        file.seek(start)
        fill = file.readinto if encoding == "utf-8-sig" else _transcoder(file, encoding)
        while count := fill(memoryview(buffer)[held:]):
            held += count
            cut = _last_line_end(buffer, held)
            if cut:
                yield memoryview(buffer)[:cut]
                rest = buffer[cut:held]
                others.append(buffer)
                buffer, held = _next_buffer(others, len(rest)), len(rest)
                buffer[:held] = rest
            elif held == len(buffer):
                buffer = _widened(buffer)
    if held:
        yield memoryview(bytes(buffer[:held]) + b"\n"[: buffer[held - 1] not in b"\r\n"])


def _next_buffer(others: deque[bytearray], least: int) -> bytearray:
    """Return the buffer to fill next: the one filled longest ago, or a new one where that is missing or too short."""
    buffer = others.popleft() if len(others) == AT_ONCE else bytearray(CHUNK)
    return buffer if len(buffer) > least else bytearray(len(others[-1]))


def _last_line_end(buffer: bytearray, held: int) -> int:
    cut = buffer.rfind(b"\n", 0, held) + 1
    # The last byte may be the first half of a CR LF, so it is not yet known to end a line.
    return cut or buffer.rfind(b"\r", 0, max(held - 1, 0)) + 1


def _widened(buffer: bytearray) -> bytearray:
    if len(buffer) >= LONGEST_RECORD:
        refuse("csv-syntax", f"has a line of more than {LONGEST_RECORD >> 20} MiB", "send a table with line ends")
    return buffer + bytearray(len(buffer))


def _transcoder(file: BufferedReader, encoding: str) -> Callable[[memoryview], int]:
    """Return what fills a buffer with the file's text as UTF-8 and says with how many bytes."""
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


def _whole_characters(head: bytes) -> int:
    """Return how many of some bytes are of whole characters, where they are UTF-8."""
    size = len(head)
    for back in range(1, min(_MOST_BYTES, size) + 1):
        byte = head[size - back]
        if byte >= _LEADS:
            return size - back
        if byte < _FOLLOWS:
            break
    return size


def _is_utf8(data: bytes | memoryview, size: int) -> bool:
    offsets = pa.py_buffer(np.array([0, size], dtype=np.int64))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(data)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _guess_on(path: Path, start: int) -> Encoding:
    """Guess the encoding of a file that was UTF-8 up to a byte; in both encodings what stands before must be alike."""
    with path.open("rb") as file:
        if not all(file.read(min(_WINDOW, start - at)).isascii() for at in range(0, start, _WINDOW)):
            _refuse_two()
    guess = _guess(path, start)
    if _PLAIN.encode(guess.name) != _PLAIN.encode():
        _refuse_two()
    return guess


def _guess(path: Path, start: int) -> Encoding:
    sample = _first_foreign(path, start)
    _refuse_mixed(sample)
    name = _foreign(sample) or _WESTERN
    try:
        sample.decode(name)
    except UnicodeError:
        name = _detected(sample)
    words = f"is not UTF-8 and was read as {name}, which is a guess"
    return Encoding(name, (Remark(WARNING, "encoding-guessed", words, f"compare the accented letters, or {_MEND}"),))


def _first_foreign(path: Path, start: int) -> bytes:
    """Return some bytes from the first line on that holds one beyond ASCII."""
    with path.open("rb") as file:
        file.seek(start)
        while (sample := file.read(_WINDOW)) and sample.isascii():
            start += len(sample)
        found = _FOREIGN.search(sample)
        file.seek(start + sample.rfind(b"\n", 0, found.start() if found else 0) + 1)
        return file.read(_WINDOW)


def _refuse_mixed(sample: bytes) -> None:
    """Refuse bytes most of whose letters are UTF-8 while some are not: no one encoding reads them all."""
    text = sample.decode("utf-8", errors="surrogateescape")
    broken = len(re.findall(r"[\udc80-\udcff]", text))
    whole = len(re.findall(r"[^\x00-\x7f\udc80-\udcff]", text))
    if whole and whole >= broken:
        _refuse_two()


def _refuse_two() -> NoReturn:
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
