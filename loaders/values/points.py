"""Coordinates: a doubtful point is withheld, and its row stays in every total."""

import re
from contextlib import suppress
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.sheets import ERROR, WARNING, Flags, Marks, Places
from loaders.values.digits import western
from loaders.values.gathering import gather
from loaders.values.hygiene import cleaned
from loaders.values.numbers import matched
from loaders.values.setting import Flaw, Read, Reading, Setting
from loaders.values.territories import Numbers, territories
from loaders.values.textbytes import are_decimals
from loaders.values.words import is_missing

LATITUDES: Final = 90
LONGITUDES: Final = 180
_PLAIN: Final = r"^-?\d{1,3}(?:\.\d{1,15})?$"
_DEGREES: Final = re.compile(
    r"([NSEW])? ?([+-]?(?:\d{1,3}(?:[.,]\d+|\.)?|[.,]\d+)(?:[eE][+-]?\d{1,2})?) ?[°º]? ?([NSEW])?", re.IGNORECASE
)
_NEGATIVE: Final = frozenset("SW")
_SIDES: Final = {LATITUDES: frozenset("NS"), LONGITUDES: frozenset("EW")}
_UNREAD: Final = frozenset({"bad-coordinate", "coord-out-of-range"})
# Points nearer to 0, 0 than this many degrees lie in the Gulf of Guinea, 500 km from any land.
_NULL_ISLAND: Final = 0.01


class Points(NamedTuple):
    """Points that may be drawn: both coordinates null where one is missing or the point is withheld."""

    latitudes: pa.Array
    longitudes: pa.Array
    marks: tuple[Marks, ...]


def read_latitudes(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read degrees north; what is none is null with a warning, also where the column is required."""
    return _degrees(column, cells, setting, LATITUDES, is_required)


def read_longitudes(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read degrees east; what is none is null with a warning, also where the column is required."""
    return _degrees(column, cells, setting, LONGITUDES, is_required)


def _degrees(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, limit: int, is_required: bool) -> Read:
    exact = partial(_exact, setting=setting, limit=limit, is_required=is_required)
    return gather(column, cells, exact, {"": pa.float64()}, partial(_plain, limit=limit))


def _plain(texts: pa.StringArray, limit: int) -> pa.DoubleArray:
    degrees = _decimals(texts)
    return pc.if_else(pc.less_equal(pc.abs(degrees), limit), degrees, pa.scalar(None, pa.float64()))


def _decimals(texts: pa.StringArray) -> pa.DoubleArray:
    if are_decimals(texts):
        # Every text of digits, one point and one sign is read the same by the exact rules, however long.
        with suppress(pa.ArrowInvalid):
            return texts.cast(pa.float64())
    return matched(texts, _PLAIN).cast(pa.float64())


def _exact(text: str | None, setting: Setting, limit: int, is_required: bool) -> Reading:
    clean = cleaned(text, setting)
    if clean.is_rejected:
        return Reading(None, clean.flaws)
    plain, had_others = western(clean.text.strip())
    flaws = (*clean.flaws, *((Flaw(WARNING, "other-digits", f"was read as {plain}"),) if had_others else ()))
    if is_missing(plain):
        missing = (Flaw(WARNING, "missing-value", "is not given; the point is not shown"),)
        return Reading(None, (*flaws, *(missing if plain or is_required else ())))
    degrees = _number(plain, limit)
    if degrees is None:
        flaw = Flaw(WARNING, "bad-coordinate", "is no coordinate; the point is withheld", "write decimal degrees")
        return Reading(None, (*flaws, flaw))
    if abs(degrees) > limit:
        words = f"lies outside -{limit} to {limit} degrees; the point is withheld"
        return Reading(None, (*flaws, Flaw(WARNING, "coord-out-of-range", words, "write decimal degrees, WGS 84")))
    comma = (Flaw(WARNING, "decimal-comma", "was read with its comma as decimal point"),) if "," in plain else ()
    return Reading(degrees, (*flaws, *comma))


def _number(text: str, limit: int) -> float | None:
    if re.fullmatch(r"[+-]?\d{4,15}(?:\.\d+)?", text):  # metres of some grid
        return float(text)
    match = _DEGREES.fullmatch(text)
    if match is None:
        return None
    sides = [side.upper() for side in (match[1], match[3]) if side]
    degrees = float(match[2].replace(",", "."))
    if not sides:
        return degrees
    is_sure = len(sides) == 1 and sides[0] in _SIDES[limit] and not match[2].startswith(("-", "+"))
    return (-degrees if sides[0] in _NEGATIVE else degrees) if is_sure else None


def read_points(
    latitudes: Read, longitudes: Read, countries: pa.Array | None, columns: tuple[str, str] = ("latitude", "longitude")
) -> Points:
    """Withhold points of one coordinate, at 0, 0, or outside their country and its margin.

    Args:
        latitudes: Degrees north as read.
        longitudes: Degrees east as read.
        countries: Code of each row's country, null where it has none; None to leave the countries out.
        columns: Canonical columns of both coordinates.
    """
    norths, easts = (np.asarray(read.values.to_numpy(zero_copy_only=False), dtype=np.float64)
                     for read in (latitudes, longitudes))  # fmt: skip
    has_north, has_east = ~np.isnan(norths), ~np.isnan(easts)
    is_whole = has_north & has_east
    # A coordinate that was written but not read has its own mark; only one that was never written is a half.
    halves = np.setdiff1d(np.flatnonzero(has_north ^ has_east), _marked(latitudes, longitudes))
    nulls = np.flatnonzero(is_whole & (np.abs(norths) < _NULL_ISLAND) & (np.abs(easts) < _NULL_ISLAND))
    is_kept = is_whole.copy()
    is_kept[nulls] = False
    marks = [
        _mark(columns[0], "half-coordinate", halves, "has only one of its two coordinates; no point is shown",
              "write both, or neither"),
        _mark(columns[0], "null-island", nulls, "stands for unknown at 0, 0; the point is withheld",
              "leave both cells empty"),
    ]  # fmt: skip
    if countries is not None:
        outside = _outside(norths, easts, countries, is_kept)
        places = np.asarray(sorted(outside), dtype=np.int64)
        is_kept[places] = False
        marks.append(_mark(columns[0], "point-outside-country", places, [outside[at] for at in places.tolist()],
                           "check both coordinates and the country"))  # fmt: skip
    kept = [pa.array(np.where(is_kept, degrees, np.nan), from_pandas=True) for degrees in (norths, easts)]
    return Points(kept[0], kept[1], tuple(mark for mark in marks if len(mark.places)))


def _marked(*reads: Read) -> Places:
    places = [mark.places for read in reads for mark in read.marks if mark.rule in _UNREAD or mark.severity == ERROR]
    return np.concatenate([np.empty(0, dtype=np.int64), *places])


def _mark(column: str, rule: str, places: Places, message: str | list[str], mend: str) -> Marks:
    return Marks(column, WARNING, rule, places.astype(np.int64), message, mend)


def _outside(norths: Numbers, easts: Numbers, countries: pa.Array, is_kept: Flags) -> dict[int, str]:
    """Return what to say of each point outside its country and that one's margin, by place."""
    encoded = countries.dictionary_encode()
    known, of = encoded.dictionary.to_pylist(), np.asarray(pc.fill_null(encoded.indices, -1)).astype(np.int64)
    places = np.flatnonzero(is_kept & (of >= 0))
    missed = places[~territories().holds(known, of[places], norths[places], easts[places])]
    swapped = territories().holds(known, of[missed], easts[missed], norths[missed])
    return {
        int(at): _words(norths[at], easts[at], known[of[at]], is_swapped=bool(swap))
        for at, swap in zip(missed, swapped, strict=True)
    }


def _words(north: float, east: float, code: str, *, is_swapped: bool) -> str:
    hint = "; are latitude and longitude swapped? the other way round it lies inside" if is_swapped else ""
    return f"{north:g}, {east:g} lies outside {code}{hint}; the point is withheld"
