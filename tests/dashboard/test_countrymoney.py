"""Money of one country: by tool, by year, by printed sheet, and as stated; nothing is added that may not be."""

import math

from dashboard.figures import tables
from dashboard.queries import countrymoney, countryprograms, countrysheets
from loaders.release import Release
from tests.conftest import Nowhere

EXERCISE = "ex-2011-09-15"


def test_tools_are_ranked_by_the_obligations_of_the_year(nowhere: Nowhere, exercise: Release) -> None:
    frame = countrymoney.by_tool(exercise, nowhere.scope(EXERCISE, country=("XAA",))).frame
    assert list(frame["code"]) == ["ECONOMIC", "DIPLOMATIC"]
    assert list(frame["value"]) == [2_000_000.20, 1_000_000.10]
    assert list(frame["text"]) == ["≥ 2.0", "1.0"]


def test_an_amount_not_reported_is_a_code(nowhere: Nowhere, exercise: Release) -> None:
    frame = countrymoney.by_tool(exercise, nowhere.scope(EXERCISE, country=("XAC",))).frame
    assert list(frame["text"]) == ["[x]"]
    assert math.isnan(frame["value"].iloc[0])


def test_years_begin_with_the_first_that_has_an_amount_and_the_request_is_hollow(
    nowhere: Nowhere, exercise: Release
) -> None:
    view = countrymoney.funding(exercise, nowhere.scope(EXERCISE, country=("XAA",)))
    found = [tuple(row) for row in view.frame[["label", "value", "is_request"]].itertuples(index=False)]
    assert found == [("FY2010", 500_000, False), ("FY2011", 3_000_000.30, False), ("FY2012", 3_000_000, True)]
    assert view.sentence == "$500,000 in FY2010, ≥ $3 m in FY2011."
    assert set(view.citation.rows()["transaction_id"]) == {"O-1", "O-2", "O-4", "O-6"}


def test_a_request_nobody_made_is_no_column(nowhere: Nowhere, exercise: Release) -> None:
    frame = countrymoney.funding(exercise, nowhere.scope(EXERCISE, country=("XAC",))).frame
    assert list(frame["label"]) == ["FY2011"]


def test_each_sheet_shows_its_printed_total_and_sheets_are_never_added(nowhere: Nowhere, record: Release) -> None:
    frame = countrysheets.sheets(record, nowhere.scope("2011-09-30", country=("XAA",)))
    assert [(row.label, row.value, row.text) for row in frame.itertuples()] == [
        ("1 Aug 2011", 240.0, "$240"),
        ("31 Jan 2011", 150.0, "$150"),
    ]
    assert frame["parts"].iloc[0] == "USAID $180, USAID $60"
    assert frame["value"].iloc[0] == 180 + 60


def test_the_newest_sheet_is_the_figure_and_cites_only_itself(nowhere: Nowhere, record: Release) -> None:
    figure = countrysheets.newest_sheet(record, nowhere.scope("2011-09-30", country=("XAA",)))
    assert (figure.value, figure.label, figure.below) == (240.0, "Provided, FY2011", "sheet of 1 Aug 2011")
    assert set(figure.citation.rows()["transaction_id"]) == {"R-3", "R-4", "R-3T"}


def test_a_sheet_after_the_day_is_not_yet_known(nowhere: Nowhere, record: Release) -> None:
    early = nowhere.scope("2011-09-30", country=("XAA",), asof=record.as_of.replace(month=3))
    assert countrysheets.newest_sheet(record, early).value == 150.0
    assert countrysheets.newest_sheet(record, early.but(country=("XAB",))).text == "[x]"


def test_stated_amounts_leave_out_the_parts_of_a_printed_total(nowhere: Nowhere, record: Release) -> None:
    view = countrymoney.stated(record, nowhere.scope("2011-09-30", country=("XAA",)))
    assert list(view.frame["transaction_id"]) == ["R-3T", "R-1T", "P-A-amount"]
    assert list(view.frame["stage"]) == ["provided", "provided", "transferred"]
    assert set(view.citation.rows()["transaction_id"]) == set(view.frame["transaction_id"])


def test_a_program_carries_the_amount_stated_for_it(nowhere: Nowhere, record: Release) -> None:
    frame = countryprograms.frame(record, nowhere.scope("2011-09-30", country=("XAA",)))
    assert [(row.program_id, row.amount_usd, row.years) for row in frame.itertuples()] == [
        ("P-A", 1_000_000.25, "FY2009")
    ]


def test_a_program_without_an_amount_is_listed_with_a_code(nowhere: Nowhere, exercise: Release) -> None:
    view = countryprograms.running(exercise, nowhere.scope(EXERCISE, country=("XAA",)))
    assert math.isnan(view.frame["amount_usd"].iloc[0])
    assert view.frame["tool"].iloc[0] == "Economic"
    amount = list(view.headings).index("amount_usd")
    assert tables.draw_table(view)["blocks"][0][1]["rows"][0]["cells"][amount]["t"] == "[x]"  # type: ignore[index]
