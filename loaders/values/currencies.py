"""Currencies beside an amount: US dollars in any spelling, every other one refused."""

import re
from typing import Final

from loaders.formats.currencies import is_foreign
from loaders.values.setting import Reading, rejected

_DOLLARS: Final = frozenset(
    {"$", "us$", "$us", "usd", "usd$", "$usd", "u.s.$", "u.s. $", "us $", "us dollar", "us dollars", "u.s. dollars",
     "dollars", "dollar", "united states dollars"}
)  # fmt: skip
_AMOUNT: Final = re.compile(r"[\d.,' ]*\d[.]?(?![\d])")
_CODE: Final = re.compile(r"[A-Z]{3}")
_UNITS: Final = re.compile(
    r"(?:k|m|mm|mn|mln|mio|b|bn|tn|millions?|billions?|thousands?|lakhs?|crores?)\b\.?", re.IGNORECASE
)


def without_currency(text: str) -> str | Reading:
    """Return an amount in US dollars without their sign or code, or why the currency is another."""
    amount = _AMOUNT.search(text)
    if amount is None:
        return text
    before, after = text[: amount.start()], text[amount.end() :]
    unit = _UNITS.match(after.strip())
    tail = after.strip()[unit.end() :] if unit else after
    words = [_word(before), _word(tail)]
    if any(_is_other(word) for word in words):
        return rejected("currency-not-usd", "is not in US dollars", "convert it, and say at which rate in a note")
    if not all(word.casefold() in _DOLLARS for word in words if word):
        return text
    return f"{_signs(before)}{amount[0].strip()}{unit[0] if unit else ''}{_signs(tail)}"


def _word(text: str) -> str:
    return " ".join(text.strip(" ()+-").split())


def _signs(text: str) -> str:
    return "".join(char for char in text if char in "()+-")


def _is_other(word: str) -> bool:
    if not word or word.casefold() in _DOLLARS:
        return False
    # Three capitals are meant for a code, be it one that is no more.
    return is_foreign(word) or bool(_CODE.fullmatch(word))
