"""Signs that XML text writes as entities, where a text is read without a parser."""

import re
from typing import Final

_ENTITY: Final = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def resolved(text: str) -> str:
    """Return a text with the signs that its entities stand for; what names none stays."""
    return _ENTITY.sub(_character, text)


def _character(found: "re.Match[str]") -> str:
    name, number, hexadecimal = found.groups()
    return _NAMED[name] if name else chr(int(number) if number else int(hexadecimal, 16))
