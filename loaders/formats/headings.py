"""Which row of a sheet is the heading, and which canonical column each of its cells stands for."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn

from loaders.formats.sheets import INFO, WARNING, Remark, refuse

_SEARCHED: Final = 30
_FEWEST: Final = 2
_LISTED: Final = 40
Cells = Sequence[str | None]


@dataclass(frozen=True)
class Wanted:
    """The columns a form asks for.

    Attributes:
        columns: Canonical columns, in the form's order.
        required: Those without which nothing can be read.
        aliases: Canonical column by folded heading, for headings matched once by a person.
    """

    columns: tuple[str, ...]
    required: tuple[str, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)

    def match(self, heading: str | None) -> str | None:
        """Return the column a heading stands for: by its own name, whatever case and spaces, or by an alias."""
        name = folded_heading(heading or "")
        return name if name in self.columns else self.aliases.get(name)


@dataclass(frozen=True)
class Heading:
    """The heading found.

    Attributes:
        place: Position of the heading among the records searched.
        rows_after: Position of the first record of data: after the heading and, where there is one, its HXL row.
        columns: Canonical column of each cell, None where unknown.
        remarks: How the heading was found and what is not used.
    """

    place: int
    rows_after: int
    columns: tuple[str | None, ...]
    remarks: tuple[Remark, ...]


def folded_heading(text: str) -> str:
    """Return a heading in lower case, its words joined by ``_``, without invisible characters."""
    shown = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return "_".join(shown.replace("_", " ").casefold().split())


def has_heading(records: Sequence[Cells], wanted: Wanted) -> bool:
    """Whether one of the first records names every required column."""
    return any(_missing(cells, wanted) == [] for cells in records[:_SEARCHED])


def settle_heading(numbers: Sequence[int], records: Sequence[Cells], wanted: Wanted, sheet: str = "") -> Heading:
    """Find the heading among the first non-blank records of a sheet.

    Args:
        numbers: Row number of each record.
        records: Cells of each record, in order; more than the search needs do no harm.
        wanted: The columns asked for.
        sheet: Name for a refusal.

    Raises:
        RefusedError: No record is a heading, a required column is missing, or a column stands twice.
    """
    searched = [list(cells) for cells in records[:_SEARCHED]]
    place = next((at for at, cells in enumerate(searched) if not _missing(cells, wanted)), None)
    if place is None:
        _refuse_heading(numbers, searched, wanted, sheet)
    columns = tuple(wanted.match(cell) for cell in searched[place])
    _refuse_twice(numbers[place], columns, sheet)
    remarks = _offset(numbers, place) + _matched(numbers[place], searched[place], columns)
    remarks += _nameless(searched[place:])
    after = place + 1
    if after < len(searched) and _is_hxl(searched[after]):
        remarks.append(Remark(INFO, "hxl-row", "is a row of HXL tags and was read as part of the heading",
                              row=numbers[after]))  # fmt: skip
        after += 1
    return Heading(place, after, columns, tuple(remarks))


def _missing(cells: Cells, wanted: Wanted) -> list[str]:
    found = {wanted.match(cell) for cell in cells}
    return [column for column in wanted.required if column not in found]


def _refuse_heading(numbers: Sequence[int], searched: Sequence[Cells], wanted: Wanted, sheet: str) -> NoReturn:
    counts = [sum(wanted.match(cell) is not None for cell in cells) for cells in searched]
    best = max(range(len(searched)), key=lambda at: counts[at], default=None)
    asked = ", ".join(wanted.required)
    if best is None or counts[best] < _FEWEST:
        refuse("header-not-found", f"no row among the first {len(searched)} is a heading with {asked}",
               "put a heading row with these columns above the data", sheet=sheet)  # fmt: skip
    missing = _missing(searched[best], wanted)
    found = ", ".join(f"'{cell}'" for cell in list(searched[best])[:_LISTED] if cell)
    refuse("missing-column", f"the heading lacks {', '.join(missing)}; it has {found}",
           "add the column, or match one of these headings to it", row=numbers[best], column=missing[0],
           sheet=sheet)  # fmt: skip


def _refuse_twice(row: int, columns: Sequence[str | None], sheet: str) -> None:
    for column in columns:
        places = [str(at + 1) for at, name in enumerate(columns) if name == column]
        if column and len(places) > 1:
            refuse("duplicate-column", f"column {column} stands more than once, in positions {', '.join(places)}",
                   "keep the one that is right", row=row, column=column, sheet=sheet)  # fmt: skip


def _offset(numbers: Sequence[int], place: int) -> list[Remark]:
    if not place:
        return []
    words = (
        f"is the heading; {place} rows above it are no data"
        if place > 1
        else "is the heading; the row above it is no data"
    )
    return [Remark(INFO, "preamble", words, row=numbers[place])]


def _matched(row: int, cells: Cells, columns: Sequence[str | None]) -> list[Remark]:
    remarks = []
    for cell, column in zip(cells, columns, strict=True):
        name = (cell or "").strip()
        if column is None and name:
            remarks.append(Remark(WARNING, "unknown-column", "is no column of this form; its cells are not used",
                                  "rename it, match it to a column, or leave it out", row, name, name))  # fmt: skip
        elif column and name != column and folded_heading(name) != column:
            remarks.append(Remark(INFO, "column-mapped", f"was read as {column}", "", row, column, name))
    return remarks


def _nameless(records: Sequence[Cells]) -> list[Remark]:
    """Remark on columns without a heading whose first cells are not all empty."""
    heading, *rows = records
    blank = [at for at, cell in enumerate(heading) if not (cell or "").strip()]
    filled = [at for at in blank if any(at < len(cells) and (cells[at] or "").strip() for cells in rows)]
    return [
        Remark(WARNING, "unknown-column", f"column {at + 1} has cells and no heading; they are not used",
               "name the column, or leave it out")
        for at in filled
    ]  # fmt: skip


def _is_hxl(cells: Cells) -> bool:
    tags = [cell.strip() for cell in cells if cell and cell.strip()]
    return bool(tags) and all(tag.startswith("#") for tag in tags)
