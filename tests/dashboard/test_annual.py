"""Annual figures of one publisher: deaths of its events, people of a state, what it states of whole countries."""

from dashboard.queries import annual
from loaders.release import Release
from tests.conftest import Nowhere


def release_of(nowhere: Nowhere) -> Release:
    return nowhere.release("world-2011-09-30")


def test_deaths_are_those_of_the_events_of_a_country_and_year(nowhere: Nowhere) -> None:
    found = annual.figures(release_of(nowhere), "Second", annual.DEATHS)
    # two deaths an event that states them: one of two in Ardova, a flood of 2011 and a conflict of 2009 in Corvia
    assert found.to_dict() == {("XAA", 2011): 2, ("XAC", 2009): 2, ("XAC", 2011): 2}


def test_a_publisher_without_events_counts_no_deaths(nowhere: Nowhere) -> None:
    assert annual.figures(release_of(nowhere), "First", annual.DEATHS).empty


def test_people_stand_under_the_state_whose_they_are(nowhere: Nowhere) -> None:
    found = annual.figures(release_of(nowhere), "First", "People given")
    assert found.to_dict() == {("XAA", 2009): 20, ("XAA", 2010): 40 + 10, ("XAC", 2010): 30}


def test_people_of_our_own_agencies_are_of_the_united_states_and_a_part_counts_once(nowhere: Nowhere) -> None:
    found = annual.figures(release_of(nowhere), "Second", "Soldiers")
    # the navy's three are part of the four in the second country
    assert found.to_dict() == {("USA", 2009): 7, ("USA", 2010): 9 + 4}


def test_a_figure_of_an_area_is_not_one_of_the_country(nowhere: Nowhere) -> None:
    found = annual.figures(release_of(nowhere), "First", "Displaced")
    assert found.to_dict() == {("XAA", 2010): 100 + 20 + 5, ("XAC", 2010): 70}


def test_an_indicator_is_found_where_needs_have_none_of_the_name(nowhere: Nowhere) -> None:
    assert annual.figures(release_of(nowhere), "Second", "Risk").to_dict() == {("XAA", 2010): 7.5}
