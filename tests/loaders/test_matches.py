import csv
from datetime import date
from pathlib import Path

import pytest

from loaders.matches import Match, MatchError, add_match, codes_of
from loaders.spellings import load_spellings

ROOT = Path(__file__).parents[2]
COUNTRIES = ROOT / "data" / "raw" / "reference" / "countries.csv"
DAY = date(2012, 3, 4)


@pytest.fixture
def spellings(tmp_path: Path) -> Path:
    path = tmp_path / "spellings.csv"
    path.write_text(
        "column,spelling,code,note\n"
        "agency_code,AID,USAID,the agency in older papers\n"
        'agency_code,"State, Department of",STATE,\n'
        "country_code,Burma,MMR,\n",
        encoding="utf-8",
    )
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_match_becomes_a_dated_line_in_its_place_and_the_other_lines_stay(spellings: Path) -> None:
    before = spellings.read_text(encoding="utf-8").splitlines()
    assert add_match(spellings, COUNTRIES, Match("agency_code", "Foggy Bottom", "STATE", "A. Analyst"), DAY)
    after = spellings.read_text(encoding="utf-8").splitlines()
    added = "agency_code,Foggy Bottom,STATE,matched on 2012-03-04 by A. Analyst"
    assert after == [*before[:2], added, *before[2:]]
    assert not list(spellings.parent.glob("*.draft"))


def test_what_was_matched_is_known_to_the_loaders(spellings: Path) -> None:
    add_match(spellings, COUNTRIES, Match("country_code", "Republik Kenya", "KEN", "A. Analyst"), DAY)
    assert load_spellings(spellings, COUNTRIES).code("country_code", "republik  KENYA") == "KEN"


def test_the_same_match_again_adds_nothing(spellings: Path) -> None:
    before = spellings.read_bytes()
    assert not add_match(spellings, COUNTRIES, Match("country_code", "BURMA", "MMR", "A. Analyst"), DAY)
    assert not add_match(spellings, COUNTRIES, Match("country_code", "Kenya", "KEN", "A. Analyst"), DAY)
    assert spellings.read_bytes() == before


@pytest.mark.parametrize(
    ("match", "said"),
    [
        (Match("country_code", "Burma", "KEN", "A"), "already stands for MMR"),
        (Match("country_code", "Kenya", "UGA", "A"), "already stands for KEN"),
        (Match("country_code", "UGA", "KEN", "A"), "already stands for UGA"),
        (Match("country_code", "Ruritania", "RUR", "A"), "is no code of country_code"),
        (Match("source_id", "x", "S001", "A"), "has no spellings"),
        (Match("agency_code", "Foggy Bottom", "STATE", " \n"), "nobody is named"),
        (Match("agency_code", "  ", "STATE", "A"), "a spelling is one line"),
        (Match("agency_code", "x" * 121, "STATE", "A"), "a spelling is one line"),
        (Match("agency_code", "a\nagency_code,b,DOD,", "STATE", "A"), "a spelling is one line"),
    ],
)
def test_a_match_that_cannot_hold_is_refused_and_nothing_is_written(spellings: Path, match: Match, said: str) -> None:
    before = spellings.read_bytes()
    with pytest.raises(MatchError, match=said):
        add_match(spellings, COUNTRIES, match, DAY)
    assert spellings.read_bytes() == before


def test_a_heading_is_matched_to_a_column_of_a_form_whatever_its_case_and_spaces(spellings: Path) -> None:
    add_match(spellings, COUNTRIES, Match("heading", "Team strength", "headcount", "A. Analyst"), DAY)
    assert rows(spellings)[-1]["code"] == "headcount"
    assert not add_match(spellings, COUNTRIES, Match("heading", "TEAM_strength", "headcount", "A. Analyst"), DAY)
    with pytest.raises(MatchError, match="already stands for headcount"):
        add_match(spellings, COUNTRIES, Match("heading", "team strength", "place", "A. Analyst"), DAY)


def test_a_name_with_line_breaks_stays_on_one_line_of_the_note(spellings: Path) -> None:
    add_match(spellings, COUNTRIES, Match("country_code", "Republik Kenya", "KEN", 'A.\n"Analyst",\r x'), DAY)
    assert rows(spellings)[-1]["note"] == 'matched on 2012-03-04 by A. "Analyst", x'
    assert len(rows(spellings)) == 4


def test_countries_are_offered_by_their_names() -> None:
    assert codes_of("country_code", COUNTRIES)["CIV"] == "Côte d'Ivoire"
    assert "headcount" in codes_of("heading", COUNTRIES)
