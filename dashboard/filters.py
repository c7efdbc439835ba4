"""Filters: what each offers in a release, and the addresses its choices lead to."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from dashboard import words
from dashboard.links import FIRST_DAY, held, opened
from dashboard.place import Place
from loaders import codes
from loaders.release import Release

NAMES: Final = ("region", "country", "agency", "component", "tool", "status")
_MANY: Final = ("regions", "countries", "agencies", "components", "tools", "statuses")
_LABELS: Final = {"asof": "As of", "rel": "Release", "cmp": "Since"}
_NOTES: Final = {
    "asof": "Reads the same release on an earlier day.",
    "rel": "A release is what was known on a day. It never changes.",
    "cmp": "Figures on yellow changed since this release.",
}
Options = tuple[tuple[str, str], ...]


@lru_cache(maxsize=1024)
def options(release: Release, name: str, tax: str) -> Options:
    """Return the codes and words one filter offers in one release, in the order readers know."""
    if name == "region":
        regions = release.table("regions")
        top = regions[(regions["taxonomy_code"] == tax) & regions["parent_code"].isna()].sort_values("display_order")
        return tuple(zip(top["region_code"], top["region_name"], strict=True))
    if name == "country":
        countries = release.table("countries")
        present = countries[countries["country_code"].isin(_countries_with_rows(release))].sort_values("country_name")
        return tuple(zip(present["country_code"], present["country_name"], strict=True))
    if name == "agency":
        agencies = release.table("agencies").sort_values("display_order")
        return tuple(zip(agencies["agency_code"], agencies["agency_name"], strict=True))
    lists = {"component": codes.COMPONENT, "tool": codes.TOOL, "status": codes.STATUS}
    return tuple((code, label) for code, label in lists[name].items() if code not in ("TOTAL", "NONE"))


def _countries_with_rows(release: Release) -> set[str]:
    tables = ("country_status", "deployments", "personnel", "posts_requested", "programs", "transactions", "needs")
    return set().union(*(set(release.table(table, ["country_code"])["country_code"].dropna()) for table in tables))


@lru_cache(maxsize=64)
def years(release: Release) -> tuple[int, ...]:
    """Return the fiscal years a release has amounts or deployments for, newest first."""
    money = set(release.table("transactions", ["fiscal_year"])["fiscal_year"].dropna().astype(int))
    ends = release.table("deployments", ["measure_code", "end_date"])
    flows = ends.loc[ends["measure_code"] == "DEPLOYMENTS", "end_date"].dropna()
    return tuple(sorted(money | {words.fiscal_year_of(day) for day in flows}, reverse=True))


@lru_cache(maxsize=256)
def menus(release: Release, tax: str) -> bytes:
    """Return what the menus of a release hold, as a file the browser fetches once.

    For each filter by name: whether one choice is taken at a time, a note, and the
    options as code and words; for the as-of day its first and last.
    """
    found: dict[str, dict[str, object]] = {name: {"options": options(release, name, tax)} for name in NAMES}
    spans = [(str(year), f"{words.fiscal_year(year)}, Oct {year - 1}–Sep {year}") for year in years(release)]
    found["period"] = {"single": True, "options": spans}
    found["asof"] = {"min": FIRST_DAY.isoformat(), "max": release.as_of.isoformat(), "options": ()}
    alike = [info for info in held() if info.kind == release.kind and info.name != release.name]
    found["rel"] = {"single": True, "options": [(info.name, info.title) for info in held()]}
    found["cmp"] = {
        "single": True,
        "options": [("none", "No comparison"), *((info.name, info.title) for info in alike)],
    }
    for name, note in _NOTES.items():
        found[name]["note"] = note
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def menus_address(release: Release, tax: str) -> str:
    """Return the address of a release's menus; it changes when their bytes do."""
    return f"menus/{release.name}/{tax}.{hashlib.sha256(menus(release, tax)).hexdigest()[:12]}.json"


def filters(place: Place, ignores: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the filters of a screen: what each shows, where its choices lead, and why one does not apply.

    Args:
        place: Where the reader is.
        ignores: Filters that the screen does not apply, each with its reason.
    """
    scope = place.whole
    found = [
        _filter(place, name, shown, (), ignores) for name, shown in ((name, _shown(place, name)) for name in NAMES)
    ]
    period = words.fiscal_year(scope.period) if scope.period else "Latest"
    since = words.day(opened(scope.cmp).as_of) if scope.cmp != "none" else "no release"
    found.append(_filter(place, "period", period, None, ignores))
    found.append(_filter(place, "asof", words.day(scope.asof), "", ignores))
    found.append({**_filter(place, "rel", place.release.id, "", ignores), "pattern": f"/{place.path}?v=1&rel={{}}"})
    found.append(_filter(place, "cmp", since, "", ignores))
    return found


def _shown(place: Place, name: str) -> str:
    value = getattr(place.whole, name)
    if not value:
        return "All"
    names = dict(options(place.release, name, place.scope.tax))
    return (
        ", ".join(names.get(code, code) for code in value)
        if len(value) < 3
        else f"{len(value)} {_MANY[NAMES.index(name)]}"
    )


def _filter(place: Place, name: str, shown: str, blank: object, ignores: Mapping[str, str]) -> dict[str, object]:
    """Return one filter; ``blank`` is its value when cleared, or "" where it cannot be."""
    value = getattr(place.whole, name)
    values = [*value] if isinstance(value, tuple) else [str(value)] if value else []
    is_cleared = blank == ""
    return {
        "name": name,
        "label": _LABELS.get(name, name.capitalize()),
        "shown": shown,
        "value": values,
        "pattern": place.fill(name, open=""),
        "none": "" if is_cleared else place.to(None, **{name: blank, "open": ""}),
        "why": ignores.get(name, ""),
    }
