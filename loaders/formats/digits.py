"""Numbers of a file as the shortest text that says the same: 12.0 is 12, 1E3 is 1000, and no digit is lost."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

_LARGEST_POWER: Final = 40
# At most 15 digits name a float of their own, so none of them is noise.
_SHORT: Final = re.compile(r"-?(?:0|[1-9]\d{0,6})\.\d{0,7}[1-9]")


def exact_text(raw: str) -> str:
    """Return a decimal numeral in plain digits, exactly; no numeral, or one beyond 10^40, comes back as it is."""
    if raw.isdigit():
        return raw
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST_POWER:
        return raw
    return _plain(value)


def float_text(raw: str) -> str:
    """Return a numeral written out from a binary float: digits beyond the float's own are noise and go.

    A whole number written in digits only is kept to the last digit, however long.
    """
    if raw.isdigit() or _SHORT.fullmatch(raw):
        return raw
    if raw.removeprefix("-").isdigit():
        return exact_text(raw)
    try:
        value = float(raw)
    except ValueError:
        return raw
    return exact_text(repr(value))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
