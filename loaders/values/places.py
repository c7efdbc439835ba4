"""Which countries a text names: one, several, none in particular, or none that is known."""

import re
from typing import Final, NamedTuple

from loaders.spellings import Spellings, unpointed

REGIONAL: Final = "REGIONAL"
UNKNOWN: Final = "UNKNOWN"
# A word parts two names only with spaces around it: ET is Ethiopia's code and AND Andorra's, also among such codes.
_BREAK: Final = re.compile(
    r"\s*[;|/,&+\n•·]\s*(?:(?i:and|et)\s+(?=\w))?"
    r"|(?<!\s)(?:\s+(?:[Aa]nd|[Ee]t)|(?<!\b[A-Z]{2})\s+ET|(?<!\b[A-Z]{3})\s+AND)\s+(?=\w)"
)
# Words that say that a region is meant; what is left must be a region by itself, or nothing.
_REGION_WORDS: Final = frozenset({"regional", "region", "wide", "unspecified", "general", "programme", "program"})
_WHOLE: Final = 2
_MOST_PARTS: Final = 300
# No country's name has more parts than Saint Helena, Ascension and Tristan da Cunha.
_LONGEST: Final = 4


class Named(NamedTuple):
    """What one name stands for: a country's code, or one of the codes of ``NOT_A_COUNTRY``, or ``UNKNOWN``."""

    text: str
    code: str
    is_country: bool


def name_places(text: str, spellings: Spellings) -> tuple[Named, ...]:
    """Return every place a text names, once each, in the order written.

    A text that is one spelling is never taken apart; otherwise its parts are joined again as far as they are
    spellings, so that ``Bosnia and Herzegovina and Serbia`` are two. If any part is unknown, the whole text is.
    """
    whole = _named(text, spellings)
    if whole.code != UNKNOWN:
        return (whole,)
    breaks = [(0, 0), *((match.start(), match.end()) for match in _BREAK.finditer(text)), (len(text), len(text))]
    if not _WHOLE < len(breaks) <= _MOST_PARTS:
        return (whole,)
    found: dict[str, Named] = {}
    at = 0
    while at < len(breaks) - 1:
        named, at = _longest(text, breaks, at, spellings)
        if named is not None:
            found.setdefault(named.code if named.is_country else f"{named.code} {named.text}", named)
    return tuple(found.values()) or (whole,)


def _longest(text: str, breaks: list[tuple[int, int]], at: int, spellings: Spellings) -> tuple[Named | None, int]:
    start = breaks[at][1]
    for end in range(min(len(breaks) - 1, at + _LONGEST), at, -1):
        part = text[start : breaks[end][0]].strip()
        if not part:
            return None, at + 1
        named = _named(part, spellings)
        if named.code != UNKNOWN:
            return named, end
    return Named(text[start : breaks[at + 1][0]].strip(), UNKNOWN, is_country=False), at + 1


def _named(text: str, spellings: Spellings) -> Named:
    if code := spellings.code_loosely("country_code", text):
        return Named(text, code, is_country=True)
    code = spellings.code_loosely("not_a_country", text)
    return Named(text, code or _region(text, spellings), is_country=False)


def _region(text: str, spellings: Spellings) -> str:
    words = unpointed(text).split()
    kept = [word for word in words if word not in _REGION_WORDS]
    if len(kept) == len(words):
        return UNKNOWN
    bare = " ".join(kept)
    return REGIONAL if not bare or spellings.code_loosely("not_a_country", bare) == REGIONAL else UNKNOWN
