"""Programs and their money: stages apart, bounds kept, printed totals against what is found."""

from dataclasses import dataclass, field

import pandas as pd
import pytest

from dashboard.queries import appropriations, programrows, programs, section1207, spending
from dashboard.scope import Scope
from loaders.release import Release
from tests.conftest import Nowhere


def test_obligations_by_tool_keep_their_sign_and_stages_apart(nowhere: Nowhere, exercise: Release) -> None:
    frame = spending.by_tool(exercise, nowhere.scope("ex-2011-09-15")).set_index("code")
    assert frame["value"].to_dict() == {"ECONOMIC": 2_000_000.20, "DIPLOMATIC": 1_000_000.10}
    assert frame["qualifier_code"].to_dict() == {"ECONOMIC": "AT_LEAST", "DIPLOMATIC": "EXACT"}


def test_the_matrix_says_unknown_where_no_amount_is_stated(nowhere: Nowhere, exercise: Release) -> None:
    found = spending.agency_tools(exercise, nowhere.scope("ex-2011-09-15"))
    texts = {(row.row_code, row.column_code): row.text for row in found.frame.itertuples()}
    assert texts == {("STATE", "DIPLOMATIC"): "1", ("USAID", "ECONOMIC"): "≥ 2", ("USDA", "ECONOMIC"): "[x]"}
    assert found.facts["totals"] == {"DIPLOMATIC": "1", "ECONOMIC": "≥ 2"}


def test_a_year_after_the_last_obligation_is_a_request_and_hollow(nowhere: Nowhere, exercise: Release) -> None:
    frame = spending.years(exercise, nowhere.scope("ex-2011-09-15")).frame
    assert list(zip(frame["label"], frame["is_request"], strict=True)) == [
        ("FY2010", False),
        ("FY2011", False),
        ("FY2012", True),
    ]
    assert frame["value"].tolist() == [500_000, 1_000_000.10 + 2_000_000.20, 3_000_000]


def test_programs_of_the_record_show_the_amount_a_source_states(nowhere: Nowhere, record: Release) -> None:
    frame = programrows.listed(record, nowhere.scope("2011-09-30"))
    assert frame["program_id"].tolist() == ["P-C", "P-A", "P-D"]
    assert frame["value"].tolist() == [2_500_000.50, 1_000_000.25, 750_000]
    assert set(frame["tool_name"]) == {"[x]"}


def test_the_record_says_that_no_source_sorts_programs_by_tool(nowhere: Nowhere, record: Release) -> None:
    notes = programs.table(record, nowhere.scope("2011-09-30")).notes
    assert notes == ("No source says with which tool of smart power these programs work; tools are not reported.",)


def test_the_answer_of_the_record_adds_nothing(nowhere: Nowhere, record: Release) -> None:
    h1, lead = programs.headline(record, nowhere.scope("2011-09-30"))
    assert h1 == "Sources name 3 programs; of three an amount is known."
    assert "never added" in lead


def test_filters_that_leave_no_program_are_said(nowhere: Nowhere, record: Release) -> None:
    found = programs.table(record, nowhere.scope("2011-09-30", country=("XAE",)))
    assert found.absence.startswith("No source known by this day names a program in ")


@dataclass(frozen=True, eq=False)
class _Held:
    """A release that holds one table."""

    rows: pd.DataFrame
    name: str = "held"
    empty: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["country_code", "country_name"]))

    def table(self, name: str) -> pd.DataFrame:
        return self.rows if name == "transactions" else self.empty


_COLUMNS = (
    "transaction_id",
    "program_id",
    "country_code",
    "account_name",
    "fiscal_year",
    "fiscal_year_start",
    "fiscal_year_end",
    "stage_code",
    "amount_usd",
    "qualifier_code",
    "series_id",
    "is_total",
    "part_of_id",
    "note",
)


def _held(rows: list[tuple[object, ...]]) -> _Held:
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    years = {name: frame[name].astype("Int64") for name in ("fiscal_year", "fiscal_year_start", "fiscal_year_end")}
    return _Held(frame.assign(**years, known_date=pd.Timestamp("2010-02-04"), agency_code="STATE"))


def _moved(row: str, program: object, year: int | None, amount: float, *more: object) -> tuple[object, ...]:
    series, is_total, part_of = more
    return (
        row,
        program,
        None,
        "Section 1207 transfers",
        year,
        year or 2008,
        year or 2009,
        "TRANSFERRED",
        amount,
        "EXACT",
        series,
        is_total,
        part_of,
        None,
    )


@pytest.fixture
def transfers() -> _Held:
    return _held(
        [
            _moved("T7", None, 2007, 99_700_000, "Section 1207 FY2007", True, None),
            _moved("A", "P1", 2007, 20_000_000, "Section 1207 FY2007", False, "T7"),
            _moved("B", "P2", 2007, 79_700_000, "Section 1207 FY2007", False, "T7"),
            _moved("T8", None, 2008, 100_000_000, "Section 1207 FY2008", True, None),
            _moved("C", "P3", 2008, 9_850_000, "Section 1207 FY2008", False, "T8"),
            _moved("C1", "P4", 2008, 5_000_000, "Section 1207 FY2008 shares", False, "C"),
            _moved("G", "P5", None, 100_000_000, "Section 1207 FY2008-2009 Georgia", False, None),
        ]
    )


SCOPE = Scope(rel="held", asof=pd.Timestamp("2011-09-30").date())


def test_what_is_found_by_project_stands_within_the_printed_total(transfers: Release) -> None:
    frame = section1207.by_year(transfers, SCOPE).frame
    assert frame["value"].tolist() == [99_700_000, 100_000_000]
    assert frame["inner"].tolist() == [20_000_000 + 79_700_000, 9_850_000]
    assert frame["text"].tolist() == ["99.7<br>of 99.7", "9.9<br>of 100.0"]


def test_an_amount_for_two_years_is_in_no_column_and_is_told(transfers: Release) -> None:
    (note,) = section1207.by_year(transfers, SCOPE).notes
    assert note.startswith("$100.0 million for several countries in FY2008–09 is not divided by year")


def test_a_share_of_a_project_is_not_shown_beside_it(transfers: Release) -> None:
    assert section1207.by_project(transfers, SCOPE).frame["million"].tolist() == [100.0, 79.7, 20.0, 9.85]


def test_a_grant_that_no_source_states_is_unknown_and_not_zero() -> None:
    asked = (
        "R",
        None,
        None,
        "Complex Crises Fund",
        2011,
        2011,
        2011,
        "REQUESTED",
        1e8,
        "EXACT",
        "s",
        False,
        None,
        None,
    )
    zero = (
        "Z",
        None,
        None,
        "Complex Crises Fund",
        2012,
        2012,
        2012,
        "REQUESTED",
        75e6,
        "EXACT",
        "s",
        False,
        None,
        None,
    )
    none = (
        "N",
        None,
        None,
        "Complex Crises Fund",
        2012,
        2012,
        2012,
        "APPROPRIATED",
        0.0,
        "EXACT",
        "s",
        False,
        None,
        None,
    )
    frame = appropriations.by_year(_held([asked, zero, none]), SCOPE).frame
    assert frame["text"].tolist() == ["[x]<br>of 100.0", "0.0<br>of 75.0"]
    assert frame["value"].tolist() == [1e8, 75e6]
    assert pd.isna(frame["inner"].iloc[0])
    assert frame["inner"].iloc[1] == 0
