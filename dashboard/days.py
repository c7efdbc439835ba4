"""Days as whole numbers, and the window of days that a figure over time shows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dashboard.measures import day_number
from dashboard.scope import Scope
from dashboard.words import fiscal_year_span

_MONTHS_BEFORE: Final = 11
_MONTHS_AFTER: Final = 6


def day_of(number: int) -> date:
    """Return the day of a day number; see ``measures.day_number``."""
    return date(1970, 1, 1) + timedelta(days=int(number))


@dataclass(frozen=True)
class Window:
    """The days a figure over time shows, as day numbers; both ends are shown."""

    first: int
    last: int
    asof: int

    @property
    def after(self) -> date:
        """The first day after the window."""
        return day_of(self.last + 1)

    @property
    def has_asof(self) -> bool:
        """Whether the as-of day lies within."""
        return self.first <= self.asof <= self.last


def window_of(scope: Scope) -> Window:
    """Return about eighteen months around the as-of day, or the fiscal year where one is chosen."""
    asof = day_number(scope.asof)
    if scope.period:
        first, last = fiscal_year_span(scope.period)
        return Window(day_number(first), day_number(last), asof)
    month = scope.asof.year * 12 + scope.asof.month - 1
    first, after = (date(at // 12, at % 12 + 1, 1) for at in (month - _MONTHS_BEFORE, month + _MONTHS_AFTER + 1))
    return Window(day_number(first), day_number(after) - 1, asof)
