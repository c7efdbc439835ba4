"""What is said of the sheets of a workbook: those passed over, those hidden, and what is hidden or merged in them."""

from collections.abc import Iterator, Sequence
from typing import Final

from loaders.formats.headings import Wanted
from loaders.formats.sheets import ERROR, INFO, WARNING, Remark

_LISTED: Final = 8
CELL_ERROR: Final = Remark(ERROR, "cell-error", "is an error that the workbook shows in place of a value",
                           "mend the formula, or write the value")  # fmt: skip


def passed_over(name: str, wanted: Wanted, *, is_hidden: bool, is_grid: bool = True) -> Remark:
    """Say why a sheet was not read."""
    hidden = "is hidden and" if is_hidden else "is a sheet that"
    why = f"has no heading with {', '.join(wanted.required)}" if is_grid else "is no table"
    rule, severity = ("hidden-sheet", WARNING) if is_hidden else ("sheet-skipped", INFO)
    return Remark(severity, rule, f"{hidden} {why}; it was not read", value=name)


def read_though_hidden(name: str) -> Remark:
    """Say that a hidden sheet was read."""
    return Remark(WARNING, "hidden-sheet", "is a hidden sheet and was read",
                  "show it, or delete it if it does not count", value=name)  # fmt: skip


def seen(hidden: Sequence[int], merged: Sequence[tuple[str, int]], heading_row: int) -> Iterator[Remark]:
    """Say what is hidden and what is merged.

    Args:
        hidden: Numbers of the rows that are hidden.
        merged: Reference and first row of merged cells.
        heading_row: Number of the row above which nothing that is merged counts.
    """
    if hidden:
        listed = ", ".join(str(number) for number in hidden[:_LISTED])
        more = f" and {len(hidden) - _LISTED} more" if len(hidden) > _LISTED else ""
        yield Remark(WARNING, "hidden-rows", f"is hidden or filtered out (rows {listed}{more}); it counts",
                     "delete rows that do not count", row=hidden[0])  # fmt: skip
    for reference, row in [cells for cells in merged if cells[1] > heading_row][:_LISTED]:
        yield Remark(WARNING, "merged-cells", f"begins the merged cells {reference}; only the first has the value",
                     "unmerge them and fill in every row", row=row, value=reference)  # fmt: skip
