"""Columns of texts changed as a whole: each distinct text once, and only where something in it asks for it."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.blocks import text_array
from loaders.formats.markup import places_array
from loaders.formats.sheets import Flags

Change = Callable[[str], str | None]


def changed(texts: pa.StringArray, change: Change) -> pa.StringArray:
    """Return texts changed; a text that becomes empty is null."""
    encoded = texts.dictionary_encode()
    return text_array([change(text) for text in encoded.dictionary.to_pylist()]).take(encoded.indices)


def changed_where(texts: pa.StringArray, is_meant: Flags, change: Change) -> pa.StringArray:
    """Return texts of which some are changed."""
    meant = np.flatnonzero(is_meant)
    if not len(meant):
        return texts
    if len(meant) == len(texts):
        return changed(texts, change)
    places = np.arange(len(texts))
    places[meant] = len(texts) + np.arange(len(meant))
    return pa.concat_arrays([texts, changed(texts.take(places_array(meant)), change)]).take(places_array(places))


def have(texts: pa.StringArray, pattern: str) -> Flags:
    """Say of each text, none of them null, whether a pattern is found in it."""
    return pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)


def without_empty(texts: pa.StringArray) -> pa.StringArray:
    """Return texts in which an empty one is null."""
    lengths = pc.binary_length(texts).to_numpy(zero_copy_only=False)
    return changed_where(texts, lengths == 0, lambda _: None)
