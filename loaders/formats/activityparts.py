"""What is read of the elements of an IATI activity, whichever way they are found."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from lxml import etree

from loaders.formats.activitymoney import MONEY, Transaction

PLACES: Final = ("recipient-country", "recipient-region", "sector")
READ: Final = (
    "iati-identifier", "title", "reporting-org", "participating-org", "activity-status", "activity-date", *PLACES,
)  # fmt: skip
TRANSACTION: Final = "transaction"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


class Part(NamedTuple):
    """One element that is read.

    Attributes:
        name: Its name.
        text: What stands in it before any other element.
        narrative: Its English narrative, else its first.
        attributes: Its attributes.
    """

    name: str
    text: str | None
    narrative: str | None
    attributes: dict[str, str]


Parts = defaultdict[str, list[Part]]


def part_of(element: etree._Element) -> Part:
    """Return what is read of an element."""
    return Part(element.tag, element.text, _narrative(element), dict(element.items()))


def by_name(parts: Iterable[Part]) -> Parts:
    """Return parts by their names, in order; none of a name is an empty list."""
    found: Parts = defaultdict(list)
    for part in parts:
        found[part.name].append(part)
    return found


def parts_of(activity: etree._Element) -> tuple[Parts, Parts, list[Transaction]]:
    """Return the parts of an activity, the places and sectors of its transactions, and what these state."""
    default = activity.get("default-currency", "")
    told = [_transaction(one, default) for one in activity if one.tag == TRANSACTION]
    own = by_name(part_of(one) for one in activity if one.tag in READ)
    places = by_name(part_of(place) for _, found in told for place in found)
    return own, places, [transaction for transaction, _ in told if transaction]


def _transaction(element: etree._Element, default: str) -> tuple[Transaction | None, list[etree._Element]]:
    """Return a commitment or disbursement, None where it is neither, and the places it has."""
    column, day, amount, currency = None, "", "", ""
    places = []
    for one in element:
        name = one.tag
        if name == "value":
            amount, currency = one.text or "", (one.get("currency") or default).strip()
        elif name == "transaction-date":
            day = one.get("iso-date", "")
        elif name == "transaction-type":
            column = MONEY.get(one.get("code", ""))
            if not column:  # nothing more is read of one that is neither commitment nor disbursement
                break
        elif name in PLACES:
            places.append(one)
    return (column, day, amount, currency) if column else None, places


def _narrative(element: etree._Element) -> str | None:
    """Return the English narrative of an element, else its first."""
    told = [one for one in element if one.tag == "narrative" and one.text] if len(element) else ()
    if len(told) > 1:
        told = [one for one in told if (one.get(_LANGUAGE) or "").casefold().startswith("en")] or told
    return " ".join((told[0].text or "").split()) if told else None
