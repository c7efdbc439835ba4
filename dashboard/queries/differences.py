"""Differences: where two publishers answer one question, both figures, the difference, and whose is used and why."""

from functools import lru_cache
from typing import Any, Final

import pandas as pd

from dashboard import selection, words
from dashboard.cells import Column
from dashboard.queries import annual
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, REPORTED, Citation, View
from loaders.release import Release

FIRST: Final = 40
"""Lines shown until all are asked for."""
RULE: Final = (
    "Each country and year for which both publishers state the figure as of a day of that year; a figure stated by "
    "country of origin only is the sum over these, deaths are those of a publisher's events of the year, added, and "
    "people stand under the state whose they are. The difference is the other figure less the one used. Whose figure "
    "is used is a line of choices.csv, with who chose, when and why."
)


@lru_cache(maxsize=64)
def lines(release: Release) -> pd.DataFrame:
    """Return every country and year that two publishers answer.

    Returns:
        One row a choice, country and year, the largest difference first: question_text, country_code, country_name,
        year, used, other (figures in the unit of the question), difference, used_publisher_name,
        other_publisher_name, chosen_by, chosen_date, reason_text, choice_id.
    """
    found = [
        part for row in release.table("choices").to_dict("records") for part in [_lines(release, row)] if len(part)
    ]
    frame = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=_COLUMNS)
    order = frame["difference"].astype("float64").abs()
    return (
        frame.assign(size=order)
        .sort_values(["size", "country_name", "year"], ascending=[False, True, False], kind="stable")[list(_COLUMNS)]
        .reset_index(drop=True)
    )


_COLUMNS: Final = (
    "question_text", "country_code", "country_name", "year", "used", "other", "difference", "used_publisher_name",
    "other_publisher_name", "chosen_by", "chosen_date", "reason_text", "choice_id",
)  # fmt: skip


def _lines(release: Release, choice: dict[Any, Any]) -> pd.DataFrame:
    used = annual.figures(release, choice["used_publisher_name"], choice["used_indicator_name"])
    other = annual.figures(release, choice["other_publisher_name"], choice["other_indicator_name"])
    both = pd.DataFrame({"used": used, "other": other}).dropna().reset_index()
    names = country_names(release)
    return both.assign(
        country_name=both["country_code"].map(names).fillna(both["country_code"]),
        difference=both["other"] - both["used"],
        **{name: choice[name] for name in _COLUMNS if name in choice},
    )


def listed(release: Release, scope: Scope) -> View:
    """Return where publishers differ, within the country filter, the largest difference first."""
    rows = lines(release)
    countries = selection.countries_in(release, scope)
    rows = rows if countries is None else rows[rows["country_code"].isin(countries)]
    frame = pd.DataFrame(
        {
            "question_text": rows["question_text"], "country_name": rows["country_name"],
            "year": rows["year"].astype("str"),
            "used": [words.count(number) for number in rows["used"]],
            "other": [words.count(number) for number in rows["other"]],
            "difference": rows["difference"],
            "used_publisher_name": rows["used_publisher_name"], "other_publisher_name": rows["other_publisher_name"],
            "chosen": [f"{by}, {words.day(day)}: {reason}" for by, day, reason in
                       zip(rows["chosen_by"], rows["chosen_date"], rows["reason_text"], strict=True)],
        }
    ).reset_index(drop=True)  # fmt: skip
    limit = len(frame) if scope.all == "differences" else FIRST
    equal = int((rows["difference"] == 0).sum())
    first = frame.iloc[0] if len(frame) else None
    choices = release.table("choices")
    return View(
        "differences",
        "Where do publishers differ?",
        "The same country and year as two publishers count it; the figure used first.",
        frame,
        {
            "question_text": "Question", "country_name": "Country", "year": "Year", "used": "Used",
            "used_publisher_name": "Used from", "other": "Not used", "other_publisher_name": "Not used from",
            "difference": "Difference", "chosen": "Who chose, and why",
        },
        f"The largest: {first['country_name']}, {first['year']}: {first['used']} against {first['other']}; "
        f"{equal} of {words.plural(len(frame), 'pair')} agree." if first is not None else "",
        Citation(RULE, "choices", lambda: choices, COMPUTED if len(frame) else REPORTED),
        (f"{limit} of {words.count(len(frame))} pairs shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else "No two publishers answer one question for the same country and year here.",
        facts={"cells": _CELLS, "limit": limit},
    )  # fmt: skip


_CELLS: Final = (
    Column("country_name", "Country", strong=True),
    Column("year", "Year"),
    Column("question_text", "Question"),
    Column("used", "Used", "count", strong=True, title="used_publisher_name"),
    Column("other", "Not used", "count", title="other_publisher_name"),
    Column("difference", "Difference", "signed"),
    Column("used_publisher_name", "Used from"),
    Column("other_publisher_name", "Not used from"),
    Column("chosen", "Who chose, and why"),
)


def headline(release: Release) -> str:
    """Return the answer of the tab: how many pairs there are and how many differ."""
    rows = lines(release)
    if not len(rows):
        return "No two publishers answer one question here."
    differing = int((rows["difference"] != 0).sum())
    return f"{words.count(differing)} of {words.plural(len(rows), 'pair')} of figures differ."
