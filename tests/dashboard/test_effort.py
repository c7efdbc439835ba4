"""Posts and people of one country, over a year and by function."""

from datetime import date

import pandas as pd

from dashboard.figures import lines, units
from dashboard.queries import effort
from dashboard.view import Citation, View
from loaders.release import Release
from tests.conftest import Nowhere

EXERCISE = "ex-2011-09-15"


def test_twelve_months_begin_on_the_first_of_a_month() -> None:
    assert effort.year_before(date(2011, 9, 15)) == date(2010, 10, 1)
    assert effort.year_before(date(2011, 12, 31)) == date(2011, 1, 1)


def test_steps_change_on_the_day_after_the_last_day_served(nowhere: Nowhere, exercise: Release) -> None:
    frame = effort.steps(exercise, nowhere.scope(EXERCISE, country=("XAA",)))
    found = {day.date().isoformat(): (asked, there) for day, asked, there in frame.itertuples(index=False)}
    assert found == {
        "2010-10-01": (0, 0),
        "2011-01-01": (5 + 4, 0),
        "2011-03-01": (9, 4),
        "2011-09-01": (9, 0),
        "2011-09-15": (9, 3),
    }


def test_planned_tours_are_not_yet_there(nowhere: Nowhere, exercise: Release) -> None:
    frame = effort.steps(exercise, nowhere.scope(EXERCISE, country=("XAA",)))
    assert frame["serving"].iloc[-1] == 3


def test_posts_are_filled_by_agency_and_the_rest_is_empty(nowhere: Nowhere, exercise: Release) -> None:
    frame = effort.by_function(exercise, nowhere.scope(EXERCISE, country=("XAA",)))
    found = [tuple(row) for row in frame[["function_code", "agency_code", "people"]].itertuples(index=False)]
    assert found == [("PLANNING", "EMPTY", 5), ("HEALTH", "USAID", 3), ("HEALTH", "EMPTY", 4 - 3)]


def test_more_people_than_posts_leave_no_post_empty_and_are_told(nowhere: Nowhere, exercise: Release) -> None:
    view = effort.posts(exercise, nowhere.scope(EXERCISE, country=("XAB",)))
    assert list(view.frame["agency_code"]) == ["STATE"]
    assert view.notes == ("1 civilian serves beyond the posts requested in a function.",)
    assert view.facts["bold"] is None


def test_the_thinnest_function_is_the_one_with_most_empty_posts(nowhere: Nowhere, exercise: Release) -> None:
    view = effort.posts(exercise, nowhere.scope(EXERCISE, country=("XAA",)))
    assert view.facts["bold"] == ("Planning & coordination is the thinnest line.", "All five posts are empty.")


def test_people_not_reported_draw_no_line_and_fill_no_post(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope(EXERCISE, country=("XAE",))
    assert effort.over_year(exercise, scope).absence == "People here are not reported, and no post is requested."
    assert effort.posts(exercise, scope).absence == "People here are not reported, and no post is requested."


def test_a_tour_without_a_number_is_not_nobody(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope(EXERCISE, country=("XAD",))
    said = "Tours here state no number of people, and no post is requested."
    assert effort.posts(exercise, scope).absence == said
    assert effort.over_year(exercise, scope).absence == said


def test_the_chart_draws_what_is_there_solid_and_what_is_asked_dashed(nowhere: Nowhere, exercise: Release) -> None:
    figure = lines.draw_gap(effort.over_year(exercise, nowhere.scope(EXERCISE, country=("XAA",))))["figure"]
    there, asked = figure["data"]
    assert "dash" not in there["line"]
    assert asked["line"]["dash"]
    assert there["line"]["shape"] == asked["line"]["shape"] == "hv"
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>9 asked</b>", "<b>3 there</b>"]


def test_a_count_that_is_not_reported_has_no_line() -> None:
    days = pd.to_datetime(["2010-10-01", "2011-09-15"])
    frame = pd.DataFrame({"day": days, "requested": [0.0, 5.0], "serving": [float("nan")] * 2})
    figure = lines.draw_gap(View("v", "", "", frame, {}, "", Citation("", "", lambda: frame)))["figure"]
    assert len(figure["data"]) == 1
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>5 asked</b>"]


def test_one_square_stands_for_one_post_and_empty_ones_are_hollow(nowhere: Nowhere, exercise: Release) -> None:
    drawn = units.draw(effort.posts(exercise, nowhere.scope(EXERCISE, country=("XAA",))))
    filled, hollow = drawn["figure"]["data"]
    assert len(filled["x"]) == 3
    assert len(hollow["x"]) == 5 + 1
    assert set(filled["marker"]["color"]) == {"@agency-USAID"}
    assert set(hollow["marker"]["color"]) == {"@paper"}
    assert dict(drawn["blocks"])["key"] == [
        {"agency": "USAID", "t": "USAID", "n": "3"},
        {"sw": "hollow", "t": "Empty", "n": "6"},
    ]


def test_more_than_eighty_posts_are_drawn_as_bars() -> None:
    names = ["function_name", "agency_code", "agency_name", "people", "serving", "requested", "empty"]
    rows = [("Health", "STATE", "State", 70.0, 70.0, 90.0, 20.0), ("Health", "EMPTY", "Empty", 20.0, 70.0, 90.0, 20.0)]
    frame = pd.DataFrame(rows, columns=names)
    facts = {"is_squares": False, "bold": None, "key": []}
    figure = units.draw(View("v", "", "", frame, {}, "", Citation("", "", lambda: frame), facts=facts))["figure"]
    assert [(trace["type"], trace["x"], trace["base"]) for trace in figure["data"]] == [
        ("bar", [70.0], [0.0]),
        ("bar", [20.0], [70.0]),
    ]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>70</b> of 90", "<b>−20</b>"]
