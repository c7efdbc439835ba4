"""Posts requested and filled: where, and in which functions, need is greater than what is sent."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard import index, selection, words
from dashboard.queries import people
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import NOT_REPORTED, VALUE, Citation, Figure, View
from loaders.release import Release

RULE = (
    "Posts requested by country and function on the as-of day, less civilians serving there in that function. "
    "The total is the sum of the shortfalls: more people than posts in one place never fill a post in another. "
    "Where people are not reported it is not known which posts are filled; in a sum over countries they count as empty."
)
_UNKNOWN = "people there are not reported."


@lru_cache(maxsize=1024)
def by_post(release: Release, scope: Scope) -> pd.DataFrame:
    """Return requested and filled posts.

    Returns:
        One row a country and function with a request or people: country_code,
        function_code, requested, serving, empty (posts).
    """
    posts, tours = index.posts(release), index.tours(release)
    whole = scope.but(agency=(), component=(), tool=())
    open_posts = posts.open_on(scope.asof) & selection.chosen(posts.by, release, whole, posts.size)
    requested = index.pair_sums(posts.by["country_code"], posts.by["function_code"], posts.posts, open_posts)
    mask = people.serving_mask(release, whole)
    serving = index.pair_sums(tours.by["country_code"], tours.by["function_code"], tours.people, mask)
    pairs = sorted({*requested, *serving})
    rows = [
        (country, function, requested.get((country, function), 0.0), serving.get((country, function), 0.0))
        for country, function in pairs
    ]
    frame = pd.DataFrame(rows, columns=["country_code", "function_code", "requested", "serving"])
    return frame.assign(empty=np.maximum(frame["requested"] - frame["serving"], 0.0))


def citation(release: Release, scope: Scope) -> Citation:
    """Return rule and rows of the requests standing on the as-of day."""
    posts = index.posts(release)
    mask = posts.open_on(scope.asof) & selection.chosen(posts.by, release, scope, posts.size)
    return Citation(RULE, "posts_requested", index.behind(posts, mask))


def _unknown(release: Release, scope: Scope) -> tuple[float, frozenset[str]]:
    """Return how many requested posts are in countries whose people are not reported, and these countries."""
    requested = by_post(release, scope).groupby("country_code")["requested"].sum()
    silent = people.silent_on(release, scope.asof) & set(requested[requested > 0].index)
    return float(requested[list(silent)].sum()), silent


def unknown_note(release: Release, scope: Scope) -> tuple[str, ...]:
    """Return what a sum of empty posts counts though nobody reported who is there, in one sentence; none if nothing."""
    number, silent = _unknown(release, scope)
    if not number:
        return ()
    where = words.listed(sorted(country_names(release).get(code, code) for code in silent))
    posts = words.plural(number, "post", "posts")
    return (f"The {posts} in {where} {'counts' if number == 1 else 'count'} as empty in sums: {_UNKNOWN}",)


def empty_posts(release: Release, scope: Scope) -> Figure:
    """Return the posts requested that nobody fills."""
    if not index.posts(release).size:
        return Figure(
            "empty_posts",
            "Requested posts empty",
            "[x]",
            NOT_REPORTED,
            citation(release, scope),
            below="no source states requested posts",
        )
    posts = by_post(release, scope)
    empty, requested = float(posts["empty"].sum()), float(posts["requested"].sum())
    if requested and people.is_silent(release, scope):
        silent = people.not_reported("empty_posts", "Requested posts empty", citation(release, scope))
        return replace(silent, suffix=f"of {words.count(requested)}", below="people there not reported")
    unknown = _unknown(release, scope)[0]
    below = f"{words.share(empty, requested)} empty" if requested else "no posts requested"
    below += f"; {words.count(unknown)} not reported" if unknown else ""
    return Figure(
        "empty_posts",
        "Requested posts empty",
        words.count(empty),
        VALUE,
        citation(release, scope),
        empty,
        suffix=f"of {words.count(requested)}",
        below=below,
    )


@lru_cache(maxsize=1024)
def posts_by_country(release: Release, scope: Scope) -> View:
    """Return requested posts against people in country, widest gap first.

    The frame has one row a country with a request: country_code, country_name, status_code,
    serving, requested, empty; the people and so the gap are missing where they are not reported.
    """
    frame = _by_country(release, scope)
    short = frame[frame["empty"] > 0]
    first = short.iloc[0] if len(short) else None
    sentence = (
        f"{first['country_name']} lacks the most: {words.count(first['serving'])} "
        f"of {words.count(first['requested'])} posts are filled."
        if first is not None
        else people.silence(release, scope) or "No requested post is empty."
    )
    absence = (
        ""
        if len(frame)
        else "No source in this release states requested posts."
        if not index.posts(release).size
        else "No posts are requested within these filters."
    )
    note = unknown_note(release, scope)
    # A note takes the room of a row, so that the whole screen stands in a briefing without scrolling.
    limit = 99 if scope.all == "posts_by_country" else 6 if note else 7
    return View(
        "posts_by_country",
        "Where are the most posts empty?",
        _cut(frame, limit),
        frame,
        {"country_name": "Country", "serving": "In country", "requested": "Requested", "empty": "Empty"},
        sentence,
        citation(release, scope),
        note,
        absence=absence,
        facts={"limit": limit},
        is_none=bool(index.posts(release).size),
    )


def _by_country(release: Release, scope: Scope) -> pd.DataFrame:
    posts = by_post(release, scope)
    frame = posts.groupby("country_code", as_index=False)[["requested", "serving", "empty"]].sum()
    frame = frame[frame["requested"] > 0]
    silent = people.unreported(release, scope, frozenset(frame["country_code"]))
    frame[["serving", "empty"]] = frame[["serving", "empty"]].mask(frame["country_code"].isin(silent))
    status = selection.status_on(release, scope.asof).set_index("country_code")["status_code"]
    frame = frame.assign(
        country_name=frame["country_code"].map(country_names(release)),
        status_code=frame["country_code"].map(status).fillna("NONE"),
    )
    order = ["empty", "requested", "country_name"]
    return frame.sort_values(order, ascending=[False, False, True]).reset_index(drop=True)


def _cut(frame: pd.DataFrame, limit: int) -> str:
    """Return the subtitle, which says so where the list cuts through a tie."""
    if len(frame) <= limit:
        return "In country against requested."
    last = frame.iloc[limit - 1]["empty"]
    tied = [str(name) for name in frame.iloc[limit:].loc[lambda rows: rows["empty"] == last, "country_name"]]
    also = (
        f"; {words.listed(tied)} also {'lacks' if len(tied) == 1 else 'lack'} {words.count(last)}"
        if tied and last
        else ""
    )
    return f"In country against requested. {words.capital(words.number_word(limit))} of {len(frame)} shown{also}."
