"""Where each country lies: a quick test of many points against their countries' outlines and a margin around them."""

import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import shapely

from loaders.formats.sheets import Flags, Places

# What the columns are, how far a margin reaches and why, is told in build_margins.py, which makes the file.
_MARGINS: Final = Path(__file__).parents[2] / "data" / "boundaries" / "margins.arrow"
Numbers: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"


class Territories:
    """Countries with their margins, each under a grid of squares; one that lies whole inside decides all its points.

    All grids lie in one row, so that points of many countries are looked up together.
    """

    def __init__(self) -> None:
        """Know no country; each is taken in when a point first asks for it."""
        self._margins, self._squares = _margins()
        self._numbers: dict[str, int] = {}
        self._outlines: list[shapely.Geometry] = []
        self._corners = np.empty((0, 2))
        self._sizes = np.empty((0, 2), dtype=np.int64)
        self._starts = np.zeros(1, dtype=np.int64)
        self._are_inside = np.empty(0, dtype=bool)

    def holds(self, codes: Sequence[str], of: Places, latitudes: Numbers, longitudes: Numbers) -> Flags:
        """Return whether each point lies in its country or that one's margin; true where the country has no outline.

        Args:
            codes: Codes of countries.
            of: For each point, which of them is its country.
            latitudes: Degrees north.
            longitudes: Degrees east.
        """
        self._take_in([code for code in codes if code not in self._numbers])
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
        mixed = near[~self._are_inside[at]]
        for number, places in _parted(numbers[mixed]):
            inside = mixed[places]
            held[inside] = shapely.contains_xy(self._outlines[number], easts[inside], norths[inside])
        return held

    def _squares_along(self, axis: int, numbers: Places, degrees: Numbers) -> tuple[Places, Flags]:
        """Return in which column, or row, of its country's grid each point lies, and whether it lies in one at all."""
        steps = (degrees - self._corners[numbers, axis]) * self._squares
        return steps.astype(np.int64), (steps >= 0) & (steps < self._sizes[numbers, axis])

    def _take_in(self, codes: Sequence[str]) -> None:
        """Give each country its number, -1 where it has no outline."""
        self._numbers |= dict.fromkeys(codes, -1)
        known = [self._margins[code] | {"code": code} for code in codes if code in self._margins]
        if not known:
            return
        self._numbers |= {one["code"]: number for number, one in enumerate(known, len(self._outlines))}
        outlines = shapely.from_wkb([one["outline"] for one in known])
        shapely.prepare(outlines)
        self._outlines += list(outlines)
        self._corners = np.vstack((self._corners, [(one["west"], one["south"]) for one in known]))
        sizes = np.array([(one["columns"], one["rows"]) for one in known])
        self._sizes = np.vstack((self._sizes, sizes))
        self._starts = np.append(self._starts, self._starts[-1] + np.cumsum(sizes.prod(axis=1)))
        self._are_inside = np.concatenate([self._are_inside, *map(_unpacked, known)])


def _unpacked(margin: dict[str, Any]) -> Flags:
    bits = np.frombuffer(zlib.decompress(margin["inside"]), dtype=np.uint8)
    return np.unpackbits(bits, count=margin["columns"] * margin["rows"]).view(np.bool_)


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
def _margins() -> tuple[dict[str, dict[str, Any]], int]:
    """Return what is known of each country, by code, and how many squares make a degree."""
    with pa.OSFile(str(_MARGINS)) as source:
        table = pa.ipc.open_file(source).read_all()
    return {row.pop("code"): row for row in table.to_pylist()}, int(table.schema.metadata[b"squares"])
