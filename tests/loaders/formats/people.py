"""A small form in delimited text, and what a sheet of it holds."""

from pathlib import Path

from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.sheets import Sheet

PEOPLE = Wanted(("id", "country", "people", "place"), ("id", "country", "people"))
LIMITS = Limits()


def write(folder: Path, content: str | bytes, name: str = "people.csv") -> Path:
    """Write a file of text or bytes and return its path."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(sheet: Sheet) -> dict[int, list[str | None]]:
    """Return the cells of every row of a sheet by row number."""
    found: dict[int, list[str | None]] = {}
    for block in sheet.blocks:
        cells = [column.to_pylist() for column in block.cells.columns]
        found.update(zip(block.rows.tolist(), map(list, zip(*cells, strict=True)), strict=True))
    return found


def rules(sheet: Sheet) -> list[str]:
    """Return the rules of a sheet's remarks."""
    return [remark.rule for remark in sheet.remarks]
