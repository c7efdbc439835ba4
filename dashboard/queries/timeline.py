"""Timeline: the view of teams over days, a part of it or the whole."""

from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard import index, words
from dashboard.days import Window, day_of, window_of
from dashboard.queries.teams import ENDED, SERVING, phases, teams, told
from dashboard.scope import Scope
from dashboard.view import Citation, View
from loaders.release import Release

RULE: Final = (
    "Tours of one country, agency and team stand together as one bar, from the first day of any to the last day of "
    "any. The number is people serving on the as-of day, or planned to come, or sent on tours that have ended. "
    "A bar opens the tours in it."
)
_GROUPS: Final = 5
_FEW, _MANY, _RECENT = 60, 300, 92


def view(release: Release, scope: Scope) -> View:
    """Return the timeline: the five groups with most people, or all of them where the whole list is asked for.

    The frame is that of ``told`` with start_day and end_day in words. Facts: window, left_out.
    """
    frame, window = _told(release, scope), window_of(scope)
    is_all = scope.all == "tours"
    shown = frame if is_all else _first(frame, window)
    cap = _MANY if is_all else _FEW
    kept = shown.head(cap)
    kept = kept.assign(
        start_day=[_start(bar) for bar in kept.itertuples()],
        end_day=["open" if bar.is_open else words.day(day_of(bar.end)) for bar in kept.itertuples()],
    )
    heads = {"country_code": "Country", "agency_code": "Agency"}
    group, row = ("country_code", "agency_code") if scope.group == "country" else ("agency_code", "country_code")
    return View(
        "tours",
        "Who is where, from when to when?",
        f"Civilians by {scope.group}, team and the days they serve.",
        kept,
        {
            "group_label": heads[group],
            "row_label": heads[row],
            "team": "Team",
            "phase": "Now",
            "number": "Civilians",
            "start_day": "From",
            "end_day": "To",
            "until": "Until",
            "change": "Changed",
        },
        _sentence(frame, scope),
        _citation(release, scope),
        (_counted(frame, kept, scope), *_left(shown, kept)),
        absence="" if len(frame) else "No tours match these filters within about eighteen months around the as-of day.",
        facts={"window": window, "click": (None, "open")},
    )


def _start(bar: Any) -> str:
    day = day_of(bar.start)
    return f"about {day:%b %Y}" if bar.is_about else words.day(day)


def _first(frame: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Return the first groups without teams that left long ago."""
    groups = list(dict.fromkeys(frame["group_code"]))[:_GROUPS]
    is_recent = (frame["phase"] != ENDED) | (frame["end"] >= window.asof - _RECENT) | (frame["change"] != "")
    return frame[frame["group_code"].isin(groups) & is_recent]


def _told(release: Release, scope: Scope) -> pd.DataFrame:
    return told(release, scope.facts.but(group=scope.group))


def _serving(frame: pd.DataFrame) -> int:
    return int(frame.loc[frame["phase"] == SERVING, "group_code"].nunique())


def sizes(release: Release, scope: Scope) -> tuple[int, int]:
    """Return how many countries or agencies have people serving, and how many are shown at first."""
    frame = _told(release, scope)
    shown = _first(frame, window_of(scope))
    return _serving(frame), _GROUPS if len(shown) == len(frame) else min(_GROUPS, _serving(frame) - 1)


def _nouns(number: float, scope: Scope) -> str:
    return (
        words.plural(number, "country", "countries")
        if scope.group == "country"
        else words.plural(number, "agency", "agencies")
    )


def _counted(frame: pd.DataFrame, kept: pd.DataFrame, scope: Scope) -> str:
    all_of, here = _serving(frame), _serving(kept)
    total, seen = (float(part.loc[part["phase"] == SERVING, "people"].sum()) for part in (frame, kept))
    shown = f"{words.count(here)} of {_nouns(all_of, scope)} shown"
    counted = f"{words.count(seen)} of {words.plural(total, 'civilian')}"
    return f"{shown}, {counted}. Bars carry the number of civilians. Colour repeats the agency that is named."


def _left(shown: pd.DataFrame, kept: pd.DataFrame) -> tuple[str, ...]:
    missing = len(shown) - len(kept)
    if not missing:
        return ()
    bars = words.plural(missing, "more bar is", "more bars are")
    return (f"{bars} left out here; a filter brings them, and the CSV of the rows holds all.",)


def _sentence(frame: pd.DataFrame, scope: Scope) -> str:
    serving = frame[frame["phase"] == SERVING]
    if not len(serving):
        return "Nobody serves on the as-of day within these filters."
    total, first = float(serving["people"].sum()), serving.iloc[0]
    most = float(serving.loc[serving["group_code"] == first["group_code"], "people"].sum())
    teams_of = words.plural(len(serving), "team")
    return (
        f"{words.count(total)} civilians serve in {teams_of}; {first['group_label']} has the most, {words.count(most)}."
    )


def _citation(release: Release, scope: Scope) -> Citation:
    """Return the tours of the window, each with the key of its bar, so that a bar can open its own."""
    tours, window = index.tours(release), window_of(scope)
    chosen = index.chosen(tours.by, release, scope, len(tours.rows))
    mask = chosen & (tours.start <= window.last) & (tours.end >= window.first)

    def rows() -> pd.DataFrame:
        found = tours.rows[mask]
        bar = teams(release).of_tour[mask].astype(np.int64) * 3 + phases(tours, window.asof)[mask]
        return found.assign(bar_id=found["deployment_id"].groupby(bar).transform("first"))

    return Citation(RULE, "deployments", rows)
