"""Columns of US fiscal years, named by the year they end in."""

import re
from functools import partial
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from loaders.values.figures import prepared
from loaders.values.gathering import gather
from loaders.values.numbers import matched
from loaders.values.setting import Read, Reading, Setting, rejected

_PREFIX: Final = r"(?:(?:us |u\.s\. )?(?:f\.?y\.?|ffy|fiscal year|fiscal)[ -]?)"
_FULL: Final = re.compile(rf"{_PREFIX}?(\d{{4}})(?:\.0+)?", re.IGNORECASE)
_SHORT: Final = re.compile(rf"{_PREFIX}'?(\d{{2}})", re.IGNORECASE)
_SPAN: Final = re.compile(rf"({_PREFIX})?(\d{{4}}) ?([/-]) ?(\d{{4}}|\d{{2}})", re.IGNORECASE)
_SHORT_SPAN: Final = re.compile(rf"{_PREFIX}'?(\d{{2}}) ?[/-] ?'?(\d{{2}})", re.IGNORECASE)
_CENTURY: Final = 100
_SHORT_LENGTH: Final = 2
_FIRST_MONTH: Final = 10
_LAST_MONTH: Final = 12


def read_fiscal_years(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read fiscal years: FY2010, FY10, 2010 and 2009/10 are the year that began on 1 October 2009."""
    exact = partial(_exact, setting=setting, is_required=is_required)
    return gather(column, cells, exact, {"": pa.int64()}, partial(_plain, setting=setting))


def _plain(texts: pa.StringArray, setting: Setting) -> pa.Int64Array:
    years = matched(texts, r"^\d{4}$").cast(pa.int64())
    is_within = pc.and_(pc.greater_equal(years, setting.limits.first_year), pc.less_equal(years, setting.last_day.year))
    return pc.if_else(is_within, years, pa.scalar(None, pa.int64()))


def _exact(text: str | None, setting: Setting, is_required: bool) -> Reading:
    plain = prepared(text, setting, is_required=is_required)
    if isinstance(plain, Reading):
        return plain
    year = _year(plain[0], setting)
    if isinstance(year, str):
        return _bad(year)._replace(flaws=(*plain[1], *_bad(year).flaws))
    if not setting.limits.first_year <= year <= setting.last_day.year:
        outside = _bad(f"lies outside {setting.limits.first_year} to {setting.last_day.year}")
        return outside._replace(flaws=(*plain[1], *outside.flaws))
    return Reading(year, plain[1])


def _bad(words: str) -> Reading:
    return rejected("bad-fiscal-year", words, "write one fiscal year as FY2010")


def _year(text: str, setting: Setting) -> int | str:
    if match := _FULL.fullmatch(text):
        return int(match[1])
    if match := _SHORT.fullmatch(text):
        return _of_century(int(match[1]), setting)
    if match := _SPAN.fullmatch(text):
        return _span(match)
    if match := _SHORT_SPAN.fullmatch(text):
        start, end = (_of_century(int(part), setting) for part in match.groups())
        return end if end == start + 1 else "covers more than one fiscal year"
    return "is no fiscal year"


def _of_century(year: int, setting: Setting) -> int:
    """Return the year of two digits that lies within the limits: FY99 is 1999 and FY10 is 2010."""
    this = setting.last_day.year // _CENTURY * _CENTURY + year
    return this if this <= setting.last_day.year else this - _CENTURY


def _span(match: re.Match[str]) -> int | str:
    prefix, start, separator, end = match[1], int(match[2]), match[3], match[4]
    last = int(end) if len(end) != _SHORT_LENGTH else start - start % _CENTURY + int(end)
    last += _CENTURY if len(end) == _SHORT_LENGTH and last < start else 0
    if last != start + 1:
        return "covers more than one fiscal year"
    # 2008-09 is also September 2008, which lies in another fiscal year; 2009-10 is in 2010 either way.
    is_month = not prefix and separator == "-" and len(end) == _SHORT_LENGTH and int(end) <= _LAST_MONTH
    if is_month and int(end) < _FIRST_MONTH:
        return f"is fiscal year {last} or a month of fiscal year {start}"
    return last
