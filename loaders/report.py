"""Reports: what would become of one file, row by row, before anything is sealed."""

import csv
import datetime
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.sheets import RefusedError
from loaders.returns import report as returns_report
from loaders.returns import rowstore
from loaders.returns.forms import FORMS
from loaders.returns.intake import Terms, take_in
from loaders.spellings import load_spellings

# The record and its tables are imported where they are asked for: they take as long to load as a small return to read.

_FIRST_LINE: Final = 1 << 16


@dataclass(frozen=True)
class Asked:
    """What is to be said about which file.

    Attributes:
        path: The file; it may lie under a generated name.
        kind: A form, or a table of the record.
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


def is_return(path: Path, kind: str) -> bool:
    """Whether a file is to be read as an agency's return, not as the project's own record.

    A file whose headings are those of the project's own record is read as that record's table; any other is a return
    where there is a form of that kind. One whose first line has all that the form requires needs no look at the record.
    """
    if kind not in FORMS:
        return False
    if path.suffix.lower() != ".csv" or not path.is_file():
        return True
    form, headings = FORMS[kind], _first_headings(path)
    wanted = Wanted(form.columns, form.asked, {})
    if {wanted.match(heading) for heading in headings}.issuperset(wanted.required):
        return True
    from loaders import recordreport

    return not recordreport.has_headings(headings, kind)


def _first_headings(path: Path) -> list[str]:
    with path.open("rb") as file:
        read = file.readline(_FIRST_LINE).decode("utf-8-sig", "replace")
    line = read.splitlines()[0] if read.strip() else ""
    return [heading.strip() for heading in next(csv.reader([line.replace("\0", "")]), [])]


def report_on(asked: Asked) -> str:
    """Report on one file; nothing is loaded.

    Returns:
        The report as a person reads it.

    Raises:
        OSError: The file, or one of those beside it, cannot be read.
    """
    return _on_return(asked) if is_return(asked.path, asked.kind) else _on_record(asked)


def _on_return(asked: Asked) -> str:
    form = FORMS[asked.kind]
    spellings = load_spellings(asked.raw.parent / "spellings.csv", asked.raw / "reference" / "countries.csv")
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
    from loaders import recordreport

    report = recordreport.report_on_record(asked.path, asked.kind, asked.raw, asked.shown)
    _write(report, asked.out)
    return recordreport.as_text(report, asked.shown, asked.kind)


def _write(report: Mapping[str, Any], out: Path | None) -> None:
    if out:
        out.write_text(f"{json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False)}\n", encoding="utf-8")
