"""What is read of the elements of an IATI activity, whichever way they are found."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import takewhile
from typing import Final, NamedTuple

from lxml import etree

from loaders.formats.activitymoney import MONEY, Transaction

PLACES: Final = ("recipient-country", "recipient-region", "sector")
READ: Final = (
    "iati-identifier", "title", "reporting-org", "participating-org", "activity-status", "activity-date", *PLACES,
)  # fmt: skip
TRANSACTION: Final = "transaction"
_KIND: Final = "transaction-type"
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
    kinds = [one.get("code", "") for one in element if one.tag == _KIND]
    column = next((MONEY[kind] for kind in kinds if kind in MONEY), None)
    if not column:  # nothing more is read of one that is neither commitment nor disbursement
        return None, [one for one in takewhile(lambda one: one.tag != _KIND, element) if one.tag in PLACES]
    values = [one for one in element if one.tag == "value"]
    days = [one.get("iso-date", "") for one in element if one.tag == "transaction-date"]
    currency = (values[-1].get("currency") or default).strip() if values else ""
    told = (column, days[-1] if days else "", _amount(values, kinds), currency)
    return told, [one for one in element if one.tag in PLACES]


def _amount(values: list[etree._Element], kinds: list[str]) -> str:
    """Return an amount as written; of several, or of one with elements in it, a text that is no number."""
    texts = [f"{one.text or ''}{''.join(f'<{inner.tag}>' for inner in one)}" for one in values]
    amount = "; ".join(texts)
    return amount if len(kinds) == 1 else f"{amount} of types {'; '.join(kinds)}"


def _narrative(element: etree._Element) -> str | None:
    """Return the English narrative of an element, else its first."""
    told = [one for one in element if one.tag == "narrative" and one.text] if len(element) else ()
    if len(told) > 1:
        told = [one for one in told if (one.get(_LANGUAGE) or "").casefold().startswith("en")] or told
    return " ".join((told[0].text or "").split()) if told else None
