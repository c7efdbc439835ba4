"""Functions: which skills are short, and which agencies fill each."""

from functools import lru_cache

import pandas as pd

from dashboard import index, words
from dashboard.cells import Column
from dashboard.queries import gaps, people
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, View
from loaders import codes
from loaders.release import Release

NAMES = {**codes.FUNCTION, index.NOT_STATED: "Function not stated"}
_LEAST = 3


@lru_cache(maxsize=512)
def by_function(release: Release, scope: Scope) -> pd.DataFrame:
    """Return requested posts by function, widest gap first; ties by the larger request, then name.

    Returns:
        One row a function with a request or people: function_code, function_name,
        requested, serving, empty, filled (posts or people), filled_pct (0-100, missing where
        nothing is requested).
    """
    posts = gaps.by_post(release, scope)
    frame = posts.groupby("function_code", as_index=False)[["requested", "serving", "empty"]].sum()
    filled = frame["requested"] - frame["empty"]
    share = (100 * filled / frame["requested"].where(frame["requested"] > 0)).astype("float64")
    names = frame["function_code"].map(NAMES)
    frame = frame.assign(function_name=names, filled=filled, filled_pct=share)
    order = ["empty", "requested", "function_name"]
    return frame.sort_values(order, ascending=[False, False, True]).reset_index(drop=True)


def least_met(release: Release, scope: Scope) -> list[str]:
    """Return the names of up to three functions whose requested posts are least filled, worst first."""
    frame = by_function(release, scope)
    short = frame[frame["empty"] > 0].sort_values(["filled_pct", "function_name"], kind="stable")
    return list(short["function_name"].head(_LEAST))


def skills(release: Release, scope: Scope) -> View:
    """Return which skills are short: requested posts by function, and how many of them are filled."""
    frame = by_function(release, scope)
    frame = frame[frame["requested"] > 0].reset_index(drop=True)
    return View(
        "skills",
        "Which skills are short?",
        f"Posts filled (solid) of those requested (outline), by function, {words.day(scope.asof)}.",
        frame,
        {
            "function_name": "Function",
            "requested": "Requested",
            "filled": "Filled",
            "filled_pct": "Filled, %",
            "empty": "Empty",
            "serving": "In country",
        },
        _short(frame),
        gaps.citation(release, scope),
        (*_notes(frame, scope), *gaps.unknown_note(release, scope)),
        absence=people.silence(release, scope) or _absence(release, frame),
        is_none=bool(index.posts(release).size) and not people.is_silent(release, scope),
    )


def _short(frame: pd.DataFrame) -> str:
    if not len(frame):
        return ""
    if not frame["empty"].sum():
        return "Every requested post is filled."
    first = frame.iloc[0]
    filled = f"{words.count(first['filled'])} of {words.count(first['requested'])} posts are filled"
    whole = f"{words.count(frame['empty'].sum())} of {words.count(frame['requested'].sum())} are empty in all"
    return f"{first['function_name']} lacks the most: {filled}; {whole}."


def _notes(frame: pd.DataFrame, scope: Scope) -> tuple[str, ...]:
    over = float((frame["serving"] - frame["filled"]).sum())
    beyond = words.plural(over, "civilian serves", "civilians serve")
    notes = [f"{beyond} beyond the posts requested in one place and fill none elsewhere."] if over else []
    if scope.agency or scope.component:
        notes.append("Posts are requested of no agency or component, so those two filters do not apply here.")
    return tuple(notes)


def _absence(release: Release, frame: pd.DataFrame) -> str:
    if not index.posts(release).size:
        return "No source in this release states requested posts."
    return "" if len(frame) else "No posts are requested within these filters."


def fillers(release: Release, scope: Scope) -> View:
    """Return who fills each function: first and second agency, how many agencies, people and empty posts.

    The frame has one row a function, in the order of the skills: function_code, function_name,
    first, first_code, second, agencies, serving (people), empty (posts).
    """
    frame = _filled_by(release, scope)
    return View(
        "fillers",
        "Who fills each function?",
        f"Civilians deployed on {words.day(scope.asof)}, by function; empty posts beside.",
        frame,
        {
            "function_name": "Function",
            "first": "First agency",
            "second": "Second agency",
            "agencies": "Agencies",
            "serving": "In country",
            "empty": "Empty",
        },
        _filled_sentence(frame),
        people.citation_of_serving(release, scope),
        absence=people.silence(release, scope) or ("" if len(frame) else _nobody(release, scope)),
        facts={"cells": CELLS},
        is_none=people.are_known(release, scope),
    )


def _filled_by(release: Release, scope: Scope) -> pd.DataFrame:
    tours, names = index.tours(release), agency_names(release)
    mask = people.serving_mask(release, scope)
    pairs = index.pair_sums(tours.by["function_code"], tours.by["agency_code"], tours.people, mask)
    needed = by_function(release, scope).set_index("function_code")
    also = {function for function, _ in pairs} - set(needed.index)
    rows = []
    for function in [*needed.index, *sorted(also)]:
        given = [(agency, number) for (each, agency), number in pairs.items() if each == function and number]
        ranked = sorted(given, key=lambda pair: (-pair[1], list(names).index(pair[0])))
        first, second, *_ = [f"{names[agency]} {words.count(number)}" for agency, number in ranked] + ["–", "–"]
        leader = ranked[0][0] if ranked else ""
        serving = sum(number for _, number in ranked)
        lacking = _empty(needed, function)
        rows.append((function, NAMES[function], first, leader, second, len(ranked), serving, lacking))
    columns = ["function_code", "function_name", "first", "first_code", "second", "agencies", "serving", "empty"]
    return pd.DataFrame(rows, columns=columns).assign(mark=COMPUTED)


def _nobody(release: Release, scope: Scope) -> str:
    if not people.has_tours(release):
        return "No source in this release lists people tour by tour."
    return people.silence(release, scope) or "No civilians are deployed within these filters."


def _empty(empty: pd.DataFrame, function: str) -> object:
    if function not in empty.index or not empty.at[function, "requested"]:
        return "[z]"
    return words.count(empty.at[function, "empty"])


def _filled_sentence(frame: pd.DataFrame) -> str:
    if not len(frame):
        return ""
    alone = int((frame["agencies"] == 1).sum())
    if not alone:
        return "No function is filled by one agency alone."
    verb = "is" if alone == 1 else "are"
    some = words.capital(words.number_word(alone))
    return f"{some} of {words.plural(len(frame), 'function')} {verb} filled by one agency alone."


CELLS = (
    Column("function_name", "Function", strong=True),
    Column("first", "First agency", agency="first_code"),
    Column("second", "Second agency"),
    Column("agencies", "Agencies", "count"),
    Column("serving", "In country", "count"),
    Column("empty", "Empty", "count", strong=True),
    Column("function_code", "Sources", "mark", mark="mark"),
)
