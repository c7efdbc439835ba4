"""Matrices: area in proportion, every pair accounted for, totals of the same squares."""

import pandas as pd
import pytest

from dashboard.figures import matrices
from dashboard.view import Citation, View


def _view(marks: list[tuple[object, ...]], **facts: object) -> View:
    names = ["row_code", "row_label", "column_code", "column_label", "value", "colour"]
    frame = pd.DataFrame(marks, columns=names).astype({"value": "float64"})
    return View("v", "", "", frame, {}, "", Citation("", "deployments", lambda: frame), facts=facts)


ROWS: list[tuple[object, ...]] = [
    ("STATE", "State", "AF", "Africa", 36.0, "@agency-STATE"),
    ("USAID", "USAID", "AF", "Africa", 9.0, "@agency-USAID"),
    ("USAID", "USAID", "EUR", "Europe", 4.0, "@agency-USAID"),
]


def test_a_square_a_quarter_as_large_has_half_the_side() -> None:
    sizes = matrices.draw(_view(ROWS))["figure"]["data"][0]["marker"]["size"]
    assert sizes[1] * 2 == sizes[0]
    assert sizes[2] == pytest.approx(sizes[0] * 2 / 6, abs=0.05)


def test_a_pair_without_anything_is_a_dot() -> None:
    empty = matrices.draw(_view(ROWS))["figure"]["data"][1]
    assert list(zip(empty["x"], empty["y"], empty["text"], strict=True)) == [(1, 0, "·")]


def test_the_total_row_adds_the_squares_of_its_column() -> None:
    totals = matrices.draw(_view(ROWS, total_label="All agencies"))["figure"]["data"][2]
    assert totals["text"] == [f"<b>{36 + 9}</b>", "<b>4</b>"]
    assert totals["y"] == [2, 2]


def test_totals_that_are_given_are_not_added_again() -> None:
    view = _view(ROWS, total_label="All", totals={"AF": "≥ 45"})
    assert matrices.draw(view)["figure"]["data"][2]["text"] == ["<b>≥ 45</b>", "·"]


def test_a_square_that_is_not_reported_says_so() -> None:
    rows = [*ROWS, ("STATE", "State", "EUR", "Europe", None, "@agency-STATE")]
    assert matrices.draw(_view(rows))["figure"]["data"][0]["text"] == ["36", "9", "4", "[x]"]


def test_rows_that_are_asked_for_stand_there_without_a_square() -> None:
    rows = (("STATE", "State"), ("DOC", "Commerce"), ("USAID", "USAID"))
    figure = matrices.draw(_view(ROWS, rows=rows))["figure"]
    assert figure["layout"]["yaxis"]["ticktext"] == ["State  ", "Commerce  ", "USAID  "]
    assert figure["data"][1]["text"].count("·") == 3


def test_on_a_phone_a_sign_stands_above_its_total_so_that_neighbours_do_not_touch() -> None:
    view = _view(ROWS, total_label="All", totals={"AF": "≥ 527", "EUR": "46"})
    assert matrices.draw(view)["figure"]["narrow"]["data"][2]["text"] == ["<b>≥<br>527</b>", "<b>\u00a0<br>46</b>"]
    plain = _view(ROWS, total_label="All", totals={"AF": "527", "EUR": "46"})
    assert matrices.draw(plain)["figure"]["narrow"]["data"][2]["text"] == ["<b>527</b>", "<b>46</b>"]
