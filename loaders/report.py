"""Reports: what would become of one file, row by row, before anything is sealed."""

import csv
import datetime
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas as pd

from loaders import frames, sources
from loaders.assembly import LOADERS, REFERENCE, Load
from loaders.contract import ContractError, Issue, Loaded
from loaders.formats.limits import Limits
from loaders.formats.sheets import ERROR, RefusedError, Remark
from loaders.returns import report as returns_report
from loaders.returns import rowstore
from loaders.returns.forms import FORMS
from loaders.returns.intake import Terms, take_in
from loaders.returns.report import LONGEST, Finding
from loaders.spellings import Spellings, load_spellings
from loaders.tables import TABLES

_BY_TABLE: Final[Mapping[str, Load]] = {
    load.__name__.removeprefix("load_"): load for load in [*REFERENCE.values(), *(load for _, load in LOADERS)]
}
TABLE_KINDS: Final = tuple(name for name in TABLES if name in _BY_TABLE or name == "sources")
KINDS: Final = (*TABLE_KINDS, *(name for name in FORMS if name not in TABLE_KINDS))
_FIRST_LINE: Final = 1 << 16


@dataclass(frozen=True)
class Asked:
    """What is to be said about which file.

    Attributes:
        path: The file; it may lie under a generated name.
        kind: One of ``KINDS``.
        raw: Folder of ``reference``; sources.csv and spellings.csv lie beside it.
        name: Name the sender gave the file, where it is another.
        as_of: Day the facts of a return stand for; days far behind it are no days.
        limits: How large a return may be.
        out: Where to write the report as JSON, its rows included.
        keep: Folder to leave the typed rows of a return in, for whoever loads them.
        progress: Where to write, as a return is read, how many rows were.
    """

    path: Path
    kind: str
    raw: Path
    as_of: datetime.date
    name: str | None = None
    limits: Limits = field(default_factory=Limits)
    out: Path | None = None
    keep: Path | None = None
    progress: Path | None = None

    @property
    def shown(self) -> str:
        """The name the file is reported under."""
        return self.name or self.path.name


def report_on(asked: Asked) -> str:
    """Report on one file; nothing is loaded.

    A file whose headings are those of the project's own record is read as that record's table; any other is an
    agency's return and is read as a form.

    Returns:
        The report as a person reads it.

    Raises:
        OSError: The file, or one of those beside it, cannot be read.
    """
    if asked.kind in FORMS and not _has_record_headings(asked.path, asked.kind):
        return _on_return(asked)
    return _on_record(asked)


def _has_record_headings(path: Path, kind: str) -> bool:
    """Whether the first line of a file is the heading of the record's own file of that table."""
    if kind not in _BY_TABLE or path.suffix.lower() != ".csv" or not path.is_file():
        return False
    with path.open("rb") as file:
        read = file.readline(_FIRST_LINE).decode("utf-8-sig", "replace")
    line = read.splitlines()[0] if read.strip() else ""
    named = set(sys.modules[_BY_TABLE[kind].__module__].NAMED)
    headings = {heading.strip() for heading in next(csv.reader([line.replace("\0", "")]), [])}
    return 2 * len(headings & named) > len(named)


def _on_return(asked: Asked) -> str:
    form = FORMS[asked.kind]
    spellings = _spellings(asked.raw)
    terms = Terms(spellings, asked.as_of, asked.limits, dict(spellings.headings))
    with tempfile.TemporaryDirectory(prefix="rows-") as folder:
        try:
            intake = take_in(asked.path, form, terms, Path(folder), asked.name, _progress(asked.progress))
        except RefusedError as error:
            report = returns_report.refusal(asked.shown, error)
            _write(report, asked.out)
        else:
            report = returns_report.summary(intake, asked.shown)
            if asked.out:
                returns_report.write(report, intake, asked.out)
            if asked.keep:
                rowstore.keep(intake.rows, intake.is_kept, intake.late, asked.keep)
    return returns_report.as_text(report, asked.shown, form.title)


def _progress(path: Path | None) -> Callable[[int], None] | None:
    if path is None:
        return None
    return lambda rows: _note(path, rows)


def _note(path: Path, rows: int) -> None:
    draft = path.with_name(f"{path.name}.draft")
    draft.write_text(json.dumps({"rows": rows}), encoding="utf-8")
    draft.replace(path)


def _on_record(asked: Asked) -> str:
    try:
        loaded = _load(asked.path, asked.kind, asked.raw)
    except ContractError as error:
        remark = Remark(ERROR, "unreadable", str(error), "send the file again with the headings and layout asked for")
        report = returns_report.refusal(asked.shown, RefusedError(remark))
        report["issues"][0]["message"] = str(error)
    else:
        report = _report_of(loaded)
    _write(report, asked.out)
    return _as_text(report, asked.shown, asked.kind)


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


def _write(report: Mapping[str, Any], out: Path | None) -> None:
    if out:
        out.write_text(f"{json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False)}\n", encoding="utf-8")


def _spellings(raw: Path) -> Spellings:
    return load_spellings(raw.parent / "spellings.csv", raw / "reference" / "countries.csv")


def _load(path: Path, kind: str, raw: Path) -> Loaded:
    spellings = _spellings(raw)
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


def _as_text(report: Mapping[str, Any], name: str, kind: str) -> str:
    """Return a report on the record as a person reads it: counts, issues with their mends, control sums."""
    if report["status"] == "refused":
        counts = "refused, nothing would be loaded"
    else:
        counts = f"{report['rows_in']} rows received, {report['accepted']} accepted, {report['rejected']} set aside"
    issues = [f"  {issue['message']}; {issue['mend']}" for issue in report["issues"]]
    sums = [f"{name} {total}" for name, total in report["sums"].items() if total is not None]
    control = [f"  control sums over all rows, whatever they count, no figures: {', '.join(sums)}"] if sums else []
    return "\n".join([f"{name} as {kind}: {counts}", *issues, *control])
