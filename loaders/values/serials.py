"""Days a spreadsheet counts from the start of a year."""

import datetime
import re
from typing import Final

from loaders.formats.sheets import WARNING
from loaders.values.calendars import Written
from loaders.values.setting import Flaw, Reading, Setting, rejected

_SERIAL: Final = re.compile(r"(\d{1,3}|\d{5})(?:\.\d+)?")
_OF_1904: Final = 1904
# Day 60 is 29 February 1900, which never was; every later day of that epoch is counted one too high for it.
_NEVER: Final = 60
_HIGHEST_SHORT: Final = 999
_BEFORE_1900: Final = datetime.date(1899, 12, 30)
_START_1904: Final = datetime.date(1904, 1, 1)


def read_serial(text: str, setting: Setting) -> Written | Reading | None:
    """Read a day written as a number of days; None where a text is no such number.

    Outside a workbook a five-digit number has two readings four years apart.
    """
    match = _SERIAL.fullmatch(text)
    if match is None:
        return None
    number = int(match[1])
    by_1900, by_1904 = _BEFORE_1900 + datetime.timedelta(number), _START_1904 + datetime.timedelta(number)
    if setting.epoch is None:
        words = f"is a number of days: {by_1900} or, counted from 1904, {by_1904}"
        return rejected("excel-serial-date", words, "write the day as YYYY-MM-DD") if number > _HIGHEST_SHORT else None
    if setting.epoch != _OF_1904 and number == _NEVER:
        return rejected("bad-date", "is 29 February 1900, a day that never was", "write the day as YYYY-MM-DD")
    day = by_1904 if setting.epoch == _OF_1904 else by_1900
    flaw = Flaw(WARNING, "excel-serial-date", f"is a number of days and was read as {day}")
    return Written(day, day, "DAY", day.year, (flaw,))
