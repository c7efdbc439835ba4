"""Columns of days: the written calendar day, how exactly it is known, and ends that are still open."""

import datetime
import re
from functools import cache, partial
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.sheets import WARNING
from loaders.values.calendars import Written, read_written
from loaders.values.figures import prepared
from loaders.values.gathering import gather
from loaders.values.numbers import matched
from loaders.values.serials import read_serial
from loaders.values.setting import Flaw, Read, Reading, Setting, rejected
from loaders.values.textbytes import alike

_ISO: Final = r"^\d{4}-\d{2}-\d{2}(?:[ T]00:00:00(?:\.0+)?)?$"
_TYPES: Final = {"": pa.date32(), "precision": pa.string()}
_OPEN: Final = frozenset(
    {"present", "ongoing", "on-going", "on going", "current", "currently", "continuing", "open", "open-ended",
     "open ended", "to date", "till date", "until now", "now", "indefinite", "none", "no end", "no end date", "active",
     "until further notice", "not yet ended", "still open", "to present", "in progress"}
)  # fmt: skip
# Last days databases write for 'no end'; any other day beyond the limit is a mistake.
_SENTINELS: Final = frozenset({(2099, 12, 31), (2199, 12, 31), (2299, 12, 31), (2999, 12, 31), (3000, 1, 1),
                               (2262, 4, 11), (2079, 6, 6)})  # fmt: skip
_SENTINEL_YEAR: Final = 9999
_NO_DAY: Final = frozenset({"0000-00-00", "00/00/0000", "0000-00-00 00:00:00"})
_SENTINEL: Final = Flaw(WARNING, "open-end-sentinel", "stands for no end; it was read as no end yet")
_LENGTH: Final = 10
# Where the digits and dashes of YYYY-MM-DD stand, which of the digits are of the year, month and day, and their worth.
_DIGITS, _DASHES = (0, 1, 2, 3, 5, 6, 8, 9), (4, 7)
_PARTS: Final = (slice(0, 4), slice(4, 6), slice(6, 8))
_TENS: Final = tuple(10 ** np.arange(size, dtype=np.int32)[::-1] for size in (4, 2, 2))
_HIGHEST_DIGIT: Final = 9
_YEARS: Final = range(1800, 2200)
_MONTHS: Final = 12


def read_starts(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read days; a period stands for its first one."""
    exact = partial(_start, setting=setting, is_required=is_required)
    return gather(column, cells, exact, _TYPES, partial(_plain, setting=setting), ["DAY"])


def read_ends(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool = False) -> Read:
    """Read last days; a period stands for its last one, and nothing or a word for it means no end yet."""
    exact = partial(_end, setting=setting, is_required=is_required)
    return gather(column, cells, exact, _TYPES, partial(_plain, setting=setting), ["DAY"])


def _plain(texts: pa.StringArray, setting: Setting) -> pa.Date32Array:
    numbers = _alike(texts)
    if numbers is None:
        numbers = _matched(texts)
    first, last = (np.int32((day - datetime.date(1970, 1, 1)).days) for day in (setting.first_day, setting.last_day))
    is_within = pc.and_(pc.greater_equal(numbers, first), pc.less_equal(numbers, last))
    return pc.if_else(is_within, numbers.cast(pa.date32()), pa.scalar(None, pa.date32()))


def _matched(texts: pa.StringArray) -> pa.Int32Array:
    """Return ISO days counted from 1970; every other text is null."""
    iso = pc.utf8_slice_codeunits(matched(texts, _ISO), 0, _LENGTH)
    try:
        return iso.cast(pa.date32()).cast(pa.int32())
    except pa.ArrowInvalid:  # one impossible day: the exact reading finds which
        return pa.nulls(len(texts), pa.int32())


def _alike(texts: pa.StringArray) -> pa.Int32Array | None:
    """Return ISO days counted from 1970 where all are written with the same time of day, or none; else None."""
    rows = alike(texts)
    if rows is None or not re.fullmatch(_ISO, texts[0].as_py()) or (rows[:, _LENGTH:] != rows[0, _LENGTH:]).any():
        return None
    digits = rows[:, _DIGITS] - np.uint8(ord("0"))
    if (digits > _HIGHEST_DIGIT).any() or (rows[:, _DASHES] != ord("-")).any():
        return None
    years, months, days = (digits[:, part] @ tens for part, tens in zip(_PARTS, _TENS, strict=True))
    if years.min() < _YEARS.start or years.max() >= _YEARS.stop or not months.all() or (months > _MONTHS).any():
        return None
    firsts, at = _first_days(), (years - _YEARS.start) * _MONTHS + months - 1
    numbers = firsts[at] + days - 1
    return pa.array(numbers) if days.all() and (numbers < firsts[at + 1]).all() else None


@cache
def _first_days() -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    """Return the first day of each month of the years looked at together, and of the one after, counted from 1970."""
    months = np.arange(f"{_YEARS.start}-01", f"{_YEARS.stop}-02", dtype="datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int32)


def _start(text: str | None, setting: Setting, is_required: bool) -> Reading:
    plain = prepared(text, setting, is_required=is_required)
    return plain if isinstance(plain, Reading) else _day(*plain, setting=setting, last=False)


def _end(text: str | None, setting: Setting, is_required: bool) -> Reading:
    plain = prepared(text, setting, is_required=is_required)
    if isinstance(plain, Reading):
        if is_required:
            return plain
        is_unstated = any(flaw.rule == "missing-value" for flaw in plain.flaws)
        others = tuple(flaw for flaw in plain.flaws if flaw.rule != "missing-value")
        return plain._replace(flaws=others + _open(text)) if is_unstated else plain
    if plain[0].casefold() in _OPEN:
        return Reading(None, plain[1] + _open(text))
    if plain[0] in _NO_DAY:
        return Reading(None, (*plain[1], _SENTINEL))
    return _day(*plain, setting=setting, last=True)


def _open(text: str | None) -> tuple[Flaw, ...]:
    if not (text or "").strip():
        return ()
    return (Flaw(WARNING, "open-end", "was read as no end yet"),)


def _day(text: str, flaws: tuple[Flaw, ...], *, setting: Setting, last: bool) -> Reading:
    written = read_serial(text, setting) or read_written(text)
    if isinstance(written, Reading):
        return written._replace(flaws=(*flaws, *written.flaws))
    flaws = (*flaws, *written.flaws)
    if last and _is_sentinel(written):
        return Reading(None, (*flaws, _SENTINEL))
    if not setting.limits.first_year <= written.year <= setting.last_day.year:
        outside = rejected("date-out-of-range", f"lies outside {setting.first_day} to {setting.last_day}", "correct it")
        return outside._replace(flaws=(*flaws, *outside.flaws))
    if written.precision != "DAY":
        words = f"is known to the {written.precision.lower()} only; it is kept with that precision"
        flaws = (*flaws, Flaw(WARNING, "date-precision", words))
    return Reading(written.last if last else written.first, flaws, (written.precision,))


def _is_sentinel(written: Written) -> bool:
    day = written.last
    return written.year == _SENTINEL_YEAR or (day.year, day.month, day.day) in _SENTINELS
