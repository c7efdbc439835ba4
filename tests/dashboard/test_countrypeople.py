"""What sources state about people, needs, missions and events of one country."""

from dashboard.queries import countrychanges, countrypeople, happenings, needs
from loaders.release import Release
from tests.conftest import Nowhere

RECORD = "2011-09-30"


def test_statements_stand_newest_first_with_their_signs(nowhere: Nowhere, record: Release) -> None:
    frame = countrypeople.frame(record, nowhere.scope(RECORD, country=("XAC",)))
    assert [(row.key, row.people, row.qualifier_code, row.stage) for row in frame.itertuples()] == [
        ("AP-C1", 50.0, "EXACT", "target"),
        ("PC-C1", 4.0, "AT_LEAST", "in place"),
        ("DP-C", 2.0, "EXACT", "in place"),
    ]


def test_person_days_apply_only_to_deployments_of_a_period(nowhere: Nowhere, record: Release) -> None:
    frame = countrypeople.frame(record, nowhere.scope(RECORD, country=("XAC",))).set_index("key")
    assert frame["person_days"].to_dict() == {"AP-C1": "[z]", "PC-C1": "[z]", "DP-C": 100.0}


def test_presence_without_a_number_is_a_row_whose_number_is_not_reported(nowhere: Nowhere, record: Release) -> None:
    view = countrypeople.stated(record, nowhere.scope(RECORD, country=("XAE",)))
    assert view.sentence == "1 statement, 0 with a number."
    assert view.frame["what"].iloc[0] == "presence: not counted"


def test_a_statement_after_the_day_is_not_yet_known(nowhere: Nowhere, record: Release) -> None:
    early = nowhere.scope(RECORD, country=("XAC",), asof=record.as_of.replace(month=1, day=14))
    assert list(countrypeople.frame(record, early)["key"]) == ["DP-C"]


def test_nothing_stated_is_not_the_same_as_none(nowhere: Nowhere, record: Release) -> None:
    view = countrypeople.stated(record, nowhere.scope(RECORD, country=("XAB",)))
    assert view.absence.endswith("That is not the same as none.")


def test_the_newest_figure_of_each_need_is_shown_with_its_origin(nowhere: Nowhere, record: Release) -> None:
    view = needs.needed(record, nowhere.scope(RECORD, country=("XAA",)))
    assert [tuple(row) for row in view.frame[["need_id", "text", "day", "origin_name"]].itertuples(index=False)] == [
        ("N-2", "15,000", "1 Aug 2011", "A survey")
    ]
    assert list(view.citation.rows()["need_id"]) == ["N-2"]


def test_an_earlier_day_shows_the_earlier_need_and_its_sign(nowhere: Nowhere, record: Release) -> None:
    early = nowhere.scope(RECORD, country=("XAA",), asof=record.as_of.replace(year=2010))
    assert list(needs.needed(record, early).frame["text"]) == ["≈ 12,000"]
    figure = needs.newest_need(record, early)
    assert (figure.label, figure.text, figure.value) == ("People displaced", "≈ 12,000", 12_000)


def test_missions_name_who_leads_them(nowhere: Nowhere, record: Release) -> None:
    frame = needs.missions(record, nowhere.scope(RECORD, country=("XAA",))).frame
    assert [(row.mission, row.lead_name, row.text) for row in frame.itertuples()] == [("UNIX", "UN", "700")]


def test_events_stand_newest_first_no_more_exactly_than_known(nowhere: Nowhere, record: Release) -> None:
    frame = happenings.events(record, nowhere.scope(RECORD, country=("XAA",)))
    assert list(frame["day_words"]) == ["5 Aug 2011", "Feb 2009"]


def test_events_that_the_comparison_release_lacks_are_marked(nowhere: Nowhere, record: Release) -> None:
    scope = nowhere.scope(RECORD, country=("XAA",), cmp=nowhere.names["2010-12-31"])
    assert list(happenings.events(record, scope)["is_changed"]) == [True, False]


def test_a_status_keeps_the_words_and_the_basis_of_its_source(nowhere: Nowhere, record: Release) -> None:
    frame = happenings.statuses(record, nowhere.scope(RECORD, country=("XAB",)))
    assert list(frame["title"]) == ["Post-conflict (“Recovering”)"]
    assert frame["text"].iloc[0] == "Peace signed. Basis: mapped from the source's description."


def test_changes_of_an_exercise_name_the_people_and_whose_they_are(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope("ex-2011-09-15", country=("XAA",), cmp=nowhere.names["ex-2011-09-01"])
    frame = countrychanges.frame(exercise, scope)
    assert [(row.lead, row.title, row.text) for row in frame.itertuples()] == [
        ("+3", "0 → 3 civilians", "3 USAID Standby")
    ]


def test_changes_put_a_worse_status_first_and_write_losses_with_a_minus(nowhere: Nowhere, exercise: Release) -> None:
    scope = nowhere.scope("ex-2011-09-15", country=("XAC",), cmp=nowhere.names["ex-2011-09-01"])
    frame = countrychanges.frame(exercise, scope)
    assert [(row.lead, row.title) for row in frame.itertuples()] == [
        ("↓", "failing → failed"),
        ("−2", "2 → 0 civilians"),
        ("+", "The government of Corvia leaves"),
    ]


def test_changes_of_the_record_count_the_rows_it_did_not_hold_before(nowhere: Nowhere, record: Release) -> None:
    scope = nowhere.scope(RECORD, country=("XAA",), cmp=nowhere.names["2010-12-31"])
    found = dict(zip(*(countrychanges.frame(record, scope)[name] for name in ("key", "lead")), strict=True))
    assert found["transactions"] == "+6"
    assert found["needs"] == "+1"


def test_without_a_comparison_nothing_is_said_to_have_changed(nowhere: Nowhere, record: Release) -> None:
    view = countrychanges.since(record, nowhere.scope(RECORD, country=("XAA",)))
    assert view.absence == "No release is compared. Choose one under Since."
