"""Teams: who is where, from when to when; tours of one country, agency and team stand together."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from dashboard import index, selection, words
from dashboard.days import Window, day_of, window_of
from dashboard.queries import people, status
from dashboard.queries.changes import corrections, earlier
from dashboard.queries.names import agency_names, country_names
from dashboard.scope import Scope
from loaders.release import Release

SERVING, PLANNED, ENDED = "serving", "planned", "ended"
_PHASES: Final = (SERVING, PLANNED, ENDED)
_OPEN: Final = int(index.OPEN)
_COLUMNS: Final = (
    "group_code", "group_label", "status_code", "row_label", "team", "phase", "people", "number", "start", "end",
    "start_day", "end_day", "is_open", "is_about", "until", "change", "colour", "ink", "key",
)  # fmt: skip


@dataclass(frozen=True)
class Teams:
    """The teams of a release.

    Attributes:
        names: Country, agency and name of each.
        of_tour: The team of each tour, by its place in ``names``.
        is_about: Which tours have a rounded start.
        keys: The key of each tour.
    """

    names: tuple[tuple[str, str, str], ...]
    of_tour: np.ndarray
    is_about: np.ndarray
    keys: "pd.Series[str]"


@lru_cache(maxsize=8)
def teams(release: Release) -> Teams:
    """Return the teams of a release; tours that name none stand together by their function."""
    rows = index.tours(release).columns(
        "country_code", "agency_code", "team_name", "function_text", "start_precision", "deployment_id"
    )
    keys = pd.DataFrame(
        {
            "country_code": rows["country_code"].fillna("NONE"),
            "agency_code": rows["agency_code"].fillna("NONE"),
            "team": rows["team_name"].fillna(rows["function_text"]).fillna("Team not named"),
        }
    )
    grouped = keys.groupby(["country_code", "agency_code", "team"], sort=True)
    about = (rows["start_precision"].notna() & (rows["start_precision"] != "DAY")).to_numpy()
    return Teams(tuple(grouped.groups), grouped.ngroup().to_numpy(), about, rows["deployment_id"])


class Bar(NamedTuple):
    """Tours of one team and phase.

    Attributes:
        team: Country, agency and name.
        phase: ``serving``, ``planned`` or ``ended``.
        people: People on them.
        unknown: Tours among them that state no number.
        tours: How many tours.
        start: First day of any, as a day number.
        end_first: Last day of the first that ends, very large where open.
        end: Last day of any, very large where open.
        is_about: Whether the first start is rounded.
        key: Id of the first tour.
    """

    team: tuple[str, str, str]
    phase: str
    people: float
    unknown: int
    tours: int
    start: int
    end_first: int
    end: int
    is_about: bool
    key: str


def phases(tours: index.Tours, asof: int) -> np.ndarray:
    """Return for each tour whether it serves on a day (0), is to come (1) or has ended (2)."""
    return np.where(tours.planned | (tours.start > asof), 1, np.where(tours.end < asof, 2, 0))


@lru_cache(maxsize=256)
def bars(release: Release, scope: Scope) -> tuple[Bar, ...]:
    """Return one bar a team and phase within the window and the filters; a team that serves has no ended bar."""
    tours, known, window = index.tours(release), teams(release), window_of(scope)
    mask = selection.chosen(tours.by, release, scope, tours.size)
    places = np.flatnonzero(mask & (tours.start <= window.last) & (tours.end >= window.first))
    if not len(places):
        return ()
    joint = known.of_tour[places].astype(np.int64) * 3 + phases(tours, window.asof)[places]
    order = np.argsort(joint, kind="stable")
    places, joint = places[order], joint[order]
    firsts = np.flatnonzero(np.diff(joint, prepend=-1))
    start, end, sizes = tours.start[places], tours.end[places], np.diff(firsts, append=len(places))
    lowest = np.minimum.reduceat(start, firsts)
    is_first = start == np.repeat(lowest, sizes)
    team, kind = (part.tolist() for part in np.divmod(joint[firsts], 3))
    columns = (
        np.add.reduceat(tours.people[places], firsts),
        np.add.reduceat(tours.unknown[places].astype(np.int64), firsts),
        sizes,
        lowest,
        np.minimum.reduceat(end, firsts),
        np.maximum.reduceat(end, firsts),
        np.logical_or.reduceat(known.is_about[places] & is_first, firsts),
    )
    keys = known.keys.iloc[places[firsts]].tolist()
    busy = {number for number, phase in zip(team, kind, strict=True) if phase == 0}
    found = zip(team, kind, *(column.tolist() for column in columns), keys, strict=True)
    return tuple(
        Bar(known.names[number], _PHASES[phase], *rest)
        for number, phase, *rest in found
        if phase != 2 or number not in busy
    )


class Line(NamedTuple):
    """A bar in its group.

    Attributes:
        bar: The bar.
        group_code: Code of the country or agency it stands under.
        group_label: Name of that.
        row_label: Name of the agency or country of the row.
        change_by: How many more serve than in the comparison release; 0 where nothing is compared.
    """

    bar: Bar
    group_code: str
    group_label: str
    row_label: str
    change_by: float


def _before(release: Release, scope: Scope) -> dict[tuple[str, str, str], float] | None:
    """Return people serving by team in the comparison release, None where nothing is compared."""
    compared = earlier(release, scope)
    if compared is None or not people.has_tours(compared[0]):
        return None
    return {bar.team: bar.people for bar in bars(*compared) if bar.phase == SERVING}


@lru_cache(maxsize=256)
def ordered(release: Release, scope: Scope) -> tuple[Line, ...]:
    """Return every bar in its order: groups with most people first, within them agencies or people, then days."""
    found, was = bars(release, scope.facts), _before(release, scope.facts)
    countries, agencies = country_names(release), agency_names(release)
    is_by_country = scope.group == "country"
    rank = {code: place for place, code in enumerate(agencies)}
    weight: dict[str, float] = {}
    lines = []
    for bar in found:
        country, agency, _ = bar.team
        names = countries.get(country, "Not stated"), agencies.get(agency, "Not stated")
        code, label, row = (country, *names) if is_by_country else (agency, *reversed(names))
        now = bar.people if bar.phase == SERVING else 0.0
        weight[code] = weight.get(code, 0.0) + now
        change = 0.0 if was is None or bar.phase == PLANNED else now - was.get(bar.team, 0.0)
        lines.append(Line(bar, code, label, row, change))

    def place(line: Line) -> tuple[object, ...]:
        bar = line.bar
        within = rank.get(bar.team[1], len(rank)) if is_by_country else -bar.people
        turn = _PHASES.index(bar.phase)
        return -weight[line.group_code], line.group_label, within, line.row_label, turn, bar.start, bar.team[2]

    return tuple(sorted(lines, key=place))


def worded(release: Release, scope: Scope, lines: tuple[Line, ...]) -> pd.DataFrame:
    """Return some of the lines with their words and looks, one row a bar, as ``timelines.draw`` asks for them."""
    window, fixed = window_of(scope), corrections(release)
    risk = status.at_risk(release, scope.facts)
    known = dict(zip(risk["country_code"], risk["status_code"], strict=True)) if scope.group == "country" else {}
    rows = [
        {
            "group_code": line.group_code,
            "group_label": line.group_label,
            "status_code": known.get(line.group_code, ""),
            "row_label": line.row_label,
            "team": line.bar.team[2],
            "phase": line.bar.phase,
            "people": line.bar.people,
            "number": _number(line.bar),
            "start": line.bar.start,
            "end": line.bar.end,
            "start_day": _start(line.bar),
            "end_day": "open" if line.bar.end == _OPEN else words.day(day_of(line.bar.end)),
            "is_open": line.bar.end == _OPEN,
            "is_about": line.bar.is_about,
            "until": _until(line.bar, window),
            "change": _change(line, fixed),
            "colour": f"@agency-{line.bar.team[1]}",
            "ink": f"@on-{line.bar.team[1]}",
            "key": line.bar.key,
        }
        for line in lines
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _number(bar: Bar) -> str:
    if bar.unknown == bar.tours:
        return "[x]"
    return words.SIGNS["AT_LEAST" if bar.unknown else "EXACT"] + words.count(bar.people)


def _start(bar: Bar) -> str:
    day = day_of(bar.start)
    return f"about {day:%b %Y}" if bar.is_about else words.day(day)


def _change(line: Line, fixed: dict[str, str]) -> str:
    if not line.change_by:
        return ""
    is_fixed = line.bar.team[0] in fixed and line.change_by < 0 and line.bar.phase == SERVING
    return words.signed(line.change_by) + (" corrected" if is_fixed else "")


def _until(bar: Bar, window: Window) -> str:
    asof, last = day_of(window.asof), None if bar.end == _OPEN else day_of(bar.end)
    said = "" if last is None else words.short_day(last) if last.year == asof.year else words.day(last)
    if bar.phase == ENDED:
        return f"ended {said}"
    lead = "" if bar.phase == SERVING else "planned, " if bar.start > window.asof else "planned, overdue, "
    if last is None:
        return (
            f"{lead}open-ended"
            if bar.end_first == _OPEN
            else f"{lead}open, first leave {words.short_day(day_of(bar.end_first))}"
        )
    if bar.end_first == bar.end:
        return f"{lead}to {said}"
    first = day_of(bar.end_first)
    is_plain = first.year in (last.year, asof.year)
    return f"{lead}to {words.short_day(first) if is_plain else words.day(first)}–{said}"
