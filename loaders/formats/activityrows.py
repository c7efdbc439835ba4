"""One IATI activity as a row of programs, and what is wrong with it."""

import re
from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

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
    "recipient-country", "recipient-region", "sector", "transaction",
)  # fmt: skip
_OF_TRANSACTION: Final = (
    "transaction-type", "transaction-date", "value", "recipient-country", "recipient-region", "sector",
)  # fmt: skip
_AMOUNT: Final = re.compile(r"\s*([+-]?(?:\d{1,18}(?:\.\d*)?|\.\d+))\s*")
_DAY: Final = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})")
_SHARE: Final = re.compile(r"\s*\d{1,4}(?:\.\d*)?\s*%?\s*")
_ACTUAL_START, _PLANNED_START, _ACTUAL_END, _PLANNED_END = "2", "1", "4", "3"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_DAC: Final = ("1", "2", None)
_ROLES: Final = ("3", "2", "1", "4")
_WHOLE, _TOLERANCE = Decimal(100), Decimal("0.5")
_FISCAL_MONTH: Final = 10
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY: Final = 2
# As many days as there are in a century; a file with more has made them up.
_DAYS: Final = 36_525
Elements = Sequence[etree._Element]
Row = dict[str, str | None]


class _Transaction(NamedTuple):
    """A commitment or disbursement: its column, its day, its amount and currency as written, and where it is for."""

    column: str
    day: str
    amount: str
    currency: str


class ActivityReading:
    """Reads one activity after the other."""

    def __init__(self, limits: Limits) -> None:
        """Begin under the limits of a day."""
        self._limits = limits
        self._days: set[str] = set()

    def read(self, activity: etree._Element) -> tuple[Row, list[Remark]]:
        """Return the cells of an activity by column, and what is wrong with it."""
        parts: dict[str, list[etree._Element]] = {name: [] for name in _READ}
        for part in activity.iterchildren(*_READ):
            parts[part.tag].append(part)
        transactions, places = _transactions(parts["transaction"], activity.get("default-currency", ""))
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

    def _sums(self, transactions: Iterable[_Transaction]) -> tuple[Row, list[Remark]]:
        sums: dict[str, Decimal | None] = {}
        remarks: dict[tuple[str, str], Remark] = {}
        for one in transactions:
            flaw = self._flaw(one)
            if flaw:
                # One remark for each thing wrong with a column is enough to mend it by.
                remarks.setdefault((flaw.rule, flaw.column), flaw)
            amount = None if flaw and flaw.rule != "date-out-of-range" else Decimal(one.amount.strip())
            kept = sums.get(one.column, Decimal(0))
            sums[one.column] = None if amount is None or kept is None else kept + amount
        texts = {column: _sum_text(sums.get(column)) for column in _MONEY.values()}
        return texts, list(remarks.values())

    def _flaw(self, one: _Transaction) -> Remark | None:
        # Days come again and again: one found right once is not looked at anew.
        if one.currency == "USD" and one.day in self._days and _AMOUNT.fullmatch(one.amount):
            return None
        if not one.currency:
            return Remark(ERROR, "currency-missing", "has an amount without a currency",
                          "give it as default-currency", column=one.column, value=one.amount)  # fmt: skip
        if one.currency.upper() != "USD":
            return Remark(ERROR, "currency-not-usd", f"has an amount in {one.currency[:10]}; only US dollars are read",
                          "send US dollars", column=one.column, value=f"{one.currency} {one.amount}")  # fmt: skip
        if not _AMOUNT.fullmatch(one.amount):
            return Remark(ERROR, "not-a-number", "has an amount that is not a number", "write digits only",
                          column=one.column, value=one.amount)  # fmt: skip
        return self._day_flaw(one)

    def _day_flaw(self, one: _Transaction) -> Remark | None:
        found = _DAY.match(one.day)
        if not found or not _is_real(*(int(part) for part in found.groups())):
            return Remark(ERROR, "bad-date", "is the day of a transaction and is no date", "write it as 2010-03-01",
                          column=one.column, value=one.day)  # fmt: skip
        last = self._limits.last_year
        if not self._limits.first_year <= int(found[1]) <= last:
            return Remark(ERROR, "date-out-of-range", f"is the day of a transaction, not in {self._limits.first_year}"
                          f" to {last}", "mend the day", column=one.column, value=one.day)  # fmt: skip
        if len(self._days) < _DAYS:
            self._days.add(one.day)
        return None


def _is_real(year: int, month: int, day: int) -> bool:
    return 1 <= month <= len(_LENGTHS) and 1 <= day <= _LENGTHS[month - 1] + (month == _FEBRUARY and isleap(year))


def _transactions(found: Elements, default: str) -> tuple[list[_Transaction], dict[str, list[etree._Element]]]:
    """Return the commitments and disbursements, and what they say of places and sectors."""
    kept: list[_Transaction] = []
    places: dict[str, list[etree._Element]] = {"recipient-country": [], "recipient-region": [], "sector": []}
    for transaction in found:
        kind = day = currency = amount = ""
        for part in transaction.iterchildren(*_OF_TRANSACTION):
            name = part.tag
            if name == "transaction-type":
                kind = part.get("code", "")
                if kind not in _MONEY:
                    break
            elif name == "transaction-date":
                day = part.get("iso-date", "")
            elif name == "value":
                amount, currency = part.text or "", part.get("currency") or default
            else:
                places[name].append(part)
        if kind in _MONEY:
            kept.append(_Transaction(_MONEY[kind], day, amount, currency.strip()))
    return kept, places


def _sum_text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _fiscal_year(transactions: Iterable[_Transaction], start: str | None) -> str | None:
    commitments = [one.day.strip() for one in transactions if one.column == "obligated_usd" and _DAY.match(one.day)]
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
    narratives = [one for element in found[:1] for one in element.iterchildren("narrative") if one.text]
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


def _countries(parts: dict[str, list[etree._Element]], places: dict[str, list[etree._Element]]) -> str | None:
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
    shares = [one.get("percentage") for one in (*countries, *regions) if one.get("percentage")]
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
