"""A file as its bare grid of cells, for layouts whose heading is no single row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from loaders.formats import signatures
from loaders.formats.container import BROKEN, open_container, refuse_broken
from loaders.formats.csvrecords import CsvRecords, is_blank
from loaders.formats.encodings import find_encoding, read_chunks
from loaders.formats.gridrows import Grid
from loaders.formats.limits import Limits
from loaders.formats.oldworkbooks import old_grids
from loaders.formats.sheets import refuse

Cells = list[str | None]
_MEND: Final = "send the whole file as the publisher issued it"


class RawGrid(NamedTuple):
    """One sheet: its name, empty for a text; the number a person sees of each row that has a cell; its cells."""

    name: str
    numbers: list[int]
    rows: list[Cells]


def read_grids(path: Path, limits: Limits) -> Iterator[RawGrid]:
    """Yield every sheet of a workbook, or the one grid of a comma-separated text, cell by cell as text.

    Args:
        path: The file.
        limits: How large it may be.

    Raises:
        RefusedError: It is no such file, damaged, or larger than allowed.
    """
    kind = signatures.settle_format(path, path.name)
    if kind == signatures.DELIMITED:
        yield _text_grid(path)
    elif kind == signatures.WORKBOOK:
        yield from _workbook_grids(path, limits)
    elif kind == signatures.OLD_WORKBOOK:
        yield from _old_grids(path, limits)
    else:
        refuse("unsupported-format", "is no table of cells", "send it as CSV or as a workbook")


def below(grid: RawGrid, top: int) -> list[tuple[int, dict[str, str | None]]]:
    """Return the cells of each row below a heading, by heading; blank rows and columns without a heading are left.

    Args:
        grid: A sheet or a text.
        top: Place of the heading among its rows.

    Raises:
        RefusedError: A row of a text has another number of cells than its heading, as where a file was cut; or a cell
            stands under no heading.
    """
    headings = grid.rows[top]
    found = []
    for number, row in zip(grid.numbers[top + 1 :], grid.rows[top + 1 :], strict=True):
        if not grid.name and len(row) != len(headings):
            refuse("ragged-row", f"has {len(row)} cells where its heading has {len(headings)}", _MEND, row=number)
        cells = dict(zip(headings, row, strict=False))
        if cells.pop(None, None) or any(row[len(headings) :]):
            refuse("cell-without-heading", "has a cell under no heading", _MEND, row=number, sheet=grid.name)
        if any(cells.values()):
            found.append((number, {heading: cell for heading, cell in cells.items() if heading}))
    return found


def _text_grid(path: Path) -> RawGrid:
    data = b"".join(bytes(chunk) for chunk in read_chunks(path, find_encoding(path).name))
    records, numbers, rows = CsvRecords(data, ",", 1), [], []
    for cells in records:
        if not is_blank(cells):
            numbers.append(records.line)
            rows.append([cell or None for cell in cells])
    return RawGrid("", numbers, rows)


def _workbook_grids(path: Path, limits: Limits) -> Iterator[RawGrid]:
    container = open_container(path, limits)
    for listed in container.sheets:
        if not listed.is_grid:
            continue
        found = RawGrid(listed.name, [], [])
        try:
            for batch in Grid(container, listed, limits).batches():
                found.numbers.extend(batch.numbers)
                found.rows.extend(batch.rows())
        except BROKEN as error:
            refuse_broken(error, listed.name)
        yield found


def _old_grids(path: Path, limits: Limits) -> Iterator[RawGrid]:
    for grid in old_grids(path, limits):
        numbers = [number for number, row in enumerate(grid.rows, 1) if any(row)]
        width = max(map(len, grid.rows), default=0)
        rows = [grid.rows[number - 1] for number in numbers]
        yield RawGrid(grid.name, numbers, [row + [None] * (width - len(row)) for row in rows])
