"""Old Excel workbooks (.xls): every sheet that has the form's heading, its numbers as a person sees them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

import xlrd

from loaders.formats.blocks import BLOCK_ROWS, Found, text_block
from loaders.formats.headings import Wanted, has_heading, settle_heading
from loaders.formats.limits import Limits
from loaders.formats.numberformats import kind_of, shown_text
from loaders.formats.sheetremarks import CELL_ERROR, passed_over, read_though_hidden, seen
from loaders.formats.sheets import Block, Remark, Sheet, refuse

_SEARCHED: Final = 40
_FLAGS: Final = ("FALSE", "TRUE")
_EPOCHS: Final = (1900, 1904)
_UNNAMED: Final = "#ERROR"
_NUMBERS: Final = (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)
Row = list[str | None]


@dataclass
class OldGrid:
    """One sheet as a person sees it.

    Attributes:
        name: Its name.
        rows: Text of each cell from the first row on, empty rows too; each as long as its last cell asks for.
        errors: The error that a cell shows in place of a value, by place of its row and its column.
        hidden: Numbers of the rows that are hidden.
        merged: Reference and first row of cells merged over several rows or columns.
        is_hidden: Whether the sheet is hidden.
        epoch: Year from whose start the workbook counts days.
    """

    name: str
    rows: list[Row]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    merged: list[tuple[str, int]] = field(default_factory=list)
    is_hidden: bool = False
    epoch: int = _EPOCHS[0]


class _Head(NamedTuple):
    """The first rows that have a cell, and their numbers."""

    numbers: list[int]
    rows: list[Row]


def read_old_workbook(path: Path, wanted: Wanted, limits: Limits) -> Iterator[Sheet]:
    """Read every sheet of a workbook that has the heading asked for, as ``read_workbook`` reads those of .xlsx.

    A formula that no program has worked out has the result 0 in this format, and is read as that.

    Raises:
        RefusedError: It is damaged or locked, larger than allowed, or no sheet has the heading.
    """
    remarks: list[Remark] = []
    fitting: list[OldGrid] = []
    nearest: _Head | None = None
    for grid in old_grids(path, limits):
        head = _head(grid)
        nearest = nearest or head
        if has_heading(head.rows, wanted):
            fitting.append(grid)
        else:
            remarks.append(passed_over(grid.name, wanted, is_hidden=grid.is_hidden))
    if not fitting:
        settle_heading(*(nearest or _Head([], [])), wanted)
    for grid in fitting:
        yield _sheet(grid, wanted, remarks)
        remarks = []


def old_grids(path: Path, limits: Limits) -> Iterator[OldGrid]:
    """Yield every sheet of an old workbook, cell by cell as text.

    Raises:
        RefusedError: It is damaged or locked, or a sheet is larger than allowed.
    """
    with Path(os.devnull).open("w") as silence:
        try:
            # The formats tell a day from a number and dollars from other money.
            book = xlrd.open_workbook(
                str(path), logfile=silence, formatting_info=True, ragged_rows=True, on_demand=True
            )
        except Exception as error:  # xlrd breaks off in many ways at bytes that are no workbook
            _refuse_broken(error)
        with book:
            kinds = _kinds(book)
            for place in range(book.nsheets):
                yield _grid(_loaded(book, place), kinds, limits)
                book.unload_sheet(place)


def _loaded(book: Any, place: int) -> Any:
    try:
        return book.sheet_by_index(place)
    except Exception as error:  # as above
        _refuse_broken(error)


def _refuse_broken(error: Exception) -> NoReturn:
    if isinstance(error, MemoryError):
        raise error
    refuse("encrypted" if "encrypted" in str(error).casefold() else "not-xlsx", "the workbook is locked or damaged",
           "save it anew as .xlsx without a password")  # fmt: skip


def _kinds(book: Any) -> list[str]:
    """Return what each style of a workbook makes of a number."""
    formats = {number: listed.format_str for number, listed in book.format_map.items()}
    return [kind_of(formats.get(style.format_key, ""), style.format_key) for style in book.xf_list]


def _grid(sheet: Any, kinds: list[str], limits: Limits) -> OldGrid:
    if sheet.ncols > limits.columns:
        refuse("too-many-columns", f"the sheet is {sheet.ncols:,} columns wide, more than {limits.columns:,}",
               "delete what stands far to the right of the table", sheet=sheet.name)  # fmt: skip
    if sheet.nrows > limits.rows:
        refuse("too-many-rows", f"the sheet has {sheet.nrows:,} rows, more than {limits.rows:,}",
               "send it in parts", sheet=sheet.name)  # fmt: skip
    grid = OldGrid(sheet.name, [], is_hidden=sheet.visibility != 0, epoch=_EPOCHS[sheet.book.datemode])
    grid.rows += [_row(sheet, row, kinds, grid) for row in range(sheet.nrows)]
    hidden = [row for row, how in sorted(sheet.rowinfo_map.items()) if how.hidden and row < sheet.nrows]
    grid.hidden += [row + 1 for row in hidden if any(grid.rows[row])]
    grid.merged += [(_reference(*cells), cells[0] + 1) for cells in sorted(sheet.merged_cells)]
    return grid


def _row(sheet: Any, row: int, kinds: list[str], grid: OldGrid) -> Row:
    texts: Row = []
    for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
        if kind in _NUMBERS:
            style = sheet.cell_xf_index(row, column)
            texts.append(shown_text(repr(value), kinds[style] if style < len(kinds) else "", grid.epoch))
        elif kind == xlrd.XL_CELL_BOOLEAN:
            texts.append(_FLAGS[bool(value)])
        elif kind == xlrd.XL_CELL_ERROR:
            grid.errors[row, column] = xlrd.error_text_from_code.get(value, _UNNAMED)
            texts.append(None)
        else:
            texts.append(value or None)
    return texts


def _reference(top: int, below: int, left: int, right: int) -> str:
    """Return the reference of some cells; the row and column behind the last are no part of them."""
    return f"{xlrd.cellname(top, left)}:{xlrd.cellname(below - 1, right - 1)}"


def _head(grid: OldGrid) -> _Head:
    places = [place for place, row in enumerate(grid.rows[:_SEARCHED]) if any(row)]
    return _Head([place + 1 for place in places], [grid.rows[place] for place in places])


def _sheet(grid: OldGrid, wanted: Wanted, remarks: list[Remark]) -> Sheet:
    head = _head(grid)
    heading = settle_heading(*head, wanted, grid.name)
    start = head.numbers[heading.rows_after] - 1 if heading.rows_after < len(head.numbers) else head.numbers[-1]
    told = [*remarks, *heading.remarks, *([read_though_hidden(grid.name)] if grid.is_hidden else [])]
    told += seen(grid.hidden, grid.merged, head.numbers[heading.place])
    places = {at: column for at, column in enumerate(heading.columns) if column}
    return Sheet(grid.name, heading.columns, _blocks(grid, start, places), told, epoch=grid.epoch)


def _blocks(grid: OldGrid, start: int, places: dict[int, str]) -> Iterator[Block]:
    for first in range(start, len(grid.rows), BLOCK_ROWS):
        numbers: list[int] = []
        columns: dict[str, Row] = {column: [] for column in places.values()}
        found = Found()
        for row, texts in enumerate(grid.rows[first : first + BLOCK_ROWS], first):
            errors = {at: grid.errors[row, at] for at in range(len(texts)) if (row, at) in grid.errors}
            if not any(texts) and not errors:
                continue
            for at, column in places.items():
                columns[column].append(texts[at] if at < len(texts) else None)
                if at in errors:
                    found.add(len(numbers), replace(CELL_ERROR, column=column, value=errors[at]))
            numbers.append(row + 1)
        if numbers:
            yield text_block(numbers, columns, found.marks())
