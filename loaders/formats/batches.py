"""Rows of a grid of cells on their way to a block: one by one where they differ, by columns where they do not."""

from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from loaders.formats.blocks import text_array
from loaders.formats.sheets import Remark

Cells = list[str | None]
Hidden = list[int]


class Row(NamedTuple):
    """A row that has a cell: its number, its cells by position, and what is wrong with some of them by position."""

    number: int
    cells: Cells
    flaws: dict[int, Remark]


class Batch(NamedTuple):
    """Some rows by columns: their numbers, their texts by position, and flaws by place and position."""

    numbers: list[int]
    columns: list[pa.StringArray]
    flaws: list[tuple[int, int, Remark]]

    def rows(self, most: int | None = None) -> list[Cells]:
        """Return the cells row by row, of the first rows only where a number says so."""
        return [list(row) for row in zip(*(column[:most].to_pylist() for column in self.columns), strict=True)]


def transposed(rows: Sequence[Row]) -> Batch:
    """Return rows by columns, as many as the widest has."""
    width = max(len(row.cells) for row in rows)
    padded = (row.cells + [None] * (width - len(row.cells)) for row in rows)
    flaws = [(place, at, flaw) for place, row in enumerate(rows) for at, flaw in row.flaws.items()]
    return Batch([row.number for row in rows], [text_array(column) for column in zip(*padded, strict=True)], flaws)


def joined(batches: Sequence[Batch], positions: Sequence[int]) -> Batch:
    """Return batches as one, with only the columns at some positions; an absent column is empty."""
    numbers: list[int] = []
    flaws: list[tuple[int, int, Remark]] = []
    for batch in batches:
        flaws += [(place + len(numbers), at, flaw) for place, at, flaw in batch.flaws]
        numbers += batch.numbers
    columns = [pa.concat_arrays([_column(batch, at) for batch in batches]) for at in positions]
    return Batch(numbers, columns, flaws)


def _column(batch: Batch, at: int) -> pa.StringArray:
    return batch.columns[at] if at < len(batch.columns) else pa.nulls(len(batch.numbers), pa.string())


def without_first(batch: Batch, count: int) -> Batch:
    """Return a batch without its first rows."""
    flaws = [(place - count, at, flaw) for place, at, flaw in batch.flaws if place >= count]
    return Batch(batch.numbers[count:], [column[count:] for column in batch.columns], flaws)
