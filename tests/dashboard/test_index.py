from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard import index, measures
from loaders.release import Release
from tests.conftest import Nowhere


def test_a_missing_code_is_told_apart_from_every_other() -> None:
    column = index.coded(pd.Series(["b", None, "a", "b"]))
    assert column.labels == ("a", "b", "NONE")
    assert column.numbers.tolist() == [1, 2, 0, 1]
    assert column.within(("b",)).tolist() == [True, False, False, True]


def test_sums_leave_out_codes_without_a_row_and_keep_a_known_zero() -> None:
    column = index.coded(pd.Series(["a", "b", "b", None]))
    weights = np.array([0.0, 2, 3, 4])
    assert column.sums(weights, np.array([True, True, True, True])) == {"a": 0, "b": 2 + 3, "NONE": 4}
    assert column.sums(weights, np.array([False, True, False, False])) == {"b": 2}


def test_pairs_are_summed_by_both_codes() -> None:
    first, second = index.coded(pd.Series(["a", "a", "b"])), index.coded(pd.Series(["x", "x", "y"]))
    assert index.pair_sums(first, second, np.array([1.0, 2, 4]), np.array([True] * 3)) == {
        ("a", "x"): 1 + 2,
        ("b", "y"): 4,
    }


@pytest.mark.parametrize(
    ("day", "people"),
    [
        (date(2011, 2, 28), 0),
        (date(2011, 3, 1), 4),
        (date(2011, 5, 1), 4 + 2),
        (date(2011, 7, 8), 4 + 2),
        (date(2011, 7, 9), 4 + 2 + 6),
        (date(2011, 8, 31), 4 + 2 + 6),
        (date(2011, 9, 1), 2 + 6),
        (date(2011, 9, 14), 2 + 6),
        (date(2011, 9, 15), 3 + 6),
    ],
)
def test_first_and_last_day_of_a_tour_are_served_and_plans_are_not(exercise: Release, day: date, people: int) -> None:
    tours = index.tours(exercise)
    assert tours.people[tours.serving(day)].sum() == people


def test_a_tour_without_a_number_is_told_apart_from_one_of_nobody(exercise: Release) -> None:
    tours = index.tours(exercise)
    assert tours.rows.loc[tours.unknown, "deployment_id"].tolist() == ["T-5"]


def test_tours_of_the_record_are_none(record: Release) -> None:
    assert len(index.tours(record).rows) == 0


def test_money_of_one_series_may_be_summed_and_of_many_may_not(exercise: Release, record: Release) -> None:
    amounts = index.amounts(exercise, measures.OBLIGATED)
    assert amounts is not None
    assert sorted(amounts.rows["transaction_id"]) == ["O-1", "O-2", "O-3", "O-4"]
    assert index.amounts(record, measures.PROVIDED) is None


def test_a_request_stands_from_its_first_day(exercise: Release) -> None:
    posts = index.posts(exercise)
    assert posts.posts[posts.open_on(date(2011, 1, 1))].sum() == 5 + 4 + 5 + 3
    assert posts.posts[posts.open_on(date(2010, 12, 31))].sum() == 0


def test_a_country_belongs_to_its_region_of_the_day(record: Release) -> None:
    assert index.region_of(record, "COMMAND", date(2010, 9, 30))["XAE"] == "XNORTH"
    assert index.region_of(record, "COMMAND", date(2010, 10, 1))["XAE"] == "XSOUTH"
    assert "XAB" not in index.region_of(record, "BUREAU", date(2011, 7, 8))
    assert index.region_of(record, "BUREAU", date(2011, 7, 9))["XAB"] == "UP"


def test_the_newest_status_on_a_day_stands_and_an_undated_one_stands_always(record: Release) -> None:
    def on(day: date) -> dict[str, str]:
        rows = index.status_on(record, day)
        return dict(zip(rows["country_code"], rows["status_code"], strict=True))

    assert on(date(2009, 12, 31)) == {"XAA": "FAILING", "XAC": "FAILED", "XAD": "DESCRIBED"}
    assert on(date(2010, 3, 1))["XAA"] == "COMPLEX"
    assert on(date(2011, 9, 30)) == {
        "XAA": "COMPLEX",
        "XAB": "POST",
        "XAC": "FAILED",
        "XAD": "DESCRIBED",
        "XAE": "NONE",
    }


def test_filters_on_countries_are_joined_by_and(nowhere: Nowhere, record: Release) -> None:
    def left(**choices: object) -> frozenset[str] | None:
        return index.countries_in(record, nowhere.scope("2011-09-30", **choices))

    assert left() is None
    assert left(agency=("STATE",)) is None
    assert left(region=("LO",)) == {"XAC", "XAD", "XAE"}
    assert left(region=("LO",), status=("FAILED",)) == {"XAC"}
    assert left(region=("UP",), country=("XAC",)) == frozenset()
    assert left(tax="COMMAND", region=("XSOUTH",)) == {"XAD", "XAE"}


def test_a_joint_row_is_found_under_each_of_its_agencies(nowhere: Nowhere, record: Release) -> None:
    rows = pd.DataFrame(
        {"country_code": ["XAA", "XAA"], "agency_code": ["SEVERAL", "STATE"], "agency_codes": ["USAID;USDA", None]}
    )
    found = index.rows_chosen(rows, record, nowhere.scope("2011-09-30", agency=("USDA",)))
    assert found.index.tolist() == [0]


def test_a_filter_that_leaves_nothing_leaves_no_row(nowhere: Nowhere, exercise: Release) -> None:
    tours = index.tours(exercise)
    scope = nowhere.scope("ex-2011-09-15", region=("FAR",))
    assert not index.chosen(tours.by, exercise, scope, tours.size).any()
