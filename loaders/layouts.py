"""Layouts: what a publisher's files look like and what their headings mean; each publisher is a value of these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import pandas as pd

Texts: TypeAlias = pd.DataFrame
Tell: TypeAlias = Callable[[Texts], Texts]

# What every frame of texts carries beside the columns of its feed.
PLACE: Final = ("raw_line", "row_text", "row_misfit")
# Facts of one row of the source that go into one table are told apart by this column.
PART: Final = "part"


class Part(NamedTuple):
    """The rows under one heading: the sheet they stand on, empty where there is one only, and their cells."""

    sheet: str
    texts: Texts


@dataclass(frozen=True)
class Feed:
    """One layout of file that a publisher issues, and what it tells.

    Attributes:
        title: What the file is, as a reader of sources calls it.
        named: Column of ours for each heading that is used; several headings never share a column.
        unused: Headings that are known and knowingly left; an empty one stands for columns without a heading.
        tells: For each canonical table, the rows that the texts tell: in its columns, as text, with the columns of
            ``PLACE`` carried over. Several facts of one row have a column ``part`` that tells them apart.
        missing: Texts that stand for an unknown cell.
        read: Reads a file of this layout where a heading above rows is not all there is to it.
        stated: Column with the day on which a row was stated; one after the day its source was known is set aside.
    """

    title: str
    named: Mapping[str, str]
    unused: tuple[str, ...]
    tells: Mapping[str, Tell]
    missing: tuple[str, ...] = ()
    read: "Callable[[Path, Feed], list[Part]] | None" = None
    stated: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that is known."""
        return (*self.named, *self.unused)


@dataclass(frozen=True)
class Publisher:
    """One publisher of files.

    Attributes:
        publisher_id: Name of its folder and its module, in words joined by ``-``.
        name: Who publishes.
        licence: Terms of use.
        feeds: The layouts it issues; a file is read by the first whose headings it has.
        refresh: How often it issues them.
        quirks: What its files are known to get wrong, for the table of publishers in the documentation.
    """

    publisher_id: str
    name: str
    licence: str
    feeds: tuple[Feed, ...]
    refresh: str
    quirks: str
