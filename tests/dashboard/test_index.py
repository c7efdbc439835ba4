from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard import index, measures
from loaders.release import Release


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
