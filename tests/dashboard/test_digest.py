import json
from pathlib import Path
from typing import Any

import pytest

from dashboard import digest
from loaders import inbox


def issue(rule: str, severity: str = "error", value: str | None = "x", column: str = "country") -> dict[str, Any]:
    return {"severity": severity, "rule": rule, "value": value, "column": column, "row": 2}


def test_a_long_rule_never_hides_a_short_one() -> None:
    issues = [issue("bad-date")] * 9_000 + [issue("null-island", "warning"), issue("preamble", "info")]
    found = digest.digested({"status": "partial", "rows": [1], "issues": issues})
    assert [(one["severity"], one["rule"], one["count"]) for one in found["groups"]] == [
        ("error", "bad-date", 9_000),
        ("warning", "null-island", 1),
        ("info", "preamble", 1),
    ]
    assert len(found["issues"]) == 500 // 3 + 1 + 1
    assert (found["issues_total"], found["status"], "rows" in found) == (9_002, "partial", False)


def test_never_more_issues_than_a_screen_shows_however_many_rules_there_are() -> None:
    found = digest.digested({"issues": [issue(f"rule-{number}") for number in range(600)]})
    assert len(found["issues"]) == 500


def test_names_to_match_stand_once_and_headings_that_are_only_not_used_last() -> None:
    issues = [
        issue("unknown-column", "warning", "Team", "Team"),
        issue("country-unknown"),
        issue("agency-unknown", value="Foggy Bottom", column="agency"),
        issue("country-unknown", value="y"),
        issue("country-unknown", value="y"),
        issue("bad-date"),
    ]
    found = digest.digested({"issues": issues})["names"]
    assert [(one["column"], one["spelling"], one["count"]) for one in found] == [
        ("country_code", "y", 2),
        ("agency_code", "Foggy Bottom", 1),
        ("country_code", "x", 1),
        ("heading", "Team", 1),
    ]


def test_a_missing_column_asks_for_its_heading() -> None:
    (found,) = digest.digested({"issues": [issue("missing-column", value=None, column="country")]})["names"]
    assert (found["column"], found["spelling"], found["asked"]) == ("heading", "", "country")


@pytest.mark.parametrize("rows", ['[\n\t{"_row":2},\n\t{"_row": broken, never read\n]\n', "[]"])
def test_rows_are_not_read_whatever_their_number(tmp_path: Path, rows: str) -> None:
    text = json.dumps({"status": "ok", "issues": [issue("preamble", "info")]})
    (tmp_path / "full.json").write_text(f'{text[:-1]}, "rows": {rows}}}\n', encoding="utf-8")
    digest.write(tmp_path / "full.json", tmp_path)
    assert json.loads((tmp_path / inbox.REPORT).read_text(encoding="utf-8"))["issues_total"] == 1
    assert len((tmp_path / digest.ISSUES).read_text(encoding="utf-8").splitlines()) == 1


def test_a_report_over_many_lines_is_read_too(tmp_path: Path) -> None:
    text = json.dumps({"status": "refused", "issues": [issue("empty-file")], "rows": []}, indent=1)
    (tmp_path / "full.json").write_text(text, encoding="utf-8")
    digest.write(tmp_path / "full.json", tmp_path)
    assert json.loads((tmp_path / inbox.REPORT).read_text(encoding="utf-8"))["status"] == "refused"
