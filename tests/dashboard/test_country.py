"""The page of one country: its words, its figures, its neighbours in the list, and what nobody reports."""

import pytest

from dashboard.queries import country, countryfigures
from loaders.release import Release
from tests.conftest import Nowhere

EXERCISE = "ex-2011-09-15"


@pytest.mark.parametrize(
    ("code", "lead"),
    [
        (
            "XAA",
            "3 of 9 requested civilians are in country. The empty posts are in planning & coordination and health.",
        ),
        ("XAB", "6 of 5 requested civilians are in country. No requested post is empty."),
        ("XAC", "0 of 3 requested civilians are in country. The empty posts are in agriculture."),
        ("XAD", "Tours to Dunmar state no number of people."),
        ("XAE", "Estria has not reported deployments."),
    ],
)
def test_the_lead_of_an_exercise_tells_filled_empty_unknown_and_unreported_apart(
    nowhere: Nowhere, exercise: Release, code: str, lead: str
) -> None:
    assert country.lead(exercise, nowhere.scope(EXERCISE, country=(code,))) == lead


@pytest.mark.parametrize(
    ("code", "lead"),
    [
        ("XAA", "3 deployments with 300 person-days in FY2010. $240 provided, FY2011, sheet of 1 Aug 2011."),
        ("XAD", "1 deployment with 40 person-days in FY2010."),
        ("XAB", "No source known by this day states how many people were deployed here."),
    ],
)
def test_the_lead_of_the_record_says_what_sources_state(
    nowhere: Nowhere, record: Release, code: str, lead: str
) -> None:
    assert country.lead(record, nowhere.scope("2011-09-30", country=(code,))) == lead


def test_the_status_stands_with_its_words_and_its_day(nowhere: Nowhere, exercise: Release, record: Release) -> None:
    assert country.standing(exercise, nowhere.scope(EXERCISE, country=("XAC",))) == (
        "FAILED",
        "Failed",
        "since 10 Sep 2011",
    )
    assert country.standing(record, nowhere.scope("2011-09-30", country=("XAD",))) == ("DESCRIBED", "At risk", "")


def test_a_country_without_a_status_says_so(nowhere: Nowhere, thin: Release) -> None:
    assert country.standing(thin, nowhere.scope("2010-12-31", country=("XAB",))) == ("NONE", country.NO_STATUS, "")


def test_steps_lead_to_the_countries_before_and_after_in_the_list(nowhere: Nowhere, exercise: Release) -> None:
    found = country.steps(exercise, nowhere.scope(EXERCISE, country=("XAC",)))
    assert found == [("before", "XAA", "Ardova"), ("after", "XAD", "Dunmar")]
    first = country.steps(exercise, nowhere.scope(EXERCISE, country=("XAA",)))
    assert [side for side, _, _ in first] == ["after"]


def test_steps_stay_within_the_region_chosen(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope(EXERCISE, country=("XAC",), region=("LO",))
    assert country.steps(exercise, scope) == [("after", "XAD", "Dunmar")]


def test_a_status_filter_may_leave_the_country_out(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope(EXERCISE, country=("XAC",), status=("POST",))
    assert country.is_left_out(exercise, scope)
    assert not country.is_left_out(exercise, scope.but(status=("FAILED",)))


def test_the_six_figures_follow_the_kind_of_release(exercise: Release, record: Release) -> None:
    assert country.figures(exercise)[0] == country.figures(record)[0] == "country_deployed"
    assert len(country.figures(exercise)) == len(country.figures(record)) == 6


def test_what_nobody_reports_is_named_once(nowhere: Nowhere, exercise: Release) -> None:
    asked = list(country.silence(exercise, nowhere.scope(EXERCISE, country=("XAA",))).frame["question"])
    assert asked == ["Who else is there?", "What happened, and when?"]


def test_people_not_reported_are_a_code_and_no_figure_of_them_is_zero(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope(EXERCISE, country=("XAE",))
    figures = [
        getattr(countryfigures, name)(exercise, scope) for name in ("deployed", "agencies", "components", "leaving")
    ]
    assert [figure.text for figure in figures] == ["[x]"] * 4
    assert [figure.value for figure in figures] == [None] * 4


def test_components_stand_in_their_order(nowhere: Nowhere, exercise: Release) -> None:
    figure = countryfigures.components(exercise, nowhere.scope(EXERCISE, country=("XAA",)))
    assert figure.text == "0 · 3 · 0"
    assert figure.below == "Active · Standby · Reserve"


def test_people_who_leave_within_ninety_days_are_counted_by_their_last_day(nowhere: Nowhere, exercise: Release) -> None:
    late = nowhere.scope(EXERCISE, country=("XAC",), asof=exercise.as_of.replace(day=1))
    assert countryfigures.leaving(exercise, late).value == 2
    assert countryfigures.leaving(exercise, nowhere.scope(EXERCISE, country=("XAB",))).value == 0


def test_statements_are_rows_from_named_sources_and_programs_are_counted(nowhere: Nowhere, record: Release) -> None:
    scope = nowhere.scope("2011-09-30", country=("XAC",))
    figure = countryfigures.statements(record, scope)
    assert (figure.value, figure.below) == (3, "from 3 sources")
    assert len(figure.citation.rows()) == 2
    assert countryfigures.programs(record, scope).value == 1


def test_tours_that_state_no_number_are_not_counted_as_nobody(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope(EXERCISE, country=("XAD",))
    figure = countryfigures.components(exercise, scope)
    assert (figure.text, figure.value, figure.below) == ("[x]", None, "tours here state no number")
    of_all = countryfigures.components(exercise, nowhere.scope(EXERCISE))
    active, standby, reserve = 6, 3, 0
    assert of_all.text == f"≥ {active} · {standby} · {reserve}"
