"""The list of countries: who is on it, in which order, and what stands in each column."""

import math

import pandas as pd
import pytest

from dashboard.queries import countrylist, dated, people
from loaders.release import Release
from tests.conftest import Nowhere


def test_the_worst_come_first_and_names_break_ties(nowhere: Nowhere, exercise: Release) -> None:
    frame = countrylist.frame(exercise, nowhere.scope("ex-2011-09-15"))
    assert list(frame["country_code"]) == ["XAA", "XAC", "XAD", "XAB"]


def test_people_posts_and_money_stand_beside_each_country(nowhere: Nowhere, exercise: Release) -> None:
    row = countrylist.frame(exercise, nowhere.scope("ex-2011-09-15")).set_index("country_code").loc["XAA"]
    assert (row["serving"], row["requested"], row["empty"], row["agencies"]) == (3, 5 + 4, 5 + (4 - 3), 1)
    assert row["obligated_usd"] == 1_000_000.10 + 2_000_000.20
    assert row["obligated_qualifier"] == "AT_LEAST"


def test_people_whose_number_no_tour_states_are_not_none(nowhere: Nowhere, exercise: Release) -> None:
    row = countrylist.frame(exercise, nowhere.scope("ex-2011-09-15")).set_index("country_code").loc["XAD"]
    assert math.isnan(row["serving"])
    assert row["serving_qualifier"] == "AT_LEAST"
    assert row["agencies"] == 1


def test_the_record_lists_countries_that_have_rows_and_no_status_at_risk(nowhere: Nowhere, record: Release) -> None:
    frame = countrylist.frame(record, nowhere.scope("2011-09-30"))
    assert list(frame["country_code"]) == ["XAA", "XAC", "XAB", "XAD", "XAE"]
    assert list(frame["status_words"])[-2:] == ["At risk", "Not at risk"]


def test_the_record_counts_rows_and_repeats_what_sources_state(nowhere: Nowhere, record: Release) -> None:
    row = countrylist.frame(record, nowhere.scope("2011-09-30")).set_index("country_code").loc["XAA"]
    deployments, personnel = 3, 2
    assert (row["deployments"], row["person_days"]) == (3, 300)
    assert row["statements"] == deployments + personnel
    assert row["stated"] == "≈ 5, 31 Mar 2010"


def test_a_column_that_no_source_fills_is_left_out(nowhere: Nowhere, record: Release, exercise: Release) -> None:
    of_record = countrylist.listed(record, nowhere.scope("2011-09-30"))
    of_exercise = countrylist.listed(exercise, nowhere.scope("ex-2011-09-15"))
    assert not {"serving", "requested", "empty", "obligated_usd"} & set(of_record.headings)
    assert {"serving", "requested", "empty", "obligated_usd"} <= set(of_exercise.headings)
    assert not {"deployments", "statements", "amounts"} & set(of_exercise.headings)


def test_a_number_nobody_states_is_missing_and_never_zero(nowhere: Nowhere, record: Release) -> None:
    row = countrylist.frame(record, nowhere.scope("2011-09-30")).set_index("country_code").loc["XAB"]
    assert all(math.isnan(row[name]) for name in ("deployments", "person_days", "statements", "amounts", "needs"))


def test_only_a_country_whose_status_is_stated_cites_a_status(nowhere: Nowhere, thin: Release) -> None:
    frame = countrylist.frame(thin, nowhere.scope("2010-12-31")).set_index("country_code")
    known = set(thin.table("country_status")["country_code"])
    cited = {code for code, said in frame["cited"].items() if isinstance(said, str)}
    assert cited == known & set(frame.index)


def test_the_answer_counts_countries_and_their_regions(nowhere: Nowhere, exercise: Release) -> None:
    h1, lead = countrylist.headline(exercise, nowhere.scope("ex-2011-09-15"))
    assert h1 == "4 countries are at risk in two regions."
    assert lead == "One complex emergency, one failed, one failing and one post-conflict."


def test_the_answer_has_words_for_one_and_for_none(nowhere: Nowhere, exercise: Release) -> None:
    one, _ = countrylist.headline(exercise, nowhere.scope("ex-2011-09-15", status=("FAILED",)))
    none, lead = countrylist.headline(exercise, nowhere.scope("ex-2011-09-15", region=("FAR",)))
    assert one == "1 country is at risk in one region within these filters."
    assert none == "No country is known to be at risk within these filters."
    assert lead == ""


def test_keys_count_by_status_and_by_region_and_narrow_the_list(nowhere: Nowhere, exercise: Release) -> None:
    by_status, by_region = countrylist.listed(exercise, nowhere.scope("ex-2011-09-15")).facts["keys"]
    assert [(key["status"], key["n"]) for key in by_status] == [
        ("COMPLEX", "1"),
        ("FAILED", "1"),
        ("FAILING", "1"),
        ("POST", "1"),
    ]
    assert [(key["t"], key["n"], key["to"]) for key in by_region] == [
        ("Lower", "2", (None, {"region": ("LO",)})),
        ("Upper", "2", (None, {"region": ("UP",)})),
    ]


def test_filters_that_leave_nothing_say_so(nowhere: Nowhere, exercise: Release) -> None:
    view = countrylist.listed(exercise, nowhere.scope("ex-2011-09-15", region=("FAR",)))
    assert view.absence == "No country is left by these filters."


def test_since_when_is_never_blank(nowhere: Nowhere, record: Release) -> None:
    since = countrylist.frame(record, nowhere.scope("2011-09-30")).set_index("country_code")["since"]
    assert (since["XAA"], since["XAD"]) == ("1 Mar 2010", "[x]")
    assert "" not in set(since)


def test_a_row_that_names_several_countries_counts_for_each(record: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = pd.DataFrame({"country_code": ["XAA", None], "country_codes": [None, "XAA;XAB"]})
    monkeypatch.setattr(dated, "known", lambda *_: rows)
    assert dated.counts(record, "joint", record.as_of) == {"XAA": 2, "XAB": 1}


def test_posts_that_no_source_requests_are_not_none(nowhere: Nowhere, record: Release) -> None:
    numbers = countrylist._posts(record, nowhere.scope("2011-09-30"), ["XAA"])
    assert math.isnan(numbers["requested"][0])
    assert math.isnan(numbers["empty"][0])


def test_a_record_with_tours_keeps_what_its_sources_state(
    nowhere: Nowhere, record: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "has_tours", lambda release: True)
    frame = countrylist.frame.__wrapped__(record, nowhere.scope("2011-09-30")).set_index("country_code")
    assert frame.loc["XAA", ["deployments", "statements"]].tolist() == [3, 3 + 2]
    assert "serving" in frame
