"""Seasons and US fiscal years as spans of days."""

import calendar
import datetime
import re
from typing import Final

from loaders.values.calendars import Written

_SEASON: Final = re.compile(r"(\d{4})-(spring|summer|fall|winter)", re.IGNORECASE)
_FISCAL: Final = re.compile(r"FY ?(\d{4})", re.IGNORECASE)
_ENDS: Final = {"spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "winter": (12, 2)}
"""First and last month of each season; a winter ends in the year after."""


def read_period(text: str) -> Written | None:
    """Read a season (``2010-fall``) or a fiscal year (``FY2012``, the year that ends in it); None where it is neither.

    A winter is named by the year it begins in.
    """
    if (match := _FISCAL.fullmatch(text)) and int(match[1]) > datetime.MINYEAR:
        year = int(match[1])
        return Written(datetime.date(year - 1, 10, 1), datetime.date(year, 9, 30), "FISCAL_YEAR", year)
    if (match := _SEASON.fullmatch(text)) and datetime.MINYEAR <= int(match[1]) < datetime.MAXYEAR:
        return _season(int(match[1]), *_ENDS[match[2].lower()])
    return None


def _season(year: int, first: int, last: int) -> Written:
    ends_in = year + (last < first)
    last_day = datetime.date(ends_in, last, calendar.monthrange(ends_in, last)[1])
    return Written(datetime.date(year, first, 1), last_day, "SEASON", year)
