"""The page of results: a table as text, and a section for each part, kept until it is measured anew."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

TITLE: Final = "# Speed and memory"
SCREENS: Final = "Screens"
LOADING: Final = "Loading"
SEARCHES: Final = "Searches"
_PARTS: Final = (SCREENS, LOADING, SEARCHES)


def put(path: Path, part: str, section: str) -> None:
    """Write one part's section into the page of results; those of the others stay.

    Args:
        path: The page; it may not be there yet.
        part: ``Screens``, ``Loading`` or ``Searches``.
        section: Its text in Markdown, headings from the third level on.
    """
    sections = _sections(path.read_text(encoding="utf-8") if path.exists() else "")
    sections[part] = section.strip()
    written = [TITLE, *(f"## {name}\n\n{sections[name]}" for name in _PARTS if name in sections)]
    path.write_text("\n\n".join(written) + "\n", encoding="utf-8")


def _sections(page: str) -> dict[str, str]:
    _, *found = re.split(r"^## (.+)\n", page, flags=re.MULTILINE)
    return {name: text.strip() for name, text in zip(found[::2], found[1::2], strict=True)}


def table(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return a table as text that reads well in a terminal and is Markdown as well."""
    rows = [headings, *lines]
    widths = [max(len(row[column]) for row in rows) for column in range(len(headings))]
    written = [_row(row, widths) for row in rows]
    rule = [f"-{'-' * width}{':' if column else '-'}" for column, width in enumerate(widths)]
    return "\n".join([written[0], f"|{'|'.join(rule)}|", *written[1:]])


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = cells
    texts = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
    return f"| {' | '.join(texts)} |"
