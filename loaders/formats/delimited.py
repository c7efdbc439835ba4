"""CSV and its kin: text with a delimiter, read in bounded memory, fast where it is regular and exactly where not."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np

from loaders.formats.ahead import ahead, begun
from loaders.formats.blocks import BLOCK_ROWS, is_plain, joined
from loaders.formats.csvrecords import CsvRecords, Layout, read_rows, refuse_unclosed
from loaders.formats.encodings import LONGEST_RECORD, find_encoding, read_chunks
from loaders.formats.headings import Heading, Wanted, settle_heading
from loaders.formats.heads import DELIMITERS, Head, find_head
from loaders.formats.limits import Limits
from loaders.formats.regular import LONGEST_REGULAR, Regular, line_end, read_regular
from loaders.formats.sheets import INFO, Block, Remark, Sheet, refuse

# Bytes of the pieces that lines are read in where they are not regular as a whole: one odd row slows down no others.
_PIECE: Final = 1 << 18


def read_delimited(path: Path, wanted: Wanted, limits: Limits) -> Iterator[Sheet]:
    """Yield the one sheet of a delimited text.

    Args:
        path: The file; comma, semicolon, tab and bar are told apart by which gives a heading.
        wanted: The columns asked for; no other is kept.
        limits: Rows, columns and characters of a cell.

    Yields:
        One sheet; its rows are read as they are asked for, some blocks ahead.

    Raises:
        RefusedError: The file is empty, has no heading, or its text or quotes cannot be read; while rows are taken
            also where a quoted cell is not closed or there are too many rows.
    """
    encoding = find_encoding(path)
    remarks = list(encoding.remarks)
    chunks = read_chunks(path, encoding.name, remarks.append)
    first = next(chunks, memoryview(b""))
    head = find_head(first, wanted)
    if not head.records:
        refuse("empty-file", "holds nothing", "send the file with its heading and rows")
    _refuse_wide(head, limits)
    heading = settle_heading(head.numbers, head.records, wanted)
    remarks += [*_delimiter_remarks(head.delimiter), *heading.remarks]
    last = heading.rows_after - 1
    reading = _Reading(_layout(head, heading), limits, head.next_lines[last])
    blocks = _within(limits, _read_blocks(chain([first], chunks), head.ends[last], reading))
    yield Sheet("", heading.columns, ahead(joined(blocks)), remarks, head.delimiter)


def _refuse_wide(head: Head, limits: Limits) -> None:
    for number, cells in zip(head.numbers, head.records, strict=True):
        if len(cells) > limits.columns:
            words = f"has {len(cells):,} columns; {limits.columns:,} are the most"
            refuse("too-many-columns", words, "send the columns of the form alone", row=number)


def _delimiter_remarks(delimiter: str) -> list[Remark]:
    if delimiter == ",":
        return []
    return [Remark(INFO, "delimiter-detected", f"is delimited by the {DELIMITERS[delimiter]}", value=delimiter)]


def _layout(head: Head, heading: Heading) -> Layout:
    cells = head.records[heading.place]
    width = max(at + 1 for at, cell in enumerate(cells) if cell.strip())
    places = {column: at for at, column in enumerate(heading.columns) if column}
    return Layout(head.delimiter, width, len(cells), places)


def _read_blocks(chunks: Iterator[memoryview], skipped: int, reading: "_Reading") -> Iterator[Block]:
    for lines, trial in begun(_without_head(chunks, skipped), reading.try_alone):
        yield from reading.read(lines, trial)
    if reading.open_record:
        refuse_unclosed(reading.line)


def _without_head(chunks: Iterator[memoryview], skipped: int) -> Iterator[memoryview]:
    yield next(chunks)[skipped:]
    yield from chunks


@dataclass
class _Reading:
    """Whole lines on their way to blocks.

    Attributes:
        layout: What the heading settled.
        limits: Characters of a cell.
        line: Line the next record starts on.
        open_record: What was read of a record that goes on beyond the lines read so far.
        is_torn: Whether a record ever went on beyond the lines given at once, so that none are tried alone any more.
    """

    layout: Layout
    limits: Limits
    line: int
    open_record: bytes = b""
    is_torn: bool = False

    def try_alone(self, lines: memoryview) -> Regular | None:
        """Read whole lines before those before them are read, as if no record went on from there to here."""
        return None if self.is_torn else read_regular(lines, self.layout, self.limits)

    def read(
        self, lines: memoryview, trial: "Future[Regular | None] | None" = None, *, is_piece: bool = False
    ) -> Iterator[Block]:
        """Yield the rows of whole lines: all at once where they are regular, else piece by piece, else exactly.

        Args:
            lines: What follows the lines read before.
            trial: How they were read alone, where they were.
            is_piece: Whether they are such a piece.
        """
        data = memoryview(self.open_record + lines) if self.open_record else lines
        found = trial.result() if trial and not self.is_torn else self._read_at_once(data)
        if found is not None:
            yield from _split(found, self.line)
            self.open_record, self.line = found.rest, self.line + found.lines
        elif is_piece or len(lines) <= _PIECE:
            yield from self._read_exactly(data)
        else:
            yield from self._read_pieces(lines)
        self.is_torn = self.is_torn or bool(self.open_record and not is_piece)
        if len(self.open_record) > LONGEST_RECORD:
            refuse_unclosed(self.line)

    def _read_at_once(self, data: memoryview) -> Regular | None:
        return read_regular(data, self.layout, self.limits) if len(self.open_record) <= LONGEST_REGULAR else None

    def _read_pieces(self, lines: memoryview) -> Iterator[Block]:
        codes, start = np.frombuffer(lines, dtype=np.uint8), 0
        while start < len(lines):
            # An open record is read again with each piece: what is added grows with it.
            end = line_end(codes, start + max(_PIECE, len(self.open_record)))
            yield from self.read(lines[start:end], is_piece=True)
            start = end

    def _read_exactly(self, data: memoryview) -> Iterator[Block]:
        records = CsvRecords(data, self.layout.delimiter, self.line)
        yield from read_rows(records, self.layout, self.limits)
        self.open_record = bytes(data[records.start :]) if records.is_open else b""
        self.line = records.line if records.is_open else records.next_line


def _split(found: Regular, line: int) -> Iterator[Block]:
    table, numbers = found.table, found.rows + line
    plain = is_plain(chunk for column in table.columns for chunk in column.chunks)
    for start in range(0, table.num_rows, BLOCK_ROWS):
        yield Block(numbers[start : start + BLOCK_ROWS], table.slice(start, BLOCK_ROWS), is_plain=plain)


def _within(limits: Limits, blocks: Iterator[Block]) -> Iterator[Block]:
    rows = 0
    for block in blocks:
        rows += len(block.rows)
        if rows > limits.rows:
            words = f"has more than {limits.rows:,} rows"
            refuse("too-many-rows", words, "send it in parts", row=int(block.rows[limits.rows - rows]))
        yield block
