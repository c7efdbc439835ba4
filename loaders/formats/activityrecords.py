"""IATI 2.x activities and their transactions as cells by heading: what is stated, never divided and never added."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from lxml import etree

from loaders.formats.activitycodes import REGIONS, STATUSES
from loaders.formats.activitysectors import sector_name
from loaders.formats.activitystream import stream_activities
from loaders.formats.limits import Limits

ACTIVITY: Final = "iati-activity"
TRANSACTION: Final = "transaction"
_ROLES: Final = {"1": "funding", "2": "accountable", "3": "extending", "4": "implementing"}
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_CENTS: Final = Decimal("0.01")
# A name that was missing before the XML was made is written as a program writes what is no number.
_NO_NAMES: Final = ("", "nan")
# What a transaction has from its activity where it does not state its own.
_SHARED: Final = (
    "iati-identifier", "reporting-org", "reporting-org@ref", "recipient-country", "recipient-country@several",
    "recipient", "sector", "sector@percentage",
)  # fmt: skip
_WHOLE: Final = ("100", "100.0", "100.00")
_DAC: Final = ("1", "2", None)
Elements = list[etree._Element]
Cells = dict[str, str | None]


def read_records(path: Path, limits: Limits) -> Iterator[Cells]:
    """Yield each activity and, after it, each of its transactions with what it shares with it.

    A cell stands under the name of its element, ``transaction/`` before one of a transaction; ``element`` tells which
    of the two a record is. Cells worked out of several elements have names of their own: ``recipient-country`` is the
    only country and all of it, ``recipient-country@several`` every country of several, ``recipient`` all places with
    their shares, ``activity-date@start`` and ``@end`` the actual day, else the planned one.

    Raises:
        RefusedError: It is no IATI 2.x, has a DOCTYPE or an entity, is cut off or too deep.
    """
    for activity in stream_activities(path, limits):
        children = _children(activity)
        transactions = [(one, _children(one)) for one in children.get("transaction", [])]
        own = _places(children) if _has_places(children) else _together([parts for _, parts in transactions])
        whole = _activity(children) | own
        shared = {heading: whole[heading] for heading in _SHARED}
        # Contacts and whatever else is left are named, never copied.
        yield dict.fromkeys(children) | whole
        for one, parts in transactions:
            own = _places(parts) if _has_places(parts) else {}
            met: Cells = {f"transaction/{name}": None for name in parts}
            yield met | shared | own | _transaction(one, parts, activity, children)


def _children(element: etree._Element) -> dict[str, Elements]:
    found: dict[str, Elements] = {}
    for child in element:
        local = child.tag.rpartition("}")[2]
        found.setdefault(f"{child.prefix}:{local}" if child.prefix else local, []).append(child)
    return found


def _together(transactions: list[dict[str, Elements]]) -> Cells:
    """Return the places of all transactions of an activity that states none; a share is of a transaction alone."""
    found: dict[str, Elements] = {"recipient-country": [], "recipient-region": []}
    for parts in transactions:
        for name, elements in found.items():
            elements += parts.get(name, [])
    return _places(found, has_shares=False)


def _has_places(children: Mapping[str, Elements]) -> bool:
    return "recipient-country" in children or "recipient-region" in children


def _activity(children: Mapping[str, Elements]) -> Cells:
    days = {one.get("type"): one.get("iso-date") for one in reversed(children.get("activity-date", []))}
    reporting = children.get("reporting-org", [])
    status = _code(children.get("activity-status", []))
    return {
        "element": ACTIVITY,
        "iati-identifier": _text(children.get("iati-identifier", [])),
        "reporting-org": _narrative(reporting),
        "reporting-org@ref": reporting[0].get("ref") if reporting else None,
        "title": _narrative(children.get("title", [])),
        "description": _narrative(children.get("description", [])),
        "participating-org": _participants(children.get("participating-org", [])),
        "activity-status": STATUSES.get(status or "", status),
        "activity-date@start": _day(days.get("2") or days.get("1")),
        "activity-date@end": _day(days.get("4") or days.get("3")),
        "related-activity": _parent(children.get("related-activity", [])),
        **_sectors(children.get("sector", [])),
    }


def _transaction(
    one: etree._Element, parts: Mapping[str, Elements], activity: etree._Element, whole: Mapping[str, Elements]
) -> Cells:
    dates = parts.get("transaction-date", [])
    funders = [one for one in whole.get("participating-org", []) if one.get("role") == "1"]
    return {
        "element": TRANSACTION,
        "transaction@ref": one.get("ref"),
        "transaction/transaction-type": _code(parts.get("transaction-type", [])),
        "transaction/transaction-date": _day(dates[0].get("iso-date")) if dates else None,
        "transaction/value": _amount(parts.get("value", []), activity.get("default-currency")),
        "transaction/description": _narrative(parts.get("description", [])),
        "transaction/provider-org": _narrative(parts.get("provider-org", [])) or _names(funders),
        "transaction/receiver-org": _narrative(parts.get("receiver-org", [])),
        "transaction/usg:treasury-account": _account(parts.get("usg:treasury-account", [])),
        **(_sectors(parts["sector"]) if "sector" in parts else {}),
    }


def _amount(found: Elements, default: str | None) -> str | None:
    """Return an amount of US dollars to the cent; of any other currency with its name, so that it is set aside."""
    if not found:
        return None
    currency, text = found[0].get("currency") or default, (found[0].text or "").strip()
    if currency != "USD":
        return f"{text} {currency or 'of no currency'}"
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return text
    return f"{amount.quantize(_CENTS):f}" if amount.is_finite() else text


def _places(children: Mapping[str, Elements], *, has_shares: bool = True) -> Cells:
    """Return the country where it is the only one and all of it, else every country; a share is never made up."""
    countries, regions = children.get("recipient-country", []), children.get("recipient-region", [])
    codes = list(dict.fromkeys(one.get("code", "").strip() for one in countries))
    is_whole = len(codes) == 1 and not regions and all(one.get("percentage") in (None, *_WHOLE) for one in countries)
    names = [_narrative([one]) or one.get("code", "") for one in countries] + [_region(one) for one in regions]
    told = [_shared(name, one) if has_shares else name for name, one in zip(names, countries + regions, strict=True)]
    return {
        "recipient-country": codes[0] if is_whole else None,
        "recipient-country@several": None if is_whole else ";".join(codes) or None,
        "recipient": "; ".join(dict.fromkeys(told)) or None,
    }


def _region(one: etree._Element) -> str:
    code = one.get("code", "").strip()
    known = REGIONS.get(code) if one.get("vocabulary") in ("1", None) else None
    return known or _narrative([one]) or f"region {code}"


def _shared(name: str, one: etree._Element) -> str:
    share = one.get("percentage")
    return f"{name} {share.rstrip('0').rstrip('.') if '.' in share else share}%" if share else name


def _sectors(found: Elements) -> Cells:
    """Return the sectors of the OECD DAC, else of the first list that is used, and their shares."""
    chosen = [one for one in found if one.get("vocabulary") in _DAC]
    chosen = chosen or [one for one in found if one.get("vocabulary") == found[0].get("vocabulary")]
    names = [_narrative([one]) or _coded(one) for one in chosen]
    shares = [_shared(name, one) for name, one in zip(names, chosen, strict=True)]
    has_shares = len(chosen) > 1 and shares != names
    return {
        "sector": ";".join(name.replace(";", ",") for name in dict.fromkeys(names)) or None,
        "sector@percentage": "; ".join(shares) if has_shares else None,
    }


def _coded(sector: etree._Element) -> str:
    code = sector.get("code", "")
    return sector_name(code) if sector.get("vocabulary") in _DAC else code


def _participants(found: Elements) -> str | None:
    told = [f"{_ROLES.get(role, role)}: {name}" for one in found for role in [one.get("role", "")]
            for name in [_narrative([one]) or one.get("ref")] if name]  # fmt: skip
    return "; ".join(dict.fromkeys(told)) or None


def _names(found: Elements) -> str | None:
    return "; ".join(dict.fromkeys(name for one in found if (name := _narrative([one])))) or None


def _parent(found: Elements) -> str | None:
    return next((one.get("ref") for one in found if one.get("type") == "1"), None)


def _account(found: Elements) -> str | None:
    parts = [part for part in found[0] if part.tag.endswith("}main-account")] if found else []
    return _text(parts)


def _code(found: Elements) -> str | None:
    return found[0].get("code") if found else None


def _day(written: str | None) -> str | None:
    """Return a day without the zone that XML may write after it."""
    return written[:10] if written else None


def _text(found: Elements) -> str | None:
    return (found[0].text or "").strip() or None if found else None


def _narrative(found: Elements) -> str | None:
    """Return the English narrative of the first element, else its first."""
    narratives = found[0].iterchildren("narrative") if found else ()
    told = [one for one in narratives if (one.text or "").strip() not in _NO_NAMES]
    english = [one for one in told if (one.get(_LANGUAGE) or "").casefold().startswith("en")]
    return " ".join((one.text or "").split()) if (one := next(iter(english or told), None)) is not None else None
