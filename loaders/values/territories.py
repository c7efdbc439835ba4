"""Where each country lies: a quick test of many points against their countries' outlines and a margin around them."""

import itertools
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import pyarrow as pa
import shapely

from loaders.formats.sheets import Flags, Places

# How far a margin reaches and why is told where the file is made, in build_margins.py beside it.
_MARGINS: Final = Path(__file__).parents[2] / "data" / "boundaries" / "margins.arrow"
# Squares in a degree: one that lies whole inside decides all its points without a look at the outline.
_SQUARES: Final = 8
_OPEN, _INSIDE, _MIXED = range(3)
Numbers: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"


class Territories:
    """Countries with their margins, each under a grid from its south-western corner of which squares are decided once.

    All grids lie in one row of bytes, so that points of many countries are looked up together.
    """

    def __init__(self) -> None:
        """Know no country; each is taken in when a point first asks for it."""
        self._numbers: dict[str, int] = {}
        self._outlines: list[shapely.Geometry] = []
        self._corners = np.empty((0, 2))
        self._sizes = np.empty((0, 2), dtype=np.int64)
        self._starts = np.zeros(1, dtype=np.int64)
        self._squares = np.empty(0, dtype=np.uint8)

    def holds(self, codes: Sequence[str], of: Places, latitudes: Numbers, longitudes: Numbers) -> Flags:
        """Return whether each point lies in its country or that one's margin; true where the country has no outline.

        Args:
            codes: Codes of countries.
            of: For each point, which of them is its country.
            latitudes: Degrees north.
            longitudes: Degrees east.
        """
        self._take_in(codes)
        numbers = np.array([self._numbers[code] for code in codes], dtype=np.int64)[of]
        held = numbers < 0
        known = np.flatnonzero(~held)
        held[known] = self._within(numbers[known], longitudes[known], latitudes[known])
        return held

    def _within(self, numbers: Places, easts: Numbers, norths: Numbers) -> Flags:
        columns, is_column = self._squares_along(0, numbers, easts)
        rows, is_row = self._squares_along(1, numbers, norths)
        held = is_column & is_row
        near = np.flatnonzero(held)
        at = (self._starts[numbers] + rows * self._sizes[numbers, 0] + columns)[near]
        self._decide(np.unique(at[self._squares[at] == _OPEN]))
        mixed = near[self._squares[at] == _MIXED]
        for number, places in _parted(numbers[mixed]):
            inside = mixed[places]
            held[inside] = shapely.contains_xy(self._outlines[number], easts[inside], norths[inside])
        return held

    def _squares_along(self, axis: int, numbers: Places, degrees: Numbers) -> tuple[Places, Flags]:
        """Return in which column, or row, of its country's grid each point lies, and whether it lies in one at all."""
        steps = (degrees - self._corners[numbers, axis]) * _SQUARES
        return steps.astype(np.int64), (steps >= 0) & (steps < self._sizes[numbers, axis])

    def _decide(self, at: Places) -> None:
        numbers = np.searchsorted(self._starts, at, side="right") - 1
        for number, places in _parted(numbers):
            rows, columns = np.divmod(at[places] - self._starts[number], self._sizes[number, 0])
            lefts, bottoms = self._corners[number, :, None] + np.array([columns, rows]) / _SQUARES
            boxes = shapely.box(lefts, bottoms, lefts + 1 / _SQUARES, bottoms + 1 / _SQUARES)
            is_inside = shapely.contains_properly(self._outlines[number], boxes)
            self._squares[at[places]] = np.where(is_inside, _INSIDE, _MIXED)

    def _take_in(self, codes: Sequence[str]) -> None:
        """Give each country that was not asked for before its number, -1 where it has no outline."""
        unknown = {code: _margins().get(code) for code in codes if code not in self._numbers}
        outlines = [outline for outline in unknown.values() if outline is not None]
        numbers = itertools.count(len(self._outlines))
        self._numbers |= {code: -1 if outline is None else next(numbers) for code, outline in unknown.items()}
        if not outlines:
            return
        shapely.prepare(outlines)
        west, south, east, north = shapely.bounds(outlines).reshape(-1, 4).T
        sizes = (np.column_stack((east - west, north - south)) * _SQUARES).astype(np.int64) + 1
        counts = sizes.prod(axis=1)
        self._outlines += outlines
        self._corners = np.vstack((self._corners, np.column_stack((west, south))))
        self._sizes = np.vstack((self._sizes, sizes))
        self._starts = np.append(self._starts, self._starts[-1] + np.cumsum(counts))
        self._squares = np.append(self._squares, np.full(counts.sum(), _OPEN, dtype=np.uint8))


def _parted(numbers: Places) -> Iterator[tuple[int, Places]]:
    """Yield each number and where it stands."""
    order = np.argsort(numbers, kind="stable")
    for places in np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1):
        if len(places):
            yield int(numbers[places[0]]), places


@cache
def territories() -> Territories:
    """Return the territories of all countries, shared by everything this process reads."""
    return Territories()


@cache
def _margins() -> dict[str, shapely.Geometry]:
    """Return each country and its margin by code; one that the set of outlines lacks is not there."""
    with pa.OSFile(str(_MARGINS)) as source:
        table = pa.ipc.open_file(source).read_all()
    outlines = shapely.from_wkb(table["outline"].to_pylist())
    return dict(zip(table["code"].to_pylist(), outlines, strict=True))
