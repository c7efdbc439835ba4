"""Security markings in a text: a classified one refuses the file, a CUI one raises the banner."""

import re
import unicodedata
from typing import Final

# Only the banner and portion forms with a double slash: the bare words are ordinary English.
_CLASSIFIED: Final = re.compile(
    r"(?:(?<![\w/.:-])|(?<!\S)//)(?:TOP[ _-]?SECRET|SECRET|CONFIDENTIAL)\s?//|\((?:TS|S|C)\s?//", re.IGNORECASE
)
_CONTROLLED: Final = re.compile(
    r"\bCUI\b|\bFOUO\b|\bSBU//|\(SBU\)|\bCONTROLLED//|"
    r"(?i:\bcontrolled unclassified information\b|\bfor official use only\b|\bsensitive but unclassified\b)"
)
# Characters that may stand for a plain one or between two of them; any other letter leaves a marking as it is.
_HIDDEN: Final = re.compile(
    r"[\u00a0\u00ad\u034f\u061c\u115f-\u1160\u1680\u17b4-\u180e\u2000-\u20ff\u3000\u3164\ufe00-\uffff]"
)
# What RE2 looks for in a whole column before Python looks at a cell; broader than both patterns above.
SUSPECT: Final = (
    r"(?i:[tlscdu]\s?//)|CUI|FOUO|\(SBU\)|"
    r"[Cc](?i:ontrolled unclassified)|[Oo](?i:fficial use only)|[Ss](?i:ensitive but)"
)


def is_classified(text: str) -> bool:
    """Whether a text bears a classified marking, also behind invisible or full-width characters."""
    return bool(_CLASSIFIED.search(text if text.isascii() else _bare(text)))


def is_controlled(text: str) -> bool:
    """Whether a text bears a marking of controlled unclassified information."""
    return bool(_CONTROLLED.search(text if text.isascii() else _bare(text)))


def _bare(text: str) -> str:
    if not _HIDDEN.search(text):
        return text
    shown = unicodedata.normalize("NFKC", text)
    return "".join(char for char in shown if unicodedata.category(char) != "Cf")
