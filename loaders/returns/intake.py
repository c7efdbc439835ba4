"""The taking in of one received file: every row read, kept or set aside with its reasons, and nothing lost."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from loaders.formats.files import open_sheets, refuse_odd
from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.sheets import ERROR, INFO, Block, Flags, Marks, Places, RefusedError, Remark, Sheet, refuse, taking
from loaders.returns import rowstore
from loaders.returns.forms import Form
from loaders.returns.loose import find_marking, is_packed, refuse_marked_reason
from loaders.returns.repeats import Keys, repeats
from loaders.spellings import Spellings
from loaders.values.setting import Setting

if TYPE_CHECKING:
    from loaders.returns.typed import Typed

Progress = Callable[[int], None]
SHOWN: Final = 1_000
"""Warnings of one rule on one column of one sheet that are named one by one; the rest are counted."""
_NO_ROW: Final = frozenset({"total-row", "note-row", "repeated-header", "ragged-row"})


@dataclass
class Part:
    """What one sheet held.

    Attributes:
        name: Sheet of a workbook or member of an archive, else empty.
        remarks: How it was read.
        rows: Rows received.
        rejected: Rows set aside.
        is_read: Whether its rows were read; a member of an archive that is set aside whole has none that are counted.
    """

    name: str
    remarks: list[Remark] = field(default_factory=list)
    rows: int = 0
    rejected: int = 0
    is_read: bool = True


class Found(NamedTuple):
    """One remark and the sheet it was made on."""

    sheet: str
    remark: Remark


@dataclass(frozen=True)
class Intake:
    """What became of one file.

    Attributes:
        form: The form it was read as.
        rows: File of Arrow record batches: every row typed, with ``_row``, ``_sheet`` (position in ``parts``) and
            ``_text`` (cells as received, only of rows set aside).
        is_kept: For each row of that file, whether it is in the figures.
        parts: The sheets, in order.
        issues: Everything found, in the order of sheets and rows.
        late: Cells as received of rows that were set aside only when all rows were known, by position.
    """

    form: Form
    rows: Path
    is_kept: Flags
    parts: list[Part]
    issues: list[Found]
    late: dict[int, str]

    def batches(self, *, kept: bool, names: Sequence[str] = ()) -> Iterator[pa.Table]:
        """Yield the rows kept, or those set aside, block by block, with all columns where none is named."""
        return rowstore.parted(self.rows, self.is_kept, self.late, kept=kept, names=names)


@dataclass(frozen=True)
class Terms:
    """What a file is taken in by.

    Attributes:
        spellings: Names to codes.
        as_of: Day the facts stand for.
        limits: How large it may be and what cells may hold.
        aliases: Column of the form by folded heading, for headings matched once by a person.
    """

    spellings: Spellings
    as_of: datetime.date
    limits: Limits = field(default_factory=Limits)
    aliases: dict[str, str] = field(default_factory=dict)


def take_in(
    path: Path, form: Form, terms: Terms, work: Path, name: str | None = None, progress: Progress | None = None
) -> Intake:
    """Read a received file as one form.

    Args:
        path: The file; it may lie under a generated name.
        form: What it should hold.
        terms: Spellings, limits, as-of day and headings matched before.
        work: Empty folder for the typed rows; the caller removes it.
        name: Name the sender gave the file, where it is another.
        progress: Called with the number of rows read so far after each block.

    Raises:
        RefusedError: Nothing of the file may be loaded.
    """
    reading = _Reading(form, terms, work / "rows.arrow", progress)
    wanted = Wanted(form.columns, form.asked, terms.aliases)
    limits = replace(terms.limits, last_year=terms.as_of.year + terms.limits.years_ahead)

    def sheets() -> Iterator[Sheet]:
        try:
            yield from open_sheets(path, wanted, limits, name)
        except RefusedError as error:
            if error.remark.rule != "no-rows":
                raise
            # A list without a record says as much as a heading without rows.
            yield Sheet(error.sheet, wanted.columns, iter(()))

    try:
        refuse_odd(path, limits)
        with reading, ThreadPoolExecutor(max_workers=1) as pool:
            # Only the reader of what is packed knows whether it may be unpacked.
            looking = None if is_packed(path) else pool.submit(find_marking, path)
            for sheet in sheets():
                reading.add_sheet(sheet)
        reading.note_marking(looking.result() if looking else find_marking(path))
    except RefusedError as error:
        refuse_marked_reason(error)
    return reading.settled(sheets)


class _Reading:
    """One file on its way: blocks go to disk as they come, marks and one flag a row stay."""

    def __init__(self, form: Form, terms: Terms, rows: Path, progress: Progress | None) -> None:
        self._form, self._terms, self._rows, self._progress = form, terms, rows, progress
        self._keys = Keys(form)
        self._kept: list[Flags] = []
        self._parts: list[Part] = []
        self._issues: list[Found] = []
        self._totals: list[int] = []
        self._total = 0
        extras = [("_sheet", pa.int32()), ("_text", pa.string())]
        self._schema = pa.schema([*rowstore.schema(form), *(pa.field(*extra) for extra in extras)])

    def __enter__(self) -> "_Reading":
        self._writer = pa.ipc.new_file(str(self._rows), self._schema)
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def add_sheet(self, sheet: Sheet) -> None:
        part = Part(sheet.name)
        self._parts.append(part)
        named: dict[tuple[str, str], int] = {}
        terms = self._terms
        setting = Setting(terms.spellings, terms.limits, terms.as_of, sheet.delimiter, sheet.epoch)
        with taking(sheet.blocks) as blocks:
            for block in blocks:
                self._add_block(part, block, replace(setting, is_plain=block.is_plain), named)
        part.remarks = list(sheet.remarks) + _counted(named)
        if sheet.refusal and sheet.refusal.remark.rule != "no-rows":
            part.is_read = False
            words = f"{sheet.refusal.remark.message}; the whole member was set aside"
            part.remarks.append(replace(sheet.refusal.remark, message=words))
        elif not part.rows:
            part.remarks.append(Remark("warning", "no-rows", "holds no rows",
                                       "send the rows, or say that there are none"))  # fmt: skip

    def _add_block(self, part: Part, block: Block, setting: Setting, named: dict[tuple[str, str], int]) -> None:
        # Loaded with the first rows: others are being read and looked through by then.
        from loaders.returns.typed import read_block

        typed = read_block(block, self._form, setting)
        self._note_marks(part, block, typed, named)
        self._keep(part, block, typed)

    def _keep(self, part: Part, block: Block, typed: "Typed") -> None:
        height = len(block.rows)
        part.rows += height
        self._total += height
        if self._total > self._terms.limits.rows:
            limit = self._terms.limits.rows
            refuse("too-many-rows", f"holds more than {limit:,} rows", "send it in parts", sheet=part.name)
        part.rejected += int((~typed.is_kept).sum())
        is_row = np.ones(height, dtype=bool)
        for mark in typed.marks:
            if mark.rule in _NO_ROW:
                is_row[mark.places] = False
            if mark.rule == "total-row":
                self._totals += [self._total - height + int(place) for place in mark.places]
        self._keys.add(typed.table, is_row)
        self._kept.append(typed.is_kept)
        columns = [*typed.table.columns, pa.repeat(pa.scalar(len(self._parts) - 1, pa.int32()), height),
                   rowstore.texts_aside(block.cells, typed.is_kept)]  # fmt: skip
        self._writer.write_table(pa.table(columns, schema=self._schema))
        if self._progress:
            self._progress(self._total)

    def _note_marks(self, part: Part, block: Block, typed: "Typed", named: dict[tuple[str, str], int]) -> None:
        found = []
        for mark in typed.marks:
            _refuse_classified(mark, block, part.name)
            before = named.get((mark.rule, mark.column), 0)
            room = len(mark.places) if mark.severity == ERROR else max(0, SHOWN - before)
            named[mark.rule, mark.column] = before + (len(mark.places) if mark.severity != ERROR else 0)
            found += [Found(part.name, remark) for remark in _remarks(mark, block, room)]
        self._issues += sorted(found, key=lambda one: one.remark.row or 0)

    def note_marking(self, remark: Remark | None) -> None:
        """Note a marking found in the file where no cell that was read bears one."""
        if remark and all(found.remark.rule != remark.rule for found in self._issues):
            self._issues.append(Found("", remark))

    def settled(self, sheets: Callable[[], Iterator[Sheet]]) -> Intake:
        """Set aside what only all rows together show, and compare totals with what they claim to add up."""
        is_kept = np.concatenate(self._kept) if self._kept else np.empty(0, dtype=bool)
        late = self._set_aside_repeats(is_kept)
        texts = rowstore.texts_at(sheets(), late) if len(late) else {}
        self._compare_totals(is_kept)
        return Intake(self._form, self._rows, is_kept, self._parts, self._issues, texts)

    def _set_aside_repeats(self, is_kept: Flags) -> Places:
        """Return the positions of rows that were kept until now and share their key with another."""
        shared, late = self._keys.shared(), []
        rows = rowstore.rows_at(self._rows, shared) if len(shared) else []
        for place, remark in repeats(rows, self._form):
            at, part = int(shared[place]), self._parts[rows[place]["_sheet"]]
            if is_kept[at]:
                late.append(at)
                part.rejected += 1
            is_kept[at] = False
            self._issues.append(Found(part.name, remark))
        return np.array(late, dtype=np.int64)

    def _compare_totals(self, is_kept: Flags) -> None:
        """Say of each total whether it is the sum of the rows kept."""
        if not self._totals:
            return
        sums = rowstore.sums(self._rows, is_kept, self._form)
        for row in rowstore.rows_at(self._rows, np.array(self._totals, dtype=np.int64)):
            part = self._parts[row["_sheet"]]
            for name in self._form.added:
                if row[name] is not None:
                    found = sums.get((row["_sheet"], name), 0)
                    words = (
                        "is the sum of the rows kept" if row[name] == found else f"differs from the rows kept, {found}"
                    )
                    remark = Remark(INFO, "total-row", f"stands in a total and {words}", "", row["_row"], name,
                                    str(row[name]))  # fmt: skip
                    self._issues.append(Found(part.name, remark))


def _remarks(mark: Marks, block: Block, room: int) -> Iterator[Remark]:
    places = mark.places[:room]
    texts = mark.values or _cell_texts(mark, block, places)
    for at, place in enumerate(places):
        message = mark.message if isinstance(mark.message, str) else mark.message[at]
        number = int(block.rows[place])
        yield Remark(mark.severity, mark.rule, message, mark.mend, number, mark.column, str(texts[at] or ""))


def _cell_texts(mark: Marks, block: Block, places: Places) -> list[str | None]:
    if mark.column not in block.cells.column_names or mark.rule == "classified-marking":
        return [None] * len(places)
    return block.cells[mark.column].take(pa.array(places)).cast(pa.string()).to_pylist()


def _refuse_classified(mark: Marks, block: Block, sheet: str) -> None:
    if mark.rule == "classified-marking" and len(mark.places):
        refuse("classified-marking", "carries a classified marking; nothing of the file is kept or shown",
               "send it through the channel its marking asks for", row=int(block.rows[mark.places[0]]),
               column=mark.column, sheet=sheet)  # fmt: skip


def _counted(named: dict[tuple[str, str], int]) -> list[Remark]:
    return [
        Remark("warning", rule, f"is said of {count - SHOWN:,} more rows of this sheet", column=column)
        for (rule, column), count in named.items()
        if count > SHOWN
    ]
