"""Definitions: how every number is counted, and what every table and column holds."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import measures, words
from dashboard.cells import Column
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, Figure, View
from loaders import codes
from loaders.columns import COLUMNS
from loaders.release import Release
from loaders.tables import TABLES

Ask = Callable[[Release, Scope], View | Figure]
_KINDS: Final = {"text": "text", "date": "day", "count": "whole number", "number": "number", "flag": "yes or no"}
_MARKS: Final = {"reported": "reported", "computed": "computed", "estimate": "estimate or bound"}
_WORDS: Final[dict[str, dict[str, str]]] = {
    "agency_code": codes.AGENCY,
    "implementing_code": codes.AGENCY,
    "component_code": codes.COMPONENT,
    "status_code": codes.STATUS,
    "status_basis": codes.STATUS_BASIS,
    "tool_code": codes.TOOL,
    "function_code": codes.FUNCTION,
    "stage_code": codes.PEOPLE_STAGE | codes.MONEY_STAGE,
    "qualifier_code": codes.QUALIFIER,
    "measure_code": codes.MEASURE,
    "scope_code": codes.SCOPE,
    "kind_code": codes.KIND,
    "taxonomy_code": codes.TAXONOMY,
}
_BOOK_RULE: Final = (
    "Read from the code that checks every row: a table's grain, key and columns, and the words, unit and codes of "
    "each column."
)


def measured(release: Release, scope: Scope) -> View:
    """Return every measure: what it counts, in which unit, of which rows, and whether series may be added."""
    lines = [
        (
            each.label,
            each.unit,
            each.rule,
            "; ".join(f"{column} {' or '.join(allowed)}" for column, allowed in each.allowed.items()) or "every row",
            "yes" if each.across_series else "no, one series",
        )
        for each in measures.MEASURES.values()
    ]
    frame = pd.DataFrame(lines, columns=["label", "unit", "rule", "allowed", "series"])
    return View(
        "measures",
        "How is each number counted?",
        "Every sum is one of these. A sum that would count something twice is refused, never shown.",
        frame,
        {
            "label": "Measure",
            "unit": "Unit",
            "rule": "Rule",
            "allowed": "Rows it may add",
            "series": "Adds across series",
        },
        rules_headline(),
        Citation(_BOOK_RULE, "measures", lambda: frame, REPORTED),
        facts={
            "cells": (
                Column("label", "Measure", strong=True),
                Column("rule", "Rule"),
                Column("unit", "Unit"),
                Column("allowed", "Rows it may add"),
                Column("series", "Adds series"),
            )
        },
    )


def rules_headline() -> str:
    """Return how many measures there are."""
    number = words.capital(words.number_word(len(measures.MEASURES)))
    return f"{number} measures add numbers up; each refuses rows that may overlap."


@lru_cache(maxsize=16)
def _answers(release: Release, asked: tuple[tuple[str, Ask], ...]) -> pd.DataFrame:
    """Return the rule behind each view and figure, asked without filters."""
    plain = Scope(rel=release.name, asof=release.as_of)
    answers = [(name, ask(release, plain)) for name, ask in asked]
    lines = [
        (
            name,
            answer.title if isinstance(answer, View) else answer.label,
            answer.citation.table,
            _MARKS[answer.citation.mark],
            answer.citation.rule,
        )
        for name, answer in answers
    ]
    return pd.DataFrame(lines, columns=["name", "title", "table", "mark", "rule"])


def rules(release: Release, scope: Scope, asked: Mapping[str, Ask]) -> View:
    """Return the rule of every view and figure of the dashboard.

    Args:
        release: The open release.
        scope: The reader's choices; a rule does not depend on them.
        asked: Name to query of every view and figure.
    """
    frame = _answers(release, tuple(asked.items()))
    return View(
        "rules",
        "What stands behind each answer?",
        "The rule of every view and figure, the table it counts, and whether it is reported, computed or an estimate.",
        frame,
        {"title": "Answer", "rule": "Rule", "table": "Table", "mark": "Mark", "name": "Name"},
        f"{words.plural(len(frame), 'answer')}, each with its rule.",
        Citation(_BOOK_RULE, "views", lambda: frame, REPORTED),
        facts={
            "cells": (
                Column("title", "Answer", strong=True),
                Column("rule", "Rule"),
                Column("table", "Rows of", "code"),
                Column("mark", "Mark"),
                Column("name", "Name", "code"),
            )
        },
    )


def tables_of(release: Release, scope: Scope) -> View:
    """Return every canonical table: what one row is, its key, its columns and its rows in the release."""
    lines = [
        (name, table.grain, table.key, len(table.columns), len(release.table(name))) for name, table in TABLES.items()
    ]
    frame = pd.DataFrame(lines, columns=["table", "grain", "key", "columns", "rows"])
    return View(
        "tables",
        "What is one row of each table?",
        "Every canonical table with its key, its number of columns and its rows in this release.",
        frame,
        {"table": "Table", "grain": "One row is", "key": "Key", "columns": "Columns", "rows": "Rows"},
        dictionary_headline(),
        Citation(_BOOK_RULE, "dictionary", lambda: frame, REPORTED),
    )


def columns_of(release: Release, scope: Scope) -> View:
    """Return every column of the canonical tables: its type, unit, words, codes and the tables that have it."""
    lines = []
    for name in sorted({column for table in TABLES.values() for column in table.columns}):
        column = COLUMNS[name]
        named = _WORDS.get(name, {})
        listed = "; ".join(f"{code}: {named[code]}" if code in named else code for code in column.allowed)
        having = [table for table, spec in TABLES.items() if name in spec.columns]
        lines.append(
            (
                name,
                column.words,
                _KINDS[column.kind],
                column.unit,
                listed,
                "every table" if len(having) == len(TABLES) else ", ".join(having),
            )
        )
    frame = pd.DataFrame(lines, columns=["column", "words", "kind", "unit", "codes", "tables"])
    return View(
        "columns",
        "What does each column hold?",
        "Every column means one thing in all tables. A blank cell is unknown, never zero.",
        frame,
        {"column": "Column", "words": "Holds", "kind": "Type", "unit": "Unit", "codes": "Codes", "tables": "Tables"},
        dictionary_headline(),
        Citation(_BOOK_RULE, "dictionary", lambda: frame, REPORTED),
        facts={
            "cells": (
                Column("column", "Column", "code"),
                Column("words", "Holds"),
                Column("kind", "Type"),
                Column("unit", "Unit"),
                Column("codes", "Codes"),
                Column("tables", "Tables"),
            )
        },
    )


def dictionary_headline() -> str:
    """Return how many tables and columns hold everything."""
    names = {column for table in TABLES.values() for column in table.columns}
    return f"{len(TABLES)} tables and {words.plural(len(names), 'column')} hold everything shown."
