"""Names for codes, as one release gives them."""

from functools import lru_cache

from loaders import codes
from loaders.release import Release


@lru_cache(maxsize=64)
def country_names(release: Release) -> dict[str, str]:
    """Return country code to short name."""
    countries = release.table("countries")
    return dict(zip(countries["country_code"], countries["country_name"], strict=True))


@lru_cache(maxsize=64)
def agency_names(release: Release) -> dict[str, str]:
    """Return agency code to short name, in the order of every list and stack."""
    agencies = release.table("agencies").sort_values("display_order")
    names = dict(zip(agencies["agency_code"], agencies["short_name"], strict=True))
    return {**names, **{code: name for code, name in codes.AGENCY.items() if code not in names}, "NONE": "Not stated"}


@lru_cache(maxsize=32)
def region_names(release: Release, tax: str) -> dict[str, str]:
    """Return region code to name in one taxonomy, in its order."""
    regions = release.table("regions")
    regions = regions[regions["taxonomy_code"] == tax].sort_values("display_order")
    return dict(zip(regions["region_code"], regions["region_name"], strict=True))


@lru_cache(maxsize=64)
def region_shorts(release: Release) -> dict[str, str]:
    """Return region code to its shortest name, all taxonomies together."""
    regions = release.table("regions")
    return dict(zip(regions["region_code"], regions["short_name"], strict=True))
