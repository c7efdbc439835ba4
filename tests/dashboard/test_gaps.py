"""Posts requested and filled: a gap is what is known to be empty, and people not reported are not nobody."""

import datetime

import pandas as pd
import pytest

from dashboard.figures import dumbbells, units
from dashboard.queries import contributions, corps, effort, functions, gaps, outlook, people
from dashboard.view import NOT_REPORTED, Citation, View
from loaders.release import Release
from tests.conftest import Nowhere

EXERCISE = "ex-2011-09-15"
SILENT = ("XAE",)
"""A country of the invented exercise without a tour and without a statement that there is none."""


def test_posts_of_a_country_that_has_not_reported_are_not_called_empty(
    nowhere: Nowhere, exercise: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = nowhere.scope(EXERCISE, country=("XAA",))
    assert gaps.empty_posts(exercise, scope).below == f"{(5 + 1) / (5 + 4):.0%} empty"
    monkeypatch.setattr(people, "is_silent", lambda release, scope: True)
    figure = gaps.empty_posts(exercise, scope)
    assert (figure.text, figure.value, figure.state) == ("[x]", None, NOT_REPORTED)
    assert (figure.suffix, figure.below) == (f"of {5 + 4}", "people there not reported")


def test_a_country_that_asks_for_nothing_lacks_nothing_whether_it_reports_or_not(
    nowhere: Nowhere, exercise: Release
) -> None:
    figure = gaps.empty_posts(exercise, nowhere.scope(EXERCISE, country=SILENT))
    assert (figure.text, figure.below) == ("0", "no posts requested")


def test_every_figure_of_people_says_not_reported_of_a_silent_country(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope(EXERCISE, country=SILENT)
    for figure in (people.deployed, people.person_days, corps.agencies):
        found = figure(exercise, scope)
        assert (found.text, found.state, found.below) == ("[x]", NOT_REPORTED, "not reported")


def test_no_sentence_calls_the_people_of_a_silent_country_none(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope(EXERCISE, country=SILENT)
    said = "Estria has not reported deployments."
    assert people.silence(exercise, scope) == said
    assert outlook.headline(exercise, scope) == (said, "Not reported is not the same as none.")
    assert contributions.headline(exercise, scope)[0] == said
    assert contributions.supply(exercise, scope).absence == said
    assert functions.fillers(exercise, scope).absence == said
    assert people.silence(exercise, nowhere.scope(EXERCISE, country=("XAA", *SILENT))) == ""
    assert people.silence(exercise, nowhere.scope(EXERCISE)) == ""


def test_the_list_of_gaps_writes_x_where_people_are_not_reported(
    nowhere: Nowhere, exercise: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = nowhere.scope(EXERCISE)
    monkeypatch.setattr(people, "unreported", lambda release, scope, countries: frozenset({"XAC"}))
    monkeypatch.setattr(people, "silent_on", lambda release, day: frozenset({"XAC", "XAE"}))
    view = gaps.posts_by_country.__wrapped__(exercise, scope)
    silent = view.frame.set_index("country_code").loc["XAC"]
    assert pd.isna(silent["serving"])
    assert pd.isna(silent["empty"])
    assert silent["requested"] == 3
    assert list(view.frame["country_code"])[-1] == "XAC"
    said = "The 3 posts in Corvia count as empty in sums: people there are not reported."
    assert view.notes == (said,)
    assert view.facts["limit"] == 6
    assert functions.skills(exercise, scope).notes[-1] == said


def test_the_sum_of_empty_posts_says_how_many_of_them_nobody_reported(
    nowhere: Nowhere, exercise: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = nowhere.scope(EXERCISE)
    known = gaps.empty_posts(exercise, scope)
    assert "not reported" not in known.below
    monkeypatch.setattr(people, "silent_on", lambda release, day: frozenset({"XAC", "XAE"}))
    unknown = gaps.empty_posts(exercise, scope)
    assert (unknown.value, unknown.below) == (known.value, f"{known.below}; 3 not reported")


def gap_view(rows: list[tuple[str, float, float, float]]) -> View:
    frame = pd.DataFrame(rows, columns=["country_name", "serving", "requested", "empty"])
    frame = frame.assign(country_code=frame["country_name"], status_code="FAILING")
    citation = Citation("Rule.", "posts_requested", pd.DataFrame)
    return View("posts_by_country", "Where?", "", frame, {}, "", citation, facts={"limit": 7})


def test_a_dumbbell_has_no_filled_dot_and_no_line_where_nobody_reported() -> None:
    view = gap_view([("Ardova", 3.0, 9.0, 6.0), ("Estria", float("nan"), 4.0, float("nan"))])
    shapes, links, there, asked, missing = dumbbells.draw(view)["figure"]["data"]
    assert links["x"] == [3.0, 9.0, None, None, 4.0, None]
    assert there["x"] == [3.0, None]
    assert asked["x"] == [9.0, 4.0]
    assert missing["text"] == ["<b>−6</b>", "<b>[x]</b>"]
    assert there["hovertext"][1] == "<b>Estria</b><br>[x] in country"
    assert len(shapes["x"]) == 2


def test_the_words_of_a_dumbbell_stand_in_its_first_row_only_where_they_fit() -> None:
    wide = dumbbells.draw(gap_view([("Ardova", 5.0, 9.0, 4.0)]))["figure"]["layout"]["annotations"]
    assert [note["text"] for note in wide] == ["in country 5", "requested 9"]
    tight = dumbbells.draw(gap_view([("Ardova", 1.0, 9.0, 8.0)]))["figure"]["layout"]["annotations"]
    assert [note["text"] for note in tight] == ["requested 9"]
    assert dumbbells.draw(gap_view([]))["figure"]["layout"]["annotations"] == []


def test_the_squares_of_a_silent_country_are_requested_not_empty(
    nowhere: Nowhere, exercise: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "is_silent", lambda release, scope: True)
    view = effort.posts.__wrapped__(exercise, nowhere.scope(EXERCISE, country=("XAC",)))
    assert view.sentence == "3 posts are requested; who fills them is not reported."
    assert view.facts["bold"] is None
    texts = [note["text"] for note in units.draw(view)["figure"]["layout"]["annotations"]]
    assert texts[0].startswith("<b>[x]</b> of ")
    assert texts[1] == "<b></b>"


def test_a_count_stated_for_another_day_is_no_word_that_nobody_is_there(
    exercise: Release, nowhere: Nowhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pd.DataFrame(
        {
            "country_code": ["XAA", "XAB", "XAC", "XAD"],
            "measure_code": ["TOUR", "PEOPLE_IN_COUNTRY", "PEOPLE_IN_COUNTRY", "PEOPLE_IN_COUNTRY"],
            "people_count": [3.0, 20.0, 0.0, None],
            "start_date": pd.to_datetime(["2011-01-01", None, None, None]),
        }
    )
    monkeypatch.setattr(Release, "table", lambda self, name, columns=None: rows)
    asked = frozenset(rows["country_code"])
    scope = nowhere.scope(EXERCISE, asof=datetime.date(2011, 9, 3))
    assert people.unreported(exercise, scope, asked) == {"XAB", "XAD"}
