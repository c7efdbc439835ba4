"""Signs that XML text writes as entities, where a text is read without a parser."""

import re
from typing import Final

_ENTITY: Final = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));")
_WRITTEN: Final = re.compile(rb"&(?:amp|lt|gt|quot|apos|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));")
# What XML may hold beside tab and line ends.
_CHARACTERS: Final = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
_CONTROLS: Final = (9, 10, 13)
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def resolved(text: str) -> str:
    """Return a text with the signs that its entities stand for; what names none stays."""
    return _ENTITY.sub(_character, text)


def _character(found: "re.Match[str]") -> str:
    name, number, hexadecimal = found.groups()
    return _NAMED[name] if name else chr(int(number) if number else int(hexadecimal, 16))


def are_known(piece: bytes) -> bool:
    """Whether each ``&`` of a piece begins an entity, and one for a sign that XML may hold."""
    found = _WRITTEN.findall(piece)
    numbers = {int(number) if number else int(by_hex, 16) for number, by_hex in found if number or by_hex}
    return len(found) == piece.count(b"&") and all(map(_is_character, numbers))


def _is_character(number: int) -> bool:
    return number in _CONTROLS or any(number in characters for characters in _CHARACTERS)
