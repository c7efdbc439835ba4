"""The rows of one sheet of an .xlsx workbook, streamed from its XML: no far cell makes room for those before it."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Final

from lxml import etree

from loaders.formats.batches import Batch, Hidden, Row, transposed
from loaders.formats.cellreading import CellReading
from loaders.formats.container import MEND, Container, Listed, elements
from loaders.formats.limits import Limits
from loaders.formats.prologs import PROLOG_BYTES, XML_OPTIONS
from loaders.formats.regulargrid import read_regular
from loaders.formats.sheets import refuse

# Small enough for a processor to keep what it is at in its cache: a megabyte at a time takes a third longer.
_PIECE: Final = 1 << 17
_HEAD: Final = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<worksheet[\s>].*?<sheetData>", re.DOTALL)
_FOREIGN: Final = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_ROW_END: Final = b"</row>"
_DATA_END: Final = b"</sheetData>"
_REFERENCE: Final = re.compile(r"\$?[A-Z]{1,3}\$?(\d{1,7})")
_ROWS_AT_ONCE: Final = 1_000


@dataclass
class Grid:
    """One sheet as it is read.

    Attributes:
        hidden: Numbers of the rows that are hidden or filtered out, of those read so far.
        merged: Ranges of merged cells with their first row; complete after the last batch.
    """

    container: Container
    listed: Listed
    limits: Limits
    hidden: Hidden = field(default_factory=list)
    merged: list[tuple[str, int]] = field(default_factory=list)
    _last: int = 0

    def batches(self) -> Iterator[Batch]:
        """Read the rows that are not empty, in order.

        A piece of the sheet in the form that spreadsheet programs write is read column by column; any other is
        parsed element by element. Both give the same.

        Raises:
            RefusedError: A cell lies beyond the limits, or the rows are out of order.
        """
        reading = CellReading(self.container, self.limits, self.listed.name)
        with zipfile.ZipFile(self.container.path) as parts, parts.open(self.listed.part) as stream:
            head = stream.read(PROLOG_BYTES)
            found = _HEAD.match(head)
            if found and not _FOREIGN.search(head, 0, found.end()):
                yield from self._pieces(reading, found[0], head[found.end() :], stream)
            else:
                yield from self._parsed(reading, elements(parts, self.listed.part, ("row", "mergeCell")))

    def _pieces(self, reading: CellReading, head: bytes, rest: bytes, stream: IO[bytes]) -> Iterator[Batch]:
        while _DATA_END not in rest:
            cut = rest.rfind(_ROW_END) + len(_ROW_END)
            if cut >= len(_ROW_END):
                yield from self._piece(reading, head, rest[:cut])
                rest = rest[cut:]
            more = stream.read(max(_PIECE, len(rest)))
            if not more:
                break
            rest += more
        at = rest.find(_DATA_END)
        yield from self._piece(reading, head, rest[:at])
        # Parsed for the ranges merged after the rows, and to see that the sheet is whole.
        tail = etree.fromstring(head + rest[at:] + stream.read(), etree.XMLParser(**XML_OPTIONS))
        for merged in tail.iterfind("{*}mergeCells/{*}mergeCell"):
            self._merge(merged.get("ref", ""))

    def _piece(self, reading: CellReading, head: bytes, piece: bytes) -> Iterator[Batch]:
        batch = read_regular(reading, piece, self.hidden)
        if batch is None:
            tree = etree.fromstring(head + piece + b"</sheetData></worksheet>", etree.XMLParser(**XML_OPTIONS))
            yield from self._parsed(reading, tree.iterfind("{*}sheetData/{*}row"))
        elif batch.numbers:
            self._check_numbers(batch.numbers)
            yield batch

    def _parsed(self, reading: CellReading, found: Iterator[Any]) -> Iterator[Batch]:
        rows: list[Row] = []
        for element in found:
            if element.tag.endswith("mergeCell"):
                self._merge(element.get("ref", ""))
                continue
            number = int(element.get("r") or self._last + 1)
            self._check_numbers([number])
            row = reading.row(number, element, self.hidden)
            if row is not None:
                rows.append(row)
            if len(rows) == _ROWS_AT_ONCE:
                yield transposed(rows)
                rows = []
        if rows:
            yield transposed(rows)

    def _check_numbers(self, numbers: list[int]) -> None:
        for number in numbers:
            if number <= self._last:
                refuse("not-xlsx", f"row {number} comes after row {self._last}", MEND, row=number,
                       sheet=self.listed.name)  # fmt: skip
            self._last = number
        if self._last > self.limits.rows + 1:
            refuse("too-many-rows", f"a cell stands in row {self._last:,}; more than {self.limits.rows:,} rows are"
                   " not read", "delete what stands far below the table", row=self._last,
                   sheet=self.listed.name)  # fmt: skip

    def _merge(self, reference: str) -> None:
        first = _REFERENCE.match(reference)
        if first:
            self.merged.append((reference, int(first[1])))
