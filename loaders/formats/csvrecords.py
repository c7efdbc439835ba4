"""Records of a delimited text, read exactly: every quote counts, and every record knows its physical line."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn

from loaders.formats.blocks import BLOCK_ROWS, Found, text_block
from loaders.formats.encodings import LONGEST_RECORD
from loaders.formats.limits import Limits
from loaders.formats.sheets import ERROR, Block, Remark, refuse

BLANK: Final = " \t\xa0"
_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n?|\n)?")
_OPEN_LINES: Final = re.compile(rb'[^"]*(?:"[^\r\n]*(?:\r\n?|\n)?)?')
_SHOWN: Final = 120
_LINES: Final = 100
_MEND_QUOTES: Final = "close the quoted cell, and write a quote inside one twice"
_MEND_RAGGED: Final = "give the row one cell for each heading; quote a cell that holds the delimiter"


@dataclass(frozen=True)
class Layout:
    """What the heading settled for all records under it.

    Attributes:
        delimiter: The delimiter.
        width: Cells a record must have: up to the last one that has a heading.
        full: Cells of the heading's record.
        places: Position of each canonical column.
    """

    delimiter: str
    width: int
    full: int
    places: dict[str, int]

    def fits(self, cells: Sequence[str]) -> bool:
        """Whether no cell is missing and none but blank ones stand beyond the heading."""
        return len(cells) >= self.width and (len(cells) <= self.full or is_blank(cells[self.full :]))


class CsvRecords:
    """The records of some whole lines, one by one.

    Attributes:
        line: Physical line on which the latest record starts.
        start: Bytes before the latest record.
        end: Bytes up to its end.
        next_line: Physical line after it.
        lines: Its first lines as they are written.
        is_open: Whether the last record is not finished: a quoted cell goes on beyond the last line.
    """

    def __init__(self, data: bytes | memoryview, delimiter: str, line: int) -> None:
        """Read UTF-8 ``data``, whose first byte stands on physical line ``line``."""
        self.line = self.next_line = line
        self.start = self.end = 0
        self.lines: list[str] = []
        self.is_open = False
        self._data = data
        self._blanks = _blanks(delimiter)
        # A cell too long is told by us, with its row; the module would stop at 128 KiB.
        csv.field_size_limit(4 * LONGEST_RECORD)
        self._reader = csv.reader(self._feed(), delimiter=delimiter, strict=True)

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the cells of each record; blank lines between them are passed over.

        Raises:
            RefusedError: Text follows a closing quote.
        """
        while True:
            self.line, self.start = self.next_line, self.end
            self.lines.clear()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                if self.is_open:
                    return
                self._refuse()
            yield cells

    def _feed(self) -> Iterator[str]:
        while self.end < len(self._data):
            if not self.lines:
                self._pass_over_blank_lines()
            text = self._next_lines()
            if not text:
                break
            if len(self.lines) < _LINES:
                self.lines.append(text)
            yield text
        self.is_open = self.end > self.start

    def _pass_over_blank_lines(self) -> None:
        blank = bytes(self._data[self.end : self._blanks_end()])
        size = max(blank.rfind(b"\n"), blank.rfind(b"\r")) + 1
        self.next_line += line_ends(blank[:size])
        self.line, self.start, self.end = self.next_line, self.end + size, self.end + size

    def _blanks_end(self) -> int:
        """Return where the blanks end that follow; a match takes so many of them that it needs little memory."""
        end = self.end
        while (run := self._blanks.match(self._data, end)) and run.end() > end:
            end = run.end()
        return end

    def _next_lines(self) -> str:
        """Return the first line of a record; of one that goes on, all lines up to that of the next quote."""
        found = (_OPEN_LINES if self.lines else _LINE).match(self._data, self.end)
        data = found[0] if found else b""
        self.end += len(data)
        self.next_line += line_ends(data) if self.lines else bool(data)
        return str(data, "utf-8")

    def _refuse(self) -> NoReturn:
        if self.next_line - 1 > self.line:
            refuse_unclosed(self.line)
        refuse("csv-syntax", "has text after the quote that closes a cell", _MEND_QUOTES, row=self.line)


def _blanks(delimiter: str) -> re.Pattern[bytes]:
    """Return what matches blank lines one after the other, and the blank cells that begin the line after them."""
    bound = rb"\r\n" + re.escape(delimiter.encode())
    return re.compile(rb'(?:[ \t%s]+|\xc2\xa0|(?<![^%s])""(?=[%s])){0,4096}' % (bound, bound, bound))


def line_ends(data: bytes) -> int:
    """Return how many lines end in some bytes, however each of them ends."""
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def refuse_unclosed(line: int) -> NoReturn:
    """Refuse a file with a quoted cell that is not closed.

    Raises:
        RefusedError: Always.
    """
    refuse("unclosed-quote", "opens a quoted cell that is not closed where it should be", _MEND_QUOTES, row=line)


def is_blank(cells: Sequence[str]) -> bool:
    """Whether no cell holds more than spaces."""
    return not any(cell.strip(BLANK) for cell in cells)


def read_rows(records: CsvRecords, layout: Layout, limits: Limits) -> Iterator[Block]:
    """Yield the rows of records in blocks; blank records are no rows, ragged rows and endless cells are marked.

    Every record is read, save one left open by the last line.
    """
    rows = _Rows(layout, limits)
    for cells in records:
        if is_blank(cells):
            continue
        rows.add(cells, records)
        if len(rows.numbers) == BLOCK_ROWS:
            yield rows.block()
            rows = _Rows(layout, limits)
    if rows.numbers:
        yield rows.block()


@dataclass
class _Rows:
    """Rows gathered for one block."""

    layout: Layout
    limits: Limits
    numbers: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    found: Found = field(default_factory=Found)

    def add(self, cells: list[str], records: CsvRecords) -> None:
        if not self.layout.fits(cells):
            words = f"has {len(cells)} cell{'s'[: len(cells) != 1]} where the heading has {self.layout.width}"
            text = "".join(records.lines).rstrip("\r\n")[: self.limits.cell_chars]
            self._mark(Remark(ERROR, "ragged-row", words, _MEND_RAGGED, value=text))
        chosen = [cells[place] if place < len(cells) else "" for place in self.layout.places.values()]
        if max(map(len, chosen)) > self.limits.cell_chars:
            chosen = [self._cut(column, cell) for column, cell in zip(self.layout.places, chosen, strict=True)]
        self.numbers.append(records.line)
        self.cells.append(chosen)

    def block(self) -> Block:
        columns = {
            column: list(cells) for column, cells in zip(self.layout.places, zip(*self.cells, strict=True), strict=True)
        }
        return text_block(self.numbers, columns, self.found.marks())

    def _mark(self, remark: Remark) -> None:
        self.found.add(len(self.numbers), remark)

    def _cut(self, column: str, cell: str) -> str:
        if len(cell) <= self.limits.cell_chars:
            return cell
        words = f"has {len(cell):,} characters; {self.limits.cell_chars:,} are the most"
        mend = "shorten it; perhaps a quote is not closed"
        self._mark(Remark(ERROR, "cell-too-long", words, mend, column=column, value=cell[:_SHOWN]))
        return cell[:_SHOWN]
