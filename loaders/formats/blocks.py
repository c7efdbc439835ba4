"""Blocks of text cells out of what a reader collected, and the columns of files that name them in every record."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.lib import StringBuilder

from loaders.formats.headings import Wanted, settle_heading
from loaders.formats.sheets import Block, Marks, Remark, refuse

BLOCK_ROWS: Final = 32_768
_LISTED: Final = 40
# A byte that calls for a closer look: controls but tab and line ends, all beyond ASCII, and the signs of markup.
_FIRST, _LAST = (np.uint8(ord(char)) for char in " ~")
_QUIET: Final = np.zeros(256, dtype=bool)
_QUIET[[9, 10, 13, *range(_FIRST, _LAST + 1)]] = True
_SIGNS: Final = tuple(np.uint8(ord(char)) for char in "<${")
_COLON: Final = ord(":")
_DIGITS: Final = (ord("0"), ord("9"))


@dataclass
class Found:
    """What a reader found wanting in the rows of one block, kept by what is wrong until the block is full.

    Attributes:
        places: Places, clauses and cells by column, severity, rule and mend.
    """

    places: dict[tuple[str, str, str, str], list[tuple[int, str, str]]] = field(default_factory=dict)

    def add(self, place: int, remark: Remark) -> None:
        """Keep a remark on the row at one place of the block."""
        key = (remark.column, remark.severity, remark.rule, remark.mend)
        self.places.setdefault(key, []).append((place, remark.message, remark.value))

    def marks(self) -> tuple[Marks, ...]:
        """Return all that was kept."""
        return tuple(_marks(*key, kept) for key, kept in self.places.items())


def text_block(
    numbers: Sequence[int], columns: Mapping[str, Sequence[str | None]], marks: tuple[Marks, ...] = ()
) -> Block:
    """Return a block of text columns; an empty text is an empty cell."""
    arrays = {name: text_array(cells) for name, cells in columns.items()}
    return Block(np.asarray(numbers, dtype=np.int64), pa.table(arrays), marks, is_plain(arrays.values()))


def text_array(cells: Sequence[str | None]) -> pa.Array:
    """Return texts as an Arrow column, empty ones as null and half characters as the sign of a lost one."""
    try:
        return _text_array([cell or None for cell in cells])
    except UnicodeEncodeError:
        return _text_array([_mended(cell) for cell in cells])


def _text_array(cells: Sequence[str | None]) -> pa.Array:
    # pyarrow.array, and a text compared to a constant, would import pandas: 45 MB and a quarter of a second.
    texts = StringBuilder()
    texts.append_values(cells)
    return texts.finish()


def emptied(array: pa.Array) -> pa.Array:
    """Return a text column in which an empty text is null."""
    empty = pc.equal(array, "")
    return pc.if_else(empty, pa.scalar(None, array.type), array) if pc.any(empty).as_py() else array


def is_plain(arrays: Iterable[pa.Array]) -> bool:
    """Whether no byte of the text columns asks for a closer look; see ``Block.is_plain``."""
    return not any(_is_loud(array) for array in arrays)


def joined(blocks: Iterable[Block]) -> Generator[Block, None, None]:
    """Yield blocks as large as one should be where they are smaller: each costs its reader some milliseconds at least.

    The first is given out as it comes, so that its reader can begin. One with marks stays alone.
    """
    held: list[Block] = []
    for place, block in enumerate(blocks):
        if block.marks or not place:
            yield from _joined(held)
            yield block
            held = []
            continue
        held.append(block)
        if sum(len(one.rows) for one in held) >= BLOCK_ROWS:
            yield from _joined(held)
            held = []
    yield from _joined(held)


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    if blocks:
        rows = np.concatenate([block.rows for block in blocks])
        cells = pa.concat_tables([block.cells for block in blocks])
        yield Block(rows, cells, is_plain=all(block.is_plain for block in blocks))


def settle_keys(keys: Sequence[str], wanted: Wanted) -> tuple[tuple[str | None, ...], list[Remark]]:
    """Match names that stand in every record, as in JSON and Parquet, to the columns asked for.

    Returns:
        The canonical column of each key, and what there is to say about them.

    Raises:
        RefusedError: A required column is missing or stands twice.
    """
    columns = [wanted.match(key) for key in keys]
    missing = [column for column in wanted.required if column not in columns]
    if missing:
        found = ", ".join(f"'{key}'" for key in keys[:_LISTED])
        refuse("missing-column", f"the records lack {', '.join(missing)}; they have {found or 'nothing'}",
               "add it, or match one of these names to it", column=missing[0])  # fmt: skip
    for column in wanted.columns:
        if columns.count(column) > 1:
            refuse("duplicate-column", f"{column} stands more than once in the records", "keep the one that is right",
                   column=column)  # fmt: skip
    heading = settle_heading([1], [list(keys)], wanted)
    return heading.columns, [replace(remark, row=None) for remark in heading.remarks]


def _marks(column: str, severity: str, rule: str, mend: str, kept: list[tuple[int, str, str]]) -> Marks:
    kept.sort(key=lambda one: one[0])
    places = np.asarray([place for place, _, _ in kept], dtype=np.int64)
    return Marks(column, severity, rule, places, [said for _, said, _ in kept], mend, [cell for _, _, cell in kept])


def _mended(cell: str | None) -> str | None:
    return cell.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if cell else None


def _is_loud(array: pa.Array) -> bool:
    _, offsets, data = array.buffers()
    if data is None or not len(array):
        return False
    ends = np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1]
    codes = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    # One comparison of every byte tells most columns, which have no odd ones; what is below wraps around to above.
    if ((codes - _FIRST) > _LAST - _FIRST).any() and not _QUIET[codes].all():
        return True
    return any((codes == sign).any() for sign in _SIGNS) or _has_script_colon(codes)


def _has_script_colon(codes: np.ndarray) -> bool:
    """Whether a colon stands behind anything but a digit: behind one it is in a time of day, not in a script link."""
    is_colon = codes == _COLON
    if not is_colon.any():
        return False
    before = codes[np.flatnonzero(is_colon) - 1]
    return bool(((before < _DIGITS[0]) | (before > _DIGITS[1])).any())
