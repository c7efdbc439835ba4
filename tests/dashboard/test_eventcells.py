"""Event cells: which cells a country has, what they add, their words, and the rows behind them."""

import re

import pytest

from dashboard import countrymap
from dashboard.figures import frames
from dashboard.queries import eventcells
from dashboard.scope import Scope
from loaders.release import Release
from tests.conftest import Nowhere


@pytest.fixture
def feeds(nowhere: Nowhere) -> Release:
    return nowhere.release("world-2011-09-30")


@pytest.fixture
def ardova(nowhere: Nowhere) -> Scope:
    return nowhere.scope("world-2011-09-30", country=("XAA",))


def test_a_cell_adds_its_events_and_says_at_least_where_one_states_no_deaths(feeds: Release, ardova: Scope) -> None:
    view = eventcells.listed(feeds, ardova)
    assert view.frame.to_numpy().tolist() == [
        # two events of August 2011, one of them without a number of deaths
        ["0–0.5° N, 0–0.5° E", 2, "≥ 2", "2011"],
        # the flood just across the border, whose cell touches the country
        ["0.5–1° N, 1–1.5° E", 1, "2", "2011"],
    ]
    assert view.sentence == "Map of Ardova: 3 events in 2 cells, 2011; most in 0–0.5° N, 0–0.5° E: 2."


def test_the_rows_behind_the_cells_are_their_events(feeds: Release, ardova: Scope) -> None:
    assert set(eventcells.listed(feeds, ardova).citation.rows()["event_id"]) == {"E-1", "E-2", "E-3"}


def test_an_event_of_a_later_year_is_not_known_yet(feeds: Release, ardova: Scope) -> None:
    view = eventcells.listed(feeds, ardova.but(asof=feeds.as_of.replace(year=2010)))
    assert view.absence == "No source in this release tells of an event with its place here."


def test_no_country_and_several_have_no_map(feeds: Release, ardova: Scope) -> None:
    assert eventcells.listed(feeds, ardova.but(country=())).absence
    assert eventcells.listed(feeds, ardova.but(country=("XAA", "XAC"))).absence


def test_each_cell_is_drawn_once_in_the_colour_of_its_class(feeds: Release, ardova: Scope) -> None:
    page = countrymap.country_map(feeds, ardova, is_dark=False)
    # one cell of two events, one of one
    assert sorted(re.findall(r'"class": (\d)', page)) == ["0", "1"]
    assert countrymap.colours(is_dark=False)["class-1"] in page


def test_the_key_tells_every_class_from_one_event_up(feeds: Release, ardova: Scope) -> None:
    blocks = dict(frames.draw_map(eventcells.listed(feeds, ardova))["blocks"])
    assert [line["t"] for line in blocks["key"]] == [
        "1 event", "2–5 events", "6–20 events", "21–100 events", "101 and more events",
    ]  # fmt: skip
    assert blocks["frame"]["title"].startswith("Map of Ardova")


def test_cells_south_and_west_are_named_by_their_half_of_the_world() -> None:
    assert eventcells._edges(-0.5, "NS") == "0–0.5° S"
    assert eventcells._edges(-70.5, "EW") == "70–70.5° W"
