"""Lines among the rows that are no rows of a form: totals, notes and headings that stand again."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.headings import folded_heading
from loaders.formats.sheets import ERROR, Block, Flags, Marks, Places
from loaders.returns.forms import Form
from loaders.values.digits import are_digits
from loaders.values.gathering import one_array
from loaders.values.textbytes import bytes_of

_TOTAL: Final = (
    r"^[\s*]*(grand\s+|sub[\s-]*|over\s*all\s+|sous[\s-]+)?"
    r"(total|totals|totaux|totale|(?:ins)?gesamt|summe|sum)\b"
)
_TOTAL_WORDS: Final = re.compile(_TOTAL, re.IGNORECASE)
_DIGITS: Final = r"\d"
_NAMED: Final = frozenset({"id", "country", "countries", "agency", "text", "iso3"})


def unfit_lines(block: Block, form: Form) -> tuple[Marks, ...]:
    """Find the lines of a block that are no rows of its form.

    A line is a total where a name or key says so and a required cell is empty, where the key itself says so, or where
    only columns that are added are filled; a note where only one cell of the line is filled; a heading where most
    cells name their own column.

    Returns:
        Error marks of the rules ``total-row``, ``note-row`` and ``repeated-header``; each line has one at most.
    """
    is_filled = {name: _is_filled(block.cells[name]) for name in block.cells.column_names}
    texts = [name for name in is_filled if pa.types.is_string(block.cells.schema.field(name).type)]
    filled = _filled_among(texts, is_filled, len(block.rows))
    lacking = _lacking(is_filled, form, len(block.rows))
    headings = _headings(block, form, lacking)
    added = _filled_among([name for name in texts if name in form.added], is_filled, len(block.rows))
    is_bare_sum = (filled > 0) & (filled == added)
    totals = (_totals(block, form, lacking) | is_bare_sum) & ~headings
    notes = (filled == 1) & lacking & ~headings & ~totals
    return tuple(
        Marks("", ERROR, rule, np.flatnonzero(places), message, mend)
        for rule, places, message, mend in (
            ("total-row", totals, "is a total of other rows; counted, it would count them twice",
             "leave totals out of the form"),
            ("note-row", notes, "is a note and no row of the form", "leave notes out of the rows"),
            ("repeated-header", headings, "repeats the heading", "send the heading once"),
        )
        if places.any()
    )  # fmt: skip


def _is_filled(cells: pa.ChunkedArray) -> Flags:
    if cells.null_count == len(cells):
        return np.zeros(len(cells), dtype=bool)
    # An outline is no text, but bytes all the same.
    whole = cells.combine_chunks() if pa.types.is_binary(cells.type) else one_array(cells)
    lengths = np.diff(bytes_of(whole)[1])
    return lengths > 0 if not cells.null_count else (lengths > 0) & cells.is_valid().to_numpy()


def _filled_among(names: Sequence[str], is_filled: Mapping[str, Flags], height: int) -> Places:
    """How many of some columns are filled in each line."""
    filled = np.zeros(height, dtype=np.int64)
    for name in names:
        filled += is_filled[name]
    return filled


def _lacking(is_filled: Mapping[str, Flags], form: Form, height: int) -> Flags:
    """Lines without one of the required cells."""
    lacking = np.zeros(height, dtype=bool)
    for field in form.fields:
        if field.is_required and field.name in is_filled:
            lacking |= ~is_filled[field.name]
    return lacking


def _totals(block: Block, form: Form, lacking: Flags) -> Flags:
    found = np.zeros(len(block.rows), dtype=bool)
    # A word is looked for only where a required cell is empty, or in the key: titles may well speak of a total.
    places = np.flatnonzero(lacking)
    for field in form.fields:
        if field.kind in _NAMED and field.name in block.cells.column_names:
            column = block.cells[field.name]
            if field.name in form.key and field.kind == "id":
                if are_digits(column):
                    continue
                says_total = _matches(column, _TOTAL)
                # SUM-001 is a key like any other; a total that says so there has no number.
                found |= says_total & (lacking | ~_matches(column, _DIGITS)) if says_total.any() else says_total
            elif len(places):
                texts = column.take(pa.array(places)).to_pylist()
                found[places] |= [bool(text and _TOTAL_WORDS.match(text)) for text in texts]
    return found


def _matches(column: pa.ChunkedArray, pattern: str) -> Flags:
    return pc.fill_null(pc.match_substring_regex(column, pattern, ignore_case=True), fill_value=False).to_numpy()


def _headings(block: Block, form: Form, lacking: Flags) -> Flags:
    """Lines of which at least two thirds of the filled cells are the names of their own columns."""
    first = form.fields[0].name
    suspects = (
        np.flatnonzero(
            pc.fill_null(
                pc.match_substring_regex(block.cells[first], r"[A-Za-z]{2}", ignore_case=True), fill_value=False
            ).to_numpy()
        )
        if first in block.cells.column_names and not are_digits(block.cells[first])
        else np.arange(0)
    )
    found = np.zeros(len(block.rows), dtype=bool)
    if not len(suspects):
        return found
    named = _names_itself(block.cells[first], first, suspects)
    for place in suspects[named]:
        cells = {
            name: block.cells[name][int(place)].as_py() for name in form.columns if name in block.cells.column_names
        }
        own = sum(folded_heading(str(text)) == name for name, text in cells.items() if text)
        found[place] = own * 3 >= 2 * sum(bool(text) for text in cells.values())
    return found


def _names_itself(column: pa.ChunkedArray, name: str, places: Places) -> Flags:
    same = pc.equal(
        pc.utf8_lower(pc.replace_substring(pc.utf8_trim_whitespace(column.take(pa.array(places))), " ", "_")), name
    )
    return pc.fill_null(same, fill_value=False).to_numpy()
