"""Words senders write where they do not state a value, and what stands for a withheld one."""

import re
from typing import Final

_DASHES: Final = frozenset({"-", "--", "---", "–", "—", "−"})
# Taken for no value in a text as well; 'unknown' and 'none' may be what a text wants to say.
_UNSTATED: Final = _DASHES | {"n/a", "n.a.", "n.a", "n/a.", "tbd", "tbc", "tba", "null"}
_MISSING: Final = _UNSTATED | {
    "", "na", ".", "..", "...", "…", "?", "??", "???", "unknown", "unk", "unk.", "not available", "not applicable",
    "not reported", "not known", "not stated", "not specified", "no data", "missing", "pending",
    "to be determined", "to be confirmed", "to be announced", "blank", "(blank)", "nd", "n.d.", "n/d", "n/k",
}  # fmt: skip
_WITHHELD: Final = frozenset(
    {"*", "**", "***", "c", "s", "z", "d", ":c", "[c]", "[x]", "[z]", "(c)", "(d)", "(s)", "(x)", "suppressed",
     "withheld", "redacted", "confidential", "masked", "[redacted]"}
)  # fmt: skip
_BELOW: Final = re.compile(r"(?:[<≤]\s*=?|fewer than|less than|under|below|up to)\s*\d[\d,. ]*", re.IGNORECASE)
_ERROR: Final = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}", re.IGNORECASE)


def is_unstated(text: str) -> bool:
    """Whether a text says that there is none."""
    return text.casefold().strip() in _UNSTATED


def is_missing(text: str) -> bool:
    """Whether a cell of numbers, days or codes says that its value is not known."""
    return " ".join(text.casefold().split()) in _MISSING


def is_withheld(text: str) -> bool:
    """Whether a number was suppressed by its publisher."""
    folded = " ".join(text.casefold().split())
    return folded in _WITHHELD or bool(_BELOW.fullmatch(folded))


def is_cell_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows for a formula that failed."""
    return bool(_ERROR.fullmatch(text))
