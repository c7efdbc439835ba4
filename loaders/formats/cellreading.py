"""One cell of an .xlsx sheet to its text: by its type, and for a number by its format."""

import re
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from loaders.formats.batches import Cells, Hidden, Row
from loaders.formats.container import MEND, Container
from loaders.formats.elements import rich_text, unescaped
from loaders.formats.limits import Limits
from loaders.formats.numberformats import shown_text
from loaders.formats.sheetremarks import CELL_ERROR
from loaders.formats.sheets import ERROR, Remark, refuse

_LETTERS: Final = 26
_TRUE: Final = ("1", "true")
_FLAGS: Final = {"0": "FALSE", "false": "FALSE", "1": "TRUE", "true": "TRUE"}
_MEMORY: Final = 200_000


class Shown(dict[str, str]):
    """Texts of the numbers of one style, worked out once for each number."""

    def __init__(self, kind: str, epoch: int) -> None:
        """Begin with none."""
        super().__init__()
        self.kind, self.epoch = kind, epoch

    def __missing__(self, raw: str) -> str:
        """Work out a text not yet known."""
        if len(self) > _MEMORY:
            self.clear()
        return self.setdefault(raw, shown_text(raw.strip(), self.kind, self.epoch))


class CellReading:
    """Reads the cells of one sheet; what was once worked out is kept."""

    def __init__(self, container: Container, limits: Limits, sheet: str) -> None:
        """Begin with nothing worked out."""
        self.texts = container.texts
        self._container, self._limits, self._sheet = container, limits, sheet
        self._positions: dict[str, int] = {}
        self._shown: dict[str, Shown] = {}

    def row(self, number: int, element: Any, hidden: Hidden) -> Row | None:
        """Read a row; None where no cell has a text.

        Raises:
            RefusedError: A cell lies beyond the limits or in another row.
        """
        cells: Cells = []
        flaws: dict[int, Remark] = {}
        digits = str(number)
        at = -1
        for cell in element.iterchildren("{*}c"):
            reference = cell.get("r")
            at = self.position(reference.removesuffix(digits), number) if reference else at + 1
            text = self._text(cell, at, flaws) if len(cell) else None
            if text or at in flaws:
                self.check_width(at, number)
                if at < len(cells) and cells[at]:
                    refuse("not-xlsx", "has two cells in one place", MEND, row=number, sheet=self._sheet)
                cells.extend([None] * (at + 1 - len(cells)))
                cells[at] = text
        if not cells:
            return None
        if element.get("hidden") in _TRUE:
            hidden.append(number)
        return Row(number, cells, flaws)

    def position(self, letters: str, row: int | None = None) -> int:
        """Return the position of a column from 0 by its letters.

        Raises:
            RefusedError: They are none.
        """
        if letters not in self._positions:
            if not re.fullmatch("[A-Z]{1,3}", letters):
                refuse("not-xlsx", "has a cell whose place is not in its row", MEND, row=row, sheet=self._sheet)
            self._positions[letters] = _column_of(letters)
        return self._positions[letters]

    def check_width(self, at: int, row: int) -> None:
        """Refuse a sheet with a cell too far to the right.

        Raises:
            RefusedError: ``too-many-columns``.
        """
        if at >= self._limits.columns:
            refuse("too-many-columns", f"has a cell in column {at + 1:,}; more than {self._limits.columns:,} are"
                   " not read", "delete what stands far to the right of the table", row=row,
                   sheet=self._sheet)  # fmt: skip

    def shown(self, style: str | None) -> Shown:
        """Return the texts of the numbers of a style."""
        style = style or "0"
        if style not in self._shown:
            kinds = self._container.kinds
            kind = kinds[int(style)] if int(style) < len(kinds) else ""
            self._shown[style] = Shown(kind, self._container.epoch)
        return self._shown[style]

    def plain(self, kind: str, style: str, raw: str) -> str | None:
        """Return the text of a cell that is no error and no formula without a result.

        Args:
            kind: Type of the cell, empty for a number.
            style: Number of its style, empty for the first.
            raw: What is stored.
        """
        if kind == "s":
            return self._listed[int(raw)]
        if kind in ("", "n"):
            return self.shown(style)[raw]
        if kind == "b":
            return _FLAGS.get(raw, raw)
        return raw.removesuffix("T00:00:00") if kind == "d" else unescaped(raw)

    @cached_property
    def _listed(self) -> list[str | None]:
        # A single text is taken from a list in a fraction of the time.
        return list(self.texts.to_pylist())

    def _text(self, cell: Any, at: int, flaws: dict[int, Remark]) -> str | None:
        kind = cell.get("t", "")
        if kind == "inlineStr":
            return rich_text(cell[-1])
        raw = cell[-1].text or "" if cell[-1].tag.endswith("}v") else ""
        if kind == "e":
            flaws[at] = replace(CELL_ERROR, value=raw)
            return None
        if raw:
            return self.plain(kind, cell.get("s", ""), raw)
        if cell[0].tag.endswith("}f") and kind != "str":
            flaws[at] = Remark(ERROR, "formula-no-value", "is a formula whose result was not saved",
                               "open the workbook in a spreadsheet program and save it, or write the value",
                               value=f"={cell[0].text or ''}")  # fmt: skip
        return None


def _column_of(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * _LETTERS + ord(letter) - ord("A") + 1
    return at - 1
