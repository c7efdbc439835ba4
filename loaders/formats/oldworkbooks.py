"""Old Excel workbooks (.xls) as sheets of text cells; errors, days and numbers are told by the cells' own types."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from loaders.formats.blocks import BLOCK_ROWS, Found, text_block
from loaders.formats.headings import Wanted, has_heading, settle_heading
from loaders.formats.limits import Limits
from loaders.formats.sheets import ERROR, INFO, WARNING, Block, Remark, Sheet, refuse

_SEARCHED: Final = 40
_EPOCH: Final = 1900
# A sheet is held whole, its empty cells too: one cell in the last corner of the format is 16.8 million.
_MOST_CELLS: Final = 5_000_000
_CELL_ERROR: Final = Remark(ERROR, "cell-error", "is an error of the workbook", "mend the formula")
_ERRORS: Final = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")


def read_old_workbook(path: Path, wanted: Wanted, limits: Limits) -> Iterator[Sheet]:
    """Read every sheet of a workbook that has the heading asked for; row numbers are Excel's own.

    The format tells less than .xlsx: hidden rows, formulas without a value and merged cells are not known of.

    Raises:
        RefusedError: It is damaged or locked, larger than allowed, or no sheet has the heading.
    """
    book = open_book(path)
    remarks: list[Remark] = []
    fitting: list[tuple[str, list[list[Any]]]] = []
    nearest: list[list[str | None]] = []
    for listed in book.sheets_metadata:
        is_hidden = listed.visible != SheetVisibleEnum.Visible
        rows = sheet_rows(book, listed.name, limits) if listed.typ == SheetTypeEnum.WorkSheet else []
        head = [[shown(cell) for cell in row] for row in rows[:_SEARCHED]]
        nearest = nearest or head
        if has_heading(_filled(head)[1], wanted):
            fitting.append((listed.name, rows))
            remarks += [_hidden(listed.name, "and was read")] if is_hidden else []
        elif is_hidden:
            remarks.append(_hidden(listed.name, "and was not read"))
        else:
            said = f"has no heading with {', '.join(wanted.required)}; it was not read"
            remarks.append(Remark(INFO, "sheet-skipped", said, value=listed.name))
    if not fitting:
        settle_heading(*_filled(nearest), wanted)
    for name, rows in fitting:
        yield _sheet(name, rows, wanted, remarks)
        remarks = []


def open_book(path: Path) -> CalamineWorkbook:
    """Open an old workbook.

    Raises:
        RefusedError: It is damaged or locked.
    """
    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, ValueError, OSError) as error:
        locked = "password" in str(error).lower()
        refuse("encrypted" if locked else "not-xlsx", "the workbook is locked or damaged",
               "save it anew as .xlsx without a password")  # fmt: skip


def _hidden(name: str, how: str) -> Remark:
    return Remark(WARNING, "hidden-sheet", f"is a hidden sheet {how}", "show it, or delete it", value=name)


def sheet_rows(book: CalamineWorkbook, name: str, limits: Limits) -> list[list[Any]]:
    """Return every row of a sheet from its first, empty ones too.

    Raises:
        RefusedError: The sheet is larger than allowed.
    """
    sheet = book.get_sheet_by_name(name)
    if sheet.total_width > limits.columns:
        refuse("too-many-columns", f"the sheet is {sheet.total_width:,} columns wide, more than {limits.columns:,}",
               "delete what stands far to the right of the table", sheet=name)  # fmt: skip
    if sheet.total_height > limits.rows:
        refuse("too-many-rows", f"the sheet has {sheet.total_height:,} rows, more than {limits.rows:,}",
               "send it in parts", sheet=name)  # fmt: skip
    if sheet.total_width * sheet.total_height > _MOST_CELLS:
        refuse("too-many-cells", f"the sheet reaches over {sheet.total_height:,} rows of {sheet.total_width:,} cells",
               "delete what stands far from the table, or send it as .xlsx", sheet=name)  # fmt: skip
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    return rows


def _filled(head: list[list[str | None]]) -> tuple[list[int], list[list[str | None]]]:
    places = [place for place, row in enumerate(head) if any(row)]
    return [place + 1 for place in places], [head[place] for place in places]


def _sheet(name: str, rows: list[list[Any]], wanted: Wanted, remarks: list[Remark]) -> Sheet:
    numbers, head = _filled([[shown(cell) for cell in row] for row in rows[:_SEARCHED]])
    heading = settle_heading(numbers, head, wanted, name)
    start = numbers[heading.rows_after] - 1 if heading.rows_after < len(numbers) else numbers[-1]
    places = {at: column for at, column in enumerate(heading.columns) if column}
    blocks = _blocks(rows, start, places)
    return Sheet(name, heading.columns, blocks, [*remarks, *heading.remarks], epoch=_EPOCH)


def _blocks(rows: list[list[Any]], start: int, places: dict[int, str]) -> Iterator[Block]:
    for first in range(start, len(rows), BLOCK_ROWS):
        numbers: list[int] = []
        columns: dict[str, list[str | None]] = {column: [] for column in places.values()}
        found = Found()
        for number, row in enumerate(rows[first : first + BLOCK_ROWS], first + 1):
            texts = [shown(cell) for cell in row]
            if not any(texts):
                continue
            for at, column in places.items():
                text = texts[at]
                if text in _ERRORS:
                    found.add(len(numbers), replace(_CELL_ERROR, column=column, value=text))
                columns[column].append(text)
            numbers.append(number)
        if numbers:
            yield text_block(numbers, columns, found.marks())


def shown(cell: Any) -> str | None:
    """Return a cell as text: whole numbers without a point, days as ISO 8601, with their time unless midnight."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell) if cell != "" and cell is not None else None
