"""Columns over years: heights, hollow requests, signs of doubt, one scale."""

import pandas as pd

from dashboard.figures import columns
from dashboard.view import Citation, View


def _view(rows: list[tuple[object, ...]], **facts: object) -> View:
    names = ["panel", "label", "value", "text", "qualifier_code", "is_request", "colour"]
    frame = pd.DataFrame(rows, columns=names).astype({"value": "float64"})
    return View("v", "", "", frame, {}, "", Citation("", "transactions", lambda: frame), facts=facts)


ROWS: list[tuple[object, ...]] = [
    ("State", "FY2011", 372.0, "372", "EXACT", False, "@agency-STATE"),
    ("State", "FY2012", 350.0, "", "EXACT", True, "@agency-STATE"),
    ("USAID", "FY2011", 612.0, "≥ 612", "AT_LEAST", False, "@agency-USAID"),
    ("USAID", "FY2012", None, "", "EXACT", True, "@agency-USAID"),
]


def test_all_panels_share_one_bar_trace_and_one_scale() -> None:
    figure = columns.draw(_view(ROWS))["figure"]
    bars = [trace for trace in figure["data"] if trace["type"] == "bar"]
    assert len(bars) == 1
    assert bars[0]["y"] == [372.0, 350.0, 612.0, 0.0]
    assert figure["layout"]["yaxis"]["range"] == [0, 612 * 1.22]


def test_a_request_is_hollow_and_a_grant_is_filled() -> None:
    marker = columns.draw(_view(ROWS))["figure"]["data"][0]["marker"]
    assert marker["color"] == ["@agency-STATE", "@paper", "@agency-USAID", "@paper"]


def test_a_column_that_is_not_reported_says_so_and_never_stands_as_zero() -> None:
    assert columns.draw(_view(ROWS))["figure"]["data"][0]["text"] == ["<b>372</b>", "", "<b>≥ 612</b>", "[x]"]


def test_a_lower_bound_is_notched_at_its_top() -> None:
    notches = columns.draw(_view(ROWS))["figure"]["data"][1]
    assert notches["marker"]["symbol"] == "triangle-down"
    assert notches["y"] == [612.0]


def test_a_rounded_value_is_hatched_at_its_top() -> None:
    rows = [("A", "FY2010", 100.0, "≈ 100", "ABOUT", False, "@bar")]
    cap = columns.draw(_view(rows))["figure"]["data"][1]
    assert cap["base"][0] + cap["y"][0] == 100.0
    assert cap["marker"]["pattern"]["shape"] == "/"


def test_nine_panels_of_five_stand_in_rows_of_three_on_a_phone_on_one_scale() -> None:
    rows = [
        (f"P{panel}", str(year), float(panel), "", "EXACT", False, "@bar")
        for panel in range(1, 10)
        for year in range(5)
    ]
    narrow = columns.draw(_view(rows))["figure"]["narrow"]
    axes = [narrow["layout"][name] for name in ("yaxis", "yaxis2", "yaxis3")]
    assert [axis["range"] for axis in axes] == [[0, 9 * 1.22]] * 3
    assert "yaxis4" not in narrow["layout"]


def test_no_row_draws_no_column() -> None:
    figure = columns.draw(_view([]))["figure"]
    assert figure["data"][0]["y"] == []
