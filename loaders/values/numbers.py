"""Columns of numbers: people, other counts, money to the cent, and values of indicators."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.sheets import WARNING
from loaders.values.currencies import without_currency
from loaders.values.digits import are_digits
from loaders.values.figures import Figure, prepared, read_figure
from loaders.values.gathering import gather
from loaders.values.setting import MONEY, Flaw, Read, Reading, Setting, rejected

_GROUPED: Final = r"[1-9]\d{0,2}(?:,\d{3}){1,4}"
_WHOLE: Final = r"\d{1,9}"
_SHORT: Final = 9
_LONG: Final = r"\d{1,15}"
_CENTS: Final = r"(?:\.\d{1,2})?"
_FRACTION: Final = r"(?:\.\d{1,15})?"
_HIGHEST: Final = Decimal(10) ** 15
_HIGHEST_NUMBER: Final = Decimal(10) ** 300
_DOLLAR: Final = r"\$?"
_CENT: Final = Decimal("0.01")
# Binary fractions miss a cent by less than this; a sender's own third decimal does not.
_NOISE: Final = Decimal("0.000001")


def read_counts(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read people in one row: whole, not negative, not beyond the limit."""
    limit = setting.limits.headcount
    exact = partial(_exact, setting=setting, is_required=is_required, settle=partial(_people, limit=limit))
    return gather(column, cells, exact, {"": pa.int64()}, lambda texts: _up_to(limit, _plain(texts, setting, _WHOLE)))


def read_tallies(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read whole numbers that are not negative."""
    exact = partial(_exact, setting=setting, is_required=is_required, settle=_tally)
    return gather(column, cells, exact, {"": pa.int64()}, lambda texts: _plain(texts, setting, _WHOLE).cast(pa.int64()))


def read_numbers(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read numbers of any size and sign."""
    exact = partial(_exact, setting=setting, is_required=is_required, settle=_number, is_point_sure=True)
    fraction = _CENTS if setting.delimiter == ";" else _FRACTION
    fast = partial(_plain, setting=setting, whole=_LONG, fraction=fraction, sign="-?")
    return gather(column, cells, exact, {"": pa.float64()}, lambda texts: fast(texts).cast(pa.float64()))


def read_money(column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool) -> Read:
    """Read US dollars to the cent, exactly."""
    exact = partial(_exact, setting=setting, is_required=is_required, settle=_dollars, strip=without_currency)
    fast = partial(_plain, setting=setting, whole=_LONG, fraction=_CENTS, sign=_DOLLAR)
    return gather(column, cells, exact, {"": MONEY}, lambda texts: fast(texts).cast(MONEY))


def matched(texts: pa.StringArray, pattern: str) -> pa.StringArray:
    """Return the texts of one pattern; every other is null."""
    return pc.if_else(pc.match_substring_regex(texts, pattern), texts, pa.scalar(None, pa.string()))


def _plain(texts: pa.StringArray, setting: Setting, whole: str, fraction: str = "", sign: str = "") -> pa.StringArray:
    """Return the plain numbers among texts, without dollar sign and thousands commas; every other is null."""
    if are_digits(texts, _SHORT):
        return texts
    if setting.delimiter == ";":
        return matched(texts, f"^{sign.removeprefix(_DOLLAR)}{whole}{fraction}$")
    plain = matched(texts, f"^{sign}(?:{whole}|{_GROUPED}){fraction}$")
    has_signs = pc.any(pc.match_substring_regex(plain, "[$,]")).as_py()
    return pc.replace_substring_regex(plain, "[$,]", "") if has_signs else plain


def _up_to(limit: int, texts: pa.StringArray) -> pa.Int64Array:
    values = texts.cast(pa.int64())
    return pc.if_else(pc.less_equal(values, limit), values, pa.scalar(None, pa.int64()))


def _exact(
    text: str | None,
    setting: Setting,
    is_required: bool,
    settle: Callable[[Figure], Reading],
    strip: Callable[[str], str | Reading] | None = None,
    is_point_sure: bool = False,
) -> Reading:
    plain = prepared(text, setting, is_required=is_required)
    if isinstance(plain, Reading):
        return plain
    bare = strip(plain[0]) if strip else plain[0]
    figure = bare if isinstance(bare, Reading) else read_figure(bare, setting, is_point_sure=is_point_sure)
    reading = figure if isinstance(figure, Reading) else _with_flaws(settle(figure), figure.flaws)
    return _with_flaws(reading, plain[1])


def _with_flaws(reading: Reading, flaws: tuple[Flaw, ...]) -> Reading:
    return reading._replace(flaws=(*flaws, *reading.flaws))


def _people(figure: Figure, limit: int) -> Reading:
    if figure.value > limit:
        return rejected("headcount-implausible", f"is more than the {limit:,} people one row may hold",
                        "correct it, or send the row in parts")  # fmt: skip
    return _settled_whole(figure, "negative-headcount")


def _tally(figure: Figure) -> Reading:
    return _settled_whole(figure, "negative-count")


def _settled_whole(figure: Figure, negative: str) -> Reading:
    value = figure.value
    if figure.is_scientific:
        return rejected("ambiguous-number", "is shortened by an exponent; its last digits are not known",
                        "write all its digits")  # fmt: skip
    if value < 0:
        return rejected(negative, "is less than none", "correct it, or leave the cell empty if it is not known")
    if value >= _HIGHEST:
        return rejected("not-a-number", "has more digits than any count", "correct it")
    if value != value.to_integral_value():
        return rejected("not-integer", "is no whole number", "write a whole number")
    return Reading(int(value))


def _number(figure: Figure) -> Reading:
    if figure.value.adjusted() > _HIGHEST_NUMBER.adjusted():
        return rejected("not-a-number", "is larger than any value of an indicator", "correct it")
    return Reading(float(figure.value))


def _dollars(figure: Figure) -> Reading:
    if figure.is_scientific:
        return rejected("ambiguous-number", "is shortened by an exponent; its last digits are not known",
                        "write all its digits")  # fmt: skip
    if abs(figure.value) >= _HIGHEST:
        return rejected("not-a-number", "has more digits than any sum of money", "correct it")
    cents = figure.value.quantize(_CENT)
    if abs(cents - figure.value) > _NOISE:
        return rejected("ambiguous-number", f"has fractions of a cent; it is near {cents}", "write it to the cent")
    if cents >= 0:
        return Reading(cents)
    return Reading(cents, (Flaw(WARNING, "negative-obligation", f"was read as {cents}, money taken back"),))
