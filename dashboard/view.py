"""View and Citation: nothing reaches a reader except as a View."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from dashboard.scope import Scope, encode

REPORTED: Final = "reported"
COMPUTED: Final = "computed"
ESTIMATE: Final = "estimate"

VALUE: Final = "value"
NOT_REPORTED: Final = "not reported"
NOT_APPLICABLE: Final = "not applicable"
WITHHELD: Final = "withheld"
CODES: Final = {NOT_REPORTED: "[x]", NOT_APPLICABLE: "[z]", WITHHELD: "[c]"}


@dataclass(frozen=True)
class Citation:
    """Where an answer comes from.

    Attributes:
        rule: How the answer is counted, in words: what is in, both ends, what missing means.
        table: Canonical table whose rows were counted.
        rows: Gives those rows when asked; nothing is copied before.
        mark: ``reported`` by a source, ``computed`` from rows, or an ``estimate`` or bound.
    """

    rule: str
    table: str
    rows: Callable[[], pd.DataFrame]
    mark: str = COMPUTED


@dataclass(frozen=True)
class View:
    """One answer.

    Attributes:
        id: Name of the view, stable over releases.
        title: The question, as a reader would ask it.
        subtitle: Measure, unit, day and what the marks mean.
        frame: The answer, one row a mark.
        headings: Column of the frame to its heading in the table twin, in order.
        sentence: The finding in one sentence; also the figure's text alternative.
        citation: Rule, table, rows and mark.
        notes: What a reader should know, one sentence each.
        absence: What to say where there is nothing to draw; empty where there is.
        facts: Further numbers a figure draws, such as totals and days.
        is_none: Whether the absence is a known zero or an empty choice; otherwise nobody reports an answer.
    """

    id: str
    title: str
    subtitle: str
    frame: pd.DataFrame
    headings: Mapping[str, str]
    sentence: str
    citation: Citation
    notes: tuple[str, ...] = ()
    absence: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_none: bool = False


@dataclass(frozen=True)
class Figure:
    """One number for the strip of figures.

    Attributes:
        id: Name of the figure, stable over releases.
        label: What is counted, in few words.
        text: The number as written, with its bound sign; a code in brackets where absent.
        state: ``value``, ``not reported``, ``not applicable`` or ``withheld``.
        citation: Rule, table, rows and mark.
        value: The number itself; None where absent.
        is_money: Whether the value is US dollars rather than a count.
        suffix: What follows in small type, such as ``of 330``.
        below: The line beneath.
    """

    id: str
    label: str
    text: str
    state: str
    citation: Citation
    value: float | None = None
    is_money: bool = False
    suffix: str = ""
    below: str = ""


_LOOKED_UP: Final = {"rows": ("rows", "q", "page"), "source_list": ("q", "page")}
"""Views whose answer is what was looked up, and the choices that say so."""


def figure_id(name: str, scope: Scope) -> str:
    """Return the citable id of a figure: the same name, scope and release give the same id everywhere."""
    looked_up = {choice: getattr(scope, choice) for choice in _LOOKED_UP.get(name, ())}
    text = f"{name}|{encode(scope.facts.but(**looked_up))}"
    return f"FIG-{hashlib.sha256(text.encode()).hexdigest()[:6].upper()}"
