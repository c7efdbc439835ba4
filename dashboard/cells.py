"""Cells: what a table of a view shows in one column; queries say it, figures draw it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Form = Literal["text", "count", "millions", "money", "code", "signed", "mark"]
_UNSAID: Final = ("", "[x]", "[z]", "[c]")
RIGHT: Final = ("count", "millions", "money", "signed", "mark")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        name: Column of the view's frame; for a ``mark``, the column with the row's key, which the drawer opens.
        head: Heading, with the unit where there is one.
        form: How a value is written. ``text`` as it stands, ``code`` in the type of identifiers, ``count`` a whole
            number, ``signed`` with its sign, ``millions`` of US dollars with one decimal, ``money`` to three
            significant digits, ``mark`` a source mark. A missing value is written [x]; text is never changed, so a
            query may put [z] or [c] in place of a number.
        qualifier: Column with the qualifier code, whose sign stands before the number.
        status: Column with a status code, whose shape stands before the words.
        agency: Column with an agency code, whose chip stands before the words.
        strong: Whether the figure is what people came for.
        changed: Column that says which cells changed since the comparison release.
        title: Column with words for the tooltip; nothing stands there only.
        mark: For a ``mark``, the column with the kind of mark, or empty where every row is reported by a source.
        to: Screen a value leads to and the filter that it sets there.
        to_code: Column with the code for that filter.
        minor: Whether the column may be left out on a phone.
    """

    name: str
    head: str
    form: Form = "text"
    qualifier: str = ""
    status: str = ""
    agency: str = ""
    strong: bool = False
    changed: str = ""
    title: str = ""
    mark: str = ""
    to: tuple[str, str] | None = None
    to_code: str = ""
    minor: bool = False


def is_said(values: Iterable[object]) -> bool:
    """Return whether a column tells the reader anything: a word or number, not only codes of absence."""
    return any(
        value not in _UNSAID if isinstance(value, str) else value is not None and value == value for value in values
    )
