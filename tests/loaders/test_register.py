from dataclasses import replace
from pathlib import Path

import pytest

from loaders.register import Receipt, RegisterError, note_receipt, read_register

FIRST = Receipt("unhcr", "a.csv", "https://example.org/a", "", "2026-05-04T12:00:00Z", "0" * 64, 12, '"x,y"')


def test_lines_stand_in_order_and_a_newer_line_replaces_the_former(tmp_path: Path) -> None:
    other = replace(FIRST, publisher_id="idmc", file_name="b.csv")
    newer = replace(FIRST, bytes=13, etag="")
    for receipt in (FIRST, other, newer):
        note_receipt(tmp_path, receipt)
    assert list(read_register(tmp_path).values()) == [other, newer]
    assert [path.name for path in tmp_path.iterdir()] == ["received.csv"]


def test_folder_without_a_register_has_received_nothing(tmp_path: Path) -> None:
    assert read_register(tmp_path) == {}


def test_draft_that_a_dead_run_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / ".tmp-received.csv").write_text("half a li")
    note_receipt(tmp_path, FIRST)
    assert list(read_register(tmp_path).values()) == [FIRST]


@pytest.mark.parametrize("line", ["unhcr,a.csv", "unhcr,a.csv,https://example.org/a,,,,many,"])
def test_damaged_register_says_what_to_do(line: str, tmp_path: Path) -> None:
    (tmp_path / "received.csv").write_text(f"head\n{line}\n")
    with pytest.raises(RegisterError, match="delete it and fetch the files again"):
        read_register(tmp_path)
