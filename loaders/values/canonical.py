"""Columns of canonical texts: what the record and the publishers may write, read as every value is read.

A return may write a value in any way that has one reading; a canonical text is written in one of the ways below, so
that a slip of the record's own hand is told and not read.
"""

import datetime
from functools import partial
from typing import Final, NamedTuple, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.limits import Limits
from loaders.spellings import Spellings
from loaders.values.calendars import Written, read_written
from loaders.values.gathering import gather
from loaders.values.numbers import matched
from loaders.values.periods import read_period
from loaders.values.reading import read_column
from loaders.values.setting import Reading, Setting

Texts: TypeAlias = "pd.Series[str]"
Misread: TypeAlias = "pd.Series[bool]"

_WHOLE: Final = r"(?:[1-9]\d{0,2}(?:,\d{3})+|\d{1,15})"
# A spreadsheet writes a count with empty decimals.
_COUNT: Final = rf"^-?{_WHOLE}(?:\.0+)?$"
_NUMBER: Final = rf"^-?{_WHOLE}(?:\.\d+)?$"
# A third decimal may be a thousands point.
_MONEY: Final = rf"^-?\$? ?{_WHOLE}(?:\.\d{{1,2}})?$"
_DAY: Final = r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$|^\d{4}-(?i:spring|summer|fall|winter)$|^(?i:FY) ?\d{4}$"
_FISCAL_SPAN: Final = r"^(?P<first>(?i:FY ?)?\d{4})(?: ?- ?(?P<last>(?i:FY ?)?\d{4}))?$"
_FLAGS: Final = {"yes": True, "no": False}
# The record reaches back before any return, and what it expects may lie far ahead.
_LAST_DAY: Final = datetime.date(2199, 12, 31)
_SETTING: Final = Setting(Spellings({}, {}), Limits(first_year=1900, years_ahead=0), _LAST_DAY)
_TYPES: Final = {pa.string(): pd.StringDtype(na_value=float("nan")), pa.int64(): pd.Int64Dtype()}


class Days(NamedTuple):
    """Days read from one column: the days, how exactly each is known, and which texts were not read."""

    values: "pd.Series[pd.Timestamp]"
    precisions: Texts
    misread: Misread


class FiscalYears(NamedTuple):
    """Fiscal years read from one column: the first, the last, and which texts were not read."""

    starts: "pd.Series[int]"
    ends: "pd.Series[int]"
    misread: Misread


def days(texts: Texts, *, last: bool) -> Days:
    """Read days written to the day, month, season (``2010-fall``), year or fiscal year (``FY2012``).

    Args:
        texts: One column as received.
        last: Whether a period stands for its last day (ends, as-of, publication) or its first.

    Returns:
        Days, precision codes, and True where a text is no such day.
    """
    types = {"": pa.date32(), "precision": pa.string()}
    read = gather("", matched(_array(texts), _DAY), partial(_day, last=last), types)
    values = _series(read.values.cast(pa.timestamp("us")), texts)
    return Days(values, _series(read.extra["precision"], texts), _misread(texts, values))


def _day(text: str | None, last: bool) -> Reading:
    written = None if text is None else read_period(text) or read_written(text)
    if not isinstance(written, Written) or not _SETTING.limits.first_year <= written.year <= _LAST_DAY.year:
        return Reading(None)
    return Reading(written.last if last else written.first, extra=(written.precision,))


def counts(texts: Texts) -> tuple["pd.Series[int]", Misread]:
    """Read whole numbers of either sign; return them and True where a text is none."""
    return _read("number", texts, _COUNT, pa.int64())


def numbers(texts: Texts) -> tuple["pd.Series[float]", Misread]:
    """Read plain decimal numbers; return them and True where a text is none."""
    return _read("number", texts, _NUMBER, pa.float64())


def money(texts: Texts) -> tuple["pd.Series[float]", Misread]:
    """Read US dollars to the cent; a third decimal is a misread, it may be a thousands point."""
    return _read("money", texts, _MONEY, pa.float64())


def latitudes(texts: Texts) -> tuple["pd.Series[float]", Misread]:
    """Read degrees north; return them and True where a text is none or lies beyond a pole."""
    return _read("latitude", texts, _NUMBER, pa.float64())


def longitudes(texts: Texts) -> tuple["pd.Series[float]", Misread]:
    """Read degrees east; return them and True where a text is none or lies beyond the 180th meridian."""
    return _read("longitude", texts, _NUMBER, pa.float64())


def flags(texts: Texts) -> tuple["pd.Series[bool]", Misread]:
    """Read ``yes`` and ``no``; return booleans and True where a text is neither."""
    values = texts.str.lower().map(_FLAGS).astype("boolean")
    return values, _misread(texts, values)


def fiscal_years(texts: Texts) -> FiscalYears:
    """Read US fiscal years, one (``FY2011``, ``2011``) or a span with both ends (``2008-2010``).

    A return's ``2008-2009`` is the one year that begins in 2008; here it is two.
    """
    ends = pc.extract_regex(_array(texts), _FISCAL_SPAN)
    first, last = pc.struct_field(ends, "first"), pc.struct_field(ends, "last")
    start, end = (_fiscal_year(years) for years in (first, pc.if_else(pc.equal(last, ""), first, last)))
    in_order = pc.less_equal(start, end)
    starts, ends = (_series(pc.if_else(in_order, years, pa.scalar(None, pa.int64())), texts) for years in (start, end))
    return FiscalYears(starts, ends, _misread(texts, starts))


def _fiscal_year(years: pa.StringArray) -> pa.Int64Array:
    return read_column("fiscal_year", "", years, _SETTING, is_required=False).values


def _read(kind: str, texts: Texts, pattern: str, dtype: pa.DataType) -> tuple["pd.Series", Misread]:
    """Read the texts of one pattern as one kind of value, and no other text."""
    read = read_column(kind, "", matched(_array(texts), pattern), _SETTING, is_required=False)
    # Arrow divides a decimal into a float that is not always the nearest one; by way of text it is.
    exact = read.values.cast(pa.string()) if pa.types.is_decimal(read.values.type) else read.values
    values = _series(exact.cast(dtype), texts)
    return values, _misread(texts, values)


def _array(texts: Texts) -> pa.StringArray:
    return pa.array(texts, pa.string(), from_pandas=True)


def _series(values: pa.Array, texts: Texts) -> "pd.Series":
    return values.to_pandas(types_mapper=_TYPES.get).set_axis(texts.index)


def _misread(texts: Texts, values: "pd.Series") -> Misread:
    return texts.notna() & values.isna()
