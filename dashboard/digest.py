"""The report on a file cut to what a screen needs, and its issues one a line: run as a process of its own.

A report may hold hundreds of thousands of issues; the server reads what is written here, which is always small.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from loaders.inbox import REPORT

ISSUES: Final = "issues.jsonl"
MOST: Final = 500
"""Issues that a screen is given; all of them are in the file of issues."""
_MOST_NAMES: Final = 100
_ORDER: Final = {"error": 0, "warning": 1, "info": 2}
_ROWS: Final = ', "rows": ['
_MATCHED: Final = {
    "country-unknown": "country_code",
    "agency-unknown": "agency_code",
    "unknown-column": "heading",
    "missing-column": "heading",
}
"""Rules that a person can settle by a match, and the column of the spellings it goes to."""


def digested(report: dict[str, Any]) -> dict[str, Any]:
    """Return a report without its rows and with no more issues than a screen shows.

    Returns:
        The report; ``issues`` holds the first of every rule, at most ``MOST``; ``issues_total`` counts them all,
        ``groups`` by severity and rule; ``names`` lists what could be matched, each once with its number of rows.
    """
    issues = report["issues"]
    kept = {name: value for name, value in report.items() if name not in ("rows", "issues")}
    groups = _groups(issues)
    return {**kept, "issues": _first(issues, groups), "issues_total": len(issues), "groups": groups,
            "names": _names(issues)}  # fmt: skip


def _groups(issues: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    counts = Counter((one["severity"], one["rule"]) for one in issues)
    ordered = sorted(counts.items(), key=lambda item: (_ORDER.get(item[0][0], 3), -item[1], item[0][1]))
    return [{"severity": severity, "rule": rule, "count": count} for (severity, rule), count in ordered]


def _first(issues: Iterable[dict[str, Any]], groups: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep issues of every rule, so that a long rule never hides a short one."""
    share = max(1, MOST // max(1, len(groups)))
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for one in issues:
        rule = (one["severity"], one["rule"])
        seen[rule] += 1
        if seen[rule] <= share:
            kept.append(one)
    return kept[:MOST]


def _names(issues: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what could be matched: what sets rows aside first, headings that are only not used last."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for one in issues:
        column = _MATCHED.get(one["rule"])
        if column:
            counts[column, one["value"] or "", one["rule"], one["column"] or ""] += 1
    ordered = sorted(counts.items(), key=lambda item: (item[0][2] == "unknown-column", -item[1], item[0]))
    return [
        {"column": column, "spelling": text, "rule": rule, "asked": asked, "count": count}
        for (column, text, rule, asked), count in ordered[:_MOST_NAMES]
    ]


def write(report: Path, folder: Path) -> None:
    """Write the issues of a report and then its digest; the digest is what says that a file is checked.

    Args:
        report: The report as the check wrote it.
        folder: Folder of the file in the inbox.
    """
    found = _read(report)
    _replace(folder / ISSUES, "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in found["issues"]))
    _replace(folder / REPORT, json.dumps(digested(found), ensure_ascii=False))


def _read(report: Path) -> dict[str, Any]:
    """Read a report without its rows: they may be many, and stand last, from the second line on."""
    with report.open(encoding="utf-8") as lines:
        first = lines.readline().rstrip()
        if first.endswith(_ROWS):
            return json.loads(first.removesuffix(_ROWS) + "}")
        return json.loads(first + lines.read())


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
