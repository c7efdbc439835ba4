"""Rows and columns of a screen; their widths and their order on a phone are in the style sheet."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


def grid(kind: str, name: str = "") -> "tuple[DeltaGenerator, DeltaGenerator]":
    """Open a row of two cells.

    Args:
        kind: ``wide``, two to one, or ``half``, one to one.
        name: Tells rows of one kind on one screen apart.

    Returns:
        The left and the right cell.
    """
    row = st.container(key=f"grid_{kind}{name}")
    return row.container(), row.container()


@contextmanager
def stack(cell: "DeltaGenerator", name: str) -> Iterator[None]:
    """Put what follows into a cell, one beneath the other."""
    with cell, st.container(key=f"stack_{name}"):
        yield


def areas(name: str, parts: Sequence[str]) -> "dict[str, DeltaGenerator]":
    """Open one grid whose parts the style sheet places by name.

    Args:
        name: Name of the grid.
        parts: Names of its parts, in the order of the page as it is read.

    Returns:
        Part to its cell.
    """
    row = st.container(key=f"grid_{name}")
    return {part: row.container(key=f"area_{name}_{part}") for part in parts}
