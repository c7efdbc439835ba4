"""The frame of every screen: markings, screens, filters above; disclaimers and check code below."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from dashboard import words
from dashboard.components import component
from dashboard.links import held
from dashboard.place import Place
from dashboard.show import mount
from loaders import codes
from loaders.release import Release

SCREENS: Final = (
    ("", "Situation"),
    ("countries", "Countries"),
    ("deployments", "Deployments"),
    ("programs", "Programs"),
    ("contributions", "Contributions"),
    ("sources", "Sources"),
)
_MANY: Final = {
    "region": "regions",
    "country": "countries",
    "agency": "agencies",
    "component": "components",
    "tool": "tools",
    "status": "statuses",
}


@lru_cache(maxsize=64)
def options(release: Release, name: str, tax: str) -> tuple[tuple[str, str], ...]:
    """Return the codes and words one filter offers in one release, in the order readers know."""
    if name == "region":
        regions = release.table("regions")
        regions = regions[(regions["taxonomy_code"] == tax) & regions["parent_code"].isna()].sort_values(
            "display_order"
        )
        return tuple(zip(regions["region_code"], regions["region_name"], strict=True))
    if name == "country":
        present = _countries_with_rows(release)
        countries = release.table("countries")
        countries = countries[countries["country_code"].isin(present)].sort_values("country_name")
        return tuple(zip(countries["country_code"], countries["country_name"], strict=True))
    if name == "agency":
        agencies = release.table("agencies").sort_values("display_order")
        return tuple(zip(agencies["agency_code"], agencies["agency_name"], strict=True))
    lists = {"component": codes.COMPONENT, "tool": codes.TOOL, "status": codes.STATUS}
    return tuple((code, label) for code, label in lists[name].items() if code not in ("TOTAL", "NONE"))


def _countries_with_rows(release: Release) -> set[str]:
    tables = ("country_status", "deployments", "personnel", "posts_requested", "programs", "transactions", "needs")
    return set().union(*(set(release.table(table)["country_code"].dropna()) for table in tables))


@lru_cache(maxsize=64)
def years(release: Release) -> tuple[int, ...]:
    """Return the fiscal years a release has amounts or deployments for, newest first."""
    money = set(release.table("transactions")["fiscal_year"].dropna().astype(int))
    ends = release.table("deployments")
    flows = ends.loc[ends["measure_code"] == "DEPLOYMENTS", "end_date"].dropna()
    return tuple(sorted(money | {words.fiscal_year_of(day) for day in flows}, reverse=True))


def top(place: Place, ignores: Mapping[str, str], *, is_held: bool) -> None:
    """Show the frame above a screen.

    Args:
        place: Where the reader is.
        ignores: Filters that the screen does not apply, each with its reason.
        is_held: Whether the address is left as it was given, because it cannot be shown as written.
    """
    scope = place.scope
    data = {
        "lang": "en",
        "title": f"{dict(SCREENS)[place.path]} · Crisis Situation",
        "here": place.to(),
        "held": is_held,
        "home": place.to("", open="", table=()),
        "marking": place.marking,
        "pages": [
            {"href": place.to(path, open="", table=(), all="", q=""), "text": text, "on": path == place.path}
            for path, text in SCREENS
        ],
        "taxonomies": [
            {
                "text": text,
                "short": text.split()[-1].capitalize(),
                "href": place.to(tax=tax, region=()),
                "on": tax == scope.tax,
            }
            for tax, text in codes.TAXONOMY.items()
        ],
        "filters": [*(_filter(place, name, ignores.get(name, "")) for name in _MANY), *_times(place, ignores)],
        "clear": place.to(region=(), country=(), agency=(), component=(), tool=(), status=(), period=None)
        if scope.is_filtered or scope.period
        else "",
        "shareWords": f"Everyone who opens this link sees release {place.release.id} as of {words.day(scope.asof)}.",
    }
    component("frame")(key="frame", data=data)


def _filter(place: Place, name: str, why: str) -> dict[str, object]:
    value = getattr(place.scope, name)
    offered = options(place.release, name, place.scope.tax)
    return {
        "name": name,
        "label": name.capitalize(),
        "all": "All",
        "many": _MANY[name],
        "value": list(value),
        "names": {code: text for code, text in offered if code in value},
        "options": [] if why else [list(option) for option in offered],
        "pattern": place.fill(name, open=""),
        "none": place.to(None, **{name: (), "open": ""}),
        "why": why,
    }


def _times(place: Place, ignores: Mapping[str, str]) -> list[dict[str, object]]:
    scope, release = place.scope, place.release
    period: dict[str, object] = {
        "name": "period",
        "label": "Period",
        "all": "Latest",
        "many": "years",
        "single": True,
        "value": [str(scope.period)] if scope.period else [],
        "names": {str(scope.period): words.fiscal_year(scope.period)} if scope.period else {},
        "options": [[str(year), f"{words.fiscal_year(year)}, Oct {year - 1}–Sep {year}"] for year in years(release)],
        "pattern": place.fill("period", open=""),
        "none": place.to(period=None, open=""),
        "why": ignores.get("period", ""),
    }
    asof: dict[str, object] = {
        "name": "asof",
        "label": "As of",
        "kind": "day",
        "all": "",
        "many": "",
        "value": [scope.asof.isoformat()],
        "names": {scope.asof.isoformat(): words.day(scope.asof)},
        "options": [],
        "min": "2004-01-01",
        "max": release.as_of.isoformat(),
        "pattern": place.fill("asof", open=""),
        "none": "",
        "why": ignores.get("asof", ""),
        "note": "Reads the same release on an earlier day.",
    }
    return [period, asof, _releases(place), _comparison(place)]


def _releases(place: Place) -> dict[str, object]:
    release = place.release
    return {
        "name": "rel",
        "label": "Release",
        "all": "",
        "many": "",
        "single": True,
        "value": [release.name],
        "names": {release.name: release.id},
        "options": [[info.name, info.title] for info in held()],
        "pattern": f"/{place.path}?v=1&rel={{}}",
        "none": "",
        "why": "",
        "note": "A release is what was known on a day. It never changes.",
    }


def _comparison(place: Place) -> dict[str, object]:
    others = [info for info in held() if info.kind == place.release.kind and info.name != place.release.name]
    titles = {info.name: words.day(info.as_of) for info in others} | {"none": "no release"}
    return {
        "name": "cmp",
        "label": "Since",
        "all": "",
        "many": "",
        "single": True,
        "value": [place.scope.cmp],
        "names": titles,
        "options": [["none", "No comparison"], *([info.name, info.title] for info in others)],
        "pattern": place.fill("cmp", open=""),
        "none": "",
        "why": "",
        "note": "Figures on yellow changed since this release.",
    }


def foot(place: Place, disclaimers: tuple[str, ...] = ()) -> None:
    """Show what stands under every screen: disclaimers, key to the source marks, release and check code."""
    release, code = place.release, place.check_code
    marks = (
        "Source marks: filled, reported by a source; half, computed from rows; hollow, an estimate or bound. "
        "Absence: [x] not reported, [z] not applicable, [c] withheld; 0 is a known zero."
    )
    seal = (
        f"Release {release.name} ({codes.RELEASE_KIND[release.kind]}), as of {words.day(place.scope.asof)}. "
        f"Check code {code}: equal wherever the same figures are shown."
    )
    mount(place, "foot", {"id": "foot", "plain": True, "blocks": [("notes", [*disclaimers, marks, seal])]})
