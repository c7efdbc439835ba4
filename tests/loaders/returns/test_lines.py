from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from loaders.formats.sheets import Block
from loaders.returns.forms import FORMS
from loaders.returns.lines import unfit_lines
from tests.loaders.returns.sent import INDICATOR, PROGRAM, TOUR, counts, errors, reported, tours


def _unfit(kind: str, *rows: dict[str, str | None]) -> dict[str, list[int]]:
    columns = {name: pa.array([row.get(name) or None for row in rows], pa.string()) for name in rows[0]}
    block = Block(np.arange(2, len(rows) + 2), pa.table(columns))
    return {mark.rule: mark.places.tolist() for mark in unfit_lines(block, FORMS[kind])}


@pytest.mark.parametrize("words", ["Total", "TOTAL", "Grand total", "Sub-total", "Subtotal", "* Total", "Totaux",
                                   "Summe", "Overall total", "Sous-total"])  # fmt: skip
def test_a_key_that_says_total_is_a_total_even_of_a_full_row(words: str) -> None:
    assert _unfit("deployments", TOUR, TOUR | {"deployment_id": words}) == {"total-row": [1]}


@pytest.mark.parametrize("words", ["Totally new office", "D-TOTAL", "Summer", "T-1"])
def test_a_key_that_only_looks_like_a_total_is_a_row(words: str) -> None:
    assert "total-row" not in _unfit("deployments", TOUR, TOUR | {"deployment_id": words})


def test_a_title_may_speak_of_a_total_where_the_row_is_whole() -> None:
    assert _unfit("programs", PROGRAM | {"title": "Total peace"}) == {}


def test_a_title_that_says_total_is_a_total_where_a_required_cell_is_empty() -> None:
    total = PROGRAM | {"program_id": "", "title": "Total", "countries": "", "agency": "", "fiscal_year": ""}
    assert _unfit("programs", PROGRAM, total) == {"total-row": [1]}


def test_a_country_indicator_that_says_total_is_a_row_where_it_has_its_country() -> None:
    assert _unfit("countries", INDICATOR | {"indicator": "Total displaced"}) == {}
    lacking = INDICATOR | {"iso3": "", "name": "Total", "indicator": ""}
    assert _unfit("countries", lacking) == {"total-row": [0]}


def test_one_filled_cell_is_a_note() -> None:
    note = dict.fromkeys(TOUR, None) | {"deployment_id": "Source: field offices"}
    assert _unfit("deployments", TOUR, note) == {"note-row": [1]}


def test_two_filled_cells_are_a_row_that_lacks_the_rest() -> None:
    thin = dict.fromkeys(TOUR, None) | {"deployment_id": "D-2", "country": "KEN"}
    assert _unfit("deployments", TOUR, thin) == {}


def test_a_heading_that_stands_again_is_no_row() -> None:
    again = {name: name for name in TOUR}
    shouted = {name: name.upper().replace("_", " ") for name in TOUR}
    assert _unfit("deployments", TOUR, again, TOUR, shouted) == {"repeated-header": [1, 3]}


def test_two_thirds_of_the_cells_make_a_heading_and_fewer_do_not() -> None:
    names = list(TOUR)[:6]
    # 4 of 6 cells name their own column: 4 * 3 = 2 * 6
    four = {name: name if at < 4 else "x" for at, name in enumerate(names)}
    three = {name: name if at < 3 else "x" for at, name in enumerate(names)}
    assert _unfit("deployments", four, three) == {"repeated-header": [0]}


def test_lines_that_are_no_rows_are_set_aside_with_one_reason_each_and_not_added(tmp_path: Path) -> None:
    first, second = tours({"headcount": "10"}, {"headcount": "5"})
    total = dict.fromkeys(TOUR, "") | {"deployment_id": "Total", "headcount": "15"}
    note = dict.fromkeys(TOUR, "") | {"deployment_id": "As of March"}
    report = reported(tmp_path, first, {name: name for name in TOUR}, second, total, note)
    assert counts(report) == (5, 2, 3)
    assert errors(report) == [("repeated-header", 3), ("total-row", 5), ("note-row", 6)]
    assert report["sums"] == {"headcount": 10 + 5}


def test_line_of_nothing_but_sums_is_a_total() -> None:
    bare = dict.fromkeys(PROGRAM, None) | {"obligated_usd": "250.10", "disbursed_usd": "100.05"}
    assert _unfit("programs", PROGRAM, bare) == {"total-row": [1]}
    assert _unfit("deployments", TOUR, dict.fromkeys(TOUR, None) | {"headcount": "10"}) == {"total-row": [1]}


def test_key_with_a_number_is_a_key_even_where_it_begins_like_a_total() -> None:
    assert _unfit("deployments", TOUR | {"deployment_id": "SUM-001"}) == {}
    lacking = dict.fromkeys(TOUR, None) | {"deployment_id": "Total 2010", "headcount": "10"}
    assert _unfit("deployments", TOUR, lacking) == {"total-row": [1]}
