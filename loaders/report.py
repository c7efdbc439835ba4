"""Reports: what would become of one file, row by row, before anything is sealed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypedDict

import pandas as pd

from loaders import frames, sources
from loaders.assembly import LOADERS, REFERENCE, Load
from loaders.contract import ContractError, Issue, Loaded
from loaders.spellings import load_spellings
from loaders.tables import TABLES

_LONGEST_VALUE: Final = 120
_BY_TABLE: Final[Mapping[str, Load]] = {
    load.__name__.removeprefix("load_"): load for load in [*REFERENCE.values(), *(load for _, load in LOADERS)]
}
KINDS: Final = tuple(name for name in TABLES if name in _BY_TABLE or name == "sources")


class Finding(TypedDict):
    """One issue of a report; ``row`` is the line a person sees, the heading being line 1."""

    severity: str
    rule: str
    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    message: str
    mend: str


class Report(TypedDict):
    """What would become of a file: ``ok``, ``partial`` (rows set aside) or ``refused`` (nothing would be loaded)."""

    status: str
    rows_in: int | None
    accepted: int
    rejected: int | None
    issues: list[Finding]
    rows: list[dict[str, object]]
    sums: dict[str, str | int | None]


def report_on(path: Path, kind: str, raw: Path) -> Report:
    """Load one file as one table and report on it; nothing is written.

    Args:
        path: The file.
        kind: Name of the table, one of ``KINDS``.
        raw: Folder of ``reference``; sources.csv and spellings.csv lie beside it.

    Raises:
        OSError: The file, or one of those beside it, cannot be read.
    """
    try:
        loaded = _load(path, kind, raw)
    except ContractError as error:
        refusal = Finding(
            severity="error",
            rule="unreadable",
            file=path.name,
            sheet=None,
            row=None,
            column=None,
            value=None,
            message=str(error),
            mend="send the file again with the headings and layout asked for",
        )
        return Report(status="refused", rows_in=None, accepted=0, rejected=None, issues=[refusal], rows=[], sums={})
    return Report(
        status="partial" if loaded.lines_set_aside else "ok",
        rows_in=loaded.received,
        accepted=len(loaded.rows),
        rejected=loaded.lines_set_aside,
        issues=[_finding(issue) for issue in loaded.issues],
        rows=_records(loaded.rows),
        sums=frames.column_sums(loaded.rows.drop(columns=["raw_line"])),
    )


def _load(path: Path, kind: str, raw: Path) -> Loaded:
    spellings = load_spellings(raw.parent / "spellings.csv", raw / "reference" / "countries.csv")
    if kind == "sources":
        return sources.load_sources(path, spellings)
    listed = sources.load_sources(raw.parent / "sources.csv", spellings)
    return _BY_TABLE[kind](path, spellings, sources.known_dates(listed.rows))


def _finding(issue: Issue) -> Finding:
    return Finding(
        severity="error",
        rule=issue.rule,
        file=issue.file,
        sheet=issue.sheet or None,
        row=issue.line,
        column=issue.column or None,
        value=issue.value[:_LONGEST_VALUE] or None,
        message=issue.message,
        mend=issue.mend,
    )


def _records(rows: pd.DataFrame) -> list[dict[str, object]]:
    written = rows.astype(object)
    for name in rows.select_dtypes("datetime"):
        written[name] = rows[name].dt.strftime("%Y-%m-%d")
    records = written.rename(columns={"raw_line": "_row"}).to_dict("records")
    return [{str(name): None if pd.isna(cell) else cell for name, cell in record.items()} for record in records]


def as_text(report: Report, path: Path, kind: str) -> str:
    """Return a report as a person reads it: counts, every issue with its mend, and the control sums."""
    if report["status"] == "refused":
        counts = "refused, nothing would be loaded"
    else:
        counts = f"{report['rows_in']} rows received, {report['accepted']} accepted, {report['rejected']} set aside"
    issues = [f"  {issue['message']}; {issue['mend']}" for issue in report["issues"]]
    sums = [f"{name} {total}" for name, total in report["sums"].items() if total is not None]
    control = [f"  control sums over all rows, whatever they count, no figures: {', '.join(sums)}"] if sums else []
    return "\n".join([f"{path.name} as {kind}: {counts}", *issues, *control])
