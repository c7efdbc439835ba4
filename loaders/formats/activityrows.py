"""One IATI activity as a row of programs, and what is wrong with it."""

import re
from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from lxml import etree

from loaders.formats.activitycodes import REGIONS, STATUSES
from loaders.formats.limits import Limits
from loaders.formats.sheets import ERROR, WARNING, Remark

COLUMNS: Final = (
    "program_id", "title", "countries", "agency", "sector", "fiscal_year", "obligated_usd", "disbursed_usd",
    "start_date", "end_date", "status", "source",
)  # fmt: skip
_MONEY: Final = {"2": "obligated_usd", "3": "disbursed_usd"}
_READ: Final = (
    "iati-identifier", "title", "reporting-org", "participating-org", "activity-status", "activity-date",
    "recipient-country", "recipient-region", "sector",
)  # fmt: skip
_PLACES: Final = ("recipient-country", "recipient-region", "sector")
_LOOKED_AT: Final = (*_READ, "transaction", "transaction-type", "transaction-date", "value")
_AMOUNT: Final = re.compile(r"\s*([+-]?(?:\d{1,18}(?:\.\d*)?|\.\d+))\s*")
_DAY: Final = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})")
_SHARE: Final = re.compile(r"\s*\d{1,4}(?:\.\d*)?\s*%?\s*")
_ACTUAL_START, _PLANNED_START, _ACTUAL_END, _PLANNED_END = "2", "1", "4", "3"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_DAC: Final = ("1", "2", None)
_ROLES: Final = ("3", "2", "1", "4")
_NOTHING: Final = Decimal(0)
_WHOLE, _TOLERANCE = Decimal(100), Decimal("0.5")
_FISCAL_MONTH: Final = 10
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY: Final = 2
# As many days as there are in a century; a file with more has made them up.
_DAYS: Final = 36_525
Elements = Sequence[etree._Element]
Parts = dict[str, list[etree._Element]]
Row = dict[str, str | None]
# A commitment or disbursement: its column, and its day, amount and currency as written.
_Transaction = tuple[str, str, str, str]


class ActivityReading:
    """Reads one activity after the other."""

    def __init__(self, limits: Limits) -> None:
        """Begin under the limits of a day."""
        self._limits = limits
        self._days: set[str] = set()

    def read(self, activity: etree._Element) -> tuple[Row, list[Remark]]:
        """Return the cells of an activity by column, and what is wrong with it."""
        parts, places, stated = _sorted_out(activity)
        transactions = _transactions(stated)
        countries, sectors = _countries(parts, places), _sectors(parts["sector"] or places["sector"])
        sums, remarks = self._sums(transactions)
        days = {day.get("type", ""): day.get("iso-date", "") for day in reversed(parts["activity-date"])}
        start = days.get(_ACTUAL_START) or days.get(_PLANNED_START)
        reporting = _organisation(parts["reporting-org"])
        status = parts["activity-status"][0].get("code", "") if parts["activity-status"] else ""
        reference = parts["reporting-org"][0].get("ref") if parts["reporting-org"] else ""
        row: Row = {
            "program_id": _text(parts["iati-identifier"]),
            "title": _narrative(parts["title"]),
            "countries": countries,
            "agency": reporting or _participant(parts["participating-org"]),
            "sector": sectors,
            "fiscal_year": _fiscal_year(transactions, start),
            "start_date": _day(start),
            "end_date": _day(days.get(_ACTUAL_END) or days.get(_PLANNED_END)),
            "status": STATUSES.get(status, status),
            "source": f"IATI {reference or reporting or ''}",
            **sums,
        }
        return row, remarks + list(_share_remarks(parts["recipient-country"], parts["recipient-region"]))

    def _sums(self, transactions: Sequence[_Transaction]) -> tuple[Row, list[Remark]]:
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
        return {column: _sum_text(sums.get(column)) for column in _MONEY.values()}, list(remarks.values())

    def _are_sound(self, transactions: Sequence[_Transaction]) -> bool:
        """Whether nothing is wrong with transactions; days come again and again, and one not seen yet is looked at."""
        for _, day, amount, currency in transactions:
            if currency != "USD" or day not in self._days or not _AMOUNT.fullmatch(amount):
                return False
        return True

    def _flaw(self, one: _Transaction) -> Remark | None:
        column, day, amount, currency = one
        if not currency:
            return Remark(ERROR, "currency-missing", "has an amount without a currency",
                          "give it as default-currency", column=column, value=amount)  # fmt: skip
        if currency.upper() != "USD":
            return Remark(ERROR, "currency-not-usd", f"has an amount in {currency[:10]}; only US dollars are read",
                          "send US dollars", column=column, value=f"{currency} {amount}")  # fmt: skip
        if not _AMOUNT.fullmatch(amount):
            return Remark(ERROR, "not-a-number", "has an amount that is not a number", "write digits only",
                          column=column, value=amount)  # fmt: skip
        return self._day_flaw(column, day)

    def _day_flaw(self, column: str, day: str) -> Remark | None:
        found = _DAY.match(day)
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


def _sorted_out(activity: etree._Element) -> tuple[Parts, Parts, list[dict[str, str]]]:
    """Return the parts of an activity that are read, its transactions' places and sectors, and what these state."""
    parts: Parts = {name: [] for name in _READ}
    places: Parts = {name: [] for name in _PLACES}
    transaction, stated, transactions = None, {}, []
    default = activity.get("default-currency", "")
    # One walk through all levels, and a look at each parent, is quicker than a walk through every transaction.
    for element in activity.iter(*_LOOKED_AT):
        name, parent = element.tag, element.getparent()
        if parent is transaction:
            if name == "value":
                stated["amount"], stated["currency"] = element.text or "", element.get("currency") or default
            elif name == "transaction-date":
                stated["day"] = element.get("iso-date", "")
            elif name == "transaction-type":
                kind = stated["kind"] = element.get("code", "")
                # Nothing more is read of one that is neither commitment nor disbursement.
                transaction = transaction if kind in _MONEY else None
            elif name in places:
                places[name].append(element)
        elif parent is activity and name in parts:
            parts[name].append(element)
        elif parent is activity and name == "transaction":
            transaction, stated = element, {}
            transactions.append(stated)
    return parts, places, transactions


def _transactions(stated: Iterable[Mapping[str, str]]) -> list[_Transaction]:
    """Return the commitments and disbursements."""
    return [
        (_MONEY[kind], one.get("day", ""), one.get("amount", ""), one.get("currency", "").strip())
        for one in stated
        if (kind := one.get("kind", "")) in _MONEY
    ]


def _sum_text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _fiscal_year(transactions: Iterable[_Transaction], start: str | None) -> str | None:
    commitments = [day.strip() for column, day, _, _ in transactions if column == "obligated_usd" and _DAY.match(day)]
    found = _DAY.match(min(commitments, default=start or ""))
    if not found:
        return None
    return f"FY{int(found[1]) + (int(found[2]) >= _FISCAL_MONTH)}"


def _day(written: str | None) -> str | None:
    """Return the day without the zone XML may write after it; what is no day comes back as it is."""
    return written[:10] if written and _DAY.fullmatch(written[:10]) else written


def _text(found: Elements) -> str | None:
    return (found[0].text or "").strip() if found else None


def _narrative(found: Elements) -> str | None:
    """Return the English narrative of an element, else its first."""
    narratives = [one for element in found[:1] for one in element if one.tag == "narrative" and one.text]
    if not narratives:
        return None
    if len(narratives) == 1:
        return " ".join((narratives[0].text or "").split())
    english = [one for one in narratives if (one.get(_LANGUAGE) or "").casefold().startswith("en")]
    return " ".join(((english or narratives)[0].text or "").split())


def _organisation(found: Elements) -> str | None:
    return (_narrative(found) or found[0].get("ref")) if found else None


def _participant(found: Elements) -> str | None:
    ranked = sorted(found, key=lambda one: _ROLES.index(role) if (role := one.get("role")) in _ROLES else len(_ROLES))
    return _organisation(ranked)


def _countries(parts: Parts, places: Parts) -> str | None:
    found = parts["recipient-country"] or ([] if parts["recipient-region"] else places["recipient-country"])
    if found:
        return ";".join(dict.fromkeys(one.get("code", "").strip() for one in found))
    regions = parts["recipient-region"] or places["recipient-region"]
    return ";".join(dict.fromkeys(_region(one) for one in regions)) or None


def _region(found: etree._Element) -> str:
    code = found.get("code", "").strip()
    return REGIONS.get(code) or _narrative([found]) or f"{code}, regional"


def _sectors(found: Elements) -> str | None:
    """Return the names, else codes, of the DAC sectors; of another vocabulary only where there is none of the DAC."""
    chosen = [one for one in found if one.get("vocabulary") in _DAC] or found
    return ";".join(dict.fromkeys(_narrative([one]) or one.get("code", "") for one in chosen)) or None


def _share_remarks(countries: Elements, regions: Elements) -> Iterator[Remark]:
    shares = [share for one in (*countries, *regions) if (share := one.get("percentage"))]
    if not shares:
        return
    mend = "give shares that come to 100"
    if not all(_SHARE.fullmatch(share) for share in shares):
        yield Remark(ERROR, "percentage-sum", "are shares that are not all numbers", mend, column="countries",
                     value="; ".join(shares))  # fmt: skip
        return
    whole = sum((Decimal(share.strip(" \t\r\n%")) for share in shares), Decimal(0))
    if whole > _WHOLE + _TOLERANCE:
        yield Remark(ERROR, "percentage-sum", f"have shares that come to {whole:f}, more than 100", mend,
                     column="countries", value=";".join(shares))  # fmt: skip
    elif whole < _WHOLE - _TOLERANCE:
        yield Remark(WARNING, "percentage-sum", f"have shares that come to {whole:f}, less than 100", mend,
                     column="countries", value=";".join(shares))  # fmt: skip
