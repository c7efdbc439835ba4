from pathlib import Path

import pytest

from tests.loaders.returns.sent import EVENT, INDICATOR, PROGRAM, counts, errors, reported, tours


def test_a_tour_that_ends_before_it_starts_is_set_aside_and_one_of_a_day_is_not(tmp_path: Path) -> None:
    report = reported(
        tmp_path,
        *tours({"start_date": "2010-03-02", "end_date": "2010-03-01"},
               {"start_date": "2010-03-01", "end_date": "2010-03-01"},
               {"start_date": "2010-03-01", "end_date": ""}),
    )  # fmt: skip
    assert counts(report) == (3, 2, 1)
    assert errors(report) == [("end-before-start", 2)]
    (issue,) = [one for one in report["issues"] if one["severity"] == "error"]
    assert (issue["column"], issue["value"], issue["mend"]) == ("end_date", "2010-03-01", "put the two days in order")


def test_a_program_that_ends_before_it_starts_is_set_aside(tmp_path: Path) -> None:
    days = {"start_date": "2010-10-01", "end_date": "2010-09-30"}
    assert errors(reported(tmp_path, PROGRAM | days, kind="programs")) == [("end-before-start", 2)]


@pytest.mark.parametrize(("disbursed", "is_said"), [("250.10", False), ("250.11", True), ("", False)])
def test_more_disbursed_than_obligated_is_said_and_counts(tmp_path: Path, disbursed: str, is_said: bool) -> None:
    report = reported(tmp_path, PROGRAM | {"disbursed_usd": disbursed}, kind="programs")
    said = [(one["severity"], one["row"]) for one in report["issues"] if one["rule"] == "disbursed-exceeds-obligated"]
    assert said == ([("warning", 2)] if is_said else [])
    assert counts(report) == (1, 1, 0)
    assert float(report["sums"]["obligated_usd"]) == 250.10


def test_a_name_of_another_country_than_its_code_is_set_aside(tmp_path: Path) -> None:
    other = INDICATOR | {"name": "Uganda", "indicator": "Refugees"}
    unknown = INDICATOR | {"name": "Land of lakes", "indicator": "Returnees"}
    report = reported(tmp_path, INDICATOR, other, unknown, kind="countries")
    # a name that no list knows is no other country's
    assert errors(report) == [("iso3-name-mismatch", 3)]
    doubted = [one["row"] for one in report["issues"] if one["severity"] == "warning" and one["column"] == "name"]
    assert doubted == [4]
    assert counts(report) == (3, 2, 1)


def test_an_event_of_a_country_that_was_not_there_yet_is_named(tmp_path: Path) -> None:
    early = EVENT | {"country": "SSD", "date": "2009-01-01", "latitude": "4.85", "longitude": "31.6"}
    report = reported(tmp_path, early, early | {"id": "E-2", "date": "2011-07-09"}, kind="events")
    named = [(one["rule"], one["row"]) for one in report["issues"] if one["column"] == "country"]
    assert [row for _, row in named] == [2]
