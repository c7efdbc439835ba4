"""The views of a world release: events, contributing states, money of each publisher, comparison and differences."""

from datetime import date

import pytest

from dashboard.figures import bars, columns, maps, tables
from dashboard.queries import (
    compare,
    contributors,
    differences,
    flows,
    hosted,
    indicators,
    needs,
    programrows,
    setaside,
    worldevents,
    worldmap,
)
from dashboard.scope import Scope
from loaders.release import Release
from tests.conftest import Nowhere


@pytest.fixture
def feeds(nowhere: Nowhere) -> Release:
    return nowhere.release("world-2011-09-30")


@pytest.fixture
def every(nowhere: Nowhere) -> Scope:
    return nowhere.scope("world-2011-09-30")


def test_events_are_counted_in_the_newest_twelve_months_of_each_kind(feeds: Release, every: Scope) -> None:
    numbers, when = worldevents.by_country(feeds, every)
    # two conflicts in August 2011 and the flood of July; the conflict of 2009 is older
    assert (numbers, when) == ({"XAA": 2, "XAC": 1}, "conflict to Aug 2011 and flood to Jul 2011")
    assert worldevents.lead(feeds, every) == "3 events in the newest twelve months of each kind."


def test_events_after_the_as_of_month_are_not_known_yet(feeds: Release, every: Scope) -> None:
    numbers, when = worldevents.by_country(feeds, every.but(asof=date(2011, 7, 31)))
    # the newest conflict known by July is that of 2009
    assert (numbers, when) == ({"XAC": 1 + 1}, "conflict to Jan 2009 and flood to Jul 2011")


def test_a_month_without_an_event_is_none_and_each_category_has_its_panel(feeds: Release, every: Scope) -> None:
    view = worldevents.by_month(feeds, every)
    sums = view.frame.groupby("panel")["value"].sum().to_dict()
    # thirty-six months reach back to September 2008
    assert sums == {"Conflict, to Aug 2011": 3, "Flood, to Jul 2011": 1}
    assert len(view.frame) == 2 * 36
    assert columns.draw(view)["figure"]["data"]


def test_every_january_has_its_year_beneath_and_no_category_the_colour_of_an_agency(
    feeds: Release, every: Scope
) -> None:
    figure = columns.draw(worldevents.by_month(feeds, every))["figure"]
    assert figure["layout"]["xaxis"]["ticktext"] == ["2009", "2010", "2011"]
    assert {colour for trace in figure["data"] for colour in trace["marker"]["color"]} == {"@bar"}


def test_no_event_known_is_said_and_not_drawn_as_zero(feeds: Release, every: Scope) -> None:
    figure = worldevents.year(feeds, every.but(country=("XAE",)))
    assert (figure.text, figure.value) == ("[x]", None)
    assert worldevents.by_month(feeds, every.but(country=("XAE",))).absence


def test_the_map_has_a_circle_for_each_country_with_events(feeds: Release, every: Scope) -> None:
    view = worldmap.world(feeds, every)
    told = view.frame.set_index("country_code")
    assert told.loc[["XAA", "XAC"], "people"].tolist() == [2, 1]
    assert told.loc[["XAA", "XAC"], "people_words"].tolist() == ["2 events", "1 event"]
    # a country at risk of which nobody tells an event is not one without events
    assert told.loc["XAE", "is_silent"]
    assert told["people"].isna().to_dict() == {"XAA": False, "XAC": False, "XAE": True}
    assert maps.draw(view)["figure"]["data"]


def test_states_are_ranked_by_the_people_they_give_in_the_newest_year(feeds: Release, every: Scope) -> None:
    view = contributors.states(feeds, every)
    assert dict(zip(view.frame["code"], view.frame["value"], strict=True)) == {"XAA": 40 + 10, "XAC": 30}
    assert view.sentence == "Ardova gives the most: 50 of 80 people from 2 states in 2010."
    assert bars.draw_values(view)["figure"]["data"]


def test_one_state_alone_is_not_called_the_one_that_gives_most(feeds: Release, every: Scope) -> None:
    alone = every.but(country=("XAC",))
    assert contributors.states(feeds, alone).sentence == "Corvia gives 30 people in 2010."
    assert hosted.countries(feeds, alone).sentence == "Corvia: 9."
    assert hosted.countries(feeds, every).sentence == "Corvia: 9 of 13, the most of 2 countries."


def test_people_in_countries_are_counted_without_the_parts_of_a_count(feeds: Release, every: Scope) -> None:
    view = hosted.countries(feeds, every)
    assert dict(zip(view.frame["code"], view.frame["value"], strict=True)) == {"XAC": 9, "XAD": 4}
    assert view.subtitle == "Soldiers by country, 2010."
    years = hosted.years(feeds, every).frame.dropna(subset="value")
    assert dict(zip(years["year"], years["value"], strict=True)) == {"2009": 7, "2010": 9 + 4}


def test_missions_and_years_add_the_same_people(feeds: Release, every: Scope) -> None:
    missions, years = contributors.missions(feeds, every), contributors.years(feeds, every)
    assert dict(zip(missions.frame["label"], missions.frame["value"], strict=True)) == {"UNONE": 70, "UNTWO": 10}
    assert dict(zip(years.frame["year"], years.frame["value"], strict=True)) == {"2009": 20, "2010": 80}


def test_money_of_two_publishers_stands_in_panels_of_its_own(feeds: Release, every: Scope) -> None:
    frame = flows.years(feeds, every).frame.dropna(subset="value")
    found = {(row.panel, row.label): row.value for row in frame.itertuples()}
    assert found == {("First", "10"): 1000, ("First", "11"): 500 + 250, ("Second", "11"): 90}


def test_money_by_sector_is_that_of_the_publisher_that_counts_most(feeds: Release, every: Scope) -> None:
    view = flows.sectors(feeds, every)
    assert dict(zip(view.frame["label"], view.frame["value"], strict=True)) == {
        "Health": 1000, "several sectors": 500, "sector not stated": 250,
    }  # fmt: skip
    assert "as counted by First" in view.subtitle
    assert flows.funders(feeds, every).frame["text"].tolist() == ["$1,750"]


def test_a_program_adds_the_amounts_of_one_stage_and_series(feeds: Release, every: Scope) -> None:
    (row,) = programrows.listed(feeds, every).to_dict("records")
    # two payments of one series; the commitment is another stage
    assert (row["value"], row["stage"]) == (1000 + 500, "disbursed or spent")


def test_a_figure_by_country_of_origin_is_added_and_one_of_an_area_is_not(feeds: Release, every: Scope) -> None:
    rows = {(row["country_code"], row["indicator_name"]): row["value"]
            for row in needs.newest(feeds, every, "needs", ("country_code", "indicator_name"))}  # fmt: skip
    # of known and unknown origin in Ardova; the north of Corvia is a part of its 70
    assert rows["XAA", "Displaced"] == 100 + 20 + 5
    assert rows["XAC", "Displaced"] == 70


def test_the_rows_behind_an_added_figure_are_all_its_parts(feeds: Release, every: Scope) -> None:
    view = needs.needed(feeds, every.but(country=("XAA",)))
    assert set(view.citation.rows()["need_id"]) == {"N-1", "N-2", "N-3", "N-6"}


def test_indicators_keep_the_scale_of_their_maker(feeds: Release, every: Scope) -> None:
    view = indicators.stated(feeds, every.but(country=("XAA",)))
    assert view.frame[["indicator_name", "text", "unit"]].to_numpy().tolist() == [["Risk", "7.5", "score"]]
    assert tables.draw_table(view)["blocks"]


def test_countries_stand_side_by_side_with_what_two_of_them_have(feeds: Release, every: Scope) -> None:
    scope = every.but(country=("XAA", "XAC"))
    assert compare.is_asked(scope)
    assert not compare.is_asked(every.but(country=("XAA",)))
    frame = compare.figures(feeds, scope).frame.set_index("figure")
    assert frame.loc["Displaced, people"].tolist() == ["125 (2010)", "70 (2010)"]
    assert frame.loc["Events, newest twelve months of each kind"].tolist() == ["2", "1"]
    # one country alone has a risk figure, which cannot be compared
    assert "Risk, score" not in frame.index
    assert compare.headline(feeds, scope)[1].startswith("Not one of them is at risk")


def test_compared_events_share_years_and_scale(feeds: Release, every: Scope) -> None:
    frame = compare.events(feeds, every.but(country=("XAA", "XAC"))).frame
    found = {(row.panel, row.label): (row.value, row.text) for row in frame.itertuples()}
    # no source tells of an event of 2010; its place stays, so that the years stand beneath each other
    assert found == {
        ("Ardova", "09"): (0, "·"), ("Ardova", "10"): (0, "·"), ("Ardova", "11"): (2, "2"),
        ("Corvia", "09"): (1, "1"), ("Corvia", "10"): (0, "·"), ("Corvia", "11"): (1, "1"),
    }  # fmt: skip


def test_the_rows_behind_the_events_of_a_year_are_these_events(feeds: Release, every: Scope) -> None:
    citation = worldevents.year(feeds, every).citation
    # the conflict of 2009 is older than twelve months
    assert (citation.table, sorted(citation.rows()["event_id"])) == ("events", ["E-1", "E-2", "E-3"])
    # it lies within the thirty-six months to August 2011
    assert sorted(worldevents.by_month(feeds, every).citation.rows()["event_id"]) == ["E-1", "E-2", "E-3", "E-4"]
    of_one = worldevents.year(feeds, every.but(country=("XAC",))).citation
    assert of_one.rows()["event_id"].tolist() == ["E-3", "E-4"]


def test_where_publishers_differ_both_figures_and_the_choice_are_told(feeds: Release, every: Scope) -> None:
    frame = differences.listed(feeds, every).frame
    told = frame[["question_text", "country_name", "year", "used", "other", "difference"]].to_numpy().tolist()
    assert told == [
        ["How many are displaced?", "Ardova", "2010", "125", "130", 130.0 - (100 + 20 + 5)],
        ["How many are given?", "Ardova", "2010", "50", "55", 55.0 - (40 + 10)],
        ["How many were killed?", "Corvia", "2011", "2", "5", 5.0 - 2],
        ["How many are displaced?", "Corvia", "2010", "70", "70", 0.0],
    ]
    assert frame["chosen"].iloc[0] == "The office, 1 Sep 2011: Counts all."
    assert frame[["used_publisher_name", "other_publisher_name"]].iloc[2].tolist() == ["Second", "First"]
    assert differences.headline(feeds) == "3 of 4 pairs of figures differ."


def test_a_release_without_choices_says_so(record: Release, nowhere: Nowhere) -> None:
    assert differences.listed(record, nowhere.scope("2011-09-30")).absence
    assert differences.headline(record) == "No two publishers answer one question here."


def test_a_file_refused_whole_stands_among_what_was_set_aside(feeds: Release, every: Scope) -> None:
    (line,) = setaside.listed(feeds, every).frame.to_dict("records")
    assert (line["place"], line["message"]) == ("second/half.csv, the whole file", "half.csv: lacks id")
