"""What the number format of a workbook's cell makes of its number: a day, a share, an amount in another currency."""

import datetime
import math
import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.currencies import is_foreign
from loaders.formats.digits import exact_text, float_text

DAY: Final = "day"
TIME: Final = "time"
SHARE: Final = "share"
PLAIN: Final = ""
# ECMA-376 part 1, 18.8.30: the formats every workbook has without saying so.
_BUILT_IN: Final = {
    9: SHARE, 10: SHARE,
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 32), 34, 35, 36, *range(50, 59)), DAY),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), TIME),
}  # fmt: skip
_SILENT: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
# What of a format is shown beside the number: texts in quotes, signs behind a backslash, and a currency in brackets.
_SPELT: Final = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]|_.|\*.|\[[^\]]*\]')
_BESIDE: Final = re.compile(r"[^\W\d_]{0,3}\$|[^\W\d_]+|[^\w\s]")
_ELAPSED: Final = re.compile(r"\[[hms]+\]", re.IGNORECASE)
# A key of so many digits, such as 007.
_PADDED: Final = re.compile("0{2,20}")
_FRACTION: Final = re.compile(r"s\.0+")
_SECONDS: Final = 86_400
_LAST_SERIAL: Final = 2_958_466
# Later than any that workbooks count in a way of their own, and before the year 4638.
_USUAL_DAY: Final = "^[1-9][0-9]{2,5}$"
_LEAP_THAT_NEVER_WAS: Final = 60
_EPOCHS: Final = {1900: datetime.datetime(1899, 12, 31), 1904: datetime.datetime(1904, 1, 1)}  # noqa: DTZ001 - a workbook's days have no zone
_YEARS_APART: Final = 1904


@lru_cache(maxsize=4096)
def kind_of(code: str, number: int = 0) -> str:
    """Return what a format makes of a number: ``DAY``, ``TIME``, ``SHARE``, ``PLAIN``, a currency's sign or zeros.

    Args:
        code: The format's own code, empty for one that every workbook has.
        number: Its number, for those.
    """
    if not code:
        return _BUILT_IN.get(number, PLAIN)
    first = code.split(";")[0]
    bare = _FRACTION.sub("s", _SILENT.sub("", first).casefold())
    if _ELAPSED.search(first):
        return TIME
    if "%" in bare:
        return SHARE
    if _PADDED.fullmatch(first):
        return first
    if "general" in bare or any(digit in bare for digit in "0#?"):
        return _currency(first)
    if any(letter in bare for letter in "dy"):
        return DAY
    # An m beside an hour or a second is a minute, else a month.
    if any(letter in bare for letter in "hs"):
        return TIME
    return DAY if "m" in bare else _currency(first)


def _currency(code: str) -> str:
    spelt = _SPELT.sub(lambda found: "".join(filter(None, found.groups())), code)
    return next(filter(is_foreign, _BESIDE.findall(spelt)), PLAIN)


def shown_text(raw: str, kind: str, epoch: int) -> str:
    """Return the text of a stored number under a format.

    Args:
        raw: The number as stored.
        kind: What the format makes of it.
        epoch: Year from whose start the workbook counts days.

    Returns:
        A day in ISO 8601, with its time where that is not midnight; a time of day alone under a time format; a share
        with its percent sign; an amount behind its currency; a whole number with the zeros before it that its format
        asks for; else the number in its shortest digits.
    """
    if not kind:
        return float_text(raw)
    if kind == SHARE:
        text = float_text(raw)
        return exact_text(f"{Decimal(text) * 100:f}") + "%" if _is_number(text) else text
    if kind in (DAY, TIME):
        return _day_text(raw, epoch)
    text = float_text(raw)
    if _PADDED.fullmatch(kind):
        return text.zfill(len(kind)) if text.isdecimal() else text
    return f"{kind} {text}"


def day_texts(serials: pa.StringArray, epoch: int) -> pa.StringArray | None:
    """Return the texts of stored days of a column, None where one is no whole day of the usual ones.

    Args:
        serials: The numbers as stored.
        epoch: Year from whose start the workbook counts days.
    """
    if not pc.all(pc.match_substring_regex(serials, _USUAL_DAY)).as_py():
        return None
    first = _EPOCHS[epoch].date() - datetime.date(1970, 1, 1) - datetime.timedelta(days=epoch != _YEARS_APART)
    days = pc.add(pc.cast(serials, pa.int32()), pa.scalar(first.days, pa.int32()))
    return pc.cast(pc.cast(days, pa.date32()), pa.string())


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(?:\.\d+)?", text))


def _day_text(raw: str, epoch: int) -> str:
    try:
        serial = float(raw)
    except ValueError:
        return raw
    if not 0 <= serial < _LAST_SERIAL:
        return float_text(raw)
    seconds = math.floor((serial % 1) * _SECONDS + 0.5)
    days, seconds = int(serial) + seconds // _SECONDS, seconds % _SECONDS
    time = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if not days:
        return time if epoch != _YEARS_APART or seconds else "1904-01-01"
    return _calendar(days, epoch) + (f"T{time}" if seconds else "")


def _calendar(days: int, epoch: int) -> str:
    if epoch != _YEARS_APART and days == _LEAP_THAT_NEVER_WAS:
        return "1900-02-29"
    # Workbooks count a 29 February 1900, so every later day stands one too high.
    late = epoch != _YEARS_APART and days > _LEAP_THAT_NEVER_WAS
    return (_EPOCHS[epoch] + datetime.timedelta(days=days - late)).date().isoformat()
