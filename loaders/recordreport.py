"""Reports on files of the project's own record: what would become of each row, before anything is sealed."""

import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from loaders import frames, sources
from loaders.assembly import LOADERS, REFERENCE, Load
from loaders.contract import Issue, Loaded
from loaders.csvfiles import ContractError
from loaders.formats.sheets import ERROR, RefusedError, Remark
from loaders.returns import report as returns_report
from loaders.returns.report import LONGEST, Finding
from loaders.spellings import load_spellings
from loaders.tables import TABLES

_BY_TABLE: Final[Mapping[str, Load]] = {
    load.__name__.removeprefix("load_"): load for load in [*REFERENCE.values(), *(load for _, load in LOADERS)]
}
KINDS: Final = tuple(name for name in TABLES if name in _BY_TABLE or name == "sources")


def has_headings(headings: Collection[str], kind: str) -> bool:
    """Whether most headings of the record's own file of a table are among some headings."""
    if kind not in _BY_TABLE:
        return False
    named = set(sys.modules[_BY_TABLE[kind].__module__].NAMED)
    return 2 * len(named.intersection(headings)) > len(named)


def report_on_record(path: Path, kind: str, raw: Path, name: str) -> dict[str, Any]:
    """Report on a file of the record; nothing is loaded.

    Args:
        path: The file.
        kind: One of ``KINDS``.
        raw: Folder of ``reference``; sources.csv and spellings.csv lie beside it.
        name: Name the file is reported under.

    Raises:
        OSError: The file, or one of those beside it, cannot be read.
    """
    try:
        return _report_of(_load(path, kind, raw))
    except ContractError as error:
        remark = Remark(ERROR, "unreadable", str(error), "send the file again with the headings and layout asked for")
        report = returns_report.refusal(name, RefusedError(remark))
        report["issues"][0]["message"] = str(error)
        return report


def _report_of(loaded: Loaded) -> dict[str, Any]:
    return {
        "status": "partial" if loaded.lines_set_aside else "ok",
        "rows_in": loaded.received,
        "accepted": len(loaded.rows),
        "rejected": loaded.lines_set_aside,
        "issues": [_finding(issue) for issue in loaded.issues],
        "rows": _records(loaded.rows),
        "sums": frames.column_sums(loaded.rows.drop(columns=["raw_line"])),
    }


def _load(path: Path, kind: str, raw: Path) -> Loaded:
    spellings = load_spellings(raw.parent / "spellings.csv", raw / "reference" / "countries.csv")
    if kind == "sources":
        return sources.load_sources(path, spellings)
    listed = sources.load_sources(raw.parent / "sources.csv", spellings)
    return _BY_TABLE[kind](path, spellings, sources.known_dates(listed.rows))


def _finding(issue: Issue) -> Finding:
    return Finding(
        severity=ERROR,
        rule=issue.rule,
        file=issue.file,
        sheet=issue.sheet or None,
        row=issue.line,
        column=issue.column or None,
        value=issue.value[:LONGEST] or None,
        message=issue.message,
        mend=issue.mend,
    )


def _records(rows: pd.DataFrame) -> list[dict[str, object]]:
    written = rows.astype(object)
    for name in rows.select_dtypes("datetime"):
        written[name] = rows[name].dt.strftime("%Y-%m-%d")
    records = written.rename(columns={"raw_line": "_row"}).to_dict("records")
    return [{str(name): None if pd.isna(cell) else cell for name, cell in record.items()} for record in records]


def as_text(report: Mapping[str, Any], name: str, kind: str) -> str:
    """Return a report on the record as a person reads it: counts, issues with their mends, control sums."""
    if report["status"] == "refused":
        counts = "refused, nothing would be loaded"
    else:
        counts = f"{report['rows_in']} rows received, {report['accepted']} accepted, {report['rejected']} set aside"
    issues = [f"  {issue['message']}; {issue['mend']}" for issue in report["issues"]]
    sums = [f"{name} {total}" for name, total in report["sums"].items() if total is not None]
    control = [f"  control sums over all rows, whatever they count, no figures: {', '.join(sums)}"] if sums else []
    return "\n".join([f"{name} as {kind}: {counts}", *issues, *control])
