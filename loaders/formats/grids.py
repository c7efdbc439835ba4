"""A file as its bare grid of cells, for layouts whose heading is no single row."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from loaders.formats import signatures
from loaders.formats.container import BROKEN, open_container, refuse_broken
from loaders.formats.csvrecords import CsvRecords, is_blank
from loaders.formats.encodings import find_encoding, read_chunks
from loaders.formats.gridrows import Grid
from loaders.formats.limits import Limits
from loaders.formats.oldworkbooks import open_book, sheet_rows, shown
from loaders.formats.sheets import refuse

Cells = list[str | None]


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
    book = open_book(path)
    for name in book.sheet_names:
        rows = [[shown(cell) for cell in row] for row in sheet_rows(book, name, limits)]
        numbers = [number for number, row in enumerate(rows, 1) if any(row)]
        yield RawGrid(name, numbers, [rows[number - 1] for number in numbers])
