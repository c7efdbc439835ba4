"""A small folder of raw files to seal a record from."""

import csv
from collections.abc import Mapping
from pathlib import Path

from sealed import boundaries

from loaders import countries, deployments, programs, sources

TOUR = {"Scope": "COUNTRY", "Measure": "TOUR", "Stage": "ACTUAL", "Country": "XAA", "Total": "no"}


def write(path: Path, headings: list[str], *rows: Mapping[str, str]) -> Path:
    """Write rows under their headings."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, headings, restval="")
        lines.writeheader()
        lines.writerows(rows)
    return path


def small_raw(tmp_path: Path) -> Path:
    """Write a folder of raw files: three tours of three sources, one undated, and one program with an amount."""
    data = tmp_path / "data"
    reference, record = data / "raw" / "reference", data / "raw" / "record"
    write(
        reference / "countries.csv",
        [*countries.NAMED, *countries.UNUSED],
        {"country_code": "XAA", "country_name": "Oldland"},
        {"country_code": "KEN", "country_name": "Kenya"},
    )
    write(reference / "regions.csv", list(countries.REGIONS_NAMED))
    write(reference / "country_regions.csv", list(countries.MEMBERSHIPS_NAMED))
    write(
        reference / "places.csv", ["place_id", "place_name", "country_code", "lat", "lon", "geonames_id", "population"]
    )
    write(reference / "place_matches.csv", ["provider_place", "place_id", "note"])
    write(data / "spellings.csv", ["column", "spelling", "code", "note"])
    named = {"Title": "Return", "Publisher": "Office", "Licence": "public domain", "Marking": "UNCLASSIFIED"}
    published = {"S1": "2009-01-31", "S2": "2011", "S3": ""}
    rows = [{"Source": key, "Published": day, **named} for key, day in published.items()]
    write(data / "sources.csv", [*sources.NAMED, *sources.UNUSED], *rows)
    headings = [*deployments.NAMED, *deployments.UNUSED]
    people = {"D-1": ("12", "S1"), "D-2": ("30", "S2"), "D-3": ("7", "S3")}
    tours = [{"Row": key, "People": number, "Source": key_of, **TOUR} for key, (number, key_of) in people.items()]
    write(record / "deployments.csv", headings, *tours, {**TOUR, "Row": "D-4", "People": "many", "Source": "S1"})
    amount = {"Amount": "10.50", "Stage": "OBLIGATED", "How exact": "EXACT", "Total": "no", "Running total": "no"}
    program = {"Program": "P-1", "Name": "Courts", "Source": "S1", "Country": "XAA", **amount}
    write(record / "programs.csv", [*programs.NAMED, *programs.UNUSED], program)
    boundaries(data / "boundaries")
    return data / "raw"
