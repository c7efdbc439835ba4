"""Rows and columns of a screen; their widths and their order on a phone are in the style sheet."""

from collections.abc import Iterator
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
