"""Scope: everything a reader can choose, as one frozen value; it is the address, and the address is it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final
from urllib.parse import quote

from loaders.tables import TABLES

VERSION: Final = "1"
MAX_LENGTH: Final = 2000
_LISTS: Final = ("region", "country", "agency", "component", "tool", "status", "table")
_ALWAYS: Final = ("rel", "asof", "cmp")
_TURNS: Final = ("split", "group", "money", "tab", "table", "all", "q", "rows", "page", "open")
SWITCHES: Final = {
    "split": ("component", "agency", "region"),
    "group": ("country", "agency"),
    "money": ("agency", "tool"),
    "tab": ("sources", "rows", "differ", "rules", "releases", "setaside", "dictionary"),
}
"""Ways a screen can be turned without changing what is counted; the first of each is the default."""


@dataclass(frozen=True)
class Scope:
    """One reader's choice.

    Attributes:
        rel: Release by name, ``id~digest8``.
        asof: Day on which the state is read; counted in.
        tax: Taxonomy of the regions: BUREAU, COMMAND or M49.
        region: Region codes of that taxonomy; empty means all.
        country: ISO 3166-1 alpha-3 codes; empty means all.
        agency: Agency codes; empty means all.
        component: Corps components; empty means all.
        tool: Tools of smart power; empty means all.
        status: Country statuses; empty means all.
        period: US fiscal year of flows and money; None means the latest with data.
        cmp: Release the figures are compared with, by name; ``none`` for no comparison.
        split: What areas over time are split by.
        group: What the timeline is grouped by.
        money: What the columns of money are split by.
        tab: Tab of the Sources screen.
        table: Views shown as a table.
        all: View whose whole list is shown.
        q: Words searched for among sources and rows.
        rows: Canonical table whose rows the explorer shows.
        page: Page of sources or rows, counted from 1.
        open: What the drawer shows: a figure, ``view`` or ``view:row``.
    """

    rel: str
    asof: date
    tax: str = "BUREAU"
    region: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    component: tuple[str, ...] = ()
    tool: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    period: int | None = None
    cmp: str = "none"
    split: str = "component"
    group: str = "country"
    money: str = "agency"
    tab: str = "sources"
    table: tuple[str, ...] = ()
    all: str = ""
    q: str = ""
    rows: str = "deployments"
    page: int = 1
    open: str = ""

    def but(self, **changes: object) -> "Scope":
        """Return this scope with some choices changed; lists are put in canonical order."""
        ordered = {
            name: tuple(sorted(set(value))) if isinstance(value, tuple) else value for name, value in changes.items()
        }
        return replace(self, **ordered)  # type: ignore[arg-type]  # the names come from Scope's own fields

    @property
    def facts(self) -> "Scope":
        """The scope without what only turns the picture: two scopes of equal facts show equal figures."""
        turned = {field.name: field.default for field in fields(self) if field.name in _TURNS}
        return replace(self, **turned)  # type: ignore[arg-type]  # the names come from Scope's own fields

    @property
    def is_filtered(self) -> bool:
        """Whether any filter narrows the figures."""
        return any(getattr(self, name) for name in ("region", "country", "agency", "component", "tool", "status"))


DEFAULTS: Final = {field.name: field.default for field in fields(Scope)}
PARAMETERS: Final = ("v", *(field.name for field in fields(Scope)))
"""Every parameter an address may hold, in canonical order."""


def encode(scope: Scope) -> str:
    """Return the canonical query string: fixed order, codes not labels, release and as-of always written."""
    pairs = [("v", VERSION)]
    for field in fields(Scope):
        text = _text(getattr(scope, field.name))
        if field.name in _ALWAYS or (text and getattr(scope, field.name) != DEFAULTS[field.name]):
            pairs.append((field.name, text))
    return "&".join(f"{name}={quote(text, safe='~,:-._')}" for name, text in pairs)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Notice:
    """One thing an address asks for that cannot be shown.

    Attributes:
        parameter: Name of the parameter.
        value: What the address says, shortened for display.
        reason: Why it cannot be applied.
    """

    parameter: str
    value: str
    reason: str


@dataclass(frozen=True)
class Choices:
    """What one release offers, so that an address can be checked against it.

    Attributes:
        release: The release's name.
        asof: The release's own as-of day, the default.
        first: Earliest as-of day that can be read.
        codes: Parameter name to the codes it may hold.
        regions: Taxonomy code to its region codes.
        years: Fiscal years with data.
        compare: Names of releases of the same kind, and ``none``.
        default_compare: Release to compare with where an address does not say: the one before.
        views: Views that may be shown as a table, in full or in the drawer.
    """

    release: str
    asof: date
    first: date
    codes: Mapping[str, frozenset[str]]
    regions: Mapping[str, frozenset[str]]
    years: frozenset[int]
    compare: frozenset[str]
    default_compare: str
    views: frozenset[str]


def decode(pairs: Iterable[tuple[str, str]], choices: Choices) -> tuple[Scope, list[Notice]]:
    """Read an address against one release.

    Args:
        pairs: Names and values in the order of the address, repeats included.
        choices: What the release offers.

    Returns:
        The nearest valid scope, and a notice for each thing that it leaves out;
        no notice means that the scope is exactly what the address says. An
        address without as-of day or comparison gets the release's own, and the
        canonical address writes them out.
    """
    given: dict[str, str] = {}
    notices: list[Notice] = []
    for name, value in pairs:
        if name not in PARAMETERS:
            notices.append(Notice(_cut(name), _cut(value), "is not a parameter of this dashboard"))
        elif name in given:
            notices.append(Notice(name, _cut(value), "is given twice; an address says each thing once"))
        else:
            given[name] = value
    if given.pop("v", VERSION) != VERSION:
        asked = next(value for name, value in pairs if name == "v")
        notices.append(Notice("v", _cut(asked), f"is not a version of addresses known here; this is version {VERSION}"))
    scope = Scope(rel=choices.release, asof=choices.asof, cmp=choices.default_compare)
    given.pop("rel", None)
    changes: dict[str, object] = {}
    tax = given.get("tax", "BUREAU")
    for name, value in given.items():
        accepted, reason = _accept(name, value, choices, tax)
        changes.update({name: accepted} if accepted is not None else {})
        if reason:
            notices.append(Notice(name, _cut(value), reason))
    return scope.but(**changes), notices


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _accept(name: str, value: str, choices: Choices, tax: str) -> tuple[object, str]:
    if name in _LISTS:
        return _accept_list(name, value, choices, tax)
    if name in SWITCHES:
        return (value, "") if value in SWITCHES[name] else (None, f"is not one of {', '.join(SWITCHES[name])}")
    if name == "asof":
        return _accept_day(value, choices)
    if name == "period":
        is_known = value.isascii() and value.isdigit() and int(value[:6]) in choices.years and len(value) == 4
        return (int(value), "") if is_known else (None, "is not a fiscal year this release has data for")
    if name == "tax":
        return (
            (value, "") if value in choices.regions else (None, f"is not one of {', '.join(sorted(choices.regions))}")
        )
    if name == "cmp":
        return (
            (value, "") if value in choices.compare else (None, "is not a release that this one can be compared with")
        )
    if name == "q":
        return (value, "") if len(value) <= 100 else (None, "is longer than 100 characters")
    if name == "rows":
        return (value, "") if value in TABLES else (None, f"is not one of the tables {', '.join(TABLES)}")
    if name == "page":
        is_page = value.isascii() and value.isdigit() and len(value) <= 4 and not value.startswith("0")
        return (int(value), "") if is_page else (None, "is not a page number from 1 to 9999")
    view = value.split(":", 1)[0]
    return (value, "") if view in choices.views and len(value) <= 120 else (None, "is not a view of this dashboard")


def _accept_list(name: str, value: str, choices: Choices, tax: str) -> tuple[object, str]:
    allowed = choices.regions.get(tax, frozenset()) if name == "region" else choices.codes.get(name, choices.views)
    asked = [code for code in value.split(",") if code]
    unknown = [code for code in asked if code not in allowed]
    known = tuple(code for code in asked if code in allowed)
    if not asked:
        return None, "is empty"
    if unknown:
        return known or None, f"holds {_cut(', '.join(unknown))}, unknown in this release"
    return known, ""


def _accept_day(value: str, choices: Choices) -> tuple[object, str]:
    try:
        day = date.fromisoformat(value) if len(value) == len("2011-09-15") else None
    except ValueError:
        day = None
    if day is None:
        return None, "is not a day written like 2011-09-15"
    if not choices.first <= day <= choices.asof:
        return None, f"lies outside this release, which can be read from {choices.first} to {choices.asof}"
    return day, ""
