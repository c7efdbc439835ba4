"""Characters of a text: what is removed, what is only remarked on, and what sets its row aside."""

import re
import unicodedata
from itertools import filterfalse
from typing import Final, NamedTuple

from loaders.formats.sheets import ERROR, WARNING
from loaders.values.gathering import CLASSIFIED
from loaders.values.markings import is_classified, is_controlled
from loaders.values.setting import Flaw, Setting

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKUP: Final = re.compile(r"<[a-z/!?]|\$\{|(?:javascript|vbscript)\s*:|data:text/html", re.IGNORECASE)
_HIGH: Final = re.compile(r"[^\x00-\x7f]{2,}")
_WORD: Final = re.compile(r"[^\W\d_]+")
# Not of category Cf, and yet nothing is seen: joiners, fillers and variation selectors.
_UNSEEN: Final = frozenset({*"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0", *map(chr, range(0xFE00, 0xFE10))})
_ALIKE: Final = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
_FEWEST_PAIRS: Final = 2


class Clean(NamedTuple):
    """A text without invisible characters, and what to say about it."""

    text: str
    flaws: tuple[Flaw, ...] = ()

    @property
    def is_rejected(self) -> bool:
        """Whether the text may not be used at all."""
        return any(flaw.severity == ERROR for flaw in self.flaws)


def cleaned(text: str | None, setting: Setting) -> Clean:
    """Return a text without invisible characters; tabs, line ends and spaces are left where they are."""
    if not text:
        return Clean("")
    if is_classified(text):
        return Clean("", (Flaw(ERROR, CLASSIFIED, "bears a classified marking; nothing of the file is kept",
                               "send it through the system its marking names"),))  # fmt: skip
    if len(text) > setting.limits.cell_chars:
        return Clean("", (Flaw(ERROR, "cell-too-long", f"has {len(text):,} characters where a cell may have "
                               f"{setting.limits.cell_chars:,}", "shorten it"),))  # fmt: skip
    if control := _CONTROL.search(text):
        return Clean("", (Flaw(ERROR, "control-char", f"holds the control character U+{ord(control[0]):04X}",
                               "remove it"),))  # fmt: skip
    flaws: list[Flaw] = []
    if is_controlled(text):
        flaws.append(Flaw(WARNING, "marking-found", "bears a CUI marking; the banner is raised"))
    if text.isascii():
        return Clean(text, tuple(flaws))
    if is_double_encoded(text):
        return Clean("", (Flaw(ERROR, "mojibake", "looks like text encoded twice or in the wrong way",
                               "export it again as UTF-8"),))  # fmt: skip
    shown = text if text.isprintable() and _UNSEEN.isdisjoint(text) else "".join(filterfalse(_is_unseen, text))
    if shown != text:
        flaws.append(Flaw(WARNING, "invisible-char", "held invisible characters; they were removed"))
    return Clean(shown, tuple(flaws))


def _is_unseen(char: str) -> bool:
    return char > "\x7f" and (unicodedata.category(char) in ("Cf", "Cc") or char in _UNSEEN)


def has_markup(text: str) -> bool:
    """Whether a browser could take part of a text for markup, a script link or a template."""
    return bool(_MARKUP.search(text))


def mixed_word(text: str) -> str | None:
    """Return the first word that mixes Latin letters with letters of a script that looks like it."""
    if text.isascii():
        return None
    return next((word for word in _WORD.findall(unicodedata.normalize("NFKC", text)) if _is_mixed(word)), None)


def _is_mixed(word: str) -> bool:
    scripts = {unicodedata.name(char, "").split(" ")[0] for char in word}
    return "LATIN" in scripts and not scripts.isdisjoint(_ALIKE)


def is_double_encoded(text: str) -> bool:
    """Whether a text holds UTF-8 that was once read as Windows-1252 or Latin-1, or a mark of bytes lost.

    An accented letter before a closing quote looks like it, too: pairs of bytes that stand for letters few
    languages use are not taken for it.
    """
    return "\ufffd" in text or any(_is_utf8_run(run) for run in _HIGH.findall(text))


def _is_utf8_run(run: str) -> bool:
    received = b"".join(_byte(char) for char in run)
    decoded = [char for char in received.decode("utf-8", errors="ignore") if char > "\x7f"]
    western = [char for char in decoded if _is_western(char)]
    others = [char for char in decoded if "\u0370" <= char <= "\u06ff"]
    return bool(western) or len(others) >= _FEWEST_PAIRS


def _is_western(char: str) -> bool:
    if char > "\u07ff":
        return True
    trail = char.encode("utf-8")[-1]
    # 0x91-0x97 are the curly quotes and dashes of Windows-1252, which may well follow an accented letter.
    return char <= "\u00ff" or (char <= "\u017f" and not 0x91 <= trail <= 0x97)


def _byte(char: str) -> bytes:
    for codec in ("cp1252", "latin-1"):
        try:
            return char.encode(codec)
        except UnicodeEncodeError:
            continue
    return b" "
