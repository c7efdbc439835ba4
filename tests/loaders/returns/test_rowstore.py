from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from loaders.returns import rowstore
from loaders.returns.forms import FORMS

PROGRAMS = FORMS["programs"]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Two batches of three rows: two sheets, one amount unknown."""
    path = tmp_path / "rows.arrow"
    money = pa.decimal128(20, 2)
    shape = pa.schema([("_row", pa.int64()), ("obligated_usd", money), ("disbursed_usd", money),
                       ("_sheet", pa.int32()), ("_text", pa.string())])  # fmt: skip
    with pa.ipc.new_file(str(path), shape) as writer:
        for start, sheet, amounts in ((2, 0, ["0.10", "0.20", None]), (2, 1, ["1.00", "2.00", "4.00"])):
            money = pa.array([None if one is None else Decimal(one) for one in amounts], pa.decimal128(20, 2))
            columns = [[start, start + 1, start + 2], money, pa.nulls(3, pa.decimal128(20, 2)), [sheet] * 3, [None] * 3]
            writer.write_table(pa.table([pa.array(one, field.type) for one, field in zip(columns, shape, strict=True)],
                                        schema=shape))  # fmt: skip
    return path


def test_batches_come_with_the_position_of_their_first_row(rows: Path) -> None:
    assert [(start, len(batch)) for start, batch in rowstore.record_batches(rows)] == [(0, 3), (3, 3)]


def test_rows_are_found_by_their_positions_across_batches(rows: Path) -> None:
    found = rowstore.rows_at(rows, np.array([1, 3, 5]))
    assert [(row["_sheet"], row["_row"]) for row in found] == [(0, 3), (1, 2), (1, 4)]


def test_sums_are_of_the_rows_kept_by_sheet_and_exact(rows: Path) -> None:
    is_kept = np.array([True, True, True, True, False, True])
    # an amount nobody stated adds nothing, and a column without any value has no sum
    assert rowstore.sums(rows, is_kept, PROGRAMS) == {
        (0, "obligated_usd"): Decimal("0.30"), (1, "obligated_usd"): Decimal("1.00") + Decimal("4.00"),
    }  # fmt: skip


def test_rows_part_into_kept_and_set_aside_with_late_texts(rows: Path) -> None:
    is_kept = np.array([True, False, True, True, True, False])
    kept = [row for table in rowstore.parted(rows, is_kept, {5: "a\tb"}, kept=True) for row in table.to_pylist()]
    aside = [row for table in rowstore.parted(rows, is_kept, {5: "a\tb"}, kept=False) for row in table.to_pylist()]
    assert len(kept) + len(aside) == 6
    assert [(row["_sheet"], row["_row"], row["_text"]) for row in aside] == [(0, 3, None), (1, 4, "a\tb")]


def test_a_folder_is_left_with_both_parts(rows: Path, tmp_path: Path) -> None:
    rowstore.keep(rows, np.array([True, False, True, True, True, True]), {}, tmp_path)
    heights = {}
    for name in (rowstore.KEPT, rowstore.ASIDE):
        with pa.memory_map(str(tmp_path / name)) as source:
            heights[name] = pa.ipc.open_file(source).read_all().num_rows
    assert heights == {"kept.arrow": 5, "aside.arrow": 1}


def test_cells_of_a_row_are_one_line_with_an_empty_place_for_an_empty_cell() -> None:
    cells = pa.table({"a": pa.array(["x", None]), "b": pa.array(["y", "z"]), "geometry": pa.array([b"1", b"2"])})
    assert rowstore.lines(cells).to_pylist() == ["x\ty", "\tz"]


def test_a_folder_is_left_with_all_rows_where_none_is_set_aside(rows: Path, tmp_path: Path) -> None:
    all_rows = sum(len(batch) for _, batch in rowstore.record_batches(rows))
    rowstore.keep(rows, np.ones(all_rows, dtype=bool), {}, tmp_path)
    kept, aside = (
        sum(len(batch) for _, batch in rowstore.record_batches(tmp_path / name))
        for name in (rowstore.KEPT, rowstore.ASIDE)
    )
    assert (kept, aside) == (all_rows, 0)
