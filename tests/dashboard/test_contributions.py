"""Who supplies the people, where, who pays, which skills are short, and what the record states instead."""

from datetime import date

import pandas as pd
import pytest

from dashboard.figures import agencybars, outlines
from dashboard.queries import contributions, crossings, functions, members, sheets, statements
from dashboard.queries.contributions import answer_of
from dashboard.scope import Scope
from dashboard.view import Citation, View
from loaders.release import Release
from tests.conftest import Nowhere


def supplied(**people: float) -> pd.DataFrame:
    total = sum(people.values())
    rows = [(code, code.capitalize(), number, number / total if total else 0.0) for code, number in people.items()]
    return pd.DataFrame(rows, columns=["agency_code", "agency_name", "people", "share"])


PLAIN = Scope(rel="any", asof=date(2011, 9, 15))


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ({}, "No agency has civilians deployed on 15 Sep 2011."),
        ({"STATE": 0}, "No agency has civilians deployed on 15 Sep 2011."),
        ({"STATE": 1}, "State supplies the one deployed civilian."),
        ({"STATE": 12}, "State supplies all 12 deployed civilians."),
        ({"STATE": 7, "USAID": 5}, "State and Usaid supply all 12 deployed civilians."),
        (
            {"STATE": 5, "USAID": 4, "DOJ": 3},
            "State and Usaid supply 75% of deployed civilians. One agency supplies the rest.",
        ),
        (
            {"STATE": 50, "USAID": 17, "DOJ": 25, "USDA": 4, "DOC": 3, "DOT": 1},
            "State and Doj supply 75% of deployed civilians. Three agencies supply 8% between them.",
        ),
        (
            {"STATE": 40, "USAID": 27, "DOJ": 30, "DOT": 3},
            "State and Doj supply 70% of deployed civilians. Two agencies supply the rest.",
        ),
    ],
)
def test_the_answer_is_worded_for_none_one_and_many_agencies(people: dict[str, float], sentence: str) -> None:
    assert answer_of(supplied(**people), PLAIN) == sentence


def test_shares_of_two_in_three_are_said_without_of() -> None:
    # 36 + 31 of 100 is 0.67, which the table of words calls two in three
    frame = supplied(STATE=36, USAID=31, DOJ=14, USDA=10, DOC=9)
    assert answer_of(frame, PLAIN).startswith("State and Usaid supply two in three deployed civilians.")


def test_the_parts_of_every_agency_add_up_to_its_people_and_all_to_the_whole(
    nowhere: Nowhere, exercise: Release
) -> None:
    frame = contributions.by_agency(exercise, nowhere.scope("ex-2011-09-15"))
    assert list(frame["people"]) == list(frame[["active", "standby", "reserve", "not_stated"]].sum(axis=1))
    assert frame["share"].sum() == pytest.approx(1.0)


def test_agencies_keep_their_order_and_stand_there_without_people_too(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope("ex-2011-09-15")
    order = exercise.table("agencies").sort_values("display_order")
    partners = list(order[order["is_partner"]]["agency_code"])
    shown = [code for code, _ in crossings.agencies_shown(exercise, scope, set())]
    assert shown == [code for code in partners if code in shown]
    assert set(contributions.by_agency(exercise, scope)["agency_code"]) >= set(shown)


def test_an_agency_filter_leaves_only_that_agency(nowhere: Nowhere, exercise: Release) -> None:
    frame = contributions.by_agency(exercise, nowhere.scope("ex-2011-09-15", agency=("USAID",)))
    assert list(frame["agency_code"]) == ["USAID"]


def test_countries_are_summed_into_their_regions_and_one_without_stands_apart() -> None:
    numbers = {("STATE", "XAA"): 3.0, ("STATE", "XAB"): 4.0, ("STATE", "XAC"): 5.0, ("USAID", "XAA"): 7.0}
    squares = crossings.by_square(numbers, {"XAA": "UP", "XAB": "UP"})
    assert squares == {("STATE", "UP"): 3 + 4, ("STATE", "NONE"): 5, ("USAID", "UP"): 7}
    assert crossings.by_region(squares) == {"UP": 3 + 4 + 7, "NONE": 5}


def test_the_squares_of_a_region_add_up_to_its_total(nowhere: Nowhere, exercise: Release) -> None:
    view = contributions.agency_regions(exercise, nowhere.scope("ex-2011-09-15"))
    for region, total in view.facts["totals"].items():
        assert f"{view.frame.loc[view.frame['column_code'] == region, 'value'].sum():,.0f}" == total, region
    people = contributions.by_agency(exercise, nowhere.scope("ex-2011-09-15"))["people"].sum()
    assert view.frame["value"].sum() == people


def test_regrouping_the_regions_never_changes_the_whole(nowhere: Nowhere, exercise: Release) -> None:
    wholes = {
        tax: contributions.agency_regions(exercise, nowhere.scope("ex-2011-09-15", tax=tax)).frame["value"].sum()
        for tax in ("BUREAU", "COMMAND", "M49")
    }
    assert len(set(wholes.values())) == 1, wholes


def test_money_by_agency_and_by_tool_is_the_same_money(nowhere: Nowhere, exercise: Release) -> None:
    sums = []
    for switch in ("agency", "tool"):
        frame = contributions.paid(exercise, nowhere.scope("ex-2011-09-15", money=switch)).frame
        sums.append(frame.groupby(["year", "is_request"])["value"].sum().to_dict())
    assert sums[0] == sums[1]


def test_only_the_current_year_is_labelled_and_requests_are_hollow(nowhere: Nowhere, exercise: Release) -> None:
    frame = contributions.paid(exercise, nowhere.scope("ex-2011-09-15")).frame
    assert set(frame.loc[frame["text"] != "", "year"]) == {"FY2011"}
    assert set(frame.loc[frame["is_request"].astype(bool), "year"]) <= {"FY2012"}


def test_filled_and_empty_posts_add_up_to_the_requested_ones(nowhere: Nowhere, exercise: Release) -> None:
    frame = functions.skills(exercise, nowhere.scope("ex-2011-09-15")).frame
    assert len(frame) > 0
    assert list(frame["filled"] + frame["empty"]) == list(frame["requested"])
    assert frame["empty"].is_monotonic_decreasing


def test_the_agencies_of_a_function_are_ranked_by_people(nowhere: Nowhere, exercise: Release) -> None:
    frame = functions.fillers(exercise, nowhere.scope("ex-2011-09-15")).frame
    people = contributions.by_agency(exercise, nowhere.scope("ex-2011-09-15"))["people"].sum()
    assert frame["serving"].sum() == people
    for row in frame.itertuples():
        first, second = (int(text.rpartition(" ")[2]) if text != "–" else 0 for text in (row.first, row.second))
        assert first >= second
        assert (row.agencies == 0) == (first == 0)


def test_a_joint_statement_counts_once_for_each_agency_it_names() -> None:
    assert statements.agencies_of("SEVERAL", "STATE;DOJ") == ("STATE", "DOJ")
    assert statements.agencies_of("STATE", None) == ("STATE",)
    assert statements.agencies_of("SEVERAL", None) == ()
    assert statements.agencies_of(None, None) == ()


@pytest.mark.parametrize("release_id", ["2010-12-31", "2011-09-30", "whole"])
def test_the_record_names_no_more_squares_than_statements_name_agencies(nowhere: Nowhere, release_id: str) -> None:
    release, scope = nowhere.release(release_id), nowhere.scope(release_id)
    rows = statements.named_rows(release, scope)
    pairs = zip(rows["agency_code"], rows["agency_codes"], strict=True)
    assert sum(statements.named_by(release, scope).values()) == sum(
        len(statements.agencies_of(*pair)) for pair in pairs
    )


@pytest.mark.parametrize("release_id", ["2010-12-31", "2011-09-30", "whole"])
def test_the_newest_counts_stand_on_one_day_for_each_agency_and_country(nowhere: Nowhere, release_id: str) -> None:
    rows = statements.newest_counts(nowhere.release(release_id), nowhere.scope(release_id))
    days = rows.groupby(["agency_code", "agency_codes", "country_code"], dropna=False)["as_of_date"].nunique(
        dropna=False
    )
    assert (days == 1).all()
    assert not (rows["as_of_date"] > pd.Timestamp(nowhere.scope(release_id).asof)).any()


def test_a_founding_partner_has_no_joining_day_and_a_later_one_has(nowhere: Nowhere, exercise: Release) -> None:
    frame = members.partners(exercise, nowhere.scope("ex-2011-09-15")).frame
    agencies = exercise.table("agencies").set_index("agency_code")["member_since_date"]
    assert [text == "founding" for text in frame["since"]] == [pd.isna(agencies[code]) for code in frame["agency_code"]]


def sheet(total: float | None, **parts: float) -> pd.DataFrame:
    lines = [(f"T-{code}", code, value, False, "T-ALL") for code, value in parts.items()]
    lines += [("T-ALL", "ALL", total, True, None)] if total is not None else []
    frame = pd.DataFrame(lines, columns=["transaction_id", "agency_code", "amount_usd", "is_total", "part_of_id"])
    return frame.assign(
        qualifier_code="EXACT",
        stage_code="PROVIDED",
        series_id="S1",
        country_code="XAA",
        as_of_date=pd.Timestamp("2011-09-30"),
        as_of_precision="DAY",
    )


def test_a_sheet_shows_its_printed_total_and_its_parts_by_agency(nowhere: Nowhere, exercise: Release) -> None:
    lines = sheets.lines_of(exercise, sheet(100e6, STATE=30e6, USAID=60e6))
    assert [(line[3], line[6], line[8]) for line in lines] == [("STATE", 30e6, "$100 m"), ("USAID", 60e6, "$100 m")]


def test_a_sheet_without_a_total_adds_its_own_parts_only(nowhere: Nowhere, exercise: Release) -> None:
    lines = sheets.lines_of(exercise, sheet(None, STATE=30e6, USAID=60e6))
    assert {line[8] for line in lines} == {"$90 m"}  # 30 + 60


def test_a_sheet_that_prints_only_a_total_stands_for_all_agencies(nowhere: Nowhere, exercise: Release) -> None:
    (line,) = sheets.lines_of(exercise, sheet(40e6))
    assert (line[3], line[6], line[8]) == ("ALL", 40e6, "$40 m")


def test_one_sheet_a_country_is_chosen(nowhere: Nowhere) -> None:
    for release_id in ("2010-12-31", "2011-09-30", "whole"):
        rows = sheets.newest_sheets(nowhere.release(release_id), nowhere.scope(release_id))
        assert (rows.groupby("country_code")["series_id"].agg(lambda ids: len(set(ids))) <= 1).all(), release_id


def made(frame: pd.DataFrame, **facts: object) -> View:
    return View("any", "Any?", "", frame, {}, "", Citation("", "deployments", lambda: frame), facts=facts)


def test_bars_tell_components_by_texture_and_write_value_and_share() -> None:
    frame = pd.DataFrame({
        "agency_code": ["STATE", "DOC"], "agency_name": ["State", "Commerce"], "active": [6.0, 0.0],
        "standby": [2.0, 1.0], "reserve": [1.0, 0.0], "not_stated": [0.0, 0.0], "people": [9.0, 1.0],
        "share": [0.9, 0.1],
    })  # fmt: skip
    drawn = agencybars.draw(made(frame, click=("deployments", "agency")))
    active, standby, reserve, ends = drawn["figure"]["data"]  # type: ignore[index]  # a figure is a mapping
    assert active["marker"]["color"] == ["@agency-STATE", "@agency-DOC"]
    assert standby["marker"]["pattern"]["shape"] == "/"
    assert reserve["marker"]["color"] == ["@paper", "@paper"]
    assert [text.strip() for text in ends["text"]] == ["<b>9</b>  90%", "<b>1</b>  10%"]
    assert active["text"] == ["6", ""]  # 0 of 9 is too short for a number


def test_outlines_hold_the_filled_posts_and_say_share_and_gap() -> None:
    frame = pd.DataFrame({
        "function_name": ["Health", "Trade"], "requested": [28.0, 4.0], "filled": [11.0, 4.0], "empty": [17.0, 0.0],
        "filled_pct": [39.29, 100.0], "serving": [11.0, 5.0],
    })  # fmt: skip
    outline, solid, shares, gaps = outlines.draw(made(frame))["figure"]["data"]  # type: ignore[index]
    assert (outline["x"], solid["x"]) == ([28.0, 4.0], [11.0, 4.0])
    assert outline["text"] == ["of 28", "of 4"]
    assert shares["text"] == ["39%", "100%"]
    assert gaps["text"] == ["<b>−17</b>", "<b>0</b>"]  # a true minus sign
