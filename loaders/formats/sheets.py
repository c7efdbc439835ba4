"""What every reader of a format gives: sheets of text cells in blocks, and marks on what does not fit."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NoReturn, TypeAlias

import numpy as np
import pyarrow as pa

Places: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int64]]"
Flags: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.bool_]]"

ERROR: Final = "error"
WARNING: Final = "warning"
INFO: Final = "info"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a file, a sheet or a row, before file and sheet are known.

    Attributes:
        severity: ``error`` sets a row aside or refuses the file; ``warning``: the row is in; ``info``: how it was read.
        rule: Code of the rule.
        message: What is wrong or was done, in a clause that follows the place and the value.
        mend: What the sender should do, empty where there is nothing to do.
        row: Row number a person sees, None for the file or sheet as a whole.
        column: Canonical column, or the heading where it stands for none; empty where no column is meant.
        value: The cell as received, uncut.
    """

    severity: str
    rule: str
    message: str
    mend: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""


class RefusedError(ValueError):
    """A file nothing of which may be loaded; ``remark`` says why, ``sheet`` where."""

    def __init__(self, remark: Remark, sheet: str = "") -> None:
        """Keep the remark; the text of the error is its message and its mend."""
        super().__init__(f"{remark.message}; {remark.mend}" if remark.mend else remark.message)
        self.remark = remark
        self.sheet = sheet


def refuse(
    rule: str, message: str, mend: str, *, row: int | None = None, column: str = "", sheet: str = ""
) -> NoReturn:
    """Refuse the whole file.

    Raises:
        RefusedError: Always.
    """
    raise RefusedError(Remark(ERROR, rule, message, mend, row, column), sheet)


@dataclass(frozen=True)
class Marks:
    """The same remark on many rows of a block.

    Attributes:
        column: Canonical column, empty where the whole row is meant.
        severity: ``error`` or ``warning``.
        rule: Code of the rule.
        places: Positions within the block, ascending, int64.
        message: One clause for all places, or one for each of them.
        mend: What the sender should do.
        values: The cells as received, one for each place; empty where the block's own text is meant.
    """

    column: str
    severity: str
    rule: str
    places: Places
    message: str | Sequence[str]
    mend: str = ""
    values: Sequence[str] = ()


@dataclass(frozen=True)
class Block:
    """Some consecutive rows of a sheet.

    Attributes:
        rows: Row number of each row as a person sees it, int64, ascending.
        cells: One text column for each canonical column the sheet has, named by it; an empty cell is null.
            Texts are as received: not trimmed, not mended.
        marks: What the reader found wanting, such as ragged rows and error cells.
        is_plain: True only where every byte of the block is printable ASCII, tab or line end, and none is
            ``<``, ``$``, ``{`` or ``:`` followed by a letter pattern of a script link; texts need no closer look.
    """

    rows: Places
    cells: pa.Table
    marks: tuple[Marks, ...] = ()
    is_plain: bool = False


@dataclass(frozen=True)
class Sheet:
    """One heading and the rows under it.

    Attributes:
        name: Sheet of a workbook or member of an archive (``returns.zip/march.csv`` gives ``march.csv``), else empty.
        columns: Canonical column of each position, None where the heading is unknown.
        blocks: The rows, read as they are asked for; reading may still raise ``RefusedError``.
        remarks: How the sheet was read; complete only after the last block was taken.
        delimiter: Delimiter of a delimited text, else empty.
        epoch: Year from whose start a workbook counts days (1900 or 1904), None where cells are no workbook's.
        refusal: Why nothing of a member of an archive is read; it has no rows then. None where it is read.
    """

    name: str
    columns: tuple[str | None, ...]
    blocks: Iterator[Block]
    remarks: list[Remark] = field(default_factory=list)
    delimiter: str = ""
    epoch: int | None = None
    refusal: RefusedError | None = None


@contextmanager
def taking(blocks: Iterator[Block]) -> Iterator[Iterator[Block]]:
    """Give the rows of a sheet, and end their reading where not all are taken.

    A reader may be a block ahead on a thread of its own. Left to the garbage collector it would wait for that thread
    wherever the collector happens to run, which may be in another that waits for the same lock.
    """
    try:
        yield blocks
    finally:
        if isinstance(blocks, Generator):
            blocks.close()
