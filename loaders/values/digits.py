"""Digits and signs of other scripts, brought to the ones figures and days are read in."""

import unicodedata
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

_SIGNS: Final = str.maketrans(
    {"−": "-", "–": "-", "‐": "-", "‑": "-", "‒": "-", "﹣": "-", "－": "-", "＋": "+", "（": "(", "）": ")",
     "，": ",", "．": ".", "／": "/", "：": ":", "％": "%", "＄": "$", "﹩": "$", "٬": "'", "٫": ".", "٪": "%",
     "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "˙": "'"}
)  # fmt: skip


def western(text: str) -> tuple[str, bool]:
    """Return a text with digits 0-9, plain signs and plain spaces, and whether it had other digits.

    Raised digits and digits in circles are left as they are: they are footnotes more often than figures.
    """
    if text.isascii():
        return text, False
    plain = "".join(_plain(char) for char in text.translate(_SIGNS))
    return plain, any(char > "\x7f" and char.isdecimal() for char in text)


def _plain(char: str) -> str:
    if char > "\x7f" and char.isdecimal():
        return str(unicodedata.decimal(char))
    return " " if char > "\x7f" and char.isspace() else char


def are_digits(texts: pa.StringArray | pa.ChunkedArray, longest: int | None = None) -> bool:
    """Whether each text that is not null is one or more of the digits 0 to 9: far quicker to ask than any pattern.

    Args:
        texts: A column.
        longest: How many digits one may have at most; None asks for no limit.
    """
    if not pc.all(pc.ascii_is_decimal(texts), min_count=0).as_py():
        return False
    return longest is None or (pc.max(pc.binary_length(texts)).as_py() or 0) <= longest
