"""Amounts read as columns of digits, in cents."""

from typing import Final, NamedTuple

import numpy as np

from loaders.formats.markup import Codes
from loaders.formats.sheets import Flags, Places

# Digits, and a point among them: what is longer is not plain.
WIDTH: Final = 13
_MINUS, _POINT, _ZERO = b"-.0"
_NINE: Final = 9
_CENT_DIGITS: Final = 2
_BEHIND: Final = np.arange(-WIDTH, 0)
_TENS: Final = 10 ** np.arange(WIDTH)[::-1]
# By how many digits stand behind the point: what the point and they multiply the digits before it by, and cents of one.
_SHIFTS: Final = np.array([1, 100, 1000])
_CENTS: Final = np.array([0, 10, 1])


class Amounts(NamedTuple):
    """Some amounts.

    Attributes:
        cents: Each in cents, less than 10 ** (WIDTH + 2) of them.
        decimals: Digits behind the point: none, one or two.
        is_plain: Whether it was read: digits, at most two of them behind a point, and a minus.
    """

    cents: Places
    decimals: Places
    is_plain: Flags


def read_amounts(codes: Codes, starts: Places, ends: Places) -> Amounts:
    """Read the amounts between some places, none of them within ``WIDTH`` of the beginning."""
    is_less = codes[starts] == _MINUS
    lengths = ends - starts - is_less
    is_inside = lengths[:, None] + _BEHIND >= 0
    signs = codes[ends[:, None] + _BEHIND]
    digits = signs - np.uint8(_ZERO)
    is_digit, is_point = is_inside & (digits <= _NINE), is_inside & (signs == _POINT)
    decimals = np.where(is_point[:, -3], 2, is_point[:, -2].astype(np.int64))
    is_right = is_digit | ~is_inside
    is_right[np.arange(len(starts)), -1 - decimals] |= decimals > 0
    whole, part = np.divmod(np.where(is_digit, digits, 0).astype(np.int64) @ _TENS, _SHIFTS[decimals])
    cents = whole * 100 + part * _CENTS[decimals]
    is_plain = is_right.all(axis=1) & (lengths > 0) & (lengths <= WIDTH)
    return Amounts(np.where(is_less, -cents, cents), decimals, is_plain)


def amount_text(cents: int, decimals: int) -> str:
    """Write cents with some digits behind the point, at most two."""
    less, cents = ("-", -cents) if cents < 0 else ("", cents)
    text = f"{less}{cents // 100}.{cents % 100:02d}"
    return text if decimals == _CENT_DIGITS else text[: decimals - _CENT_DIGITS - (not decimals)]
