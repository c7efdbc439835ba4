"""Free texts and keys: kept as written, without what cannot be seen."""

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.sheets import WARNING
from loaders.values import markings
from loaders.values.digits import are_digits
from loaders.values.gathering import gather
from loaders.values.hygiene import cleaned, has_markup
from loaders.values.setting import Flaw, Read, Reading, Setting, rejected, unknown
from loaders.values.words import is_cell_error, is_unstated

# Spaces at the ends are no part of a text; a tab is kept, since a text that begins with one is a known trick.
_SPACES: Final = " \u00a0\u2007\u202f\u3000"
# Longer texts than this are looked at one by one; RE2 counts to a thousand only.
_SHORT: Final = 1000
# Characters of the longest text of few characters that is looked at by the exact rules.
_LONGEST_WORD: Final = 4
_ODD_ENDS: Final = r"^[\s-]|\s$|^.?.?.?[aA.]?$|(?i:^(?:null|n/a\.?)$)|^#"
_ODD_PLAIN: Final = f"{_ODD_ENDS}|{markings.SUSPECT}"
# The characters bytes of UTF-8 become when they are read as Windows-1252; two together may be such bytes.
_WESTERN: Final = (
    r"[\x{80}-\x{ff}\x{152}\x{153}\x{160}\x{161}\x{178}\x{17d}\x{17e}\x{192}\x{2c6}\x{2dc}"
    r"\x{2010}-\x{203a}\x{20ac}\x{2122}]"
)
_ODD: Final = "|".join((
    rf"{_WESTERN}{_WESTERN}",
    r"[\x00-\x1f\x7f-\xa0\p{Cf}\p{Zl}\p{Zp}\x{1680}\x{2000}-\x{200f}\x{202f}\x{205f}\x{3000}]",
    r"[\x{34f}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{2800}\x{3164}\x{fe00}-\x{fe0f}\x{ff00}-\x{ffef}\x{fffd}]",
    r"<|\$\{|(?i:script\s*:|data:text)",
    _ODD_PLAIN,
))  # fmt: skip


def read_text(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read free text; blank is null without a mark unless the text is required."""

    def exact(text: str | None) -> Reading:
        return _free(text, setting, is_required)

    return gather(column, cells, exact, {"": pa.string()}, lambda texts: _plain(texts, setting))


def read_ids(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read keys, character for character: never a number, never a day."""

    def exact(text: str | None) -> Reading:
        reading = _free(text, setting, is_required)
        if not reading.value:
            return reading
        if is_cell_error(reading.value):
            return rejected("cell-error", "is the error of a formula and no key", "send the key")
        return reading._replace(value=reading.value.strip())

    return gather(column, cells, exact, {"": pa.string()}, lambda texts: _plain(texts, setting))


def _plain(texts: pa.StringArray, setting: Setting) -> pa.StringArray:
    if _are_long_numbers(texts, setting):
        return texts
    is_odd = pc.match_substring_regex(texts, _ODD_PLAIN if setting.is_plain else _ODD)
    is_short = pc.less_equal(pc.binary_length(texts), min(_SHORT, setting.limits.cell_chars))
    return pc.if_else(pc.and_not(is_short, is_odd), texts, pa.scalar(None, pa.string()))


def _are_long_numbers(texts: pa.StringArray, setting: Setting) -> bool:
    """Whether all texts are numbers too long for a word that stands for nothing and short enough to be looked at."""
    if not are_digits(texts):
        return False
    shortest, longest = pc.min_max(pc.binary_length(texts)).as_py().values()
    return shortest is not None and shortest > _LONGEST_WORD and longest <= min(_SHORT, setting.limits.cell_chars)


def _free(text: str | None, setting: Setting, is_required: bool) -> Reading:
    clean = cleaned(text, setting)
    if clean.is_rejected:
        return Reading(None, clean.flaws)
    kept = clean.text.strip(_SPACES)
    if not kept.strip():
        return unknown(is_required) if is_required else Reading(None, clean.flaws)
    if is_unstated(kept):
        return unknown(is_required)
    if has_markup(kept):
        markup = Flaw(WARNING, "markup-in-text", "looks like markup or a script; it is kept and shown as text")
        return Reading(kept, (*clean.flaws, markup))
    return Reading(kept, clean.flaws)
