"""How numbers, days and money are written; one spelling everywhere."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

_NO_MILLION: Final = 50_000.0
MINUS: Final = "−"
SIGNS: Final = {"ABOUT": "≈ ", "NEARLY": "≈ ", "AT_LEAST": "≥ ", "UP_TO": "≤ ", "RANGE": "≈ ", "EXACT": ""}
_SMALL: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SHARES: Final = (
    (0.18, 0.22, "one in five"),
    (0.23, 0.27, "a quarter"),
    (0.28, 0.31, "three in ten"),
    (0.32, 0.35, "a third"),
    (0.36, 0.43, "four in ten"),
    (0.44, 0.48, "nearly half"),
    (0.49, 0.51, "half"),
    (0.64, 0.69, "two in three"),
)


def count(number: float) -> str:
    """Return a whole number with thousands separators and a true minus sign."""
    return f"{round(number):,}".replace("-", MINUS)


def signed(number: float) -> str:
    """Return a change with its sign; no change is written 0."""
    return f"+{count(number)}" if round(number) > 0 else count(number)


def number_word(number: int) -> str:
    """Return a small number as a word, others in figures."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else count(number)


def plural(number: float, one: str, many: str = "") -> str:
    """Return the number and its noun: ``1 country``, ``26 countries``."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def money(usd: float, qualifier: str = "EXACT") -> str:
    """Return US dollars to three significant digits: ``$1.62 bn``, ``≥ $148 m``, ``$9,400``."""
    sign = SIGNS.get(qualifier, "") + (MINUS if usd < 0 else "")
    amount = abs(usd)
    for size, name in ((1e9, "bn"), (1e6, "m")):
        if amount >= size * 0.9995:
            return f"{sign}${_three(amount / size)} {name}"
    return f"{sign}${round(amount):,}"


def _three(number: float) -> str:
    digits = 2 if number < 9.995 else 1 if number < 99.95 else 0
    text = f"{number:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def small_millions(usd: float) -> str:
    """Return a table cell in millions of US dollars; what would round to nought is written out: ``$9,400``."""
    return money(usd) if 0 < abs(usd) < _NO_MILLION else millions(usd)


def millions(usd: float | None) -> str:
    """Return a table cell in millions of US dollars with one decimal, halves away from zero; unknown is [x]."""
    if usd is None or usd != usd:
        return "[x]"
    tenths = math.floor(abs(usd) / 1e5 + 0.5)
    return (MINUS if usd < 0 < tenths else "") + f"{tenths / 10:,.1f}"


def day(when: date) -> str:
    """Return a day as 15 Sep 2011."""
    return f"{when.day} {when:%b} {when.year}"


def short_day(when: date) -> str:
    """Return a day without its year: 1 Sep."""
    return f"{when.day} {when:%b}"


def day_at(when: date, precision: str) -> str:
    """Return a day no more exactly than it is known: ``15 Sep 2011``, ``Sep 2011``, ``2011``."""
    loose = {
        "MONTH": f"{when:%b %Y}",
        "SEASON": f"{when.year}",
        "YEAR": f"{when.year}",
        "FISCAL_YEAR": fiscal_year(fiscal_year_of(when)),
    }
    return loose.get(precision, day(when))


def fiscal_year(year: int) -> str:
    """Return a US fiscal year as FY2011."""
    return f"FY{year}"


def fiscal_year_of(when: date) -> int:
    """Return the US fiscal year of a day: it starts on 1 October and is named by its end."""
    return when.year + (when.month >= 10)


def fiscal_year_span(year: int) -> tuple[date, date]:
    """Return the first and last day of a US fiscal year, both counted in."""
    return date(year - 1, 10, 1), date(year, 9, 30)


def share(part: float, whole: float) -> str:
    """Return a share as a percentage; one decimal under 1%."""
    percent = 100 * part / whole
    return f"{percent:.1f}%" if 0 < percent < 0.95 else f"{percent:.0f}%"


def share_words(part: float, whole: float) -> str:
    """Return a share in the words of the fixed table, or as a percentage where the table has none."""
    ratio = round(part / whole, 2)
    return next((words for low, high, words in _SHARES if low <= ratio <= high), share(part, whole))


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence: ``A``, ``A and B``, ``A, B and C``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def fiscal_years(first: int, last: int) -> str:
    """Return one fiscal year or a span of them: FY2011, FY2009–12."""
    return fiscal_year(first) if first == last else f"{fiscal_year(first)}–{last % 100:02d}"


def capital(text: str) -> str:
    """Return the text with its first letter raised, the rest untouched."""
    return text[:1].upper() + text[1:]
