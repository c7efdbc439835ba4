from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.index import OPEN
from dashboard.measures import day_number, in_fiscal_year, person_days

days = st.dates(date(1990, 1, 1), date(2030, 12, 31))
years = st.integers(1990, 2030)


@given(days)
def test_a_day_lies_in_the_fiscal_year_that_is_named_for_it(day: date) -> None:
    first, last = words.fiscal_year_span(words.fiscal_year_of(day))
    assert first <= day <= last


@given(years)
def test_fiscal_years_follow_each_other_without_gap_or_overlap(year: int) -> None:
    assert words.fiscal_year_span(year)[1] + timedelta(days=1) == words.fiscal_year_span(year + 1)[0]
    assert {words.fiscal_year_of(day) for day in words.fiscal_year_span(year)} == {year}


@given(years)
def test_a_fiscal_year_has_365_days_or_366_in_a_leap_year(year: int) -> None:
    first, last = words.fiscal_year_span(year)
    is_leap = (date(year, 3, 1) - date(year, 2, 28)).days == 2
    assert (last - first).days + 1 == 365 + is_leap


@st.composite
def tours(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw tours: first days, last days not before them or open, and people."""
    rows = draw(st.lists(st.tuples(days, st.none() | st.integers(0, 2000), st.integers(0, 500)), max_size=20))
    start = np.array([day_number(day) for day, _, _ in rows], dtype="int64")
    end = np.array([OPEN if length is None else day_number(day) + length for day, length, _ in rows], dtype="int64")
    return start, end, np.array([people for _, _, people in rows], dtype="float64")


@given(tours(), st.lists(days, min_size=3, max_size=3, unique=True))
def test_person_days_of_two_stretches_add_up_to_those_of_both(served: tuple[np.ndarray, ...], cuts: list[date]) -> None:
    first, middle, last = sorted(cuts)
    before = person_days(*served, (first, middle))
    after = person_days(*served, (middle + timedelta(days=1), last))
    assert before + after == person_days(*served, (first, last))


@given(tours(), days, st.integers(0, 400))
def test_person_days_are_the_people_serving_summed_day_by_day(
    served: tuple[np.ndarray, ...], first: date, length: int
) -> None:
    start, end, people = served
    by_day = sum(
        people[(start <= day) & (end >= day)].sum() for day in range(day_number(first), day_number(first) + length + 1)
    )
    assert person_days(start, end, people, (first, first + timedelta(days=length))) == by_day


@given(tours(), days)
def test_person_days_of_one_day_are_the_people_serving_on_it(served: tuple[np.ndarray, ...], day: date) -> None:
    start, end, people = served
    serving = (start <= day_number(day)) & (end >= day_number(day))
    assert person_days(start, end, people, (day, day)) == people[serving].sum()


@given(tours(), years)
def test_tours_of_a_fiscal_year_are_those_with_person_days_in_it(served: tuple[np.ndarray, ...], year: int) -> None:
    start, end, _ = served
    chosen = in_fiscal_year(start, end, year)
    for at in range(len(start)):
        one = slice(at, at + 1)
        days_served = person_days(start[one], end[one], np.ones(1), words.fiscal_year_span(year))
        assert bool(chosen[at]) == (days_served > 0)
