"""The timeline: one bar a team, its number, until when, what changed; and its marks."""

import pandas as pd
import pytest

from dashboard.figures import timelines
from dashboard.queries import teams, timeline
from loaders.release import Release
from tests.conftest import Nowhere


@pytest.fixture
def told(nowhere: Nowhere, exercise: Release) -> pd.DataFrame:
    scope = nowhere.scope("ex-2011-09-15", cmp=nowhere.names["ex-2011-09-01"])
    return teams.worded(exercise, scope, teams.ordered(exercise, scope)).set_index("team")


def test_each_team_is_serving_planned_or_ended(told: pd.DataFrame) -> None:
    assert told["phase"].to_dict() == {
        "Team T-2": "serving",
        "Team T-3": "serving",
        "Team T-5": "serving",
        "Team T-6": "planned",
        "Team T-1": "ended",
        "Team T-4": "ended",
    }


def test_the_words_say_until_when(told: pd.DataFrame) -> None:
    assert told.loc["Team T-3", "until"] == "to 31 Dec"
    assert told.loc["Team T-2", "until"] == "open-ended"
    assert told.loc["Team T-6", "until"] == "planned, to 31 Jan 2012"
    assert told.loc["Team T-4", "until"] == "ended 14 Sep"


def test_only_what_differs_from_the_comparison_release_is_changed(told: pd.DataFrame) -> None:
    assert told.loc["Team T-2", "change"] == "+3"
    assert told.loc["Team T-4", "change"] == "−2"
    assert set(told.loc[["Team T-1", "Team T-3", "Team T-5", "Team T-6"], "change"]) == {""}


def test_a_team_without_a_number_is_not_a_team_of_nobody(told: pd.DataFrame) -> None:
    assert told.loc["Team T-5", "number"] == "[x]"


def test_groups_with_more_people_come_first(nowhere: Nowhere, exercise: Release) -> None:
    frame = timeline.view(exercise, nowhere.scope("ex-2011-09-15")).frame
    assert list(dict.fromkeys(frame["group_code"]))[:2] == ["XAB", "XAA"]


def test_grouped_by_agency_the_same_people_are_shown(nowhere: Nowhere, exercise: Release) -> None:
    by_country, by_agency = (
        timeline.view(exercise, nowhere.scope("ex-2011-09-15", group=group)).frame for group in ("country", "agency")
    )
    assert by_country["people"].sum() == by_agency["people"].sum()
    assert by_agency["group_code"].iloc[0] == "STATE"


def test_a_bar_opens_the_tours_in_it(nowhere: Nowhere, exercise: Release) -> None:
    found = timeline.view(exercise, nowhere.scope("ex-2011-09-15"))
    key = found.frame.set_index("team").loc["Team T-3", "key"]
    rows = found.citation.rows()
    assert rows.loc[rows["bar_id"] == key, "deployment_id"].tolist() == ["T-3"]


def test_the_solid_part_ends_on_the_day_and_the_pale_part_where_the_tour_does(
    nowhere: Nowhere, exercise: Release
) -> None:
    found = timeline.view(exercise, nowhere.scope("ex-2011-09-15", country=("XAB",)))
    bars, window = timelines.draw(found)["figure"]["data"][0], found.facts["window"]
    parts = dict(zip(bars["marker"]["color"], zip(bars["base"], bars["x"], strict=True), strict=True))
    first, length = parts["@agency-STATE"]
    assert first + length == window.asof
    first, length = parts["@agency-STATE/0.3"]
    assert (first, first + length) == (window.asof, found.frame["end"].item())
    assert set(bars["customdata"]) == {"tours:T-3"}


def test_a_planned_bar_is_hollow_and_an_open_one_ends_in_an_arrow(nowhere: Nowhere, exercise: Release) -> None:
    found = timeline.view(exercise, nowhere.scope("ex-2011-09-15", country=("XAA",)))
    figure = timelines.draw(found)["figure"]
    planned = [at for at, text in enumerate(figure["data"][0]["text"]) if "Team T-6" in text]
    assert [figure["data"][0]["marker"]["color"][at] for at in planned] == ["@paper"]
    arrows = [trace for trace in figure["data"] if trace.get("marker", {}).get("symbol") == "triangle-right"]
    assert [len(trace["x"]) for trace in arrows] == [1]


def test_no_tour_within_the_filters_is_said_and_not_drawn(nowhere: Nowhere, exercise: Release) -> None:
    assert timeline.view(exercise, nowhere.scope("ex-2011-09-15", country=("XAE",))).absence.startswith(
        "No tours match"
    )
