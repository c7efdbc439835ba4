"""The rows of one sheet of an .xlsx workbook, streamed from its XML: no far cell makes room for those before it."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from loaders.formats.batches import Batch, Hidden, Row, transposed
from loaders.formats.cellreading import CellReading
from loaders.formats.container import MEND, Container, Listed
from loaders.formats.elements import elements
from loaders.formats.items import Items
from loaders.formats.limits import Limits
from loaders.formats.regulargrid import read_regular
from loaders.formats.sheets import refuse

_HEAD: Final = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<worksheet[\s>].*?<sheetData>", re.DOTALL)
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
            items = Items(stream, _HEAD, b"</sheetData></worksheet>", b"</row>")
            if items.is_usual:
                yield from self._pieces(reading, items)
            else:
                yield from self._parsed(reading, elements(parts, self.listed.part, ("row", "mergeCell")))

    def _pieces(self, reading: CellReading, items: Items) -> Iterator[Batch]:
        for piece in items.pieces():
            batch = read_regular(reading, piece, self.hidden)
            if batch is None:
                yield from self._parsed(reading, items.parsed(piece).iterfind("{*}sheetData/{*}row"))
            elif batch.numbers:
                self._check_numbers(batch.numbers)
                yield batch
        for merged in items.tail().iterfind("{*}mergeCells/{*}mergeCell"):
            self._merge(merged.get("ref", ""))

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
                refuse("not-xlsx", f"comes after row {self._last}", MEND, row=number,
                       sheet=self.listed.name)  # fmt: skip
            self._last = number
        if self._last > self.limits.rows + 1:
            refuse("too-many-rows", f"has a cell; more than {self.limits.rows:,} rows are"
                   " not read", "delete what stands far below the table", row=self._last,
                   sheet=self.listed.name)  # fmt: skip

    def _merge(self, reference: str) -> None:
        first = _REFERENCE.match(reference)
        if first:
            self.merged.append((reference, int(first[1])))
