"""One IATI activity as a row of programs, and what is wrong with it."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from lxml import etree

from loaders.formats.activitycodes import REGIONS, STATUSES
from loaders.formats.activitymoney import DAY, Money, MoneyReading
from loaders.formats.activityparts import Part, Parts, parts_of
from loaders.formats.limits import Limits
from loaders.formats.sheets import ERROR, WARNING, Remark

COLUMNS: Final = (
    "program_id", "title", "countries", "agency", "sector", "fiscal_year", "obligated_usd", "disbursed_usd",
    "start_date", "end_date", "status", "source",
)  # fmt: skip
_SHARE: Final = re.compile(r"\s*\d{1,4}(?:\.\d*)?\s*%?\s*")
_ACTUAL_START, _PLANNED_START, _ACTUAL_END, _PLANNED_END = "2", "1", "4", "3"
_DAC: Final = ("1", "2", None)
# Roles of organisations, those first that come before others: extending, accountable, funding, implementing.
_RANKS: Final = {role: rank for rank, role in enumerate(("3", "2", "1", "4"))}
_WHOLE, _TOLERANCE = Decimal(100), Decimal("0.5")
_FISCAL_MONTH: Final = 10
_DAYS_KEPT: Final = 4_096
Row = dict[str, str | None]
# The cells of an activity by column, and what is wrong with it.
Read = tuple[Row, list[Remark]]


class ActivityReading:
    """Reads one activity after the other."""

    def __init__(self, limits: Limits) -> None:
        """Begin under the limits of a day."""
        self._money = MoneyReading(limits)

    def read(self, activity: etree._Element) -> Read:
        """Return the cells of an activity by column, and what is wrong with it."""
        parts, places, transactions = parts_of(activity)
        return row_of(parts, places, self._money.read(transactions))


def row_of(parts: Parts, places: Parts, money: Money) -> Read:
    """Return the cells of an activity by column, and what is wrong with it.

    Args:
        parts: Its own elements.
        places: Places and sectors of its transactions; looked at where it has none of its own.
        money: What its transactions come to.
    """
    days = {
        day.attributes.get("type", ""): day.attributes.get("iso-date", "") for day in reversed(parts["activity-date"])
    }
    start = days.get(_ACTUAL_START) or days.get(_PLANNED_START)
    reporting = _organisation(parts["reporting-org"])
    status = parts["activity-status"][0].attributes.get("code", "") if parts["activity-status"] else ""
    reference = parts["reporting-org"][0].attributes.get("ref") if parts["reporting-org"] else ""
    row: Row = {
        "program_id": (parts["iati-identifier"][0].text or "").strip() if parts["iati-identifier"] else None,
        "title": parts["title"][0].narrative if parts["title"] else None,
        "countries": _countries(parts, places),
        "agency": reporting or _participant(parts["participating-org"]),
        "sector": _sectors(parts["sector"] or places["sector"]),
        "fiscal_year": _fiscal_year(money.first or start or ""),
        "obligated_usd": money.obligated,
        "disbursed_usd": money.disbursed,
        "start_date": _day(start),
        "end_date": _day(days.get(_ACTUAL_END) or days.get(_PLANNED_END)),
        "status": STATUSES.get(status, status),
        "source": f"IATI {reference or reporting or ''}",
    }
    return row, [*money.remarks, *_share_remarks(parts["recipient-country"], parts["recipient-region"])]


@lru_cache(_DAYS_KEPT)
def _fiscal_year(day: str) -> str | None:
    found = DAY.match(day)
    if not found:
        return None
    return f"FY{int(found[1]) + (int(found[2]) >= _FISCAL_MONTH)}"


@lru_cache(_DAYS_KEPT)
def _day(written: str | None) -> str | None:
    """Return the day without the zone XML may write after it; what is no day comes back as it is."""
    return written[:10] if written and DAY.fullmatch(written[:10]) else written


def _organisation(found: Sequence[Part]) -> str | None:
    return (found[0].narrative or found[0].attributes.get("ref")) if found else None


def _participant(found: Sequence[Part]) -> str | None:
    return _organisation(sorted(found, key=lambda one: _RANKS.get(one.attributes.get("role", ""), len(_RANKS))))


def _countries(parts: Parts, places: Parts) -> str | None:
    found = parts["recipient-country"] or ([] if parts["recipient-region"] else places["recipient-country"])
    if found:
        return ";".join(dict.fromkeys(one.attributes.get("code", "").strip() for one in found))
    regions = parts["recipient-region"] or places["recipient-region"]
    return ";".join(dict.fromkeys(_region(one) for one in regions)) or None


def _region(found: Part) -> str:
    code = found.attributes.get("code", "").strip()
    return REGIONS.get(code) or found.narrative or f"{code}, regional"


def _sectors(found: Sequence[Part]) -> str | None:
    """Return the names, else codes, of the DAC sectors; of another vocabulary only where there is none of the DAC."""
    chosen = [one for one in found if one.attributes.get("vocabulary") in _DAC] or found
    return ";".join(dict.fromkeys(one.narrative or one.attributes.get("code", "") for one in chosen)) or None


def _share_remarks(countries: Sequence[Part], regions: Sequence[Part]) -> Iterator[Remark]:
    shares = [share for one in (*countries, *regions) if (share := one.attributes.get("percentage"))]
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
