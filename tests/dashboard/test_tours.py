"""People over days: first and last day served, plans only after the as-of day, projections by hand."""

from datetime import date

import numpy as np
import pytest

from dashboard.days import Window, day_of, window_of
from dashboard.measures import day_number
from dashboard.queries import outlook, tours
from loaders.release import Release
from tests.conftest import Nowhere


@pytest.mark.parametrize(
    ("day", "people"),
    [
        (date(2011, 2, 28), 0),
        (date(2011, 3, 1), 4),
        (date(2011, 5, 1), 4 + 2),
        (date(2011, 9, 14), 6 + 2),
        (date(2011, 9, 15), 6 + 3),
        (date(2011, 10, 1), 6 + 3 + 5),
        (date(2011, 12, 31), 6 + 3 + 5),
        (date(2012, 1, 1), 3 + 5),
        (date(2012, 1, 31), 3 + 5),
        (date(2012, 2, 1), 3),
        (date(2012, 3, 31), 3),
    ],
)
def test_every_day_has_the_people_whose_tours_hold_it(
    nowhere: Nowhere, exercise: Release, day: date, people: int
) -> None:
    found = tours.series(exercise, nowhere.scope("ex-2011-09-15"), "component_code")
    assert found.people[:, day_number(day) - found.window.first].sum() == people


def test_every_split_adds_up_to_the_same_people_on_every_day(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope("ex-2011-09-15")
    whole = [
        tours.series(exercise, scope, column).people.sum(axis=0)
        for column in ("component_code", "agency_code", "region")
    ]
    assert np.array_equal(whole[0], whole[1])
    assert np.array_equal(whole[0], whole[2])


def test_the_window_is_eighteen_whole_months_around_the_day(nowhere: Nowhere) -> None:
    window = window_of(nowhere.scope("ex-2011-09-15"))
    assert (day_of(window.first), day_of(window.last)) == (date(2010, 10, 1), date(2012, 3, 31))
    assert window.after == date(2012, 4, 1)


def test_the_window_is_the_fiscal_year_that_is_chosen(nowhere: Nowhere) -> None:
    window = window_of(nowhere.scope("ex-2011-09-15", period=2011))
    assert (day_of(window.first), day_of(window.last)) == (date(2010, 10, 1), date(2011, 9, 30))


def test_the_steps_hold_each_change_both_ends_and_the_day_itself(nowhere: Nowhere, exercise: Release) -> None:
    frame = tours.over_time(exercise, nowhere.scope("ex-2011-09-15")).frame
    days = [day.date() for day in frame["day"]]
    assert days[0] == date(2010, 10, 1)
    assert days[-1] == date(2012, 3, 31)
    assert {date(2011, 9, 1), date(2011, 9, 15), date(2011, 10, 1), date(2012, 1, 1), date(2012, 2, 1)} <= set(days)
    assert frame.loc[frame["day"] == "2011-09-15", "total"].item() == 6 + 3
    assert set(frame.loc[frame["day"] > "2011-09-15", "basis"]) == {"if no tour is extended"}


def test_bands_stand_active_at_the_base(nowhere: Nowhere, exercise: Release) -> None:
    bands = tours.over_time(exercise, nowhere.scope("ex-2011-09-15")).facts["bands"]
    assert [band.code for band in bands] == ["ACTIVE", "STANDBY", "RESERVE"]


def test_a_tour_without_a_number_is_told_in_a_note(nowhere: Nowhere, exercise: Release) -> None:
    assert tours.over_time(exercise, nowhere.scope("ex-2011-09-15")).notes == (
        "1 tour states no number of people and is in no band.",
    )


def test_the_answer_says_now_and_then(nowhere: Nowhere, exercise: Release) -> None:
    h1, lead = outlook.headline(exercise, nowhere.scope("ex-2011-09-15"))
    assert h1 == f"{6 + 3} civilians are deployed. By April that falls to 3 unless tours are extended."
    assert f"numbers fall by {9 - 3} by 31 Mar 2012" in lead


def test_the_answer_for_nobody_is_a_known_zero_and_names_what_is_planned(nowhere: Nowhere, exercise: Release) -> None:
    h1, _ = outlook.headline(exercise, nowhere.scope("ex-2011-09-15", asof=date(2011, 2, 1)))
    assert h1.startswith("No civilians are deployed.")
    h1, _ = outlook.headline(exercise, nowhere.scope("ex-2011-09-15", country=("XAC",)))
    assert h1.startswith("No civilians are deployed in ")


def test_the_answer_for_one_place_that_nobody_leaves(nowhere: Nowhere, exercise: Release) -> None:
    h1, lead = outlook.headline(exercise, nowhere.scope("ex-2011-09-15", agency=("USAID",)))
    assert h1 == "3 civilians are deployed within these filters. Nobody is due to leave before April."
    assert "0 are due to leave and 0 to arrive" in lead


def test_a_window_that_ends_before_the_day_holds_no_projection() -> None:
    assert not Window(0, 10, 20).has_asof
