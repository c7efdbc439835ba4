"""One day from one text in any spelling that has one reading; otherwise why not."""

import calendar
import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple

from loaders.values.setting import Flaw, Reading, rejected

_MEND: Final = "write the day as YYYY-MM-DD"
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv enero ene janeiro januar gennaio gen",
            "february feb fevrier fevr fev febrero fevereiro februar febbraio",
            "march mar mars marzo marco marz maerz",
            "april apr avril avr abril abr aprile",
            "may mai mayo maio maggio mag",
            "june jun juin junio junho juni giugno giu",
            "july jul juillet juil julio julho juli luglio lug",
            "august aug aout agosto ago",
            "september sep sept septembre septiembre setembro set settembre",
            "october oct octobre octubre outubro out oktober okt ottobre ott",
            "november nov novembre noviembre novembro",
            "december dec decembre diciembre dic dezembro dez dezember dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK: Final = re.compile(
    r"(?:[T ]|, )(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?(?:[A-Z]{1,4}|[+-]\d{2}(?::?\d{2})?))?$",
    re.IGNORECASE,
)
_BASIC_CLOCK: Final = re.compile(r"T(\d{2})(\d{2})(\d{2})?(?:Z|[+-]\d{2}(?::?\d{2})?)?$", re.IGNORECASE)
_ZONE: Final = re.compile(r"(?<=\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$")
_ISO_DAY: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})()(\d{2})(\d{2})")
_ISO_MONTH: Final = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[-/.](\d{4})")
_ISO_WEEK: Final = re.compile(r"(\d{4})-?W(\d{2})(?:-?([1-7]))?", re.IGNORECASE)
_ORDINAL: Final = re.compile(r"(\d{4})-(\d{3})")
_EITHER_WAY: Final = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_TWO_DIGITS: Final = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1'?\d{2}")
_NAMED_DAY: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|\.)?[-/ ,]*(?:de |of )?([a-z]{3,})\.?[-/ ,]*(?:de |del )?'?(\d{4}|\d{2})"
)
_NAMED_FIRST: Final = re.compile(r"([a-z]{3,})\.?[-/ ]*(\d{1,2})(?:st|nd|rd|th)?[-/ ,]+'?(\d{4}|\d{2})")
_NAMED_LAST: Final = re.compile(r"(\d{4})[-/ ,]+([a-z]{3,})\.?[-/ ,]+(\d{1,2})")
_NAMED_MONTH: Final = re.compile(r"([a-z]{3,})\.?[-/ ,]*(?:de |of )?'?(\d{4}|\d{2})")
_HOURS: Final = 24
_MINUTES: Final = 60
_FULL_YEAR: Final = 4
_LENGTH_OF_WEEK: Final = 7


class Written(NamedTuple):
    """A day or period read: its first and last day, its precision, its year as written and what to say about it."""

    first: datetime.date
    last: datetime.date
    precision: str
    year: int
    flaws: tuple[Flaw, ...] = ()


def read_written(text: str) -> Written | Reading:
    """Read a day, month, week or year; the zone and the time of day are left aside, the day is not moved."""
    words, is_time_real = _without_time(text)
    if not is_time_real:
        return _bad("has a time of day that is none")
    plain = unicodedata.normalize("NFKD", words).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char)).strip(" .,")
    bare, weekday = _without_weekday(plain)
    read = _period(bare)
    if isinstance(read, Written) and weekday is not None and read.first.weekday() != weekday:
        return _bad(f"is no {calendar.day_name[weekday]}")
    return read


def _without_time(text: str) -> tuple[str, bool]:
    match = _CLOCK.search(text) or _BASIC_CLOCK.search(text)
    if match is None:
        return _ZONE.sub("", text), True
    hour, minute, second = (int(match[at] or 0) for at in (1, 2, 3))
    return text[: match.start()], hour <= _HOURS and minute < _MINUTES and second <= _MINUTES


def _without_weekday(text: str) -> tuple[str, int | None]:
    match = re.match(r"([a-z]{3})[a-z]*\.?,? +(?=.*\d)", text)
    if match is None or match[1] not in _WEEKDAYS or match[0].strip(" .,") in _MONTHS:
        return text, None
    return text[match.end() :], _WEEKDAYS.index(match[1])


def _period(text: str) -> Written | Reading:
    for pattern, read in _SPELLINGS:
        if match := pattern.fullmatch(text):
            return read(match)
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", text)
    return _bad("holds more than one day" if len(years) > 1 else "is no day")


def _bad(words: str) -> Reading:
    return rejected("bad-date", words, _MEND)


def _day(year: int, month: int, day: int) -> Written | Reading:
    try:
        on = datetime.date(year, month, day)
    except ValueError:
        return _bad("is a day that never was")
    return Written(on, on, "DAY", year)


def _iso_day(match: re.Match[str]) -> Written | Reading:
    year, month, day = (match[1], match[3], match[4]) if match[1] else (match[5], match[7], match[8])
    return _day(int(year), int(month), int(day))


def _year(match: re.Match[str]) -> Written | Reading:
    year = int(match[0])
    if not year:
        return _bad("is no year")
    return Written(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "YEAR", year)


def _month(year: int, month: int) -> Written | Reading:
    first = _day(year, month, 1)
    if isinstance(first, Reading):
        return _bad("is a month that never was")
    return first._replace(last=first.first.replace(day=calendar.monthrange(year, month)[1]), precision="MONTH")


def _week(match: re.Match[str]) -> Written | Reading:
    year, week, day = int(match[1]), int(match[2]), int(match[3] or 1)
    try:
        first = datetime.date.fromisocalendar(year, week, day)
    except ValueError:
        return _bad("is a week that never was")
    if match[3]:
        return Written(first, first, "DAY", first.year)
    return Written(first, first + datetime.timedelta(days=_LENGTH_OF_WEEK - 1), "WEEK", first.year)


def _ordinal(match: re.Match[str]) -> Written | Reading:
    year, number = int(match[1]), int(match[2])
    if not year or not 1 <= number <= 365 + calendar.isleap(year):
        return _bad("is a day that never was")
    on = datetime.date(year, 1, 1) + datetime.timedelta(days=number - 1)
    return Written(on, on, "DAY", year)


def _either_way(match: re.Match[str]) -> Written | Reading:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    readings = {read for read in (_day(year, second, first), _day(year, first, second)) if isinstance(read, Written)}
    if not readings:
        return _bad("is a day that never was")
    if len(readings) > 1:
        one, other = sorted(read.first.isoformat() for read in readings)
        return rejected("ambiguous-date", f"is {one} or {other}", _MEND)
    return readings.pop()


def _two_digits(text: str) -> Reading:
    return rejected("two-digit-year", f"has a year of two digits; '{text}' has several readings", _MEND)


def _named(year: str, month: str, day: str, text: str) -> Written | Reading:
    if month not in _MONTHS:
        return _bad("is no day")
    return _day(int(year), _MONTHS[month], int(day)) if len(year) == _FULL_YEAR else _two_digits(text)


def _named_month(match: re.Match[str]) -> Written | Reading:
    if match[1] not in _MONTHS:
        return _bad("is no day")
    return _month(int(match[2]), _MONTHS[match[1]]) if len(match[2]) == _FULL_YEAR else _two_digits(match[0])


_SPELLINGS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Written | Reading]], ...]] = (
    (_ISO_DAY, _iso_day),
    (re.compile(r"\d{4}"), _year),
    (_ISO_MONTH, lambda match: _month(int(match[1]), int(match[2]))),
    (_MONTH_YEAR, lambda match: _month(int(match[2]), int(match[1]))),
    (_ISO_WEEK, _week),
    (_ORDINAL, _ordinal),
    (_EITHER_WAY, _either_way),
    (_TWO_DIGITS, lambda match: _two_digits(match[0])),
    (_NAMED_DAY, lambda match: _named(match[3], match[2], match[1], match[0])),
    (_NAMED_FIRST, lambda match: _named(match[3], match[1], match[2], match[0])),
    (_NAMED_LAST, lambda match: _named(match[1], match[2], match[3], match[0])),
    (_NAMED_MONTH, _named_month),
)
