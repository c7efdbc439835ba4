"""Teams: who is where, from when to when; tours of one country, agency and team stand together."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard import index, words
from dashboard.days import Window, day_of, window_of
from dashboard.queries import people, status
from dashboard.queries.changes import corrections, earlier
from dashboard.queries.names import agency_names, country_names
from dashboard.scope import Scope
from loaders.release import Release

SERVING, PLANNED, ENDED = "serving", "planned", "ended"
_PHASES: Final = (SERVING, PLANNED, ENDED)
_OPEN: Final = int(index.OPEN)


@dataclass(frozen=True)
class Teams:
    """The teams of a release: country, agency and name of each, and the team of each tour by place."""

    names: pd.DataFrame
    of_tour: np.ndarray
    is_about: np.ndarray


@lru_cache(maxsize=8)
def teams(release: Release) -> Teams:
    """Return the teams of a release; tours that name none stand together by their function."""
    rows = index.tours(release).rows
    named = rows["team_name"].fillna(rows["function_text"]).fillna("Team not named")
    keys = pd.DataFrame(
        {
            "country_code": rows["country_code"].fillna("NONE"),
            "agency_code": rows["agency_code"].fillna("NONE"),
            "team": named,
        }
    )
    grouped = keys.groupby(["country_code", "agency_code", "team"], sort=True)
    numbers = grouped.ngroup().to_numpy()
    about = (rows["start_precision"].notna() & (rows["start_precision"] != "DAY")).to_numpy()
    return Teams(grouped.size().reset_index()[["country_code", "agency_code", "team"]], numbers, about)


def phases(tours: index.Tours, asof: int) -> np.ndarray:
    """Return for each tour whether it serves on a day (0), is to come (1) or has ended (2)."""
    return np.where(tours.planned | (tours.start > asof), 1, np.where(tours.end < asof, 2, 0))


@lru_cache(maxsize=256)
def bars(release: Release, scope: Scope) -> pd.DataFrame:
    """Return one row a bar within the window and the filters.

    Returns:
        country_code, agency_code, team, phase, people, unknown (tours without a number), start,
        end_first, end (day numbers, the end very large where open), is_open, is_about (start),
        key (id of the first tour), tours (how many). A team that serves has no ended bar.
    """
    tours, known, window = index.tours(release), teams(release), window_of(scope)
    phase = phases(tours, window.asof)
    mask = (
        index.chosen(tours.by, release, scope, len(tours.rows))
        & (tours.start <= window.last)
        & (tours.end >= window.first)
    )
    places = np.flatnonzero(mask)
    joint = known.of_tour[places].astype(np.int64) * 3 + phase[places]
    order = np.argsort(joint, kind="stable")
    places, joint = places[order], joint[order]
    if not len(places):
        return pd.DataFrame(
            columns=[
                "country_code",
                "agency_code",
                "team",
                "phase",
                "people",
                "unknown",
                "start",
                "end_first",
                "end",
                "is_open",
                "is_about",
                "key",
                "tours",
            ]
        )
    firsts = np.flatnonzero(np.diff(joint, prepend=-1))
    start, end = tours.start[places], tours.end[places]
    lowest = np.minimum.reduceat(start, firsts)
    is_first = start == np.repeat(lowest, np.diff(firsts, append=len(places)))
    team, kind = np.divmod(joint[firsts], 3)
    frame = (
        known.names.iloc[team]
        .reset_index(drop=True)
        .assign(
            phase=np.array(_PHASES)[kind],
            people=np.add.reduceat(tours.people[places], firsts),
            unknown=np.add.reduceat(tours.unknown[places].astype(np.int64), firsts),
            start=lowest,
            end_first=np.minimum.reduceat(end, firsts),
            end=np.maximum.reduceat(end, firsts),
            is_about=np.logical_or.reduceat(known.is_about[places] & is_first, firsts),
            key=tours.rows["deployment_id"].to_numpy()[places[firsts]],
            tours=np.diff(firsts, append=len(places)),
        )
    )
    frame = frame.assign(is_open=frame["end"] == _OPEN)
    serving = frame.loc[frame["phase"] == SERVING, "key"].index
    busy = set(zip(*(frame.loc[serving, name] for name in ("country_code", "agency_code", "team")), strict=True))
    is_over = [
        row.phase == ENDED and (row.country_code, row.agency_code, row.team) in busy for row in frame.itertuples()
    ]
    return frame[~np.array(is_over)].reset_index(drop=True)


def _before(release: Release, scope: Scope) -> dict[tuple[str, str, str], float] | None:
    """Return people serving by team in the comparison release, None where nothing is compared."""
    compared = earlier(release, scope)
    if compared is None or not people.has_tours(compared[0]):
        return None
    was = bars(*compared)
    was = was[was["phase"] == SERVING]
    return dict(zip(zip(was["country_code"], was["agency_code"], was["team"], strict=True), was["people"], strict=True))


@lru_cache(maxsize=256)
def told(release: Release, scope: Scope) -> pd.DataFrame:
    """Return every bar in its order with its words: group, row, number, what changed, until when."""
    frame, window = bars(release, scope.facts), window_of(scope)
    countries, agencies = country_names(release), agency_names(release)
    group, row = ("country_code", "agency_code") if scope.group == "country" else ("agency_code", "country_code")
    labels = {"country_code": countries, "agency_code": agencies}
    serving = frame[frame["phase"] == SERVING].groupby(group)["people"].sum()
    rank = {code: place for place, code in enumerate(agencies)}
    ordered = frame.assign(
        group_code=frame[group],
        group_label=frame[group].map(labels[group]).fillna("Not stated"),
        row_label=frame[row].map(labels[row]).fillna("Not stated"),
        weight=frame[group].map(serving).fillna(0.0),
        rank=frame["agency_code"].map(rank) if group == "country_code" else -frame["people"],
        turn=frame["phase"].map({phase: place for place, phase in enumerate(_PHASES)}),
    ).sort_values(
        ["weight", "group_label", "rank", "row_label", "turn", "start", "team"],
        ascending=[False, *[True] * 6],
        kind="stable",
    )
    was, fixed = _before(release, scope), corrections(release, scope)
    change = [_change(bar, was, fixed) for bar in ordered.itertuples()]
    known = status.at_risk(release, scope.facts).set_index("country_code")["status_code"]
    return ordered.assign(
        status_code=ordered["country_code"].map(known.to_dict()).astype("str").fillna("")
        if group == "country_code"
        else "",
        colour="@agency-" + ordered["agency_code"].astype(str),
        ink="@on-" + ordered["agency_code"].astype(str),
        number=[_number(bar) for bar in ordered.itertuples()],
        change=change,
        until=[_until(bar, window) for bar in ordered.itertuples()],
    ).reset_index(drop=True)


def _number(bar: Any) -> str:
    if bar.unknown == bar.tours:
        return "[x]"
    return words.SIGNS["AT_LEAST" if bar.unknown else "EXACT"] + words.count(bar.people)


def _change(bar: Any, was: dict[tuple[str, str, str], float] | None, fixed: dict[str, str]) -> str:
    if was is None or bar.phase == PLANNED:
        return ""
    delta = (bar.people if bar.phase == SERVING else 0.0) - was.get((bar.country_code, bar.agency_code, bar.team), 0.0)
    if not delta:
        return ""
    return words.signed(delta) + (
        " corrected" if bar.country_code in fixed and delta < 0 and bar.phase == SERVING else ""
    )


def _until(bar: Any, window: Window) -> str:
    asof, last = day_of(window.asof), None if bar.is_open else day_of(bar.end)
    said = "" if last is None else words.short_day(last) if last.year == asof.year else words.day(last)
    if bar.phase == ENDED:
        return f"ended {said}"
    lead = "" if bar.phase == SERVING else "planned, " if bar.start > window.asof else "planned, overdue, "
    if last is None:
        early = "" if bar.end_first == _OPEN else f", first leave {words.short_day(day_of(bar.end_first))}"
        return f"{lead}open{early}" if early else f"{lead}open-ended"
    if bar.end_first == bar.end:
        return f"{lead}to {said}"
    first = day_of(bar.end_first)
    is_plain = first.year in (last.year, asof.year)
    return f"{lead}to {words.short_day(first) if is_plain else words.day(first)}–{said}"
