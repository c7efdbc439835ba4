"""What changed in one country since the comparison release: people, programs, posts, money, events and statements."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import index, measures, selection, words
from dashboard.queries import changes, countryprograms, dated, happenings, money, people
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, REPORTED, Citation, View
from loaders import codes
from loaders.release import Release

RULE = (
    "The same questions asked of two releases about this country with the same filters, each on its own as-of day: its "
    "status, people, requested posts, programs, money and events, and rows that the earlier release does not hold. "
    "Corrections to earlier figures are named as such."
)
_NEW: Final = (
    ("deployments", "deployment_id", "statement of people", "statements of people"),
    ("personnel", "personnel_id", "count of an agency's people", "counts of an agency's people"),
    ("transactions", "transaction_id", "amount", "amounts"),
    ("needs", "need_id", "need figure", "need figures"),
    ("missions", "mission_id", "mission figure", "mission figures"),
)
_COLUMNS: Final = ("key", "lead", "title", "text", "status_code", "mark", "is_changed")
Line = tuple[str, str, str, str, str, str, bool]
Side = tuple[Release, Scope]


@lru_cache(maxsize=256)
def frame(release: Release, scope: Scope) -> pd.DataFrame:
    """Return what changed in the chosen country, as ``lists.draw_notes`` takes it; weightiest first."""
    before = changes.earlier(release, scope)
    if before is None:
        return pd.DataFrame(columns=list(_COLUMNS))
    now = (release, scope.facts)
    lines = [*_status(now), *_people(now, before), *_programs(now), *_posts(now, before), *_obligated(now, before)]
    lines += _new_rows(now, before)
    return pd.DataFrame(lines, columns=list(_COLUMNS))


def _status(now: Side) -> list[Line]:
    found = changes.changed(*now)
    found = found[found["weight"] >= 700]
    return [
        (
            str(row.country_code),
            str(row.lead),
            str(row.title).split(": ", 1)[-1],
            str(row.text),
            str(row.status_code),
            REPORTED,
            True,
        )
        for row in found.itertuples()
    ]


def _people(now: Side, before: Side) -> list[Line]:
    if not (people.has_tours(now[0]) and people.has_tours(before[0])):
        return []
    new, old = (sum(people.serving_by(*side, "country_code").values()) for side in (now, before))
    corrected = changes.corrections(now[0])
    reason = next((corrected[code] for code in now[1].country if code in corrected), "")
    if new == old:
        return []
    text = f"Correction: {reason}" if reason else _sources_of(now, before)
    return [
        (
            "people",
            words.signed(new - old),
            f"{words.count(old)} → {words.count(new)} civilians",
            text,
            "",
            COMPUTED,
            True,
        )
    ]


def _sources_of(now: Side, before: Side) -> str:
    """Return the agencies and components the change comes from: ``4 USAID Active, 3 Justice Standby``."""
    names = agency_names(now[0])
    sides = []
    for release, scope in (now, before):
        tours = index.tours(release)
        mask = people.serving_mask(release, scope)
        sides.append(index.pair_sums(tours.by["agency_code"], tours.by["component_code"], tours.people, mask))
    parts = []
    for agency, component in sorted({*sides[0], *sides[1]}):
        change = sides[0].get((agency, component), 0.0) - sides[1].get((agency, component), 0.0)
        if change:
            sign = "" if change > 0 else words.MINUS
            who = f"{names.get(agency, agency)} {codes.COMPONENT.get(component, '')}"
            parts.append(
                (
                    abs(change),
                    f"{sign}{words.count(abs(change))} {who}".strip(),
                )
            )
    return ", ".join(text for _, text in sorted(parts, key=lambda part: -part[0])[:4])


def _programs(now: Side) -> list[Line]:
    found = countryprograms.frame(*now)
    new = found[found["is_changed"]]
    if not len(new):
        return []
    title = f"{words.capital(words.number_word(len(new)))} {'program' if len(new) == 1 else 'programs'} added"
    text = ", ".join(
        f"{row.program_id} {str(row.tool).lower()}" if row.tool != "[x]" else str(row.program_name)
        for row in new.head(3).itertuples()
    )
    return [("programs", words.signed(len(new)), title, text, "", REPORTED, True)]


def _posts(now: Side, before: Side) -> list[Line]:
    sides = [_requested(*side) for side in (now, before)]
    delta = {code: sides[0].get(code, 0.0) - sides[1].get(code, 0.0) for code in {*sides[0], *sides[1]}}
    total = sum(delta.values())
    if not any(delta.values()):
        return []
    parts = [
        f"{codes.FUNCTION.get(code, code)} {words.signed(delta[code])}"
        for code in sorted(delta, key=lambda code: -abs(delta[code]))
        if delta[code]
    ]
    verb = "requested" if total >= 0 else "withdrawn"
    title = f"{words.capital(words.number_word(abs(int(total))))} {'post' if abs(total) == 1 else 'posts'} {verb}"
    return [("posts", words.signed(total), title, ", ".join(parts[:4]), "", COMPUTED, True)]


def _requested(release: Release, scope: Scope) -> dict[str, float]:
    posts = index.posts(release)
    mask = posts.open_on(scope.asof) & selection.chosen(
        posts.by, release, scope.but(agency=(), component=(), tool=()), posts.size
    )
    return posts.by["function_code"].sums(posts.posts, mask)


def _obligated(now: Side, before: Side) -> list[Line]:
    if index.amounts(now[0], measures.OBLIGATED) is None or index.amounts(before[0], measures.OBLIGATED) is None:
        return []
    new, old = money.obligated(*now), money.obligated(*before)
    if new.value is None or old.value is None or new.label != old.label or new.text == old.text:
        return []
    lead = "↑" if new.value > old.value else "↓"
    return [("money", lead, f"{old.text} → {new.text}", f"{new.label}.", "", COMPUTED, True)]


def _new_rows(now: Side, before: Side) -> list[Line]:
    """Return events one by one and, in the record, how many rows of each kind the earlier release lacks."""
    lines: list[Line] = []
    found = happenings.events(now[0], now[1])
    for row in found[found["is_changed"]].head(3).itertuples():
        lines.append((str(row.event_id), "+", str(row.event_title), str(row.day_words), "", REPORTED, True))
    if people.has_tours(now[0]):
        return lines
    for table, key, one, many in _NEW:
        here = dated.here(now[0], table, now[1])
        new = here[~here[key].isin(set(before[0].table(table)[key]))]
        if len(new):
            sources = words.plural(new["source_id"].nunique(), "source")
            lines.append(
                (
                    table,
                    words.signed(len(new)),
                    words.plural(len(new), one, many) + " added",
                    f"From {sources}.",
                    "",
                    REPORTED,
                    True,
                )
            )
    return lines


@lru_cache(maxsize=256)
def since(release: Release, scope: Scope) -> View:
    """Return what changed in the chosen country since the comparison release."""
    before = changes.earlier(release, scope)
    found = frame(release, scope)
    when = words.day(before[0].as_of) if before else ""
    if before and before[0].as_of.year == release.as_of.year:
        when = words.short_day(before[0].as_of)
    limit = len(found) if scope.all == "country_changes" else 4
    nothing = f"Nothing changed here since {when}." if before else "No release is compared. Choose one under Since."
    return View(
        "country_changes",
        f"What changed since {when}?" if before else "What changed?",
        "",
        found,
        {"lead": "Change", "title": "What", "text": "Detail"},
        f"{words.capital(words.plural(len(found), 'thing'))} changed here since {when}." if len(found) else "",
        Citation(RULE, "deployments", lambda: _rows(release, scope), COMPUTED),
        (f"{limit} of {words.count(len(found))} changes shown.",) if limit < len(found) else (),
        absence="" if len(found) else nothing,
        facts={"limit": limit},
        is_none=True,
    )


def _rows(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the deployments of the country that the comparison release does not hold in the same words."""
    before = changes.earlier(release, scope)
    here = selection.rows_chosen(release.table("deployments"), release, scope)
    if before is None:
        return here.head(0)
    old = before[0].table("deployments")
    return here[~here["deployment_id"].isin(set(old["deployment_id"]))]
