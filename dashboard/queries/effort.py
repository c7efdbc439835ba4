"""The effort in one country: posts asked for and people there, over a year and by function."""

from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from dashboard import index, measures, selection, words
from dashboard.queries import countryfigures, functions, gaps, people
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, Citation, View
from loaders import codes
from loaders.release import Release

_COUNTED: Final = ("serving", "requested", "empty")
MOST_SQUARES: Final = 80
"""Posts up to which each is drawn as a square of its own."""


def year_before(day: date) -> date:
    """Return the first day of the month eleven months before a day, so that twelve months are seen."""
    year, month = (day.year, day.month - 11) if day.month > 11 else (day.year - 1, day.month + 1)
    return date(year, month, 1)


@lru_cache(maxsize=256)
def steps(release: Release, scope: Scope) -> pd.DataFrame:
    """Return posts requested and people in country on each day of twelve months on which one of them changed.

    Returns:
        One row a day, first and last day of the twelve months included: day, requested (posts), serving (people).
    """
    first, last = measures.day_number(year_before(scope.asof)), measures.day_number(scope.asof)
    tours, posts = index.tours(release), index.posts(release)
    there = selection.chosen(tours.by, release, scope, tours.size) & ~tours.planned
    asked = selection.chosen(posts.by, release, scope.but(agency=(), component=(), tool=()), posts.size)
    changes = [tours.start[there], tours.end[there] + 1, posts.start[asked], posts.end[asked] + 1]
    days = np.unique(np.concatenate([*changes, np.array([first, last])]))
    days = days[(days >= first) & (days <= last)]
    serving = _standing(days, tours.start[there], tours.end[there], tours.people[there])
    requested = _standing(days, posts.start[asked], posts.end[asked], posts.posts[asked])
    when = pd.to_datetime(days.astype("datetime64[D]"))
    return pd.DataFrame({"day": when, "requested": requested, "serving": serving})


def _standing(days: np.ndarray, start: np.ndarray, end: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the sum of weights that stand on each day; first and last day count."""
    if not len(start):
        return np.zeros(len(days))
    stands = (start[:, None] <= days[None, :]) & (end[:, None] >= days[None, :])
    return np.asarray(weights @ stands)


@lru_cache(maxsize=256)
def over_year(release: Release, scope: Scope) -> View:
    """Return posts requested against people in country over the last twelve months."""
    frame = steps(release, scope)
    is_silent = people.is_silent(release, scope)
    frame = frame.assign(serving=np.nan) if is_silent else frame
    is_empty = not len(frame) or not (frame["requested"].any() or frame["serving"].fillna(0).any())
    sentence = "" if is_empty else _sentence(frame.iloc[0], frame.iloc[-1])
    rule = f"{measures.SERVING.rule} {measures.POSTS.rule}"
    citation = Citation(rule, "deployments", lambda: _tours_behind(release, scope), COMPUTED)
    return View(
        "effort",
        "Requested and in country, last 12 months",
        "Posts requested (dashed) and civilians in country (solid), by day.",
        frame,
        {"day": "From", "requested": "Requested", "serving": "In country"},
        sentence,
        citation,
        notes=("People in country are not reported; that is not none.",) if is_silent else _unsaid(release, scope),
        absence=_nobody(release, scope, "Nobody served here and no post was requested in the last twelve months.")
        if is_empty
        else "",
        is_none=_is_nobody(release, scope),
    )


def _unsaid(release: Release, scope: Scope) -> tuple[str, ...]:
    """Say so where a tour states no number of people: the people drawn are a lower bound."""
    is_bound = countryfigures.has_unknown(release, scope)
    return ("A tour here states no number of people; the people shown are at least so many.",) if is_bound else ()


def _is_nobody(release: Release, scope: Scope) -> bool:
    """Whether nobody there is known to be nobody: tours are listed, reported, and each states its people."""
    return people.are_known(release, scope) and not countryfigures.has_unknown(release, scope)


def _nobody(release: Release, scope: Scope, words_of: str) -> str:
    """Return what to say where nothing is drawn; people whose number is not stated are not nobody."""
    if people.is_silent(release, scope):
        return "People here are not reported, and no post is requested."
    is_bound = countryfigures.has_unknown(release, scope)
    return "Tours here state no number of people, and no post is requested." if is_bound else words_of


def _sentence(first: "pd.Series[float]", last: "pd.Series[float]") -> str:
    now = (
        f"{_number(last['serving'])} civilians are in country against {words.count(last['requested'])} requested posts"
    )
    return f"{now}; twelve months ago {_number(first['serving'])} against {words.count(first['requested'])}."


def _number(value: float) -> str:
    return "[x]" if pd.isna(value) else words.count(value)


def _tours_behind(release: Release, scope: Scope) -> pd.DataFrame:
    tours = index.tours(release)
    first = measures.day_number(year_before(scope.asof))
    mask = selection.chosen(tours.by, release, scope, tours.size) & ~tours.planned & (tours.end >= first)
    return tours.rows[mask & (tours.start <= measures.day_number(scope.asof))]


@lru_cache(maxsize=256)
def by_function(release: Release, scope: Scope) -> pd.DataFrame:
    """Return who fills the posts of each function, and how many are empty.

    Returns:
        One row a function and agency in the agencies' order, and one with agency_code EMPTY where posts
        are empty; functions in their fixed order: function_code, function_name, agency_code, agency_name,
        people (or empty posts), serving, requested, empty.
    """
    scope = scope.but(agency=(), component=(), tool=())
    tours = index.tours(release)
    mask = people.serving_mask(release, scope)
    pairs = index.pair_sums(tours.by["function_code"], tours.by["agency_code"], tours.people, mask)
    whole: dict[str, np.ndarray] = {}
    table = gaps.by_post(release, scope)
    for function, *counts in zip(*(list(table[name]) for name in ("function_code", *_COUNTED)), strict=True):
        whole[function] = whole.get(function, np.zeros(len(_COUNTED))) + np.array(counts)
    names, order = agency_names(release), [*codes.FUNCTION, index.NOT_STATED]
    rows = []
    for function in sorted(whole, key=order.index):
        serving, requested, empty = (float(number) for number in whole[function])
        parts = [(agency, pairs[function, agency]) for agency in names if pairs.get((function, agency))]
        parts += [("EMPTY", empty)] if empty else []
        label = functions.NAMES[function]
        rows += [
            (function, label, agency, names.get(agency, "Empty"), number, serving, requested, empty)
            for agency, number in parts
        ]
    columns = [
        "function_code",
        "function_name",
        "agency_code",
        "agency_name",
        "people",
        "serving",
        "requested",
        "empty",
    ]
    return pd.DataFrame(rows, columns=columns)


@lru_cache(maxsize=256)
def posts(release: Release, scope: Scope) -> View:
    """Return who is there and which posts are empty, by function."""
    is_silent = people.is_silent(release, scope)
    frame = by_function(release, scope)
    frame = frame.assign(serving=np.nan, agency_name="Requested") if is_silent else frame
    whole = frame.drop_duplicates("function_code")
    is_squares = float(frame["people"].sum()) <= MOST_SQUARES
    marks = "One square a post." if is_squares else "Bars of posts."
    thin = None if is_silent else thinnest(whole)
    return View(
        "posts_by_function",
        "Who is there, and which posts are empty?",
        f"Requested posts by function. Filled: civilians in country, coloured by agency. Hollow: empty. {marks}",
        frame,
        {
            "function_name": "Function",
            "agency_name": "Agency",
            "people": "People or empty posts",
            "requested": "Requested",
        },
        f"{_filled(whole, is_silent=is_silent)} {' '.join(thin or ())}".strip(),
        people.citation_of_serving(release, scope.but(agency=(), component=(), tool=())),
        notes=(*_notes(whole, scope, is_silent=is_silent), *_unsaid(release, scope)),
        absence="" if len(frame) else _nobody(release, scope, "Nobody serves here, and no post is requested."),
        facts={"is_squares": is_squares, "bold": thin, "key": _key(frame)},
        is_none=_is_nobody(release, scope),
    )


def _filled(whole: pd.DataFrame, *, is_silent: bool) -> str:
    if not len(whole):
        return ""
    total = words.count(whole["requested"].sum())
    if is_silent:
        return f"{total} posts are requested; who fills them is not reported."
    return f"{words.count(whole['empty'].sum())} of {total} requested posts are empty."


def thinnest(whole: pd.DataFrame) -> tuple[str, str] | None:
    """Return the function with the most empty posts, as a strong phrase and a sentence; None where none is empty."""
    short = whole[whole["empty"] > 0].sort_values(["empty", "requested"], ascending=False, kind="stable")
    if not len(short):
        return None
    row = short.iloc[0]
    empty, requested = int(row["empty"]), int(row["requested"])
    said = f"{words.capital(words.number_word(empty))} of {requested} posts {'is' if empty == 1 else 'are'} empty."
    if empty == requested:
        said = "Its one post is empty." if empty == 1 else f"All {words.number_word(empty)} posts are empty."
    return f"{row['function_name']} is the thinnest line.", said


def _notes(whole: pd.DataFrame, scope: Scope, *, is_silent: bool) -> tuple[str, ...]:
    over = float(np.maximum(whole["serving"] - whole["requested"], 0).sum()) if len(whole) else 0.0
    notes = ["People here are not reported, so the posts drawn hollow may be filled or empty."] if is_silent else []
    if over:
        notes.append(
            f"{words.plural(over, 'civilian serves', 'civilians serve')} beyond the posts requested in a function."
        )
    if scope.agency or scope.component:
        notes.append("Posts are requested of no agency or component, so those two filters do not apply here.")
    return tuple(notes)


def _key(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return the agencies with their people, and the empty posts."""
    sums = frame.groupby(["agency_code", "agency_name"], sort=False)["people"].sum()
    order = {code: place for place, code in enumerate([*codes.AGENCY, index.NOT_STATED, "EMPTY"])}
    found = sorted(sums.items(), key=lambda item: order[item[0][0]])
    return [
        {"sw": "hollow", "t": name, "n": words.count(number)}
        if code == "EMPTY"
        else {"agency": code, "t": name, "n": words.count(number)}
        for (code, name), number in found
    ]
