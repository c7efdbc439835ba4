import pandas as pd
import pytest

from loaders.contract import LEDGER_COLUMNS, Loaded, Problem, as_text, check, empty_ledger
from loaders.csvfiles import ContractError
from loaders.schema import DTYPES
from loaders.tables import TABLES

EVENTS = TABLES["events"]
DEPLOYMENTS = TABLES["deployments"]


def events(*rows: tuple[str | None, str | None]) -> pd.DataFrame:
    """Frame of events given as key and title, one a line from line 2."""
    filled = {
        "event_id": pd.Series([key for key, _ in rows], dtype="str"),
        "event_title": pd.Series([title for _, title in rows], dtype="str"),
        "category_code": "conflict",
        "raw_file": "world/events.csv",
        "raw_line": pd.Series(range(2, 2 + len(rows)), dtype="Int64"),
    }
    frame = EVENTS.empty().reindex(range(len(rows))).assign(**filled)
    return frame.astype({name: EVENTS.empty()[name].dtype for name in EVENTS.columns})


def deployments(**cells: object) -> pd.DataFrame:
    right = {
        "deployment_id": "D1", "scope_code": "COUNTRY", "measure_code": "TOUR", "stage_code": "ACTUAL",
        "is_total": False, "raw_file": "world/deployments.csv", "raw_line": 2,
    }  # fmt: skip
    frame = DEPLOYMENTS.empty().reindex(range(1)).assign(**{**right, **cells})
    return frame.astype({name: DEPLOYMENTS.empty()[name].dtype for name in DEPLOYMENTS.columns})


def messages(loaded: Loaded) -> list[str]:
    return loaded.set_aside["message"].tolist()


def test_right_rows_are_kept_in_the_table_s_columns_and_types() -> None:
    loaded = check(events(("E1", "War"), ("E2", "Peace")), EVENTS, "world/events.csv", [])
    assert list(loaded.rows.columns) == list(EVENTS.columns)
    for name in EVENTS.columns:
        assert loaded.rows[name].dtype == EVENTS.empty()[name].dtype, name
    assert (loaded.received, len(loaded.rows), loaded.lines_set_aside) == (2, 2, 0)
    assert list(loaded.set_aside.columns) == list(LEDGER_COLUMNS)
    assert loaded.issues == ()


def test_an_empty_cell_that_must_be_filled_sets_its_row_aside_and_keeps_the_rest() -> None:
    loaded = check(events(("E1", None), ("E2", "Peace")), EVENTS, "world/events.csv", [], {"event_title": "Event"})
    assert loaded.rows["event_id"].tolist() == ["E2"]
    assert messages(loaded) == ["events.csv line 2, column 'Event': the cell is empty and may not be"]
    assert str(loaded.issues[0]).endswith("; fill the cell in")


def test_exact_repeats_keep_the_first_row() -> None:
    loaded = check(events(("E1", "War"), ("E1", "War"), ("E1", "War")), EVENTS, "world/events.csv", [])
    assert loaded.rows["raw_line"].tolist() == [2]
    assert messages(loaded) == [
        "events.csv line 3, column 'event_id': 'E1' repeats line 2 word for word, which is kept",
        "events.csv line 4, column 'event_id': 'E1' repeats line 2 word for word, which is kept",
    ]


def test_rows_that_share_a_key_and_differ_are_all_set_aside() -> None:
    loaded = check(events(("E1", "War"), ("E2", "Peace"), ("E1", "Truce")), EVENTS, "world/events.csv", [])
    assert loaded.rows["event_id"].tolist() == ["E2"]
    assert set(loaded.set_aside["rule"]) == {"conflict"}
    assert messages(loaded)[1] == (
        "events.csv line 4, column 'event_id': 'E1' is the key of rows that differ, on lines 2, 4; none is kept"
    )


def test_rows_without_a_key_are_set_aside_for_that_and_not_as_repeats() -> None:
    loaded = check(events((None, "War"), (None, "War")), EVENTS, "world/events.csv", [])
    assert loaded.set_aside["rule"].tolist() == ["empty", "empty"]


def test_every_reason_of_a_row_is_told_and_the_row_counts_once() -> None:
    wrong = deployments(scope_code="MOON", people_count=-4, start_date=pd.Timestamp(2011, 5, 2),
                        end_date=pd.Timestamp(2011, 5, 1))  # fmt: skip
    loaded = check(wrong, DEPLOYMENTS, "world/deployments.csv", [])
    assert (len(loaded.rows), len(loaded.set_aside), loaded.lines_set_aside) == (0, 3, 1)
    assert sorted(messages(loaded)) == [
        "deployments.csv line 2, column 'end_date': '2011-05-01' breaks a rule: "
        "a row ends on or after the day it starts",
        "deployments.csv line 2, column 'people_count': '-4' is below 0",
        "deployments.csv line 2, column 'scope_code': 'MOON' is not one of COUNTRY, WORLDWIDE",
    ]


@pytest.mark.parametrize(
    ("cells", "rule", "column"),
    [
        ({"people_low": 9, "people_high": 4}, "range-reversed", "people_low"),
        ({"part_of_id": "D1"}, "part-of-itself", "part_of_id"),
        ({"agency_code": "STATE", "agency_codes": "STATE;USAID"}, "joint-agencies", "agency_codes"),
        ({"agency_codes": "STATE;USAID"}, "joint-agencies", "agency_codes"),
        ({"person_days": -1}, "minimum", "person_days"),
        ({"measure_code": None}, "empty", "measure_code"),
    ],
)
def test_each_rule_sets_the_row_that_breaks_it_aside(cells: dict[str, object], rule: str, column: str) -> None:
    loaded = check(deployments(**cells), DEPLOYMENTS, "world/deployments.csv", [])
    assert [(issue.rule, issue.column) for issue in loaded.issues] == [(rule, column)]


def test_rows_that_keep_every_rule_at_its_edge_are_kept() -> None:
    day = pd.Timestamp(2011, 5, 1)
    edge = deployments(start_date=day, end_date=day, people_low=4, people_high=4, people_count=0, part_of_id="D2",
                       agency_code="SEVERAL", agency_codes="STATE;USAID")  # fmt: skip
    assert len(check(edge, DEPLOYMENTS, "world/deployments.csv", []).rows) == 1


def test_a_cell_that_was_not_read_is_told_once_and_not_also_as_empty() -> None:
    problem = Problem(0, "event_title", "?", "unread", "cannot be read", "write it out")
    loaded = check(events(("E1", None)), EVENTS, "world/events.csv", [problem])
    assert messages(loaded) == ["events.csv line 2, column 'event_title': '?' cannot be read"]


def test_the_ledger_says_whose_row_it_was_and_what_it_held() -> None:
    wrong = deployments(country_code="XAA", agency_code="DOJ", stage_code="GUESSED").assign(row_text="D1,XAA,guessed")
    entry = check(wrong, DEPLOYMENTS, "world/deployments.csv", []).set_aside.iloc[0]
    assert (entry["country_code"], entry["agency_code"], entry["row_text"]) == ("XAA", "DOJ", "D1,XAA,guessed")
    assert (entry["table_name"], entry["raw_file"], entry["raw_line"]) == ("deployments", "world/deployments.csv", 2)
    assert {str(dtype) for dtype in check(wrong, DEPLOYMENTS, "f", []).set_aside.dtypes} == {"str", "Int64"}


def test_a_whole_row_can_be_a_misfit_and_a_long_cell_is_cut_in_the_message_only() -> None:
    row = Problem(0, "", "", "cells", "has 3 cells where the heading has 2", "send every cell")
    long = Problem(0, "event_title", "x" * 200 + "\nend", "unread", "cannot be read", "shorten it")
    loaded = check(events(("E1", "War")), EVENTS, "world/events.csv", [row, long])
    assert messages(loaded)[0] == "events.csv line 2: the row has 3 cells where the heading has 2"
    assert messages(loaded)[1] == f"events.csv line 2, column 'event_title': '{'x' * 80}...' cannot be read"
    assert loaded.set_aside["cell_value"][1] == "x" * 200 + "\nend"


def test_a_frame_of_other_types_is_a_fault_of_the_loader() -> None:
    untyped = deployments().astype({"people_count": "float64"})
    with pytest.raises(ContractError, match=r"deployments: not the table's columns and types \(people_count\)"):
        check(untyped, DEPLOYMENTS, "world/deployments.csv", [])


def test_rows_of_one_line_are_told_apart_by_their_label() -> None:
    rows = events(("E1", "War"), ("E2", None), ("E3", "Peace")).assign(
        raw_line=pd.Series([2, 2, 3], dtype="Int64"), raw_column=pd.Series(["2018", "2019", "2018"], dtype="str")
    )
    cut = Problem(9, "", "", "cells", "is cut", "send it whole")
    loaded = check(rows.set_axis([4, 5, 9]), EVENTS, "world/events.csv", [cut])
    assert loaded.rows["event_id"].tolist() == ["E1"]
    assert messages(loaded) == [
        "events.csv line 2, column 'event_title': the cell is empty and may not be",
        "events.csv line 3: the row is cut",
    ]


def test_a_lost_row_is_noticed() -> None:
    with pytest.raises(ValueError, match="3 rows received, 0 kept, 0 set aside"):
        Loaded("events", "world/events.csv", 3, EVENTS.empty(), empty_ledger())


def test_cells_are_shown_as_a_reader_would_write_them() -> None:
    assert as_text(pd.Timestamp(2011, 6, 21)) == "2011-06-21"
    assert [as_text(missing) for missing in (None, pd.NA, pd.NaT, float("nan"))] == ["", "", "", ""]
    assert as_text(4) == "4"


def test_the_ledger_of_no_rows_has_its_types() -> None:
    assert {name: str(empty_ledger()[name].dtype) for name in LEDGER_COLUMNS} == {
        name: DTYPES["count" if name == "raw_line" else "text"] for name in LEDGER_COLUMNS
    }
