"""Records that name their own columns, such as JSON objects, gathered into one sheet."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa

from loaders.formats.blocks import BLOCK_ROWS, Found, is_plain, settle_keys, text_array
from loaders.formats.headings import Wanted
from loaders.formats.jsontexts import cell_text, written
from loaders.formats.limits import Limits
from loaders.formats.sheets import ERROR, Block, Marks, Remark, Sheet, refuse

Pairs = Sequence[tuple[str, Any]]


class Records:
    """The records met so far, in Arrow columns; a column is known only when the last record was read."""

    def __init__(self, wanted: Wanted, limits: Limits) -> None:
        """Begin without a record."""
        self._wanted, self._limits = wanted, limits
        self._columns: dict[str, str | None] = {}
        self._kept: list[tuple[pa.Table, tuple[Marks, ...]]] = []
        self._count = 0
        self._begin()

    def add(
        self,
        pairs: Pairs,
        place: Mapping[str, str] = MappingProxyType({}),
        geometry: bytes | None = None,
        remarks: Sequence[Remark] = (),
    ) -> None:
        """Add the next record.

        Args:
            pairs: Its keys and values.
            place: Its latitude and longitude where they are known from elsewhere; keys of that name are then not used.
            geometry: Its outline as WKB, where the form wants outlines.
            remarks: What is wrong with it already.
        """
        row: dict[str, str | None] = {self._column(key) or key: value for key, value in place.items()}
        for key, value in pairs:
            column = self._column(key)
            if column in place:
                continue
            if column and column in row:
                self._mark("duplicate-column", "stands more than once in the record", "keep one", column, value)
            elif column:
                row[column] = self._cell(column, value)
        self._rows.append(row)
        self._geometries.append(geometry)
        for remark in remarks:
            self._found.add(len(self._rows) - 1, remark)
        self._close_if_full()

    def sheet(self, *, with_geometry: bool = False) -> Sheet:
        """Return all records as a sheet.

        Args:
            with_geometry: Whether to give the outlines in a binary column ``geometry``.

        Raises:
            RefusedError: There is no record, or a required column is missing or stands twice.
        """
        if not self._count + len(self._rows):
            refuse("no-rows", "there is no record in the file", "send at least one record")
        if self._rows:
            self._close()
        columns, remarks = settle_keys(list(self._columns), self._wanted)
        names = [column for column in self._wanted.columns if column in columns]
        names += ["geometry"] if with_geometry else []
        return Sheet("", columns, self._blocks(names), remarks)

    def _begin(self) -> None:
        self._rows: list[dict[str, str | None]] = []
        self._geometries: list[bytes | None] = []
        self._found = Found()

    def _column(self, key: str) -> str | None:
        try:
            return self._columns[key]
        except KeyError:
            if len(self._columns) >= self._limits.columns:
                refuse("too-many-columns", f"the records have more than {self._limits.columns:,} keys",
                       "leave out what the form does not ask for")  # fmt: skip
            return self._columns.setdefault(key, self._wanted.match(key))

    def _cell(self, column: str, value: object) -> str | None:
        if not isinstance(value, list):
            return cell_text(value)
        self._mark("wrong-type", "is a list or an object where one value is wanted", "send one value", column, value)
        return None

    def _mark(self, rule: str, message: str, mend: str, column: str, value: object) -> None:
        said = written(value) if isinstance(value, list) else cell_text(value) or ""
        self._found.add(len(self._rows), Remark(ERROR, rule, message, mend, column=column, value=said))

    def _close_if_full(self) -> None:
        if len(self._rows) + self._count > self._limits.rows:
            refuse("too-many-rows", f"the file has more than {self._limits.rows:,} records", "split it")
        if len(self._rows) == BLOCK_ROWS:
            self._close()

    def _close(self) -> None:
        columns = {
            column: text_array([row.get(column) for row in self._rows])
            for column in dict.fromkeys(self._columns.values())
            if column
        }
        columns["geometry"] = pa.array(self._geometries, pa.binary())
        self._kept.append((pa.table(columns), self._found.marks()))
        self._count += len(self._rows)
        self._begin()

    def _blocks(self, names: Sequence[str]) -> Iterator[Block]:
        row = 1
        for table, marks in self._kept:
            cells = pa.table({name: _column_of(table, name) for name in names})
            texts = [_column_of(table, name) for name in names if name != "geometry"]
            numbers = np.arange(row, row + table.num_rows, dtype=np.int64)
            row += table.num_rows
            yield Block(numbers, cells, marks, is_plain(texts))


def _column_of(table: pa.Table, name: str) -> pa.Array:
    # A key first met in a later block is empty in the earlier ones.
    if name in table.column_names:
        return table[name].combine_chunks()
    return pa.nulls(table.num_rows, pa.string())
