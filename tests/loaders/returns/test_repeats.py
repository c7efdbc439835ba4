import zipfile
from pathlib import Path

import openpyxl
import pytest

from loaders.formats.blocks import BLOCK_ROWS
from loaders.returns.report import summary
from tests.loaders.returns.sent import (
    INDICATOR,
    TOUR,
    aside,
    counts,
    errors,
    kept,
    reported,
    taken,
    tours,
    write,
)  # fmt: skip


def test_a_row_that_stands_again_word_for_word_is_kept_once(tmp_path: Path) -> None:
    report = reported(tmp_path, TOUR, TOUR, TOUR)
    assert counts(report) == (3, 1, 2)
    assert errors(report) == [("duplicate-row", 3), ("duplicate-row", 4)]
    assert "repeats row 2, which is kept" in report["issues"][-1]["message"]
    assert report["sums"] == {"headcount": 10}


def test_rows_of_one_key_that_differ_are_all_set_aside(tmp_path: Path) -> None:
    report = reported(tmp_path, TOUR, TOUR | {"headcount": "11"}, TOUR | {"deployment_id": "D-2"})
    assert counts(report) == (3, 1, 2)
    assert errors(report) == [("duplicate-id-conflict", 2), ("duplicate-id-conflict", 3)]
    assert "the key of rows that differ (2, 3); none of them is kept" in report["issues"][-1]["message"]
    assert report["sums"] == {"headcount": 10}


def test_two_equal_rows_and_one_that_differs_are_a_conflict(tmp_path: Path) -> None:
    report = reported(tmp_path, TOUR, TOUR, TOUR | {"headcount": "11"})
    assert counts(report) == (3, 0, 3)
    assert {rule for rule, _ in errors(report)} == {"duplicate-id-conflict"}
    assert report["sums"] == {"headcount": 0}


def test_the_same_value_written_otherwise_is_a_repeat(tmp_path: Path) -> None:
    report = reported(tmp_path, TOUR, TOUR | {"country": "Kenya", "headcount": "10 "})
    assert errors(report) == [("duplicate-row", 3)]


def test_rows_far_apart_in_a_long_file_are_told_to_share_a_key(tmp_path: Path) -> None:
    height = BLOCK_ROWS + 2
    rows = [TOUR | {"deployment_id": f"D-{at}", "headcount": "1"} for at in range(height)]
    rows.append(rows[0])
    rows.append(rows[1] | {"headcount": "2"})
    intake = taken(write(tmp_path / "long.csv", *rows))
    report = summary(intake, "long.csv")
    # the repeat of the first goes, and both rows of the second key
    assert counts(report) == (height + 2, height - 1, 3)
    assert errors(report) == [
        ("duplicate-id-conflict", 3), ("duplicate-row", height + 2), ("duplicate-id-conflict", height + 3),
    ]  # fmt: skip
    assert report["sums"] == {"headcount": height - 1}
    assert len(kept(intake)) == height - 1


def _workbook(path: Path, **sheets: list[dict[str, str]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line in (list(rows[0]), *(list(row.values()) for row in rows)):
            sheet.append(line)
    book.save(path)
    return path


def test_sheets_of_a_workbook_share_their_keys(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "sent.xlsx",
        March=tours({}, {"headcount": "20"}),
        April=tours({}, {"headcount": "21"}, {"headcount": "30"}),
    )
    report = summary(taken(path), path.name)
    found = [(one["rule"], one["sheet"], one["row"]) for one in report["issues"] if one["severity"] == "error"]
    assert found == [
        ("duplicate-id-conflict", "March", 3), ("duplicate-row", "April", 2), ("duplicate-id-conflict", "April", 3),
    ]  # fmt: skip
    parts = [(part["sheet"], *counts(part)) for part in report["parts"]]
    assert parts == [("March", 2, 1, 1), ("April", 3, 1, 2)]
    assert report["sums"] == {"headcount": 10 + 30}


def test_members_of_an_archive_share_their_keys(tmp_path: Path) -> None:
    path = tmp_path / "sent.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, row in {"a.csv": TOUR, "b.csv": TOUR | {"headcount": "11"}}.items():
            archive.write(write(tmp_path / name, row), name)
    report = summary(taken(path), path.name)
    assert counts(report) == (2, 0, 2)
    assert {rule for rule, _ in errors(report)} == {"duplicate-id-conflict"}


def test_one_indicator_of_a_country_on_two_days_is_two_rows(tmp_path: Path) -> None:
    report = reported(tmp_path, INDICATOR, INDICATOR | {"date": "2010-07-31", "value": "1"}, kind="countries")
    assert counts(report) == (2, 2, 0)


def test_one_indicator_of_a_country_twice_on_a_day_or_on_no_day_is_a_conflict(tmp_path: Path) -> None:
    for day in ("2010-06-30", ""):
        row = INDICATOR | {"date": day}
        report = reported(tmp_path, row, row | {"value": "1"}, kind="countries")
        assert errors(report) == [("duplicate-key", 2), ("duplicate-key", 3)]


def test_rows_without_a_key_share_nothing(tmp_path: Path) -> None:
    report = reported(tmp_path, TOUR | {"deployment_id": ""}, TOUR | {"deployment_id": ""})
    assert {rule for rule, _ in errors(report)} == {"missing-value"}


def test_a_repeat_set_aside_late_keeps_its_cells_as_received(tmp_path: Path) -> None:
    intake = taken(write(tmp_path / "sent.csv", TOUR, TOUR | {"country": "Kenya"}))
    (row,) = aside(intake)
    assert row["_text"].split("\t")[:3] == ["D-1", "Kenya", "USAID"]


@pytest.mark.parametrize("amount", ["12", "3"])
def test_many_rows_of_one_key_are_named_up_to_ten(tmp_path: Path, amount: str) -> None:
    rows = [TOUR | {"headcount": str(at)} for at in range(1, int(amount) + 1)]
    report = reported(tmp_path, *rows)
    message = report["issues"][-1]["message"]
    assert ("2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ..." in message) == (amount == "12")
    assert report["rejected"] == int(amount)


def test_a_sound_row_beside_a_rejected_one_of_its_key_is_a_conflict_and_no_repeat(tmp_path: Path) -> None:
    report = reported(tmp_path, TOUR | {"headcount": "many"}, TOUR | {"headcount": ""})
    assert counts(report) == (2, 0, 2)
    assert errors(report) == [
        ("not-a-number", 2), ("duplicate-id-conflict", 2), ("duplicate-id-conflict", 3),
    ]  # fmt: skip


def test_repeat_of_a_row_that_is_set_aside_does_not_say_it_is_kept(tmp_path: Path) -> None:
    backwards = TOUR | {"end_date": "2010-01-01"}
    report = reported(tmp_path, backwards, backwards)
    assert counts(report) == (2, 0, 2)
    assert [one["message"] for one in report["issues"] if one["rule"] == "duplicate-row"] == [
        "sent.csv row 3, column 'deployment_id': 'D-1' repeats row 2, which is set aside too"
    ]
