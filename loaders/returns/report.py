"""The report on one return: counts, every issue, the rows kept, sums, and the proof that nothing was lost."""

import json
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TextIO, TypedDict

import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.sheets import RefusedError, Remark
from loaders.returns.intake import Found, Intake

LONGEST: Final = 120
_SILENT: Final = frozenset({"classified-marking"})
_BY: Final = "agency"
# Issues a person is told of in words.
_TOLD: Final = 1_000


class Finding(TypedDict):
    """One issue of a report; ``row`` is the number a person sees, the heading of a plain CSV being 1."""

    severity: str
    rule: str
    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    message: str
    mend: str


def finding(file: str, sheet: str, remark: Remark) -> Finding:
    """Return a remark as a report carries it: its place in words, its value cut and never a marked one."""
    value = "" if remark.rule in _SILENT else _shown(remark.value)
    return Finding(
        severity=remark.severity,
        rule=remark.rule,
        file=_shown(file),
        sheet=_shown(sheet) or None,
        row=remark.row,
        column=_shown(remark.column) or None,
        value=value or None,
        message=_message(_shown(file), _shown(sheet), remark, value),
        mend=remark.mend,
    )


@lru_cache(maxsize=1024)
def _shown(text: str) -> str:
    """Cut a text, on one line and without characters that move the eye or the terminal."""
    if len(text) <= LONGEST and text.isprintable():
        return text
    line = "".join(char if char.isprintable() else " " for char in text[: LONGEST + 1])
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _message(file: str, sheet: str, remark: Remark, value: str) -> str:
    place = file + (f", sheet '{sheet}'" if sheet else "") + (f" row {remark.row}" if remark.row else "")
    place += f", column '{_shown(remark.column)}'" if remark.column else ""
    subject = f"'{value}' " if value else ("the row " if remark.row and not remark.column else "")
    return f"{place}: {subject}{remark.message}"


def refusal(file: str, error: RefusedError) -> dict[str, Any]:
    """Return the report on a file nothing of which is loaded."""
    issues = [finding(file, error.sheet, error.remark)]
    return {"status": "refused", "rows_in": None, "accepted": 0, "rejected": None, "issues": issues, "rows": [],
            "sums": {}, "parts": [], "reconciliation": [], "unknown": {}}  # fmt: skip


def summary(intake: Intake, file: str) -> dict[str, Any]:
    """Return the report without its rows.

    Returns:
        ``status``, ``partial`` where a row or a whole member of an archive was set aside; ``rows_in`` = ``accepted`` +
        ``rejected``, in which a member set aside whole has no rows; ``issues``; ``sums`` over accepted rows, unknown
        values left out; ``unknown``: accepted rows without a value, by column; ``located``: accepted rows with a point
        and accepted rows, where the form has points; ``parts``: the counts of each sheet; ``reconciliation``: for
        each summed column and agency what was received, kept and set aside, as far as it could be read.
    """
    rows_in = sum(part.rows for part in intake.parts)
    rejected = sum(part.rejected for part in intake.parts)
    tallies = _Tallies(intake)
    report: dict[str, Any] = {
        "status": "partial" if rejected or not all(part.is_read for part in intake.parts) else "ok",
        "rows_in": rows_in,
        "accepted": rows_in - rejected,
        "rejected": rejected,
        "issues": [finding(file, one.sheet, one.remark) for one in _all_issues(intake)],
        "sums": tallies.sums,
        "parts": [
            {"sheet": _shown(part.name) or None, "rows_in": part.rows, "accepted": part.rows - part.rejected,
             "rejected": part.rejected, "is_read": part.is_read}
            for part in intake.parts
        ],
        "reconciliation": tallies.reconciliation,
        "unknown": tallies.unknown,
    }  # fmt: skip
    return report | ({"located": tallies.located} if tallies.located else {})


def _all_issues(intake: Intake) -> list[Found]:
    order = {part.name: place for place, part in enumerate(intake.parts)}
    whole = [Found(part.name, remark) for part in intake.parts for remark in part.remarks]
    return sorted([*whole, *intake.issues], key=lambda one: (order.get(one.sheet, -1), one.remark.row or 0))


class _Tallies:
    """Sums of the rows kept and set aside, taken block by block."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        form = intake.form
        self.unknown: dict[str, int] = dict.fromkeys(form.added, 0)
        self.located: list[int] = [0, 0] if "latitude" in form.columns else []
        self._sums: dict[tuple[str, bool, str], Any] = {}
        self._rows: dict[tuple[str, bool], int] = {}
        names = [name for name in (*form.added, "latitude", "longitude", _BY) if name in form.columns]
        for kept in (True, False):
            # Mostly every row is kept, and a file of millions is then read once.
            if (intake.is_kept == kept).any():
                for table in intake.batches(kept=kept, names=names):
                    self._add(table, kept=kept)

    def _add(self, table: pa.Table, *, kept: bool) -> None:
        if kept:
            for name in self.unknown:
                self.unknown[name] += table[name].null_count
        if kept and self.located:
            points = pc.and_(pc.is_valid(table["latitude"]), pc.is_valid(table["longitude"]))
            self.located = [self.located[0] + (pc.sum(points).as_py() or 0), self.located[1] + len(table)]
        for row in self._grouped(table):
            owner = row.get(_BY) or ""
            self._rows[owner, kept] = self._rows.get((owner, kept), 0) + row["count_all"]
            for name in self.unknown:
                if row[f"{name}_sum"] is not None:
                    at = (name, kept, owner)
                    self._sums[at] = self._sums.get(at, 0) + row[f"{name}_sum"]

    def _grouped(self, table: pa.Table) -> list[dict[str, Any]]:
        """Return the rows and sums of each agency, or of all together where the form names none."""
        added = list(self.unknown)
        if _BY not in table.column_names:
            # As one row, and not by groups of no column: those need an engine that takes as long to load as to count.
            return [{"count_all": len(table), **{f"{name}_sum": pc.sum(table[name]).as_py() for name in added}}]
        grouped = table.select([_BY, *added]).group_by(_BY)
        found: list[dict[str, Any]] = grouped.aggregate(
            [*((name, "sum") for name in added), ([], "count_all")]
        ).to_pylist()
        return found

    @property
    def sums(self) -> dict[str, Any]:
        return {name: _plain(sum(value for (of, kept, _), value in self._sums.items() if of == name and kept))
                for name in self.unknown}  # fmt: skip

    @property
    def reconciliation(self) -> list[dict[str, Any]]:
        """One line a column and agency: rows and values received, kept and set aside."""
        owners = sorted({owner for owner, _ in self._rows})
        return [self._line(owner, name) for owner in owners for name in self.unknown]

    def _line(self, owner: str, name: str) -> dict[str, Any]:
        kept, aside = (self._sums.get((name, side, owner), 0) for side in (True, False))
        accepted, rejected = (self._rows.get((owner, side), 0) for side in (True, False))
        rows = {"rows_in": accepted + rejected, "accepted": accepted, "rejected": rejected}
        values = {"received": _plain(kept + aside), "kept": _plain(kept), "set_aside": _plain(aside)}
        return {"column": name, _BY: owner or None, **rows, **values}


def _plain(value: Any) -> Any:
    """Return a sum as JSON holds it: money as a text with its cents."""
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def write(report: dict[str, Any], intake: Intake | None, path: Path) -> None:
    """Write a report as JSON, the accepted rows streamed into it.

    Args:
        report: What ``summary`` or ``refusal`` gave.
        intake: Where the rows are, None after a refusal.
        path: Where to write it.
    """
    # Issues may be as many as the rows: one after the other, their text takes no memory.
    text = _json({name: part for name, part in report.items() if name not in ("issues", "rows")})
    with path.open("w", encoding="utf-8") as file:
        file.write(text[:-1] + ', "issues": [')
        for place, issue in enumerate(report["issues"]):
            file.write((", " if place else "") + _json(issue))
        file.write('], "rows": ')
        _add_rows(intake, path, file)
        file.write("}\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _add_rows(intake: Intake | None, path: Path, file: TextIO) -> None:
    if intake is None:
        file.write("[]")
        return
    rows = path.with_name(f"{path.name}.rows")
    _write_rows(intake, rows)
    with rows.open(encoding="utf-8") as written:
        for line in written:
            file.write(line)
    rows.unlink()


def _write_rows(intake: Intake, path: Path) -> None:
    columns = ", ".join(["_row", *(f'"{name}"' for name in _shown_columns(intake))])
    tables = intake.batches(kept=True)
    first = next(tables, None)
    if first is None:
        path.write_text("[]", encoding="utf-8")
        return
    # Imported here: a check without a report as JSON is spared it, a twentieth of a second.
    import duckdb

    kept = pa.RecordBatchReader.from_batches(first.schema, _batches(first, tables))  # noqa: F841 - read by its name
    engine = duckdb.connect(config={"threads": 1, "autoload_known_extensions": False})
    # Our own column names and our own path; nothing of the file stands in the statement.
    engine.execute(f"COPY (SELECT {columns} FROM kept) TO '{path.as_posix()}' (FORMAT json, ARRAY true)")


def _batches(first: pa.Table, rest: Any) -> Any:
    for table in (first, *rest):
        yield from table.to_batches()


def _shown_columns(intake: Intake) -> list[str]:
    return [name for name in _schema_names(intake) if not name.startswith("_")]


def _schema_names(intake: Intake) -> list[str]:
    with pa.OSFile(str(intake.rows)) as source:
        return list(pa.ipc.open_file(source).schema.names)


def as_text(report: dict[str, Any], file: str, title: str) -> str:
    """Return a report as a person reads it."""
    if report["status"] == "refused":
        head = f"{_shown(file)} as {title}: refused, nothing of it would be loaded"
    else:
        head = (f"{_shown(file)} as {title}: {report['rows_in']:,} rows received, {report['accepted']:,} accepted, "
                f"{report['rejected']:,} set aside")  # fmt: skip
    issues = [f"  {one['severity']}: {one['message']}" + (f"; {one['mend']}" if one["mend"] else "")
              for one in report["issues"][:_TOLD]]  # fmt: skip
    untold = len(report["issues"]) - len(issues)
    issues += [f"  and {untold:,} more issues, which the report as JSON has"] if untold else []
    lines = [
        f"  {line['column']}{' of ' + line[_BY] if line[_BY] else ''}: received {line['received']}, "
        f"kept {line['kept']}, set aside {line['set_aside']}"
        for line in report["reconciliation"]
    ]
    unknown = [f"  {name} unknown: {count:,}" for name, count in report["unknown"].items() if count]
    located = [f"  located {report['located'][0]:,} of {report['located'][1]:,}"] if report.get("located") else []
    return "\n".join([head, *issues, *lines, *unknown, *located])
