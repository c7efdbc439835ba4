"""The transactions of many IATI activities summed at once, where they are as plain as nearly all are."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from lxml import etree

from loaders.formats.activitymoney import CURRENCY, DAY, MONEY, Money, MoneyReading
from loaders.formats.activityoutline import Outline
from loaders.formats.activityparts import TRANSACTION
from loaders.formats.amountcolumns import Amounts, amount_text, read_amounts
from loaders.formats.fragments import Fragments
from loaders.formats.knowntexts import POOL, KnownTexts
from loaders.formats.limits import Limits
from loaders.formats.sheets import Flags, Places

# What a tag is; what it says is a number, kept with it as one.
_OTHER, _UNREAD, _TYPE, _DAY, _VALUE, _KINDS = range(6)
_ODD, _STATED, _DEFAULT = -1, 1, 2
_CODES: Final = tuple(MONEY)
_NONE: Final = Money(None, None, None)
# So many amounts of so few digits that 64 bits hold their sum in cents.
_MOST: Final = 9_000
_DAYS_KEPT: Final = 4_096
_SLASH: Final = ord("/")


class Transactions(NamedTuple):
    """The transactions of some activities.

    Attributes:
        tags: Which tag begins each.
        ends: The tag behind which nothing more is read of each.
        odd: Whether each activity has one that needs a closer look.
        money: What those of each activity come to; of no meaning where one is odd.
    """

    tags: Places
    ends: Places
    odd: Flags
    money: list[Money]

    def are_read(self, tags: Places, around: Places) -> Flags:
        """Say of each of some tags right inside of elements whether it is read as one of a transaction's.

        Args:
            tags: The tags.
            around: Which tag begins the element that each is in.
        """
        if not len(self.tags):
            return np.zeros(len(tags), dtype=bool)
        of = np.searchsorted(self.tags, around, side="right") - 1
        return (self.tags[of] == around) & (tags < self.ends[of])


class _Told(NamedTuple):
    """The tags right inside of transactions that may be a type, a day or a value.

    Attributes:
        tags: Which they are.
        of: Which transaction each stands in.
        kinds: What each is.
        numbers: What each says.
    """

    tags: Places
    of: Places
    kinds: Places
    numbers: Places

    def only(self, kind: int, count: int) -> tuple[Places, Places]:
        """Return how many of a kind each of so many transactions has, and which is its last, if any."""
        chosen = np.flatnonzero(self.kinds == kind)
        last = np.zeros(count, dtype=np.int64)
        last[self.of[chosen]] = chosen
        return np.bincount(self.of[chosen], minlength=count), last


class _Moved(NamedTuple):
    """Commitments and disbursements in order.

    Attributes:
        of: Which activity each is of.
        columns: Which of the columns of ``MONEY`` each is summed to, from 1.
        days: Their days as numbers.
        amounts: Their amounts.
    """

    of: Places
    columns: Places
    days: Places
    amounts: Amounts


class TransactionReading:
    """Sums transactions piece by piece."""

    def __init__(self, limits: Limits, fragments: Fragments) -> None:
        """Begin with a file.

        Args:
            limits: The years a day may lie in.
            fragments: Parses elements of the file.
        """
        self._days = MoneyReading(limits)
        self._fragments = fragments
        self._known = KnownTexts(self._meanings, "i8")

    def read(self, outline: Outline) -> Transactions:
        """Return the transactions of a piece."""
        tags = outline.elements[outline.markup.named(outline.elements, TRANSACTION.encode())]
        of, odd = outline.of(tags), np.zeros(len(outline.activities), dtype=bool)
        told = self._told(outline, tags)
        if not len(told.tags):
            return Transactions(
                tags, np.full(len(tags), len(outline.levels)), odd, [Money(None, None, None)] * len(odd)
            )
        types, last = told.only(_TYPE, len(tags))
        columns = np.where(types == 1, told.numbers[last], 0)
        odd[of[types > 1]] = True
        odd[of[told.of[told.kinds == _UNREAD]]] = True
        ends = np.where((types == 1) & (columns == 0), told.tags[last], len(outline.levels))
        return Transactions(tags, ends, odd, _sums(self._moved(outline, told, of, columns, odd), odd))

    def _told(self, outline: Outline, transactions: Places) -> _Told:
        is_near = outline.markup.begin(b"<transac") | outline.markup.begin(b"<value")
        tags = np.flatnonzero(is_near & outline.begins & (outline.levels == 2))
        of = np.searchsorted(transactions, tags) - 1
        is_inside = np.append(transactions, -1)[of] == outline.around(tags)
        tags = tags[is_inside]
        return _Told(tags, of[is_inside], *self._read_tags(outline, tags))

    def _moved(self, outline: Outline, told: _Told, of: Places, columns: Places, odd: Flags) -> _Moved:
        """Return commitments and disbursements, and mark the activities of those that are not plain."""
        markup, chosen = outline.markup, np.flatnonzero(columns)
        (days, day_at), (values, value_at) = (told.only(kind, len(columns)) for kind in (_DAY, _VALUE))
        tags = told.tags[value_at[chosen]]
        amounts = read_amounts(markup.codes, markup.ends[tags], markup.starts[tags + 1])
        day, currency = told.numbers[day_at[chosen]], told.numbers[value_at[chosen]]
        # What stands in a value is its text where its end comes next.
        is_plain = amounts.is_plain & (markup.codes[markup.starts[tags + 1] + 1] == _SLASH)
        is_plain &= (days[chosen] == 1) & (values[chosen] == 1) & (day != _ODD) & (currency != _ODD)
        odd[of[chosen[~is_plain]]] = True
        self._judge_defaults(outline, of[chosen[is_plain & (currency == _DEFAULT)]], odd)
        return _Moved(of[chosen], columns[chosen], day, amounts)

    def _judge_defaults(self, outline: Outline, activities: Places, odd: Flags) -> None:
        """Mark activities with amounts in a currency of their own that is not the one read."""
        asked = activities[np.diff(activities, prepend=-1) > 0]
        if len(asked):
            _, currency = self._read_tags(outline, outline.activities[asked])
            odd[asked[currency != _STATED]] = True

    def _read_tags(self, outline: Outline, tags: Places) -> tuple[Places, Places]:
        """Return what each of some tags is, and what it says."""
        markup = outline.markup
        found = self._known.look_up(markup.parts(markup.starts[tags], markup.ends[tags], POOL))
        return found % _KINDS, found // _KINDS

    def _meanings(self, tags: list[str]) -> Iterator[int]:
        empty = [tag if tag.endswith("/>") else f"{tag[:-1]}/>" for tag in tags]
        for tag, element in zip(tags, self._fragments.parse_each(empty), strict=True):
            kind, number = (_UNREAD, 0) if element is None else self._meaning(element, is_empty=tag.endswith("/>"))
            yield number * _KINDS + kind

    def _meaning(self, element: etree._Element, *, is_empty: bool) -> tuple[int, int]:
        match element.tag:
            case "transaction-type":
                code = element.get("code", "")
                return _TYPE, 1 + _CODES.index(code) if code in MONEY else 0
            case "transaction-date":
                return _DAY, self._day(element.get("iso-date", ""))
            case "value":
                return _VALUE, _ODD if is_empty else _currency(element.get("currency"))
            case "iati-activity":
                return _OTHER, _currency(element.get("default-currency"))
            case _:
                return _OTHER, 0

    def _day(self, written: str) -> int:
        """Return a day as a number that is greater for a later one."""
        found = DAY.match(written) if written.isascii() and self._days.is_sound_day(written) else None
        return int("".join(found.groups())) if found else _ODD


def _currency(written: str | None) -> int:
    if not written:
        return _DEFAULT
    return _STATED if written.strip() == CURRENCY else _ODD


def _sums(moved: _Moved, odd: Flags) -> list[Money]:
    """Return what the amounts of each activity come to, and mark activities with too many of them."""
    (obligated, first), (disbursed, _) = (_summed(moved, column, odd) for column in (1, 2))
    return list(map(Money, obligated, disbursed, first))


def _summed(moved: _Moved, column: int, odd: Flags) -> tuple[list[str | None], list[str | None]]:
    """Return the sum of a column for each activity, and the first of its days."""
    texts: list[str | None] = [None] * len(odd)
    days: list[str | None] = [None] * len(odd)
    chosen = np.flatnonzero((moved.columns == column) & ~odd[moved.of])
    of = moved.of[chosen]
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    if len(starts):
        odd[of[starts[np.diff(starts, append=len(of)) > _MOST]]] = True
        cents = np.add.reduceat(moved.amounts.cents[chosen], starts)
        decimals = np.maximum.reduceat(moved.amounts.decimals[chosen], starts)
        first = np.minimum.reduceat(moved.days[chosen], starts)
        found = zip(of[starts].tolist(), cents.tolist(), decimals.tolist(), first.tolist(), strict=True)
        for activity, total, digits, day in found:
            texts[activity], days[activity] = amount_text(total, digits), _day_text(day)
    return texts, days


@lru_cache(_DAYS_KEPT)
def _day_text(number: int) -> str:
    return f"{number // 10_000:04d}-{number // 100 % 100:02d}-{number % 100:02d}"
