"""Crossings: agencies against regions, as a matrix needs them; fixed agency order, widest region first."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import index
from dashboard.queries import corps
from dashboard.queries.names import agency_names, region_shorts
from dashboard.scope import Scope
from loaders.release import Release

_TIGHT_REGION: Final = {
    "AF": "Africa",
    "EAP": "E. Asia",
    "EUR": "Europe",
    "NEA": "Near East",
    "SCA": "S. & C. Asia",
    "WHA": "W. Hemisphere",
    "AFRICOM": "Africa",
    "CENTCOM": "Central",
    "EUCOM": "Europe",
    "NORTHCOM": "North",
    "PACOM": "Pacific",
    "SOUTHCOM": "South",
}
TAXONOMY_NOUN: Final = {"BUREAU": "State bureau", "COMMAND": "combatant command", "M49": "UN M49 region"}


def agencies_shown(release: Release, scope: Scope, present: set[str]) -> list[tuple[str, str]]:
    """Return code and name of the agencies to show, in their fixed order.

    The corps' partners on the as-of day always stand there, others where they are present;
    an agency filter leaves those it names.
    """
    partners = set(corps.partners(release, scope)["agency_code"])
    names = agency_names(release)
    wanted = (partners | present) & (set(scope.agency) if scope.agency else partners | present)
    return [(code, names[code]) for code in [*names, *sorted(wanted - set(names))] if code in wanted]


@lru_cache(maxsize=64)
def top_regions(release: Release, tax: str) -> tuple[tuple[str, str], ...]:
    """Return code and short name of the regions of a taxonomy that no other region holds, in their order."""
    regions = release.table("regions")
    regions = regions[(regions["taxonomy_code"] == tax) & regions["parent_code"].isna()].sort_values("display_order")
    return tuple(zip(regions["region_code"], regions["short_name"], strict=True))


def columns_of(release: Release, scope: Scope, present: Mapping[str, float]) -> list[tuple[str, str]]:
    """Return code and heading of the regions to show, the largest first; without a filter also those with nothing."""
    order = {code: place for place, (code, _) in enumerate(top_regions(release, scope.tax))}
    shown = [code for code in order if code in present or not scope.is_filtered] + sorted(set(present) - set(order))
    shorts = {**region_shorts(release), **_TIGHT_REGION, index.NOT_STATED: "No region"}
    ranked = sorted(shown, key=lambda code: (-present.get(code, 0.0), order.get(code, len(order))))
    is_known = scope.tax != "M49"
    return [
        (code, f"<b>{code}</b><br>{shorts[code]}" if is_known and code in order else shorts[code]) for code in ranked
    ]


def by_square(numbers: Mapping[tuple[str, str], float], regions: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Return the sum of each agency and region from numbers by agency and country; no region is ``NONE``."""
    found: dict[tuple[str, str], float] = {}
    for (agency, country), number in numbers.items():
        square = agency, regions.get(country, index.NOT_STATED)
        found[square] = found.get(square, 0.0) + number
    return found


def by_region(found: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """Return the sum of each region from numbers by agency and region."""
    sums: dict[str, float] = {}
    for (_, region), number in found.items():
        sums[region] = sums.get(region, 0.0) + number
    return sums


def squares(
    found: dict[tuple[str, str], float],
    rows: list[tuple[str, str]],
    columns: list[tuple[str, str]],
    regions: Mapping[str, str],
) -> pd.DataFrame:
    """Return agency by region as one row a square, in the order of rows and columns; empty squares are left out."""
    lines = [
        (agency, name, region, regions.get(region, "No region"), found[agency, region], f"@agency-{agency}")
        for agency, name in rows
        for region, _ in columns
        if (agency, region) in found
    ]
    names = ["row_code", "row_label", "column_code", "column_label", "value", "colour"]
    return pd.DataFrame(lines, columns=names).astype({"value": "float64"})
