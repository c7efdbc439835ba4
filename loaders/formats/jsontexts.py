"""A JSON text read value by value: never whole, so that a large file costs no more memory than one of its records."""

import json
from collections.abc import Iterator
from json.decoder import JSONDecodeError
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NoReturn

from loaders.formats.digits import exact_text
from loaders.formats.limits import Limits
from loaders.formats.sheets import refuse

_PIECE: Final = 1 << 22
_SPACE: Final = " \t\r\n"
_LONGEST_WORD: Final = 16


class NumberText(str):
    """A number of a JSON text in its own digits, told apart from a quoted text."""

    __slots__ = ()


class JsonText:
    """A JSON text with a place in it, from which values are taken one after the other.

    An object becomes its list of pairs, so that a key that stands twice is seen; a number becomes a ``NumberText``
    without losing a digit; NaN and Infinity are numbers that the reading of the column refuses.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open a text in UTF-8, with or without its mark."""
        self._file = path.open(encoding="utf-8-sig", newline="")
        self._limits = limits
        self._text, self._at, self._is_whole = "", 0, False
        self._lines, self._column, self._outer = 0, 0, 0
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_Object, parse_float=_number, parse_int=NumberText, parse_constant=NumberText
        )

    def __enter__(self) -> "JsonText":
        """Return the text itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def peek(self) -> str:
        """Return the next character that is no space, empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._read_on():
                return ""

    def takes(self, char: str) -> bool:
        """Step over a character if it is the next one."""
        if self.peek() != char:
            return False
        self._at += 1
        return True

    def expect(self, char: str) -> None:
        """Step over a character that must come next.

        Raises:
            RefusedError: Another one comes, or the end.
        """
        if not self.takes(char):
            self.refuse_here(f"'{char}' is expected")

    def value(self) -> Any:
        """Take the next value whole.

        Raises:
            RefusedError: It is no JSON, or is nested too deep.
        """
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError:
                _refuse_depth(self._limits)
            except JSONDecodeError as error:
                if not (self._may_go_on(error) and self._read_on()):
                    self._refuse_at(error.pos, error.msg)
                continue
            # A number or a word at the end of the piece read so far may go on in the next.
            if end < len(self._text) or self._text[end - 1] in '"]}' or not self._read_on():
                self._check_depth(value, end)
                self._at = end
                return value

    def members(self) -> Iterator[Any]:
        """Take the members of a list one after the other.

        Raises:
            RefusedError: It is no whole JSON list.
        """
        self.expect("[")
        self._outer += 1
        if not self.takes("]"):
            yield self.value()
            while self.takes(","):
                yield self.value()
            self.expect("]")
        self._outer -= 1

    def keys(self) -> Iterator[str]:
        """Take the keys of an object one after the other; whoever takes a key takes its value before the next.

        Raises:
            RefusedError: It is no whole JSON object.
        """
        self.expect("{")
        self._outer += 1
        if not self.takes("}"):
            yield self._key()
            while self.takes(","):
                yield self._key()
            self.expect("}")
        self._outer -= 1

    def _key(self) -> str:
        if self.peek() != '"':
            self.refuse_here("a name in quotes is expected")
        key = self.value()
        self.expect(":")
        return str(key)

    def refuse_here(self, wanted: str) -> NoReturn:
        """Refuse the file at the present place."""
        self._refuse_at(self._at, wanted)

    def _may_go_on(self, error: JSONDecodeError) -> bool:
        # An error in the middle of what was read stays one, however much more is read.
        return error.msg.startswith("Unterminated") or error.pos > len(self._text) - _LONGEST_WORD

    def _check_depth(self, value: object, end: int) -> None:
        brackets = self._text.count("[", self._at, end) + self._text.count("{", self._at, end)
        if brackets > self._limits.depth - self._outer and _depth(value) > self._limits.depth - self._outer:
            _refuse_depth(self._limits)

    def _refuse_at(self, at: int, wanted: str) -> NoReturn:
        line, column = self._place(at)
        end = "the file ends" if at >= len(self._text) or self._is_cut(wanted) else wanted
        refuse("json-syntax", f"is no JSON at line {line}, column {column}: {end}", "send the whole, valid JSON again")

    def _is_cut(self, wanted: str) -> bool:
        return wanted.startswith("Unterminated")

    def _place(self, at: int) -> tuple[int, int]:
        before = self._text[:at]
        breaks = before.count("\n")
        column = len(before) - before.rfind("\n") if breaks else self._column + len(before) + 1
        return self._lines + breaks + 1, column

    def _read_on(self) -> bool:
        if self._is_whole:
            return False
        try:
            piece = self._file.read(max(_PIECE, len(self._text) - self._at))
        except UnicodeDecodeError:
            refuse("encoding", "the JSON is not in UTF-8", "save it in UTF-8")
        if not piece:
            self._is_whole = True
            return False
        line, column = self._place(self._at)
        self._lines, self._column = line - 1, column - 1
        self._text, self._at = self._text[self._at :] + piece, 0
        return True


class _Object(list[tuple[str, Any]]):
    """The pairs of an object, told apart from a list."""


def is_object(value: object) -> bool:
    """Whether a value taken from a text is an object."""
    return isinstance(value, _Object)


def _depth(value: object) -> int:
    depth, layer = 0, [value]
    while layer := [one for one in layer if isinstance(one, list)]:
        depth += 1
        layer = [pair[1] if is_object(one) else pair for one in layer for pair in one]
    return depth


def _refuse_depth(limits: Limits) -> NoReturn:
    refuse("too-deep", f"the JSON has more than {limits.depth} brackets inside one another", "send flat records")


def cell_text(value: object) -> str | None:
    """Return the text of a single value: numbers in their digits, TRUE or FALSE, nothing for null."""
    if value is None or isinstance(value, str):
        return value
    return "TRUE" if value else "FALSE"


def written(value: object) -> str:
    """Return a nested value as JSON again, for a message."""
    return json.dumps(_rebuilt(value), ensure_ascii=False)


def listed(text: JsonText, key: str) -> Iterator[Any]:
    """Take the members of the list that stands under one key of the outermost object, one after the other.

    Raises:
        RefusedError: ``header-not-found`` where it is no object or has no such list; it is no whole JSON.
    """
    is_found = False
    for name in text.keys() if text.peek() == "{" else ():
        if name == key and text.peek() == "[":
            is_found = True
            yield from text.members()
        else:
            text.value()
    if not is_found:
        refuse("header-not-found", f"it holds no list of {key}", "send a whole answer of the publisher")


def flattened(value: object, name: str = "", *, joint: str = "-") -> dict[str, str | None]:
    """Return the single values of a record by the path of their keys; those of several records share a cell by ``;``.

    Args:
        value: A value taken from a text.
        name: Path that leads to it.
        joint: What stands between the keys of a path.
    """
    if is_object(value):
        cells: dict[str, str | None] = {}
        for key, inner in value:  # type: ignore[attr-defined]
            cells |= flattened(inner, f"{name}{joint}{key}" if name else key, joint=joint)
        return cells
    if not isinstance(value, list):
        return {name: cell_text(value)}
    members = [flattened(inner, name, joint=joint) for inner in value]
    return {key: "; ".join(filter(None, (one.get(key) for one in members))) or None
            for key in dict.fromkeys(key for one in members for key in one)}  # fmt: skip


def _rebuilt(value: object) -> object:
    if is_object(value):
        return {key: _rebuilt(inner) for key, inner in value}  # type: ignore[attr-defined]
    return [_rebuilt(inner) for inner in value] if isinstance(value, list) else value


def _number(raw: str) -> NumberText:
    return NumberText(exact_text(raw))
