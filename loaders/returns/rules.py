"""What the cells of one row of a form must keep together."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.sheets import ERROR, WARNING, Marks, Places
from loaders.returns.forms import Form
from loaders.values.names import find_anachronisms
from loaders.values.reading import Setting

Columns = Mapping[str, pa.Array]
Rule = Callable[[Columns, Setting], list[Marks]]


def rules_broken(columns: Columns, form: Form, setting: Setting) -> list[Marks]:
    """Return the marks of every rule between the cells of a row that is broken in a block."""
    return [mark for rule in _RULES[form.kind] for mark in rule(columns, setting)]


def _where(broken: pa.Array | pa.ChunkedArray) -> Places:
    return np.flatnonzero(pc.fill_null(broken, fill_value=False).to_numpy(zero_copy_only=False))


def _marked(broken: pa.Array, column: str, severity: str, words: tuple[str, str, str]) -> list[Marks]:
    places = _where(broken)
    rule, message, mend = words
    return [Marks(column, severity, rule, places, message, mend)] if len(places) else []


def _end_after_start(columns: Columns, setting: Setting) -> list[Marks]:
    words = ("end-before-start", "ends before it starts", "put the two days in order")
    return _marked(pc.less(columns["end_date"], columns["start_date"]), "end_date", ERROR, words)


def _disbursed_within_obligated(columns: Columns, setting: Setting) -> list[Marks]:
    words = ("disbursed-exceeds-obligated", "is more than what was obligated; both count as sent", "check both amounts")
    return _marked(pc.greater(columns["disbursed_usd"], columns["obligated_usd"]), "disbursed_usd", WARNING, words)


def _name_fits_code(columns: Columns, setting: Setting) -> list[Marks]:
    """A country's name that is known must be the code's own; one that is not known leaves the code to stand."""
    names = columns["name"].dictionary_encode() if not pa.types.is_dictionary(columns["name"].type) else columns["name"]
    texts = [name or "" for name in names.dictionary.to_pylist()]
    codes = pa.array([setting.spellings.code_loosely("country_code", text) for text in texts], pa.string())
    is_odd = pa.array([bool(text) and not _is_known(text, setting) for text in texts], pa.bool_())
    another = ("iso3-name-mismatch", "is another country's name than that of the code", "correct the code or the name")
    odd = ("iso3-name-mismatch", "is no name of a country we know; the code counts", "correct the name")
    return [
        *_marked(pc.not_equal(codes.take(names.indices), columns["iso3"]), "name", ERROR, another),
        *_marked(is_odd.take(names.indices), "name", WARNING, odd),
    ]


def _is_known(name: str, setting: Setting) -> bool:
    return any(setting.spellings.code_loosely(column, name) for column in ("country_code", "not_a_country"))


def _country_on(column: str) -> Rule:
    def rule(columns: Columns, setting: Setting) -> list[Marks]:
        mark = find_anachronisms("country", columns["country"], columns[column], setting)
        return [mark] if mark else []

    return rule


_RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "deployments": (_end_after_start, _country_on("start_date")),
    "programs": (_end_after_start, _disbursed_within_obligated),
    "countries": (_name_fits_code,),
    "events": (_country_on("date"),),
}
