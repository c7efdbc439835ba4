"""Timeline: the view of teams over days, a part of it or the whole."""

from collections import Counter
from typing import Final

import numpy as np
import pandas as pd

from dashboard import index, selection, words
from dashboard.days import Window, window_of
from dashboard.queries import people
from dashboard.queries.teams import ENDED, SERVING, Line, ordered, phases, teams, worded
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
Lines = tuple[Line, ...]


def view(release: Release, scope: Scope) -> View:
    """Return the timeline: the five groups with most people, or all of them where the whole list is asked for.

    The frame is that of ``teams.worded``. Facts: window, click.
    """
    lines, window = _lines(release, scope), window_of(scope)
    is_all = scope.all == "tours"
    shown = lines if is_all else _first(lines, window)
    kept = _capped(shown, _MANY if is_all else _FEW)
    group, row = ("Country", "Agency") if scope.group == "country" else ("Agency", "Country")
    headings = {
        "group_label": group,
        "row_label": row,
        "team": "Team",
        "phase": "Now",
        "number": "Civilians",
        "start_day": "From",
        "end_day": "To",
        "until": "Until",
        "change": "Changed",
    }
    return View(
        "tours",
        "Who is where, from when to when?",
        f"Civilians by {scope.group}, team and the days they serve.",
        worded(release, scope, kept),
        headings,
        _sentence(lines),
        _citation(release, scope),
        _notes(lines, shown, kept, scope) if lines else (),
        absence="" if lines else "No tours match these filters within about eighteen months around the as-of day.",
        facts={"window": window, "click": (None, "open")},
        is_none=people.are_known(release, scope),
    )


def _lines(release: Release, scope: Scope) -> Lines:
    return ordered(release, scope.facts.but(group=scope.group))


def _first(lines: Lines, window: Window) -> Lines:
    """Return the first groups without teams that left long ago."""
    groups = set(list(dict.fromkeys(line.group_code for line in lines))[:_GROUPS])
    return tuple(line for line in lines if line.group_code in groups and not _is_past(line, window))


def _is_past(line: Line, window: Window) -> bool:
    return line.bar.phase == ENDED and line.bar.end < window.asof - _RECENT and not line.change_by


def _capped(shown: Lines, most: int) -> Lines:
    """Return at most so many bars: where there are more, those serving and the largest of each group."""
    if len(shown) <= most:
        return shown
    each = max(most // len({line.group_code for line in shown}), 1)
    ranked = sorted(range(len(shown)), key=lambda at: (shown[at].bar.phase != SERVING, -shown[at].bar.people, at))
    taken: Counter[str] = Counter()
    kept = []
    for at in ranked:
        taken[shown[at].group_code] += 1
        if taken[shown[at].group_code] <= each:
            kept.append(at)
    return tuple(shown[at] for at in sorted(kept))[:most]


def _serving(lines: Lines) -> tuple[int, float]:
    """Return how many groups have people serving, and how many people."""
    serving = [line for line in lines if line.bar.phase == SERVING]
    return len({line.group_code for line in serving}), sum(line.bar.people for line in serving)


def sizes(release: Release, scope: Scope) -> tuple[int, int]:
    """Return how many countries or agencies have people serving, and how many are shown at first."""
    lines = _lines(release, scope)
    groups, is_whole = _serving(lines)[0], len(_first(lines, window_of(scope))) == len(lines)
    return groups, _GROUPS if is_whole else min(_GROUPS, groups - 1)


def _notes(lines: Lines, shown: Lines, kept: Lines, scope: Scope) -> tuple[str, ...]:
    (all_of, total), (here, seen) = _serving(lines), _serving(kept)
    nouns = ("country", "countries") if scope.group == "country" else ("agency", "agencies")
    places = f"{words.count(here)} of {words.plural(all_of, *nouns)} shown"
    counted = f"{places}, {words.count(seen)} of {words.plural(total, 'civilian')}"
    notes = [f"{counted}. Bars carry the number of civilians. Colour repeats the agency that is named."]
    if len(shown) > len(kept):
        bars = words.plural(len(shown) - len(kept), "smaller bar is", "smaller bars are")
        notes.append(f"{bars} left out here; a filter brings them, and the CSV of the rows holds all.")
    groups = {line.group_code for line in shown}
    if sum(line.group_code in groups for line in lines) > len(shown):
        notes.append("Teams that left more than three months ago stand in the whole list only.")
    return tuple(notes)


def _sentence(lines: Lines) -> str:
    serving = [line for line in lines if line.bar.phase == SERVING]
    if not serving:
        return "Nobody serves on the as-of day within these filters."
    total, first = sum(line.bar.people for line in serving), serving[0]
    most = sum(line.bar.people for line in serving if line.group_code == first.group_code)
    verb = words.plural(total, "civilian serves", "civilians serve")
    return f"{verb} in {words.plural(len(serving), 'team')}; {first.group_label} has the most, {words.count(most)}."


def _citation(release: Release, scope: Scope) -> Citation:
    """Return the tours of the window, each with the key of its bar, so that a bar can open its own."""
    tours, window = index.tours(release), window_of(scope)
    chosen = selection.chosen(tours.by, release, scope, tours.size)
    mask = chosen & (tours.start <= window.last) & (tours.end >= window.first)

    def rows() -> pd.DataFrame:
        found = tours.rows[mask]
        bar = teams(release).of_tour[mask].astype(np.int64) * 3 + phases(tours, window.asof)[mask]
        return found.assign(bar_id=found["deployment_id"].groupby(bar).transform("first"))

    return Citation(RULE, "deployments", rows)
