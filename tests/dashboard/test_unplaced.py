"""What no map can place: map total and the rest named beside it are the whole."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from dashboard import index
from dashboard.queries import countrylist, people, situation, spending, unplaced, worldevents
from loaders.release import Release
from tests.conftest import Nowhere

EXERCISE = "ex-2011-09-15"
NUMBERS = {"XAA": (3.0, "EXACT"), "XAB": (6.0, "EXACT"), index.NOT_STATED: (2.0, "EXACT")}


def coded_anew(held: index.Coded, rows: np.ndarray) -> index.Coded:
    """Take the code away from some rows."""
    return index.Coded(held.labels, np.where(rows, len(held.labels) - 1, held.numbers).astype(np.int16))


def test_map_and_rest_are_the_whole(exercise: Release) -> None:
    (said,) = unplaced.on_no_map(exercise, {**NUMBERS, "XAC": (1.0, "EXACT")}, {"XAA", "XAB"}, "civilians deployed")
    assert said == (
        f"{2 + 1} of {3 + 6 + 2 + 1} civilians deployed are not on the map: 2 in rows that name no single country "
        "and 1 in Corvia, which has no place on it."
    )


def test_a_map_that_holds_all_says_nothing(exercise: Release) -> None:
    assert unplaced.on_no_map(exercise, {"XAA": (3.0, "EXACT"), "XAC": (0.0, "EXACT")}, {"XAA"}, "civilians") == ()


def test_the_map_of_situation_names_the_people_it_cannot_place(
    nowhere: Nowhere, exercise: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = nowhere.scope(EXERCISE)
    _, _, citation = people.by_country(exercise, scope)
    monkeypatch.setattr(people, "by_country", lambda release, scope: ("civilians deployed", NUMBERS, citation))
    view = situation.world(exercise, scope)
    first = "2 of 11 civilians deployed are not on the map: 2 in rows that name no single country."
    assert view.notes == (first, situation.disclaimer(scope))
    assert view.frame["people"].sum() + 2 == sum(number for number, _ in NUMBERS.values())


def test_people_in_no_single_country_are_in_no_number_of_countries(
    nowhere: Nowhere, exercise: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = nowhere.scope(EXERCISE)
    assert people.deployed.__wrapped__(exercise, scope).below == "in 3 countries"
    monkeypatch.setattr(people, "serving_by", lambda *_: {"XAA": 3.0, index.NOT_STATED: 2.0})
    assert people.deployed.__wrapped__(exercise, scope).below == "in 1 country"


@pytest.fixture
def adrift(exercise: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the second obligation and the second tour of the exercise name no country."""
    amounts, tours = index.amounts, index.tours(exercise)
    held = amounts(exercise, spending.measures.OBLIGATED)
    assert held is not None
    rows = (held.rows["amount_usd"] == 2_000_000.20).to_numpy()
    by = held.by | {"country_code": coded_anew(held.by["country_code"], rows)}
    monkeypatch.setattr(index, "amounts", lambda *_: dataclasses.replace(held, by=by))
    second = (tours.rows["deployment_id"] == "T-2").to_numpy()
    by_tour = tours.by | {"country_code": coded_anew(tours.by["country_code"], second)}
    monkeypatch.setattr(people, "serving_by", lambda *_: by_tour["country_code"].sums(tours.people, second))


@pytest.mark.usefixtures("adrift")
def test_the_list_of_countries_names_what_is_in_none_of_its_lines(nowhere: Nowhere, exercise: Release) -> None:
    (said,) = unplaced.in_no_line(exercise, nowhere.scope(EXERCISE))
    assert said == ("In no line, because the rows name no single country: 3 civilians and ≥ $2 m obligated in FY2011.")


def test_the_list_carries_these_words(nowhere: Nowhere, exercise: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unplaced, "in_no_line", lambda *_: ("In no line: 3 civilians.",))
    view = countrylist.listed.__wrapped__(exercise, nowhere.scope(EXERCISE))
    assert view.notes[-1] == "In no line: 3 civilians."


@pytest.mark.usefixtures("adrift")
def test_programs_say_what_filters_of_place_leave_out(nowhere: Nowhere, exercise: Release) -> None:
    said = "≥ $2 m in rows that name no single country is left out by these filters."
    assert unplaced.left_out(exercise, nowhere.scope(EXERCISE, country=("XAA",))) == (said,)
    assert unplaced.left_out(exercise, nowhere.scope(EXERCISE)) == ()
    assert unplaced.left_out(exercise, nowhere.scope(EXERCISE, country=("XAA",), tool=("DIPLOMATIC",))) == ()


def test_nothing_adrift_needs_no_words(nowhere: Nowhere, exercise: Release) -> None:
    assert unplaced.in_no_line(exercise, nowhere.scope(EXERCISE)) == ()
    assert unplaced.left_out(exercise, nowhere.scope(EXERCISE, country=("XAA",))) == ()


def test_events_without_a_country_are_named_beside_the_map(
    nowhere: Nowhere, exercise: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pd.DataFrame({"country_code": ["XAA", None], "event_count": [4, 2]})
    monkeypatch.setattr(worldevents, "last_year", lambda *_: rows)
    assert worldevents.without_country(exercise, nowhere.scope(EXERCISE)) == (
        "2 more events name no country and so no place here.",
    )
    monkeypatch.setattr(worldevents, "last_year", lambda *_: rows.head(1))
    assert worldevents.without_country(exercise, nowhere.scope(EXERCISE)) == ()
