"""Links: from an address to one release and one scope, loudly; and from a scope back to an address."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from dashboard import words
from dashboard.scope import Choices, Notice, Scope, decode, encode
from loaders import codes
from loaders.release import Release, ReleaseInfo, UnknownReleaseError, list_releases, open_release

STORE: Final = Path(os.environ.get("CRISIS_STORE", Path(__file__).parents[1] / "data" / "releases"))
"""Folder of the releases; the environment variable CRISIS_STORE names another."""
FIRST_DAY: Final = date(2004, 1, 1)


@dataclass(frozen=True)
class Opened:
    """What an address leads to.

    Attributes:
        release: The release to show; the default where the address names one that is not held.
        scope: The nearest valid scope.
        notices: What the address asks for and cannot have; empty where the scope is exactly the address.
    """

    release: Release
    scope: Scope
    notices: Sequence[Notice]


@lru_cache(maxsize=64)
def opened(name: str) -> Release:
    """Open a release once for the whole server; its digests are verified here."""
    return open_release(name, STORE)


def found(name: str) -> Release | None:
    """Return the release of a name, older revisions among them; None where the store holds none."""
    try:
        return opened(name)
    except UnknownReleaseError:
        return None


def held() -> tuple[ReleaseInfo, ...]:
    """Return the releases of the store in their order; read again only when the store's pointer was written anew."""
    written = (STORE / "current.json").stat()
    return _held(written.st_mtime_ns, written.st_size)


@lru_cache(maxsize=2)
def _held(_written_at: int, _size: int) -> tuple[ReleaseInfo, ...]:
    return tuple(list_releases(STORE))


@lru_cache(maxsize=64)
def choices_of(release: Release, views: frozenset[str]) -> Choices:
    """Return what an address may ask of one release."""
    regions = release.table("regions")
    names = [info.name for info in held() if info.kind == release.kind]
    place = names.index(release.name) if release.name in names else 0
    return Choices(
        release=release.name,
        asof=release.as_of,
        first=FIRST_DAY,
        codes={
            "country": frozenset(release.table("countries")["country_code"]),
            "agency": frozenset(release.table("agencies")["agency_code"]),
            "component": frozenset(codes.COMPONENT) - {"TOTAL"},
            "tool": frozenset(codes.TOOL),
            "status": frozenset(codes.STATUS),
        },
        regions={tax: frozenset(part["region_code"]) for tax, part in regions.groupby("taxonomy_code")},
        years=frozenset(range(FIRST_DAY.year, release.as_of.year + 3)),
        compare=frozenset({*names, "none"} - {release.name}),
        default_compare=names[place - 1] if place > 0 else "none",
        views=views,
    )


def read(pairs: Sequence[tuple[str, str]], views: frozenset[str]) -> Opened:
    """Find the release and the scope an address asks for.

    Args:
        pairs: Names and values of the query in order, repeats included.
        views: Names of all views of the dashboard.

    Returns:
        The nearest valid view, with a notice for everything in the address that it leaves out.
    """
    asked = [value for name, value in pairs if name == "rel"]
    notices: list[Notice] = []
    default = next(info.name for info in held() if info.is_default)
    name = asked[0] if asked else default
    try:
        release = opened(name)
        if asked and asked[0] != release.name:
            notices.append(Notice("rel", asked[0], f"names no exact release; the nearest is {release.name}"))
    except UnknownReleaseError as error:
        same_day = [near for near in error.nearest if near.partition("~")[0] == name.partition("~")[0]]
        release = opened(same_day[0] if same_day else default)
        nearest = f"; nearest: {words.listed(error.nearest)}" if error.nearest else ""
        notices.append(Notice("rel", asked[0][:60], f"names no release held here{nearest}"))
    scope, others = decode(pairs, choices_of(release, views))
    return Opened(release, scope, [*notices, *others])


def href(path: str, scope: Scope) -> str:
    """Return the address of a screen for a scope."""
    return f"/{path}?{encode(scope)}"


def pattern(path: str, scope: Scope, name: str) -> str:
    """Return the address of a screen with ``{}`` where the browser puts the codes of one filter."""
    held_open = "\u0007"
    blank: object = (held_open,) if isinstance(getattr(scope, name), tuple) else held_open
    if name == "asof":
        return f"/{path}?{encode(scope).replace(f'asof={scope.asof.isoformat()}', 'asof={}')}"
    if name == "period":
        return f"/{path}?{encode(scope.but(period=9999)).replace('period=9999', 'period={}')}"
    return f"/{path}?{encode(scope.but(**{name: blank}))}".replace("%07", "{}")
