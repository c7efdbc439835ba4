"""Checks a recoded frame against its table: right rows on one side, every misfit with its reasons on the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd
from pandera.errors import SchemaErrors

from loaders.columns import COLUMNS
from loaders.csvfiles import ContractError
from loaders.schema import DTYPES, Table

LEDGER_COLUMNS: Final = (
    "table_name",
    "raw_file",
    "raw_sheet",
    "raw_line",
    "column_name",
    "cell_value",
    "rule",
    "message",
    "mend",
    "country_code",
    "agency_code",
    "row_text",
)
_LONGEST_VALUE: Final = 80
_CELL_CHECKS: Final = ("not_nullable", "minimum", "allowed")
_WHOSE: Final = ("country_code", "agency_code")


@dataclass(frozen=True)
class Problem:
    """One misfit of one row, found before the place it came from is known in full.

    Attributes:
        row: Label of the row in the frame; a line of the file may hold several.
        column: Canonical column, or empty where the whole row is meant.
        value: The cell as received, empty where there is none.
        rule: Short name of what was broken.
        wanted: What is wrong, worded to follow the value: ``is not one of ...``.
        mend: What the sender should do.
    """

    row: int
    column: str
    value: str
    rule: str
    wanted: str
    mend: str


@dataclass(frozen=True)
class Issue:
    """One reason why one row was set aside.

    Attributes:
        file: Raw file, as in the ``raw_file`` column.
        sheet: Sheet of a workbook, empty for a file without sheets.
        line: Physical line on which the row starts; the heading is line 1.
        column: Heading of the cell in the raw file, or the canonical column where no heading holds it.
        value: The cell as received.
        rule: Short name of what was broken.
        message: Place, value and what was wanted, in one sentence.
        mend: What the sender should do.
    """

    file: str
    sheet: str
    line: int
    column: str
    value: str
    rule: str
    message: str
    mend: str

    def __str__(self) -> str:
        """Return the message with its mend, as a person should read it."""
        return f"{self.message}; {self.mend}"


@dataclass(frozen=True)
class Loaded:
    """What became of every row of one file.

    Attributes:
        table: Name of the table.
        raw_file: The file, as in the ``raw_file`` column.
        received: Rows the file holds for this table.
        rows: Rows that keep every rule, in the table's columns and types.
        set_aside: Rows that do not, one row an issue, in ``LEDGER_COLUMNS``; a line may have several.
    """

    table: str
    raw_file: str
    received: int
    rows: pd.DataFrame
    set_aside: pd.DataFrame

    def __post_init__(self) -> None:
        """Refuse to exist where a row was lost or counted twice."""
        kept, aside = len(self.rows), self.lines_set_aside
        if kept + aside != self.received:
            raise ValueError(f"{self.raw_file}: {self.received} rows received, {kept} kept, {aside} set aside")

    @property
    def lines_set_aside(self) -> int:
        """Rows set aside, however many issues each has."""
        return len(self.set_aside[["raw_sheet", "raw_line"]].drop_duplicates())

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Every reason, in the order of the lines."""
        shown = ["raw_file", "raw_sheet", "raw_line", "column_name", "cell_value", "rule", "message", "mend"]
        filled = self.set_aside[shown].astype(object).where(self.set_aside[shown].notna(), "")
        return tuple(Issue(*row) for row in filled.itertuples(index=False, name=None))


def empty_ledger() -> pd.DataFrame:
    """Return a ledger of no rows with its columns and types."""
    return pd.DataFrame({name: pd.Series(dtype=_ledger_type(name)) for name in LEDGER_COLUMNS})


def check(
    frame: pd.DataFrame,
    table: Table,
    raw_file: str,
    problems: Iterable[Problem],
    headings: Mapping[str, str] | None = None,
) -> Loaded:
    """Part the rows that keep every rule of a table from those that do not.

    Args:
        frame: The table's columns in its types, one row a raw row, each with a label of its own; a further column
            ``row_text`` may hold each row as received.
        table: The table the frame has to satisfy.
        raw_file: The file, as in the ``raw_file`` column.
        problems: Misfits found while the cells were read.
        headings: Heading of the raw file for each canonical column, for the messages.

    Returns:
        The rows kept and the ledger of the rest. Of rows that repeat each other word for word the
        first is kept; of rows that share a key and differ none is.

    Raises:
        ContractError: The frame has not the table's types: a fault of the loader, not of the file.
    """
    return settled(frame, table, raw_file, misfits(frame, table, problems), headings or {})


def misfits(frame: pd.DataFrame, table: Table, problems: Iterable[Problem]) -> list[Problem]:
    """Return every misfit of a row by itself: those found while the cells were read, and those of the table's rules.

    Args:
        frame: As for ``check``; rows of several kinds may be looked at together.
        table: The table the frame has to satisfy.
        problems: Misfits found while the cells were read; what is wrong with such a cell is told once.

    Raises:
        ContractError: The frame has not the table's types.
    """
    rows = frame[list(table.columns)]
    found = list(problems)
    unread = {(problem.row, problem.column) for problem in found}
    told = _schema_misfits(rows, table)
    for rule in table.rules:
        broken = rows.loc[~rule.holds(rows).astype(bool), rule.column]
        wanted = f"breaks a rule: {rule.words}"
        told += [
            Problem(int(row), rule.column, as_text(value), rule.name, wanted, rule.mend)
            for row, value in broken.items()
        ]
    return found + [one for one in told if (one.row, one.column) not in unread]


def settled(
    frame: pd.DataFrame, table: Table, raw_file: str, problems: Iterable[Problem], headings: Mapping[str, str]
) -> Loaded:
    """Part the rows that have no misfit, and whose key is their own, from the others.

    Args:
        frame: As for ``check``.
        table: The table.
        raw_file: The file, as in the ``raw_file`` column.
        problems: Every misfit of these rows, as ``misfits`` returns them.
        headings: Heading of the raw file for each canonical column, for the messages.
    """
    rows = frame[list(table.columns)]
    found = [*problems, *_repeats(rows, table.key)]
    texts = frame["row_text"] if "row_text" in frame else pd.Series("", index=frame.index, dtype="str")
    ledger = _ledger(found, rows.assign(row_text=texts), table.name, raw_file, headings)
    kept = rows.drop(index=list({problem.row for problem in found})).reset_index(drop=True)
    return Loaded(table.name, raw_file, len(rows), kept, ledger)


def _schema_misfits(rows: pd.DataFrame, table: Table) -> list[Problem]:
    try:
        table.schema.validate(rows, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    untyped = cases.loc[cases["index"].isna(), "column"].astype(str)
    if len(untyped):
        raise ContractError(f"{table.name}: not the table's columns and types ({', '.join(untyped)}); mend the loader")
    # Shared keys are told apart below, where repeats and conflicts part ways.
    cells = cases[cases["check"].isin(_CELL_CHECKS)]
    return [
        _cell_problem(int(index), str(column), str(rule), as_text(value))
        for index, column, rule, value in cells[["index", "column", "check", "failure_case"]].itertuples(index=False)
    ]


def _cell_problem(row: int, column: str, rule: str, value: str) -> Problem:
    limits = COLUMNS[column]
    if rule == "not_nullable":
        return Problem(row, column, "", "empty", "is empty and may not be", "fill the cell in")
    if rule == "minimum":
        return Problem(row, column, value, rule, f"is below {limits.minimum:g}", "give the number without a sign")
    return Problem(row, column, value, rule, f"is not one of {', '.join(limits.allowed)}", "use one of these codes")


def _repeats(rows: pd.DataFrame, key: str) -> list[Problem]:
    shared = rows[rows[key].notna() & rows.duplicated(key, keep=False)]
    facts = [name for name in rows.columns if name not in ("raw_line", "raw_column")]
    found = []
    for value, same in shared.groupby(key, sort=False):
        lines = [int(line) for line in same["raw_line"]]
        named = ", ".join(map(str, lines))
        if len(same[facts].drop_duplicates()) == 1:
            wanted, mend = f"repeats line {lines[0]} word for word, which is kept", "send the row once"
            found += [Problem(int(row), key, str(value), "repeated", wanted, mend) for row in same.index[1:]]
        else:
            wanted, mend = f"is the key of rows that differ, on lines {named}; none is kept", "say which one is right"
            found += [Problem(int(row), key, str(value), "conflict", wanted, mend) for row in same.index]
    return found


def _ledger(
    found: list[Problem], rows: pd.DataFrame, name: str, raw_file: str, headings: Mapping[str, str]
) -> pd.DataFrame:
    if not found:
        return empty_ledger()
    whose = [rows.get(name, pd.Series(None, index=rows.index, dtype="str")) for name in _WHOSE]
    lines, file_name = rows["raw_line"], raw_file.rsplit("/", 1)[-1]
    entries = []
    for problem in sorted(found, key=lambda one: lines.at[one.row]):
        heading, line = headings.get(problem.column, problem.column), lines.at[problem.row]
        entries.append((
            name, raw_file, None, line, heading, problem.value or None, problem.rule,
            _message(f"{file_name} line {line}", heading, problem), problem.mend,
            *(codes.at[problem.row] for codes in whose), rows.at[problem.row, "row_text"],
        ))  # fmt: skip
    ledger = pd.DataFrame(entries, columns=list(LEDGER_COLUMNS))
    return ledger.astype({column: _ledger_type(column) for column in LEDGER_COLUMNS})


def _ledger_type(column: str) -> str:
    return DTYPES["count"] if column == "raw_line" else DTYPES["text"]


def _message(line: str, heading: str, problem: Problem) -> str:
    place = line + (f", column '{heading}'" if heading else "")
    value = " ".join(problem.value.split())
    shown = value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "..."
    subject = f"'{shown}'" if shown else ("the cell" if heading else "the row")
    return f"{place}: {subject} {problem.wanted}"


def as_text(value: object) -> str:
    """Return a cell as a reader would write it: a day without its hours, nothing for a missing cell."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return "" if value is None or value is pd.NA or value is pd.NaT or value != value else str(value)
