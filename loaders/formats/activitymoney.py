"""The commitments and disbursements of one IATI activity: their sums, and what is wrong with them."""

import re
from calendar import isleap
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from loaders.formats.limits import Limits
from loaders.formats.sheets import ERROR, Remark

COMMITMENT: Final = "obligated_usd"
# The types of transactions that are summed, and the column each is summed to.
MONEY: Final = {"2": COMMITMENT, "3": "disbursed_usd"}
CURRENCY: Final = "USD"
DAY: Final = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})")
_AMOUNT: Final = re.compile(r"\s*([+-]?(?:\d{1,18}(?:\.\d*)?|\.\d+))\s*")
_NOTHING: Final = Decimal(0)
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY: Final = 2
# As many days as there are in a century; a file with more has made them up.
_DAYS: Final = 36_525
# A commitment or disbursement: its column, and its day, amount and currency as written.
Transaction = tuple[str, str, str, str]


class Money(NamedTuple):
    """What the transactions of an activity come to.

    Attributes:
        obligated: Sum of the commitments, None where there is none.
        disbursed: Sum of the disbursements, None where there is none.
        first: Day of the first commitment, None where there is none.
        remarks: What is wrong with the transactions.
    """

    obligated: str | None
    disbursed: str | None
    first: str | None
    remarks: Sequence[Remark] = ()


class MoneyReading:
    """Sums the transactions of one activity after the other."""

    def __init__(self, limits: Limits) -> None:
        """Begin under the limits of a day."""
        self._limits = limits
        self._days: set[str] = set()

    def read(self, transactions: Sequence[Transaction]) -> Money:
        """Return what the commitments and disbursements of an activity come to."""
        # One remark for each thing wrong with a column is enough to mend it by.
        remarks: dict[tuple[str, str], Remark] = {}
        if not self._are_sound(transactions):
            for one in transactions:
                if flaw := self._flaw(one):
                    remarks.setdefault((flaw.rule, flaw.column), flaw)
        lost = {column for rule, column in remarks if rule != "date-out-of-range"}
        sums: dict[str, Decimal] = {}
        for column, _, amount, _ in transactions:
            if column not in lost:
                sums[column] = sums.get(column, _NOTHING) + Decimal(amount)
        obligated, disbursed = (_sum_text(sums.get(column)) for column in MONEY.values())
        return Money(obligated, disbursed, _first(transactions), list(remarks.values()))

    def is_sound_day(self, day: str) -> bool:
        """Whether nothing is wrong with the day of a transaction; they come again and again."""
        return day in self._days or self._day_flaw("", day) is None

    def _are_sound(self, transactions: Sequence[Transaction]) -> bool:
        for _, day, amount, currency in transactions:
            if currency != CURRENCY or day not in self._days or not _AMOUNT.fullmatch(amount):
                return False
        return True

    def _flaw(self, one: Transaction) -> Remark | None:
        column, day, amount, currency = one
        if not currency:
            return Remark(ERROR, "currency-missing", "has an amount without a currency",
                          "give it as default-currency", column=column, value=amount)  # fmt: skip
        if currency.upper() != CURRENCY:
            return Remark(ERROR, "currency-not-usd", f"has an amount in {currency[:10]}; only US dollars are read",
                          "send US dollars", column=column, value=f"{currency} {amount}")  # fmt: skip
        if not _AMOUNT.fullmatch(amount):
            return Remark(ERROR, "not-a-number", "has an amount that is not a number", "write digits only",
                          column=column, value=amount)  # fmt: skip
        return self._day_flaw(column, day)

    def _day_flaw(self, column: str, day: str) -> Remark | None:
        found = DAY.match(day)
        if not found or not _is_real(*(int(part) for part in found.groups())):
            return Remark(ERROR, "bad-date", "is the day of a transaction and is no date", "write it as 2010-03-01",
                          column=column, value=day)  # fmt: skip
        last = self._limits.last_year
        if not self._limits.first_year <= int(found[1]) <= last:
            return Remark(ERROR, "date-out-of-range", f"is the day of a transaction, not in {self._limits.first_year}"
                          f" to {last}", "mend the day", column=column, value=day)  # fmt: skip
        if len(self._days) < _DAYS:
            self._days.add(day)
        return None


def _is_real(year: int, month: int, day: int) -> bool:
    return 1 <= month <= len(_LENGTHS) and 1 <= day <= _LENGTHS[month - 1] + (month == _FEBRUARY and isleap(year))


def _first(transactions: Sequence[Transaction]) -> str | None:
    days = [day.strip() for column, day, _, _ in transactions if column == COMMITMENT and DAY.match(day)]
    return min(days, default=None)


def _sum_text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
