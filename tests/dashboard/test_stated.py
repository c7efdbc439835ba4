"""What single sources state: each with its sign and its days, none added."""

from dashboard.figures import dots, timelines
from dashboard.queries import outlook, stated, strength
from loaders.release import Release
from tests.conftest import Nowhere


def test_each_statement_keeps_its_sign_and_what_is_not_stated_is_unknown(nowhere: Nowhere, record: Release) -> None:
    frame = stated.told(record, nowhere.scope("2011-09-30")).set_index("deployment_id")
    assert frame["number"].to_dict() == {"PC-A1": "≈ 5", "PC-A2": "2", "PC-C1": "≥ 4", "PC-E1": "[x]", "PD-W1": "9"}


def test_the_newest_statement_comes_first(nowhere: Nowhere, record: Release) -> None:
    frame = stated.told(record, nowhere.scope("2011-09-30"))
    assert frame["deployment_id"].tolist()[-2:] == ["PC-A1", "PC-A2"]


def test_a_statement_of_one_day_is_one_mark_and_of_one_country_only(nowhere: Nowhere, record: Release) -> None:
    found = stated.view(record, nowhere.scope("2011-09-30"))
    assert found.frame["is_point"].all()
    assert set(found.frame["group_code"]) == {"XAA", "XAC", "XAE"}
    data = timelines.draw(found)["figure"]["data"]
    (ticks,) = [trace for trace in data if trace.get("marker", {}).get("symbol") == "line-ns"]
    assert ticks["customdata"] == [f"stated:{key}" for key in found.frame["key"]]


def test_the_answer_is_the_deployments_of_the_year_where_a_source_lists_them(nowhere: Nowhere, record: Release) -> None:
    h1, lead = outlook.headline(record, nowhere.scope("2011-09-30"))
    assert h1 == f"{3 + 2 + 1} deployments went to 3 countries in FY2010: {300 + 100 + 40} person-days."
    assert lead.startswith("On 1 Aug 2011 9 people were deployed at once")


def test_the_answer_where_nothing_is_stated_claims_no_zero(nowhere: Nowhere, record: Release) -> None:
    h1, lead = outlook.headline(record, nowhere.scope("2011-09-30", country=("XAB",)))
    assert h1.startswith("No source known by this day states a deployment in ")
    assert lead == "Not stated is not the same as none."
    assert stated.view(record, nowhere.scope("2011-09-30", country=("XAB",))).absence


def test_deployments_of_the_year_are_shown_in_full(nowhere: Nowhere, record: Release) -> None:
    found = stated.yearly(record, nowhere.scope("2011-09-30"))
    assert found.facts["limit"] == len(found.frame) == 3


def test_strength_is_filled_in_place_and_hollow_as_a_target(nowhere: Nowhere, record: Release) -> None:
    found = strength.over_time(record, nowhere.scope("2011-09-30"))
    assert found.frame["number"].tolist() == ["10", "≈ 25", "40", "30"]
    figure = dots.draw(found)["figure"]["data"][0]
    assert figure["marker"]["color"] == ["@bar", "@bar", "@paper", "@bar"]
    assert figure["mode"] == "markers+text"


def test_strength_known_later_is_not_shown_on_an_earlier_day(nowhere: Nowhere, record: Release) -> None:
    found = strength.over_time(record, nowhere.scope("2011-09-30", asof=record.as_of.replace(year=2010)))
    assert found.frame["number"].tolist() == ["10", "≈ 25", "40"]
