"""The rows and cells among the tags of a sheet's XML: which tags are theirs, and where in the grid each cell stands."""

from typing import Final, NamedTuple, TypeAlias

import numpy as np

from loaders.formats.markup import Codes, Markup
from loaders.formats.sheets import Places

_ROW, _CELL = b'<row r="', b'<c r="'
_PLAIN: Final = (b"<v>", b"</v>", b"</c>")
_INLINE: Final = (b"<is>", b"<t>", b"</t>", b"</is>", b"</c>")
_SPACED: Final = b'<t xml:space="preserve">'
_OTHER: Final = (b"</row>", *dict.fromkeys(_PLAIN + _INLINE))
_UNKNOWN, _ROW_AT, _CELL_AT, _ROW_END_AT = range(4)
_AT: Final = {tag: number for number, tag in enumerate(_OTHER, _ROW_END_AT)}
# Nothing to read, all behind the others: formulas, and elements without content as a cell that has a style only.
_EMPTY_AT, _FORMULA_AT, _FORMULA_END_AT = range(100, 103)
_LETTERS: Final = 3
_MOST_DIGITS: Final = 7
_ZERO, _NINE, _A, _Z, _QUOTE = b'09AZ"'
Kinds: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int8]]"


class Cells(NamedTuple):
    """The cells of some whole rows.

    Attributes:
        numbers: Number of each row.
        row_tags: Which tag begins each row.
        tags: Which tag begins each cell.
        values: Which tag stands before what each cell stores.
        attributes: Where in the piece the attributes of each cell begin, behind its place in the grid.
        rows: Which of the rows each cell stands in.
        positions: Column of each cell from 0, ascending in each row.
    """

    numbers: Places
    row_tags: Places
    tags: Places
    values: Places
    attributes: Places
    rows: Places
    positions: Places


def find_cells(markup: Markup) -> Cells | None:
    """Return the cells of a piece, None where a tag is no row's or cell's, or a cell says another place or nothing."""
    kinds = _kinds(markup)
    if not len(kinds) or _has_open_formula(kinds):
        return None
    used = np.flatnonzero(kinds < _EMPTY_AT)
    kinds = kinds[used]
    cells = _values(kinds, markup, used)
    rows = np.flatnonzero(kinds == _ROW_AT)
    ends = np.flatnonzero(kinds == _ROW_END_AT)
    if cells is None or len(rows) != len(ends) or (rows > ends).any() or (ends[:-1] > rows[1:]).any():
        return None
    of = np.searchsorted(rows, cells[0]) - 1
    if of[0] < 0 or (cells[0] > ends[of]).any():
        return None
    return _placed(markup, used[rows], (used[cells[0]], used[cells[1]]), of)


def _kinds(markup: Markup) -> Kinds:
    """Say what each tag is."""
    is_empty = markup.are_empty()
    is_formula = markup.begin(b"<f>") | markup.begin(b"<f ")
    kinds = markup.begin(_ROW) * np.int8(_ROW_AT) + markup.begin(_CELL) * np.int8(_CELL_AT)
    kinds += is_formula * np.int8(_FORMULA_AT) + markup.are(b"</f>") * np.int8(_FORMULA_END_AT)
    for tag, number in _AT.items():
        kinds += markup.are(tag) * np.int8(number)
    kinds += markup.are(_SPACED) * np.int8(_AT[b"<t>"])
    if is_empty.any():
        is_known = is_formula | markup.begin(b"<c ") | markup.begin(b"<row ")
        kinds[is_empty] = np.where(is_known[is_empty], _EMPTY_AT, _UNKNOWN)
    return kinds


def _has_open_formula(kinds: Kinds) -> bool:
    """Whether another tag than its end follows that of a formula, or an end follows none."""
    is_end = np.append(kinds == _FORMULA_END_AT, False)
    return bool(is_end[0] or ((kinds == _FORMULA_AT) != is_end[1:]).any())


def _values(kinds: Kinds, markup: Markup, used: Places) -> tuple[Places, Places] | None:
    """Return each cell and what stands before its value; None where another tag than theirs is left."""
    cells = np.flatnonzero(kinds == _CELL_AT)
    padded = np.append(kinds, np.zeros(len(_INLINE), dtype=kinds.dtype))

    def are(inside: tuple[bytes, ...]) -> np.ndarray:
        return np.logical_and.reduce([padded[cells + 1 + at] == _AT[tag] for at, tag in enumerate(inside)])

    is_plain, is_inline = are(_PLAIN), are(_INLINE)
    lengths = np.where(is_plain, len(_PLAIN), len(_INLINE)) + 1
    rows = np.count_nonzero((kinds == _ROW_AT) | (kinds == _ROW_END_AT))
    if not len(cells) or not (is_plain | is_inline).all() or lengths.sum() + rows != len(kinds):
        return None
    values = cells + np.where(is_plain, 1, 2)
    tags = used[values]
    # A number that is none may be a formula without a result.
    if (is_plain & (markup.ends[tags] == markup.starts[tags + 1])).any():
        return None
    return cells, values


def _placed(markup: Markup, rows: Places, cells: tuple[Places, Places], of: Places) -> Cells | None:
    """Read the place that each row and cell gives; None where a cell's is not in its row or not right of the last."""
    starts = markup.starts[rows] + len(_ROW)
    numbers, digits = _numbers(markup.codes, starts)
    references = markup.starts[cells[0]] + len(_CELL)
    positions, letters = _positions(markup.codes, references)
    if not (digits.all() and letters.all()):
        return None
    # With the quote behind the number, which ends it.
    told = markup.words_at(starts, digits + 1)[of]
    if (markup.words_at(references + letters, digits[of] + 1) != told).any():
        return None
    if ((np.diff(positions) <= 0) & (np.diff(of) == 0)).any():
        return None
    return Cells(numbers, rows, *cells, references + letters + digits[of] + 1, of, positions)


def _numbers(codes: Codes, starts: Places) -> tuple[Places, Places]:
    """Return the number at each place and how many digits it has; none where no quote ends it."""
    signs = codes[starts[:, None] + np.arange(_MOST_DIGITS + 1)].astype(np.int64)
    is_number = np.logical_and.accumulate((signs >= _ZERO) & (signs <= _NINE), axis=1)
    digits = is_number.sum(axis=1)
    numbers = np.zeros(len(starts), dtype=np.int64)
    for at in range(_MOST_DIGITS):
        numbers = np.where(is_number[:, at], numbers * 10 + signs[:, at] - _ZERO, numbers)
    is_ended = (digits <= _MOST_DIGITS) & (signs[np.arange(len(starts)), digits % (_MOST_DIGITS + 1)] == _QUOTE)
    return numbers, np.where(is_ended, digits, 0)


def _positions(codes: Codes, starts: Places) -> tuple[Places, Places]:
    """Return the column that the letters at each place name, from 0, and how many letters it has."""
    positions = np.full(len(starts), -1)
    letters = np.zeros(len(starts), dtype=np.int64)
    is_letter = np.ones(len(starts), dtype=bool)
    for at in range(_LETTERS):
        signs = codes[starts + at].astype(np.int64)
        is_letter &= (signs >= _A) & (signs <= _Z)
        positions = np.where(is_letter, (positions + 1) * (_Z - _A + 1) + signs - _A, positions)
        letters += is_letter
    return positions, letters
