import csv
import re
import unicodedata
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from loaders.returns.forms import FORMS

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "data" / "raw" / "reference"
FACTS = ROOT.parent / "shared" / "facts"
TAXONOMY = ROOT.parent / "shared" / "data" / "boundaries" / "Countries & Territories Taxonomy MVP - C&T Taxonomy.csv"
AGENCIES = {"STATE", "USAID", "USDA", "DOC", "HHS", "DHS", "DOJ", "TREAS", "DOT", "DOD", "ALL"}
COMPONENTS = {"ACTIVE", "STANDBY", "RESERVE", "TOTAL"}
EXERCISE = [
    "AFG",
    "HTI",
    "SDN",
    "SSD",
    "LBY",
    "COD",
    "SOM",
    "TCD",
    "CAF",
    "CIV",
    "LBR",
    "YEM",
    "SYR",
    "IRQ",
    "PAK",
    "KGZ",
    "MMR",
    "ZWE",
    "LKA",
    "NPL",
    "TLS",
    "XKX",
    "LBN",
    "COL",
    "GIN",
    "KEN",
]

needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the collected facts are not beside the project")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


COUNTRIES = {row["country_code"]: row for row in table(REFERENCE / "countries.csv")}
REGIONS = {row["region_code"]: row for row in table(REFERENCE / "regions.csv")}
MEMBERSHIPS = table(REFERENCE / "country_regions.csv")
PLACES = {row["place_id"]: row for row in table(REFERENCE / "places.csv")}
SPELLINGS = table(ROOT / "data" / "spellings.csv")


def folded(text: str) -> str:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def regions_on(taxonomy: str, country: str, day: str) -> list[str]:
    return [
        row["region_code"]
        for row in MEMBERSHIPS
        if row["taxonomy_code"] == taxonomy
        and row["country_code"] == country
        and row["start_date"] <= day <= (row["end_date"] or "9999")
    ]


def test_list_is_iso_3166_and_kosovo() -> None:
    assert len(COUNTRIES) == 249 + 1
    assert COUNTRIES["XKX"]["country_name"] == "Kosovo"
    assert list(COUNTRIES) == sorted(COUNTRIES)
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in COUNTRIES)


def test_short_codes_and_names_are_unique() -> None:
    for column in ("iso2_code", "country_name", "official_name"):
        counts = Counter(row[column] for row in COUNTRIES.values())
        assert [value for value, count in counts.items() if count > 1] == []
    assert COUNTRIES["NAM"]["iso2_code"] == "NA"


def test_m49_codes_have_three_digits() -> None:
    for code, row in COUNTRIES.items():
        missing = {"XKX": {"m49_code"}, "ATA": {"m49_region_code", "m49_subregion_code"}}.get(code, set())
        for column in ("m49_code", "m49_region_code", "m49_subregion_code"):
            assert bool(re.fullmatch(r"\d{3}", row[column])) != (column in missing), (code, column)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CIV", "Côte d'Ivoire"),
        ("COD", "DR Congo"),
        ("MMR", "Burma"),
        ("KGZ", "Kyrgyz Republic"),
        ("TLS", "Timor-Leste"),
        ("SSD", "South Sudan"),
        ("CAF", "Central African Republic"),
    ],
)
def test_names_are_those_the_dashboard_shows(code: str, name: str) -> None:
    assert COUNTRIES[code]["country_name"] == name


def test_states_younger_than_the_record_bear_their_first_day() -> None:
    young = {code: row["valid_from"] for code, row in COUNTRIES.items() if row["valid_from"]}
    assert young == {"MNE": "2006-06-03", "SSD": "2011-07-09", "XKX": "2008-02-17"}


def test_the_taxonomy_of_countries_and_territories_tells_nothing_the_list_does_not_hold() -> None:
    if not TAXONOMY.exists():
        pytest.skip("the taxonomy does not lie beside the project")
    with TAXONOMY.open(encoding="utf-8-sig", newline="") as file:
        told = {row["ISO 3166-1 Alpha 3-Codes"] or row["x Alpha3 codes"]: row for row in csv.DictReader(file)}
    columns = ("ISO 3166-1 Alpha 2-Codes", "m49 numerical code", "Region Name", "Sub-region Name")
    ours = ("iso2_code", "m49_code", "m49_region_name", "m49_subregion_name")
    listed = {row["country_code"]: row for row in table(REFERENCE / "countries.csv")}
    assert len(set(told) & set(listed)) == 249 + 1
    for code in set(listed) - {"XKX"}:
        short, number, region, part = (told[code][column] for column in columns)
        assert [listed[code][column] for column in ours] == [short, number.zfill(3), region, part]
    # what it has beyond: a country no more, parts of countries, two countries at once, an island without a code
    assert set(told) - set(listed) == {"ANT", "AZO", "CAI", "CHI", "GLI", ""}


def test_label_points_lie_on_the_globe() -> None:
    for code, row in COUNTRIES.items():
        if code == "UMI":
            assert row["label_lat"] == row["label_lon"] == ""
        else:
            assert -90 <= float(row["label_lat"]) <= 90
            assert -180 <= float(row["label_lon"]) <= 180


def test_regions_are_six_bureaus_six_commands_and_m49() -> None:
    by_taxonomy = Counter(row["taxonomy_code"] for row in REGIONS.values())
    assert by_taxonomy == {"BUREAU": 6, "COMMAND": 6, "M49": 5 + 17}
    assert len({row["display_order"] for row in REGIONS.values()}) == len(REGIONS) == 6 + 6 + 5 + 17
    top = {code for code, row in REGIONS.items() if row["taxonomy_code"] == "M49" and not row["parent_code"]}
    assert top == {"002", "009", "019", "142", "150"}
    assert {row["parent_code"] for row in REGIONS.values()} == top | {""}


@pytest.mark.parametrize("day", ["2005-01-01", "2009-01-31", "2011-09-30", "2014-06-30"])
def test_every_country_has_one_bureau_and_one_command(day: str) -> None:
    for taxonomy in ("BUREAU", "COMMAND"):
        found = {country: regions_on(taxonomy, country, day) for country in COUNTRIES}
        assert {country: regions for country, regions in found.items() if len(regions) != 1} == {}


def test_every_country_but_antarctica_has_one_m49_region() -> None:
    found = {country: regions_on("M49", country, "2010-01-01") for country in COUNTRIES}
    assert {country: regions for country, regions in found.items() if len(regions) != 1} == {"ATA": []}
    assert all(regions == [COUNTRIES[country]["m49_region_code"]] for country, regions in found.items() if regions)


def test_memberships_neither_overlap_nor_leave_a_day_out() -> None:
    ordered = sorted(MEMBERSHIPS, key=lambda row: (row["taxonomy_code"], row["country_code"], row["start_date"]))
    for earlier, later in pairwise(ordered):
        if (earlier["taxonomy_code"], earlier["country_code"]) == (later["taxonomy_code"], later["country_code"]):
            gap = date.fromisoformat(later["start_date"]) - date.fromisoformat(earlier["end_date"])
            assert gap.days == 1, later


def test_memberships_name_known_countries_regions_and_a_basis() -> None:
    for row in MEMBERSHIPS:
        assert row["country_code"] in COUNTRIES
        assert REGIONS[row["region_code"]]["taxonomy_code"] == row["taxonomy_code"]
        assert row["basis"]


@pytest.mark.parametrize(
    ("taxonomy", "country", "day", "region"),
    [
        ("COMMAND", "SDN", "2008-09-30", "CENTCOM"),
        ("COMMAND", "SDN", "2008-10-01", "AFRICOM"),
        ("COMMAND", "TCD", "2008-09-30", "EUCOM"),
        ("COMMAND", "MDG", "2008-09-30", "PACOM"),
        ("COMMAND", "EGY", "2012-01-01", "CENTCOM"),
        ("COMMAND", "BHS", "2008-12-16", "SOUTHCOM"),
        ("COMMAND", "BHS", "2008-12-17", "NORTHCOM"),
        ("BUREAU", "KGZ", "2006-01-31", "EUR"),
        ("BUREAU", "KGZ", "2006-02-01", "SCA"),
        ("BUREAU", "SSD", "2009-01-31", "AF"),
        ("BUREAU", "LBY", "2011-09-30", "NEA"),
    ],
)
def test_regions_change_hands_on_their_day(taxonomy: str, country: str, day: str, region: str) -> None:
    assert regions_on(taxonomy, country, day) == [region]


@needs_facts
def test_regions_agree_with_the_collected_facts() -> None:
    for row in table(FACTS / "countries_context.csv"):
        assert regions_on("BUREAU", row["country_iso3"], "2011-09-30") == [row["state_bureau"]], row["country_iso3"]
        assert regions_on("COMMAND", row["country_iso3"], "2011-09-30") == [row["combatant_command"]]


def test_places_lie_in_known_countries_with_coordinates() -> None:
    for row in PLACES.values():
        assert row["country_code"] in COUNTRIES
        assert row["place_id"].startswith(row["country_code"] + "-")
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
        assert row["population"] == "" or int(row["population"]) > 0
    assert len({row["geonames_id"] for row in PLACES.values()}) == len(PLACES)


def test_exercise_countries_have_at_least_four_places() -> None:
    counts = Counter(row["country_code"] for row in PLACES.values())
    assert {code: counts[code] for code in EXERCISE if counts[code] < 4} == {}


def test_place_matches_name_known_places_once() -> None:
    matches = table(REFERENCE / "place_matches.csv")
    assert {match["place_id"] for match in matches} <= set(PLACES)
    assert len({match["provider_place"] for match in matches}) == len(matches)


def test_texts_that_name_only_a_region_match_no_place() -> None:
    matched = {match["provider_place"] for match in table(REFERENCE / "place_matches.csv")}
    for text in ("Darfur", "Kandahar Province", "outside Kabul", "Eastern Province", "Central Africa", "Turkey"):
        assert text not in matched


@needs_facts
def test_place_matches_are_texts_of_the_collected_facts() -> None:
    texts = {
        row["place"] for name in ("deployments", "agency_people", "missions") for row in table(FACTS / f"{name}.csv")
    }
    assert {match["provider_place"] for match in table(REFERENCE / "place_matches.csv")} <= texts


def test_spellings_are_sorted_and_unique_whatever_their_case() -> None:
    keys = [(row["column"], row["spelling"].casefold()) for row in SPELLINGS]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))


def test_spellings_that_differ_in_accents_or_marks_mean_the_same() -> None:
    meanings: dict[tuple[str, str], set[str]] = {}
    for row in SPELLINGS:
        meanings.setdefault((row["column"], folded(row["spelling"])), set()).add(row["code"])
    assert {spelling: codes for spelling, codes in meanings.items() if len(codes) > 1} == {}


def test_spellings_lead_to_known_codes() -> None:
    known = {
        "country_code": set(COUNTRIES),
        "agency_code": AGENCIES,
        "component_code": COMPONENTS,
        "not_a_country": {"REGIONAL", "HISTORIC", "AMBIGUOUS"},
        "heading": {column for form in FORMS.values() for column in form.columns},
    }
    assert [row for row in SPELLINGS if row["code"] not in known[row["column"]]] == []
    # Headings are matched one by one, as files with headings of their own come in.
    assert {row["column"] for row in SPELLINGS} | {"heading"} == set(known)


def test_no_spelling_is_another_countrys_code() -> None:
    codes = {code: code for code in COUNTRIES} | {row["iso2_code"]: code for code, row in COUNTRIES.items()}
    clashes = [row for row in SPELLINGS if row["column"] == "country_code" and row["spelling"].upper() in codes]
    assert [row for row in clashes if codes[row["spelling"].upper()] != row["code"]] == []


def test_no_name_is_both_a_country_and_none() -> None:
    countries = {folded(row["spelling"]) for row in SPELLINGS if row["column"] == "country_code"}
    others = {folded(row["spelling"]) for row in SPELLINGS if row["column"] == "not_a_country"}
    codes = {code.casefold() for code in COUNTRIES} | {row["iso2_code"].casefold() for row in COUNTRIES.values()}
    assert (countries | codes) & others == set()


@pytest.mark.parametrize("name", ["Congo", "Korea", "Worldwide", "Regional", "Virgin Islands"])
def test_words_with_two_readings_or_none_are_absent(name: str) -> None:
    assert [
        row for row in SPELLINGS if row["column"] == "country_code" and folded(row["spelling"]) == folded(name)
    ] == []


@pytest.mark.parametrize("text", ["Civilian Response Corps", "S/CRS staff", "National Guard and Reserve", "CSO team"])
def test_words_that_name_no_component_are_absent(text: str) -> None:
    assert text.casefold() not in {row["spelling"].casefold() for row in SPELLINGS if row["column"] == "component_code"}


def test_every_name_shown_is_a_spelling_of_its_country() -> None:
    spelled = {(folded(row["spelling"]), row["code"]) for row in SPELLINGS if row["column"] == "country_code"}
    assert [code for code, row in COUNTRIES.items() if (folded(row["country_name"]), code) not in spelled] == []


@needs_facts
def test_every_country_name_of_the_collected_facts_is_a_spelling() -> None:
    spelled = {row["spelling"].casefold(): row["code"] for row in SPELLINGS if row["column"] == "country_code"}
    for path in sorted(FACTS.glob("*.csv")):
        for row in table(path):
            if row.get("country_iso3") and row.get("country_name"):
                assert spelled.get(row["country_name"].casefold()) == row["country_iso3"], (
                    path.name,
                    row["country_name"],
                )
