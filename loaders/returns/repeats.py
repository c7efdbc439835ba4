"""Rows that share a key: repeats word for word, of which the first stays, and conflicts, of which none does."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from loaders.formats.sheets import ERROR, Flags, Places, Remark
from loaders.returns.forms import Form
from loaders.values.textbytes import Hashes, hashes_of, mixed

_SHOWN: Final = 10
_NONE: Final = np.uint64(0)
_PARTS: Final = 4
_SHIFT: Final = np.uint64(62)


class Keys:
    """Hashes of the keys of all rows seen: eight bytes a row, so millions of rows are told apart in little memory."""

    def __init__(self, form: Form) -> None:
        """Prepare for the rows of one form."""
        self._hashes: list[Hashes] = []
        self._key = form.key
        self._required = [field.name for field in form.fields if field.is_required and field.name in form.key]

    def add(self, table: pa.Table, is_row: Flags) -> None:
        """Note the keys of a block; lines that are no rows and rows without a key share nothing."""
        hashes = np.zeros(len(table), dtype=np.uint64)
        for name in self._key:
            hashes = mixed(hashes ^ hashes_of(table[name].combine_chunks()))
        has_key = is_row & (hashes != _NONE)
        for name in self._required:
            has_key &= table[name].is_valid().to_numpy()
        self._hashes.append(np.where(has_key, hashes, _NONE))

    def shared(self) -> Places:
        """Return the positions, over all rows added, of rows whose key's hash stands more than once."""
        twice = np.concatenate([self._twice(part) for part in range(_PARTS)])
        if not len(twice):
            return np.empty(0, dtype=np.int64)
        places, start = [np.empty(0, dtype=np.int64)], 0
        for hashes in self._hashes:
            places.append(np.flatnonzero(np.isin(hashes, twice)) + start)
            start += len(hashes)
        return np.concatenate(places)

    def _twice(self, part: int) -> Hashes:
        """Return the hashes of one part, by their highest bits, that stand more than once; it alone is sorted."""
        found = [hashes[hashes >> _SHIFT == part] for hashes in self._hashes]
        ordered = np.sort(np.concatenate([np.empty(0, dtype=np.uint64), *found]))
        twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        return twice[twice != _NONE]


def repeats(rows: Sequence[dict[str, Any]], form: Form) -> list[tuple[int, Remark]]:
    """Part rows that share a key into repeats and conflicts.

    Args:
        rows: Typed rows suspected of sharing a key, in the order of the file, with ``_row`` and ``_sheet``.
        form: Their form.

    Returns:
        Position among ``rows`` and error remark of each row to set aside.
    """
    groups: dict[tuple[Any, ...], list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(tuple(row[name] for name in form.key), []).append(place)
    found = []
    for key, places in groups.items():
        if len(places) > 1:
            found += _of_one_key(key, places, rows, form)
    return sorted(found, key=lambda one: one[0])


def _of_one_key(
    key: tuple[Any, ...], places: list[int], rows: Sequence[dict[str, Any]], form: Form
) -> list[tuple[int, Remark]]:
    first = rows[places[0]]
    # Rows set aside before have their cells as received here, rows kept have none: the two never repeat one another.
    facts = [name for name in first if name not in ("_row", "_sheet")]
    value = ", ".join("" if part is None else str(part) for part in key)
    if all(rows[place][name] == first[name] for place in places for name in facts):
        fate = "is kept" if first["_text"] is None else "is set aside too"
        words = f"repeats row {first['_row']}, which {fate}"
        return [(at, _remark(rows[at], "duplicate-row", value, words, "send the row once", form)) for at in places[1:]]
    numbers = ", ".join(str(rows[at]["_row"]) for at in places[:_SHOWN]) + (", ..." if len(places) > _SHOWN else "")
    words = f"is the key of rows that differ ({numbers}); none of them is kept"
    mend = "say which row is right, or give each its own key"
    return [(at, _remark(rows[at], form.conflict, value, words, mend, form)) for at in places]


def _remark(row: dict[str, Any], rule: str, value: str, words: str, mend: str, form: Form) -> Remark:
    return Remark(ERROR, rule, words, mend, row["_row"], form.key[0], value)
