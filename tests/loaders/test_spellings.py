import datetime
from pathlib import Path

import pytest
from rawfiles import WORLD, spellings

from loaders.csvfiles import ContractError
from loaders.spellings import folded, load_spellings, unpointed


def lines(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "spellings.csv"
    path.write_text("\n".join(["column,spelling,code,note", *rows, ""]), encoding="utf-8")
    return path


def test_case_accents_and_surplus_spaces_do_not_matter() -> None:
    assert folded("  Côte   d'IVOIRE ") == "cote d'ivoire"
    assert spellings().code("country_code", "belonia") == "XAB"
    assert spellings().code("country_code", " ARDOVAN  republic ") == "XAA"


def test_a_code_stands_for_itself() -> None:
    assert spellings().code("country_code", "XAA") == "XAA"
    assert spellings().code("agency_code", "doj") == "DOJ"
    assert spellings().code("status_code", "COMPLEX") == "COMPLEX"


def test_nothing_is_guessed() -> None:
    assert spellings().code("country_code", "Ardovaa") is None
    assert spellings().code("agency_code", "Ardova") is None
    assert spellings().code("event_title", "STATE") is None


def test_the_closest_spelling_is_known_for_a_message_only() -> None:
    assert spellings().closest("country_code", "Ardovva") == "Ardova"
    assert spellings().closest("agency_code", "Foreign Minstry") == "Foreign Ministry"
    assert spellings().closest("agency_code", "zzz") is None


def test_joint_and_implementing_agencies_are_spelled_as_agencies_are() -> None:
    for column in ("agency_code", "agency_codes", "implementing_code"):
        assert spellings().knows(column)
        assert spellings().code(column, "Foreign Ministry") == "STATE"
    assert spellings().code("country_codes", "Old Corvia") == "XAC"
    assert not spellings().knows("event_title")


def test_a_spelling_for_two_codes_is_refused(tmp_path: Path) -> None:
    path = lines(tmp_path, "agency_code,Ministry,STATE,", "agency_code,ministry,DOJ,")
    with pytest.raises(ContractError, match="line 3: 'ministry' already stands for another code; keep one"):
        load_spellings(path, WORLD / "countries.csv")


def test_a_spelling_of_an_unknown_code_or_column_is_refused(tmp_path: Path) -> None:
    for row in ("agency_code,Marines,MARINES,", "agency,Ministry,MARINES,"):
        with pytest.raises(ContractError, match="line 2: 'MARINES' is no code of agency"):
            load_spellings(lines(tmp_path, row), WORLD / "countries.csv")


def test_a_spelling_may_name_a_country_before_the_reference_list_does(tmp_path: Path) -> None:
    path = lines(tmp_path, "country_code,Ardova,XAB,")
    assert load_spellings(path, WORLD / "countries.csv").code("country_code", "Ardova") == "XAB"


def test_punctuation_may_be_left_out_of_account() -> None:
    assert unpointed("The U.S.A. & Côte d’Ivoire (Rép.)") == "the usa and cote divoire rep"
    assert spellings().code_loosely("country_code", "the Ardovan-Republic") == "XAA"
    assert spellings().code("country_code", "Ardovan-Republic") is None
    assert spellings().code_loosely("country_code", "Ardov") is None


def test_a_country_is_known_by_its_two_letters_too() -> None:
    assert spellings().code("country_code", "xa") == "XAA"


def test_what_is_no_country_is_known_by_what_it_is(tmp_path: Path) -> None:
    path = lines(tmp_path, "not_a_country,Nowhere at large,REGIONAL,")
    read = load_spellings(path, WORLD / "countries.csv")
    assert read.code_loosely("not_a_country", "nowhere at large") == "REGIONAL"
    with pytest.raises(ContractError, match="'MYTHICAL' is no code of not_a_country"):
        load_spellings(lines(tmp_path, "not_a_country,Atlantis,MYTHICAL,"), WORLD / "countries.csv")


def test_countries_that_did_not_always_exist_have_their_days() -> None:
    assert spellings().existing["XAB"] == (datetime.date(2011, 7, 9), None)
    assert "XAA" not in spellings().existing


def test_a_spelling_without_one_of_its_three_cells_is_refused(tmp_path: Path) -> None:
    for row in ("agency_code,Ministry", "agency_code,,STATE,", "agency_code,Ministry,,"):
        with pytest.raises(ContractError, match="line 2: lacks a column, spelling or code"):
            load_spellings(lines(tmp_path, row), WORLD / "countries.csv")
