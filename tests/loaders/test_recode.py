from pathlib import Path

import pandas as pd
import pytest
from rawfiles import cell, known, load, spellings

from loaders import deployments, money
from loaders.contract import Loaded
from loaders.recode import recode
from loaders.tables import TABLES

RIGHT = {
    "Row": "D1", "Scope": "COUNTRY", "Measure": "TOUR", "Stage": "ACTUAL", "Country": "XAA", "Agency": "STATE",
    "From": "2010-06", "To": "2010", "People": "1,200", "Total": "no", "Source": "S1",
}  # fmt: skip
AMOUNT = {
    "Row": "T1", "Country": "XAA", "Agency": "STATE", "Stage": "OBLIGATED", "Amount": "12.50", "How exact": "EXACT",
    "Total": "no", "Running total": "no", "Source": "S1",
}  # fmt: skip


def read(tmp_path: Path, *rows: dict[str, str]) -> Loaded:
    return load(deployments.load_deployments, tmp_path / "deployments.csv", deployments.NAMED, *rows)


def amounts(tmp_path: Path, **cells: str) -> Loaded:
    named = {heading.replace(" ", "_"): heading for heading in money.NAMED}
    row = AMOUNT | {named[key]: value for key, value in cells.items()}
    return load(money.load_transactions, tmp_path / "transactions.csv", money.NAMED, row)


def messages(loaded: Loaded) -> list[str]:
    return [issue.message for issue in loaded.issues]


def test_the_agency_that_is_none_is_told_with_place_value_choice_and_the_nearest_spelling(tmp_path: Path) -> None:
    loaded = read(tmp_path, RIGHT, RIGHT | {"Row": "D2", "Agency": "Marines"}, RIGHT | {"Row": "D3", "Agency": "STAT"})
    codes = "STATE, USAID, USDA, DOC, HHS, DHS, DOJ, TREAS, DOT, DOD, ALL, SEVERAL, OTHER"
    assert messages(loaded) == [
        f"deployments.csv line 3, column 'Agency': 'Marines' is not one of {codes}",
        f"deployments.csv line 4, column 'Agency': 'STAT' is not one of {codes}; did you mean 'STATE'?",
    ]
    assert loaded.issues[0].mend == "correct the cell, or add the spelling to data/spellings.csv under agency_code"
    assert str(loaded.issues[0]) == f"{messages(loaded)[0]}; {loaded.issues[0].mend}"
    assert loaded.rows["deployment_id"].tolist() == ["D1"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"From": "31.02.2010"}, "column 'From': '31.02.2010' is not a day, month, season, year or fiscal year"),
        ({"From": "2011-01-02", "To": "2011-01-01"},
         "column 'To': '2011-01-01' breaks a rule: a row ends on or after the day it starts"),
        ({"Country": "Ardovva"},
         "column 'Country': 'Ardovva' is not a country of the reference list "
         "(ISO 3166-1 alpha-3 code or a known name); did you mean 'Ardova'?"),
        ({"Country": "Nowhere at all"}, "column 'Country': 'Nowhere at all' is not a country of the reference list "
         "(ISO 3166-1 alpha-3 code or a known name)"),
        ({"People": "-4"}, "column 'People': '-4' is below 0"),
        ({"People": "some"}, "column 'People': 'some' is not a whole number"),
        ({"At least": "9", "At most": "4"},
         "column 'At least': '9' breaks a rule: the lower end of a range is not above the upper end"),
        ({"Total": "maybe"}, "column 'Total': 'maybe' is not yes or no"),
        ({"Source": "S9"}, "column 'Source': 'S9' is not a source in sources.csv"),
        ({"Measure": ""}, "column 'Measure': the cell is empty and may not be"),
        ({"Row": ""}, "column 'Row': the cell is empty and may not be"),
        ({"Part of": "D1"}, "column 'Part of': 'D1' breaks a rule: a row is never part of itself"),
        ({"Agency": "SEVERAL", "Joint agencies": "STATE; Marines"}, "column 'Joint agencies': 'Marines' is not one of"
         " STATE, USAID, USDA, DOC, HHS, DHS, DOJ, TREAS, DOT, DOD, ALL, SEVERAL, OTHER"),
        ({"Joint agencies": "STATE;DOJ"},
         "column 'Joint agencies': 'STATE;DOJ' breaks a rule: "
         "several agencies are named only where the agency is SEVERAL"),
    ],
)  # fmt: skip
def test_every_kind_of_misfit_is_told_in_one_sentence_and_its_row_set_aside(
    tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    loaded = read(tmp_path, RIGHT | cells)
    assert messages(loaded) == [f"deployments.csv line 2, {said}"]
    assert (loaded.received, len(loaded.rows), loaded.lines_set_aside) == (1, 0, 1)


def test_rows_sent_twice_are_kept_once_and_rows_that_differ_not_at_all(tmp_path: Path) -> None:
    same = read(tmp_path, RIGHT, RIGHT)
    assert (len(same.rows), same.issues[0].rule, same.issues[0].line) == (1, "repeated", 3)
    other = read(tmp_path, RIGHT, RIGHT | {"People": "7"})
    assert (len(other.rows), {issue.rule for issue in other.issues}) == (0, {"conflict"})
    assert messages(other)[0] == (
        "deployments.csv line 2, column 'Row': 'D1' is the key of rows that differ, on lines 2, 3; none is kept"
    )


def test_a_record_that_does_not_fit_its_heading_is_set_aside_as_received(tmp_path: Path) -> None:
    path = tmp_path / "deployments.csv"
    path.write_text(",".join(deployments.NAMED) + "\nD1,COUNTRY,TOUR\n", encoding="utf-8")
    loaded = deployments.load_deployments(path, spellings(), known())
    width = len(deployments.NAMED)
    assert messages(loaded)[0] == f"deployments.csv line 2: the row has 3 cells where the heading has {width}"
    assert loaded.set_aside["row_text"][0] == "D1,COUNTRY,TOUR"
    assert loaded.lines_set_aside == 1


def test_starts_take_the_first_day_of_a_period_and_ends_the_last_with_their_precision(tmp_path: Path) -> None:
    loaded = read(tmp_path, RIGHT)
    assert cell(loaded, "start_date") == pd.Timestamp(2010, 6, 1)
    assert cell(loaded, "start_precision") == "MONTH"
    assert cell(loaded, "end_date") == pd.Timestamp(2010, 12, 31)
    assert cell(loaded, "end_precision") == "YEAR"
    assert cell(loaded, "as_of_date") is None
    assert cell(loaded, "as_of_precision") is None


def test_a_missing_cell_stays_missing_and_is_not_zero(tmp_path: Path) -> None:
    loaded = read(tmp_path, RIGHT | {"People": ""})
    assert cell(loaded, "people_count") is None
    assert cell(loaded, "person_days") is None
    assert cell(read(tmp_path, RIGHT | {"People": "0"}), "people_count") == 0


def test_names_become_codes(tmp_path: Path) -> None:
    loaded = read(tmp_path, RIGHT | {"Country": "belonia", "Agency": "foreign ministry"})
    assert (cell(loaded, "country_code"), cell(loaded, "agency_code")) == ("XAB", "STATE")
    joint = read(tmp_path, RIGHT | {"Agency": "SEVERAL", "Joint agencies": "Foreign Ministry; doj"})
    assert cell(joint, "agency_codes") == "STATE;DOJ"


def test_a_row_is_known_from_the_last_day_of_its_source_s_period(tmp_path: Path) -> None:
    rows = [RIGHT | {"Row": f"D{n}", "Source": f"S{n}"} for n in (1, 2, 3, 4)] + [RIGHT | {"Row": "D5", "Source": ""}]
    loaded = read(tmp_path, *rows)
    assert [cell(loaded, "known_date", row) for row in range(5)] == [
        pd.Timestamp(2010, 6, 21), pd.Timestamp(2010, 6, 30), pd.Timestamp(2010, 12, 31), None, None,
    ]  # fmt: skip


def test_a_row_can_be_walked_back_to_its_line(tmp_path: Path) -> None:
    loaded = read(tmp_path, RIGHT)
    assert cell(loaded, "raw_file") == f"{tmp_path.name}/deployments.csv"
    assert cell(loaded, "raw_line") == 2


def test_a_span_of_fiscal_years_is_not_one_fiscal_year(tmp_path: Path) -> None:
    span = amounts(tmp_path, Fiscal_year="2008-2010")
    assert [cell(span, name) for name in ("fiscal_year", "fiscal_year_start", "fiscal_year_end")] == [None, 2008, 2010]
    single = amounts(tmp_path, Fiscal_year="FY2011")
    assert [cell(single, name) for name in ("fiscal_year", "fiscal_year_start", "fiscal_year_end")] == [2011] * 3
    wrong = amounts(tmp_path, Fiscal_year="FY11")
    assert messages(wrong) == [
        "transactions.csv line 2, column 'Fiscal year': 'FY11' is not a fiscal year or a span of them"
    ]


def test_money_keeps_its_cents_and_a_blank_amount_is_unknown(tmp_path: Path) -> None:
    assert cell(amounts(tmp_path), "amount_usd") == 12.5
    assert cell(amounts(tmp_path, Amount=""), "amount_usd") is None
    assert cell(amounts(tmp_path, Amount="-3"), "amount_usd") == -3
    assert messages(amounts(tmp_path, Amount="1.234")) == [
        "transactions.csv line 2, column 'Amount': '1.234' is not an amount in US dollars and cents"
    ]


def test_columns_that_no_heading_holds_are_there_and_empty() -> None:
    texts = pd.DataFrame(
        {
            "event_id": pd.Series(["E1"], dtype="str"),
            "raw_line": pd.Series([2], dtype="Int64"),
            "row_text": pd.Series(["E1"], dtype="str"),
            "row_misfit": pd.Series([None], dtype="str"),
        }
    )
    frame, problems = recode(texts, TABLES["events"], spellings(), {})
    assert problems == []
    assert list(frame.columns) == [*TABLES["events"].columns, "row_text"]
    assert frame["event_date"].isna().all()
    assert str(frame["known_date"].dtype) == "datetime64[us]"
