"""Tables and ranked bars: what a cell says, and how doubt is drawn."""

import pandas as pd
import pytest

from dashboard.cells import Column, is_said
from dashboard.figures import bars, lists, tables
from dashboard.view import Citation, View


def _view(frame: pd.DataFrame, **facts: object) -> View:
    return View("v", "", "", frame, {}, "", Citation("", "t", lambda: frame), facts=facts)


@pytest.mark.parametrize(
    ("form", "value", "qualifier", "text"),
    [
        ("count", 1624.0, "EXACT", "1,624"),
        ("count", 5800.0, "ABOUT", "≈ 5,800"),
        ("count", None, "EXACT", "[x]"),
        ("count", float("nan"), "AT_LEAST", "[x]"),
        ("count", "[z]", "EXACT", "[z]"),
        ("count", 0.0, "EXACT", "0"),
        ("signed", -17.0, "EXACT", "−17"),
        ("millions", 148_000_000.0, "AT_LEAST", "≥ 148.0"),
        ("millions", 9_400.0, "EXACT", "$9,400"),
        ("money", 1_620_000_000.0, "EXACT", "$1.62 bn"),
        ("text", pd.Timestamp("2011-09-15"), "EXACT", "15 Sep 2011"),
    ],
)
def test_a_value_is_written_as_its_column_says(form: str, value: object, qualifier: str, text: str) -> None:
    assert tables.written(Column("value", "", form), value, qualifier) == text  # type: ignore[arg-type]


def test_a_row_leads_to_its_screen_and_its_mark_opens_the_drawer() -> None:
    frame = pd.DataFrame([("XAA", "Ardova", "COMPLEX", 3.0)], columns=["code", "name", "status", "people"])
    cells = (
        Column("name", "Country", status="status", to=("countries", "country"), to_code="code"),
        Column("people", "People", "count", strong=True),
        Column("code", "", "mark"),
    )
    (_, table), *_ = tables.draw_table(_view(frame, cells=cells))["blocks"]  # type: ignore[misc, attr-defined]
    name, people, mark = table["rows"][0]["cells"]
    assert name["status"] == "COMPLEX"
    assert name["to"] == ("countries", {"country": ("XAA",), "open": "", "all": "", "table": ()})
    assert people == {"t": "3", "k": "strong"}
    assert (mark["mark"], mark["opens"]) == ("reported", "v:XAA")
    assert [column["align"] for column in table["columns"]] == ["left", "right", "right"]


def test_a_code_of_absence_is_muted_and_a_change_is_highlighted() -> None:
    frame = pd.DataFrame([(None, "Roads", True)], columns=["people", "name", "is_new"])
    cells = (Column("people", "People", "count", strong=True), Column("name", "Name", changed="is_new"))
    (_, table), *_ = tables.draw_table(_view(frame, cells=cells))["blocks"]  # type: ignore[misc, attr-defined]
    assert table["rows"][0]["cells"] == [{"t": "[x]", "k": "muted"}, {"t": "Roads", "k": "hl"}]


def test_a_row_without_a_key_has_no_mark() -> None:
    frame = pd.DataFrame({"key": [None]})
    (_, table), *_ = tables.draw_table(_view(frame, cells=(Column("key", "", "mark"),)))["blocks"]  # type: ignore[misc, attr-defined]
    assert table["rows"][0]["cells"] == [""]


def test_only_the_first_rows_are_shown_and_a_total_stands_last() -> None:
    frame = pd.DataFrame({"n": [1.0, 2.0, 3.0]})
    view = _view(frame, cells=(Column("n", "N", "count"),), limit=2, total={"n": "6"})
    (_, table), *_ = tables.draw_table(view)["blocks"]  # type: ignore[misc, attr-defined]
    assert [row["cells"] for row in table["rows"]] == [["1"], ["2"], ["6"]]
    assert table["rows"][-1]["kind"] == "total"


def test_a_column_of_codes_of_absence_says_nothing() -> None:
    assert not is_said(["", "[x]", None, float("nan"), "[z]"])
    assert is_said(["", 0.0])
    assert is_said(["[x]", "a word"])


BARS = pd.DataFrame(
    [
        ("Political", 44.0, "44.0", "EXACT", "POLITICAL"),
        ("Economic", 38.0, "≥ 38.0", "AT_LEAST", "ECONOMIC"),
        ("Legal", 27.0, "≈ 27.0", "ABOUT", "LEGAL"),
        ("Military", float("nan"), "[x]", "EXACT", "MILITARY"),
    ],
    columns=["label", "value", "text", "qualifier_code", "code"],
)


def test_bars_start_at_zero_and_carry_their_values() -> None:
    figure = bars.draw_values(_view(BARS, click=("programs", "tool")))["figure"]
    assert figure["data"][0]["x"] == [44.0, 38.0, 27.0, 0.0]  # type: ignore[index]
    assert figure["data"][0]["text"][-1] == "<b>[x]</b>"  # type: ignore[index]
    assert figure["layout"]["xaxis"]["range"] == [0, 44.0]  # type: ignore[index]
    assert figure["click"] == ("programs", "tool")  # type: ignore[index]


def test_a_rounded_end_is_hatched_and_ends_where_the_bar_ends() -> None:
    hatched = bars.draw_values(_view(BARS))["figure"]["data"][1]  # type: ignore[index]
    assert hatched["y"] == [2]
    assert hatched["base"][0] + hatched["x"][0] == 27.0
    assert hatched["marker"]["pattern"]["shape"] == "/"


def test_a_lower_bound_has_a_notch_in_its_end() -> None:
    (notch,) = bars.draw_values(_view(BARS))["figure"]["layout"]["shapes"]  # type: ignore[index]
    assert notch["path"].startswith("M 38.0 ")
    assert notch["fillcolor"] == "@paper"


def test_short_statements_carry_their_mark_and_open_their_row() -> None:
    names = ["key", "lead", "title", "text", "status_code", "mark", "is_changed"]
    frame = pd.DataFrame([("people", "+7", "34 → 41 civilians", "4 USAID Active", "", "computed", True)], columns=names)
    ((_, items),) = lists.draw_notes(_view(frame))["blocks"]  # type: ignore[misc, attr-defined]
    assert items[0]["lead"] == {"t": "+7", "hl": True}
    assert (items[0]["title"]["mark"], items[0]["title"]["opens"]) == ("computed", "v:people")
