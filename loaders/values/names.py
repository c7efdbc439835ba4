"""Columns of names that stand for codes: countries, agencies, and ISO 3166 codes."""

import datetime
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.sheets import WARNING, Marks
from loaders.spellings import Spellings
from loaders.values.gathering import gather
from loaders.values.hygiene import cleaned, has_markup, mixed_word
from loaders.values.places import REGIONAL, UNKNOWN, Named, name_places
from loaders.values.setting import Flaw, Read, Reading, Setting, rejected, unknown
from loaders.values.words import is_cell_error, is_missing

_NAMIBIA: Final = "NA"
_LOOKS: Final = 5
_KNOWN: Final = 65_536
_SHOWN: Final = 80
_TYPES: Final = {"": pa.string(), "country_codes": pa.string()}
_TROUBLES: Final[dict[str, tuple[str, str, str]]] = {
    "AMBIGUOUS": ("country-ambiguous", "is a name of more than one country", "write its full name or its ISO code"),
    "HISTORIC": ("country-historic", "is a country that is no more and has several successors",
                 "write the country of today"),
    REGIONAL: ("regional-not-country", "is no country", "write the country"),
}  # fmt: skip


class _Names:
    """Spellings for one column of a block; the nearest one is looked for a few times only, since that is slow."""

    def __init__(self, spellings: Spellings) -> None:
        self.spellings = spellings
        self._looks_left = _LOOKS

    def nearest(self, column: str, text: str) -> str:
        """Return a clause with the spelling most like a text, empty where none is near or was looked for."""
        if not self._looks_left:
            return ""
        self._looks_left -= 1
        nearest = self.spellings.closest(column, text[:_SHOWN])
        return f"; the nearest spelling is '{nearest}'" if nearest else ""


def read_countries(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read a country; a cell that names several or a region is null and says so."""
    return _gather(column, cells, setting, is_required, _country)


def read_country_lists(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read the countries of a program as codes separated by ``;``; null where none in particular is meant."""
    return _gather(column, cells, setting, is_required, _list)


def read_iso3(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read the code of exactly one country; an ISO 3166-1 alpha-2 code or a name will do."""
    return _gather(column, cells, setting, is_required, _one)


def read_agencies(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read an agency as its code."""
    return _gather(column, cells, setting, is_required, _agency, {"": pa.string()})


def _gather(
    column: str,
    cells: pa.ChunkedArray | pa.Array,
    setting: Setting,
    is_required: bool,
    settle: Callable[[str, _Names], Reading],
    types: Mapping[str, pa.DataType] = _TYPES,
) -> Read:
    names = _Names(setting.spellings)

    def exact(text: str | None) -> Reading:
        reading = setting.known.get((column, text))
        if reading is None:
            reading = _coded(text, setting, is_required, lambda bare: settle(bare, names))
            # One with a flaw is read anew: what is said of it may be said a few times only.
            if not reading.flaws and len(setting.known) < _KNOWN:
                setting.known[column, text] = reading
        return reading

    return gather(column, cells, exact, types)


def _coded(text: str | None, setting: Setting, is_required: bool, settle: Callable[[str], Reading]) -> Reading:
    clean = cleaned(text, setting)
    if clean.is_rejected:
        return Reading(None, clean.flaws)
    bare = unicodedata.normalize("NFKC", clean.text).strip()
    if is_missing(bare) and bare != _NAMIBIA:
        return unknown(is_required) if is_required or bare else Reading(None)
    reading = _mixed(bare) or settle(bare)
    markup = Flaw(WARNING, "markup-in-text", "looks like markup or a script; it is shown as text")
    return reading._replace(flaws=(*clean.flaws, *((markup,) if has_markup(bare) else ()), *reading.flaws))


def _mixed(text: str) -> Reading | None:
    if is_cell_error(text):
        return rejected("cell-error", "is the error of a formula", "send the value")
    if word := mixed_word(text):
        scripts = ", ".join(f"{char} is {unicodedata.name(char, '?').lower()}" for char in word if char > "\x7f")
        return rejected("mixed-script", f"mixes letters of two scripts in one word ({scripts})", "type it again")
    return None


def _agency(text: str, names: _Names) -> Reading:
    code = names.spellings.code_loosely("agency_code", text)
    if code is not None:
        return Reading(code)
    return rejected("agency-unknown", f"is no agency we know{names.nearest('agency_code', text)}",
                    "correct it, or add the spelling to data/spellings.csv under agency_code")  # fmt: skip


def _country(text: str, names: _Names) -> Reading:
    named = name_places(text, names.spellings)
    return _trouble(named, names) or _several(named, "is counted once in totals and for no single country")


def _list(text: str, names: _Names) -> Reading:
    named = name_places(text, names.spellings)
    reading = _trouble(named, names) or _several(named, "its money is counted once and for no single country")
    return reading._replace(value=reading.extra[0] or None) if reading.extra else reading


def _one(text: str, names: _Names) -> Reading:
    named = name_places(text, names.spellings)
    if len(named) == 1 and named[0].code == REGIONAL:
        return rejected(*_TROUBLES[REGIONAL])
    if len(named) > 1 and all(place.code != UNKNOWN for place in named):
        return rejected("multi-country", "names several countries where one is wanted", "write one row for each")
    return _trouble(named, names) or _several(named, "")


def _trouble(named: tuple[Named, ...], names: _Names) -> Reading | None:
    for place in named:
        where = "" if len(named) == 1 else f"'{place.text[:60]}' "
        if place.code == UNKNOWN:
            words = f"{where}is no country we know{names.nearest('country_code', place.text)}"
            return rejected("country-unknown", words, "correct it, or add the spelling to data/spellings.csv "
                            "under country_code")  # fmt: skip
        if not place.is_country and place.code != REGIONAL:
            rule, message, mend = _TROUBLES[place.code]
            return rejected(rule, where + message, mend)
    return None


def _several(named: tuple[Named, ...], words: str) -> Reading:
    codes = [place.code for place in named if place.is_country]
    regions = len(named) - len(codes)
    flaws = []
    if regions:
        flaws.append(Flaw(WARNING, "regional-not-country", "is not mapped to a country; it counts in totals only"))
    if len(codes) > 1 or (codes and regions):
        flaws.append(Flaw(WARNING, "multi-country", f"names {' and '.join(codes)}; {words}"))
    return Reading(codes[0] if len(named) == 1 and codes else None, tuple(flaws), (";".join(codes) or None,))


def find_anachronisms(column: str, countries: pa.Array, days: pa.Array, setting: Setting) -> Marks | None:
    """Mark the rows whose country did not exist on their day, such as South Sudan before 9 July 2011.

    Args:
        column: Canonical column of the country.
        countries: Country codes; null is never marked.
        days: Day of each row, date32; null is never marked.
        setting: Its spellings know the first and the last day of each country.
    """
    places, messages = [], []
    for code, (first, last) in setting.spellings.existing.items():
        found = np.flatnonzero(np.asarray(_outside(countries, days, code, first, last)))
        places += found.tolist()
        messages += [f"is {_span(code, first, last)}, which does not hold the day of the row"] * len(found)
    if not places:
        return None
    order = np.argsort(places, kind="stable")
    return Marks(column, WARNING, "country-anachronism", np.asarray(places, dtype=np.int64)[order],
                 [messages[at] for at in order.tolist()], "check the country and the day")  # fmt: skip


def _outside(
    countries: pa.Array, days: pa.Array, code: str, first: datetime.date | None, last: datetime.date | None
) -> pa.BooleanArray:
    is_early = pc.less(days, pa.scalar(first or datetime.date.min, pa.date32()))
    is_late = pc.greater(days, pa.scalar(last or datetime.date.max, pa.date32()))
    return pc.fill_null(pc.and_(pc.equal(countries, code), pc.or_(is_early, is_late)), fill_value=False)


def _span(code: str, first: datetime.date | None, last: datetime.date | None) -> str:
    if last is None:
        return f"{code}, a country since {first}"
    return f"{code}, a country until {last}" if first is None else f"{code}, a country from {first} to {last}"
