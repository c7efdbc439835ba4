"""Excel workbooks (.xlsx, .xlsm): every sheet that has the form's heading, its numbers as a person sees them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from loaders.formats.batches import Batch, joined, without_first
from loaders.formats.blocks import BLOCK_ROWS, Found, is_plain
from loaders.formats.container import BROKEN, Container, Listed, open_container, refuse_broken
from loaders.formats.gridrows import Grid
from loaders.formats.headings import Wanted, has_heading, settle_heading
from loaders.formats.limits import Limits
from loaders.formats.sheetremarks import passed_over, read_though_hidden, seen
from loaders.formats.sheets import WARNING, Block, Remark, Sheet

_SEARCHED: Final = 40


def read_workbook(path: Path, wanted: Wanted, limits: Limits) -> Iterator[Sheet]:
    """Read every sheet of a workbook whose heading has the required columns; the others are named in a remark.

    A number is its shortest exact text, a day ISO 8601, a share a text with a percent sign, an amount in another
    currency a text that begins with it; TRUE and FALSE are those words, which no column of numbers takes. An error
    and a formula without a saved result set the row aside. Merged cells have their value in the first row only, as
    the workbook stores it; hidden rows count. Macros are never run and links never followed.

    Raises:
        RefusedError: It is no workbook, cannot be read safely, or no sheet has the heading.
    """
    container = open_container(path, limits)
    opened = {listed: _first_rows(container, listed, limits) for listed in container.sheets if listed.is_grid}
    chosen = [listed for listed, first in opened.items() if has_heading(first.rows(_SEARCHED), wanted)]
    if not chosen:
        _refuse_headings(opened, wanted)
    remarks = _outside(container) + [
        passed_over(one.name, wanted, is_hidden=one.is_hidden, is_grid=one.is_grid)
        for one in container.sheets
        if one not in chosen
    ]
    for listed in chosen:
        yield _sheet(Grid(container, listed, limits), wanted, remarks)
        remarks = []


def _first_rows(container: Container, listed: Listed, limits: Limits) -> Batch:
    return next(_batches(Grid(container, listed, limits)), Batch([], [], []))


def _batches(grid: Grid) -> Iterator[Batch]:
    try:
        yield from grid.batches()
    except BROKEN as error:
        refuse_broken(error, grid.listed.name)


def _refuse_headings(opened: dict[Listed, Batch], wanted: Wanted) -> None:
    """Refuse by the sheet that comes nearest to a heading."""

    def matches(listed: Listed) -> int:
        rows = opened[listed].rows(_SEARCHED)
        return max((sum(wanted.match(cell) is not None for cell in row) for row in rows), default=-1)

    nearest = max(opened, key=matches, default=None)
    first = opened[nearest] if nearest else Batch([], [], [])
    settle_heading(first.numbers, first.rows(_SEARCHED), wanted, nearest.name if nearest else "")


def _outside(container: Container) -> list[Remark]:
    said = "is a place outside the workbook; nothing was fetched from it"
    mend = "replace what comes from there by its value"
    return [Remark(WARNING, "external-link", said, mend, value=link) for link in dict.fromkeys(container.links)]


def _sheet(grid: Grid, wanted: Wanted, remarks: list[Remark]) -> Sheet:
    batches = _batches(grid)
    first = next(batches)
    heading = settle_heading(first.numbers, first.rows(_SEARCHED), wanted, grid.listed.name)
    remarks = [*remarks, *heading.remarks]
    if grid.listed.is_hidden:
        remarks.append(read_though_hidden(grid.listed.name))
    heading_row = first.numbers[heading.place]
    rest = chain([without_first(first, heading.rows_after)], batches)
    places = {at: column for at, column in enumerate(heading.columns) if column}
    blocks = _told(_blocks(rest, places), remarks, lambda: seen(grid.hidden, grid.merged, heading_row))
    return Sheet(grid.listed.name, heading.columns, blocks, remarks, epoch=grid.container.epoch)


def _told(blocks: Iterator[Block], remarks: list[Remark], seen: Callable[[], Iterator[Remark]]) -> Iterator[Block]:
    yield from blocks
    remarks += seen()


def _blocks(batches: Iterator[Batch], places: dict[int, str]) -> Iterator[Block]:
    kept: list[Batch] = []
    for batch in batches:
        kept.append(batch)
        if sum(len(one.numbers) for one in kept) >= BLOCK_ROWS:
            yield _block(kept, places)
            kept = []
    if any(one.numbers for one in kept):
        yield _block(kept, places)


def _block(batches: Sequence[Batch], places: dict[int, str]) -> Block:
    batch = joined(batches, list(places))
    found = Found()
    for place, at, flaw in batch.flaws:
        if at in places:
            found.add(place, replace(flaw, column=places[at]))
    cells = pa.table(dict(zip(places.values(), batch.columns, strict=True)))
    return Block(np.asarray(batch.numbers, dtype=np.int64), cells, found.marks(), is_plain(batch.columns))
