"""The columns of two forms, and a sheet read to its end."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.sheets import Marks, RefusedError, Remark, Sheet

Reader = Callable[[Path, Wanted, Limits], Iterator[Sheet]]
NEEDED = ("deployment_id", "country", "agency", "headcount", "start_date", "source")
DEPLOYMENTS = Wanted((*NEEDED, "end_date", "place", "latitude", "longitude"), NEEDED)
ROW = {
    "deployment_id": "D-1", "country": "XAA", "agency": "USAID", "headcount": 10, "start_date": "2010-03-01",
    "source": "SITREP 1",
}  # fmt: skip


def read_rows(sheet: Sheet) -> dict[int, dict[str, Any]]:
    """Return the cells that are not empty by row number."""
    return {
        int(number): {column: cell for column, cell in row.items() if cell is not None}
        for block in sheet.blocks
        for number, row in zip(block.rows, block.cells.to_pylist(), strict=True)
    }


def read_only_sheet(reader: Reader, path: Path, wanted: Wanted = DEPLOYMENTS, limits: Limits | None = None) -> Sheet:
    """Return the file's one sheet."""
    (sheet,) = reader(path, wanted, limits or Limits())
    return sheet


def marks_of(sheet: Sheet) -> list[tuple[str, str, str, int]]:
    """Return severity, rule, column and row number of every mark."""
    return [
        (mark.severity, mark.rule, mark.column, int(block.rows[place]))
        for block in sheet.blocks
        for mark in block.marks
        for place in mark.places
    ]


def all_marks(sheet: Sheet) -> list[Marks]:
    """Return every mark as it is."""
    return [mark for block in sheet.blocks for mark in block.marks]


def rules_of(remarks: list[Remark]) -> list[tuple[str, str]]:
    """Return severity and rule of each remark."""
    return [(remark.severity, remark.rule) for remark in remarks]


def refusal(reader: Reader, path: Path, wanted: Wanted = DEPLOYMENTS, limits: Limits | None = None) -> Remark:
    """Return why a file is refused, whether at once or while its rows are taken."""
    with pytest.raises(RefusedError) as refused:
        _read_all(reader(path, wanted, limits or Limits()))
    return refused.value.remark


def _read_all(sheets: Iterator[Sheet]) -> None:
    for sheet in sheets:
        list(sheet.blocks)
