import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from loaders.formats.limits import Limits
from loaders.formats.parquets import read_parquet
from tests.loaders.formats.forms import ROW, read_only_sheet, read_rows, refusal, rules_of


def _file(tmp_path: Path, **columns: Any) -> Path:
    rows = {name: pa.array([cell]) for name, cell in ROW.items()}
    path = tmp_path / "returns.parquet"
    pq.write_table(pa.table(rows | {name: pa.array(*cells) for name, cells in columns.items()}), path)
    return path


def _cell(tmp_path: Path, column: str, *cells: Any) -> str | None:
    return read_rows(read_only_sheet(read_parquet, _file(tmp_path, **{column: cells})))[1].get(column)


def test_rows_are_numbered_from_one_over_all_blocks(tmp_path: Path) -> None:
    rows = pa.table({name: [cell] * 40_000 for name, cell in ROW.items()})
    pq.write_table(rows, tmp_path / "returns.parquet")

    read = read_rows(read_only_sheet(read_parquet, tmp_path / "returns.parquet"))

    assert list(read) == list(range(1, 40_001))
    assert read[40_000] == {**ROW, "headcount": "10"}


def test_numbers_are_written_out_exactly_and_shortest(tmp_path: Path) -> None:
    assert _cell(tmp_path, "headcount", [12.0]) == "12"
    assert _cell(tmp_path, "headcount", [1e20]) == "1" + 20 * "0"
    assert _cell(tmp_path, "headcount", [-0.0]) == "0"
    assert _cell(tmp_path, "headcount", [9007199254740993]) == "9007199254740993"
    assert _cell(tmp_path, "headcount", [Decimal("1250.50")]) == "1250.5"
    assert _cell(tmp_path, "headcount", [0.1], pa.float32()) == "0.1"


def test_days_keep_the_day_on_the_senders_clock(tmp_path: Path) -> None:
    evening = datetime.datetime(2010, 3, 2, 1, 30, tzinfo=datetime.UTC)

    assert _cell(tmp_path, "start_date", [datetime.date(2010, 3, 1)]) == "2010-03-01"
    assert _cell(tmp_path, "start_date", [datetime.datetime(2010, 3, 1)]) == "2010-03-01"  # noqa: DTZ001
    assert _cell(tmp_path, "start_date", [evening], pa.timestamp("us", "America/New_York")) == "2010-03-01T20:30:00"


def test_true_nothing_and_dictionaries_become_text(tmp_path: Path) -> None:
    assert _cell(tmp_path, "headcount", [True]) == "TRUE"
    assert _cell(tmp_path, "headcount", [None]) is None
    assert _cell(tmp_path, "place", [""]) is None
    assert _cell(tmp_path, "place", ["Camp"], pa.dictionary(pa.int32(), pa.string())) == "Camp"


def test_a_structure_becomes_text_with_a_warning(tmp_path: Path) -> None:
    sheet = read_only_sheet(read_parquet, _file(tmp_path, place=([{"a": 1}],)))

    assert read_rows(sheet)[1]["place"] == '{"a": 1}'
    assert rules_of(sheet.remarks) == [("warning", "wrong-type")]
    assert sheet.remarks[0].column == "place"


def test_what_is_no_whole_parquet_file_is_refused(tmp_path: Path) -> None:
    whole = _file(tmp_path).read_bytes()
    path = tmp_path / "sent.parquet"

    for content, rule in [
        (b"deployment_id,country\n", "not-parquet"),
        (whole[:-20], "truncated"),
        (whole[:4] + b"\xff" * 400 + whole[-8:], "not-parquet"),
        (b"PARE" + whole[4:-4] + b"PARE", "encrypted"),
    ]:
        path.write_bytes(content)
        assert refusal(read_parquet, path).rule == rule


def test_a_file_beyond_the_limits_is_refused_by_its_footer(tmp_path: Path) -> None:
    path = _file(tmp_path)

    assert refusal(read_parquet, path, limits=Limits(rows=0)).rule == "too-many-rows"
    assert refusal(read_parquet, path, limits=Limits(columns=5)).rule == "too-many-columns"
    assert refusal(read_parquet, path, limits=Limits(file_bytes=100)).rule == "too-large-decompressed"


def test_one_long_text_repeated_is_refused_before_it_is_spelt_out(tmp_path: Path) -> None:
    path = tmp_path / "returns.parquet"
    rows = {name: [cell] * 20_000 for name, cell in ROW.items()} | {"source": ["x" * 100_000] * 20_000}
    pq.write_table(pa.table(rows), path)

    assert path.stat().st_size < 1_000_000  # 20,000 * 100,000 characters would be 2 GB
    assert refusal(read_parquet, path).rule == "too-large-decompressed"


def test_a_required_column_that_is_missing_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "returns.parquet"
    pq.write_table(pa.table({"country": ["XAA"]}), path)

    remark = refusal(read_parquet, path)

    assert (remark.rule, remark.column) == ("missing-column", "deployment_id")


def test_a_span_of_time_is_no_number(tmp_path: Path) -> None:
    path = _file(tmp_path, headcount=([datetime.timedelta(days=3)],))
    sheet = read_only_sheet(read_parquet, path)
    assert ("warning", "wrong-type") in rules_of(sheet.remarks)
    assert read_rows(sheet)[1]["headcount"] == '"3 days, 0:00:00"'
