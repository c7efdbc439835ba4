"""Hostile, broken and merely untidy returns, each with the outcome that docs/returns.md promises.

The small corpus beside this file is always read; the larger one only where it lies beside the repository.
``surface`` url and names of the larger one are driven in ``tests/browser/test_addresses.py``,
``tests/dashboard/test_inbox.py`` and ``tests/loaders/test_inbox.py``.
"""

import csv
import datetime
import json
import math
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest

from loaders.__main__ import main
from loaders.report import Asked, report_on
from tests import corpusfiles

ROOT: Final = Path(__file__).parents[1]
OWN: Final = Path(__file__).parent / "corpus"
LARGER: Final = ROOT.parent / "shared" / "badinputs"
AS_OF: Final = datetime.date(2011, 9, 30)
Case = dict[str, str]


def _cases() -> list[Case]:
    with (OWN / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES: Final = {case["case"]: case for case in _cases()}
# What is refused for more than its words: read by the process that confines itself, as in earnest.
HOSTILE: Final = ("bomb-xlsx", "bomb-csv-gz", "entity-xml", "rows-pkl", "pickle-csv", "traversal-zip", "link-zip")


def misfits(case: Case, report: dict[str, Any]) -> list[str]:
    """Return every way in which a report is not what the manifest of the corpus says."""
    found = [] if report["status"] == case["status"] else [f"status {report['status']}, wanted {case['status']}"]
    for name in ("rows_in", "accepted", "rejected"):
        if case[name] and report[name] != int(case[name]):
            found.append(f"{name} {report[name]}, wanted {case[name]}")
    found += [f"no issue {wanted}" for wanted in _listed(case["must_issue"]) if not _is_found(wanted, report)]
    for wanted in _listed(case["sums"]):
        name, _, total = wanted.partition("=")
        if not math.isclose(float(report["sums"][name]), float(total), abs_tol=0.005):
            found.append(f"{name} sums to {report['sums'][name]}, wanted {total}")
    for wanted in _listed(case["checks"]):
        place, _, value = wanted.partition("=")
        row, _, column = place.partition(".")
        cells = [one[column] for one in report["rows"] if one["_row"] == int(row)]
        if [None if value == "null" else value] != [cell if cell is None else str(cell) for cell in cells]:
            found.append(f"row {row} {column} is {cells}, wanted {value}")
    return found + _contradictions(report)


def _listed(text: str) -> list[str]:
    return [part for part in text.split(";") if part]


def _is_found(wanted: str, report: dict[str, Any]) -> bool:
    rules, _, place = wanted.partition("@")
    row, _, column = place.partition(":")
    return any(
        issue["rule"] in rules.split("|") and row in ("*", str(issue["row"])) and column in ("", issue["column"])
        for issue in report["issues"]
    )


def _contradictions(report: dict[str, Any]) -> list[str]:
    """Return what no report may say, whatever the file."""
    errors = {issue["row"] for issue in report["issues"] if issue["severity"] == "error"}
    if report["status"] == "refused":
        return [] if errors and not report["rows"] else ["is refused without a reason, or with rows"]
    found = [] if report["rows_in"] == report["accepted"] + report["rejected"] else ["rows do not add up"]
    found += [] if report["accepted"] == len(report["rows"]) else ["accepted rows are not those shown"]
    return found + (["a row is set aside without a reason"] if report["rejected"] and not errors else [])


def _file(case: Case, folder: Path) -> Path:
    path = OWN / case["file"]
    return path if path.exists() else corpusfiles.write(case["file"], folder)


@pytest.mark.parametrize("name", [name for name in CASES if name not in HOSTILE])
def test_return_has_the_outcome_promised(name: str, tmp_path: Path) -> None:
    case, out = CASES[name], tmp_path / "out.json"
    told = report_on(Asked(_file(case, tmp_path), case["kind"], ROOT / "data" / "raw", AS_OF, out=out))
    report = json.loads(out.read_text(encoding="utf-8"))
    assert misfits(case, report) == []
    assert corpusfiles.MARKED not in told + out.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_return_is_refused_by_the_command_and_leaves_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, out = CASES[name], tmp_path / "out.json"
    path = _file(case, tmp_path)
    (tmp_path / "canary.csv").write_text("canary")
    before = {*tmp_path.iterdir(), out}
    assert main(["check", "--kind", case["kind"], "--path", str(path), "--json-out", str(out)]) == 0
    assert misfits(case, json.loads(out.read_text(encoding="utf-8"))) == []
    assert {*tmp_path.iterdir()} == before
    printed = "".join(capsys.readouterr()) + out.read_text(encoding="utf-8")
    assert "Traceback" not in printed
    assert "canary" not in printed


def test_every_file_of_the_corpus_is_in_its_manifest() -> None:
    listed = {case["file"] for case in CASES.values()}
    assert {path.name for path in OWN.iterdir()} - {"manifest.csv"} <= listed


def test_a_report_that_says_something_else_is_found() -> None:
    case = CASES["points-csv"]
    wrong = {"status": "partial", "rows_in": 6, "accepted": 5, "rejected": 0, "issues": [], "rows": [],
             "sums": {"headcount": 50}}  # fmt: skip
    # The status, one count, five issues, the sum, three cells, and two contradictions.
    assert len(misfits(case, wrong)) == 1 + 1 + 5 + 1 + 3 + 2


@pytest.mark.skipif(not LARGER.exists(), reason="the larger corpus is not here")
def test_every_return_of_the_larger_corpus_has_the_outcome_promised() -> None:
    with (LARGER / "manifest_public.csv").open(encoding="utf-8", newline="") as file:
        cases = [case["case_id"] for case in csv.DictReader(file) if case["surface"] not in ("url", "names")]
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(_run_larger, (cases[::2], cases[1::2])))
    assert [output for code, output in outcomes if code] == []


def _run_larger(cases: list[str]) -> tuple[int, str]:
    command = f"{shlex.quote(sys.executable)} -P -m loaders check --kind {{kind}} --path {{path}} --json-out {{out}}"
    words = [sys.executable, str(LARGER / "run_corpus.py"), "--corpus", str(LARGER), "--cmd", command]
    ended = subprocess.run([*words, "--only", ",".join(cases)], capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr
