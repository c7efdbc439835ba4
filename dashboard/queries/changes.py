"""What changed between two releases of one kind: in the world first, in our records apart."""

from functools import lru_cache

import pandas as pd

from dashboard import words
from dashboard.links import opened
from dashboard.queries import people, status
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import Citation, View
from loaders import codes
from loaders.release import Release

_RANK = {code: place for place, code in enumerate(("COMPLEX", "FAILED", "FAILING", "POST", "DESCRIBED", "NONE"))}
RULE = (
    "The same questions asked of two releases with the same filters, each on its own as-of day. A country appears "
    "where its status or its people differ. Corrections to earlier figures are told apart from changes in the world."
)


def earlier(release: Release, scope: Scope) -> tuple[Release, Scope] | None:
    """Return the comparison release and the same choices on its as-of day, or None where nothing is compared."""
    if scope.cmp == "none":
        return None
    before = opened(scope.cmp)
    return before, scope.facts.but(rel=before.name, asof=min(before.as_of, scope.asof), cmp="none")


@lru_cache(maxsize=512)
def changed(release: Release, scope: Scope) -> pd.DataFrame:
    """Return what changed by country, weightiest first.

    Returns:
        One row a change: country_code, country_name, weight, lead, title, text,
        status_code, mark, is_correction. Worsened weighs more than added, then
        improved, then people by number, then corrections.
    """
    columns = [
        "country_code",
        "country_name",
        "weight",
        "lead",
        "title",
        "text",
        "status_code",
        "mark",
        "is_correction",
    ]
    compared = earlier(release, scope)
    if compared is None:
        return pd.DataFrame(columns=columns)
    before = compared
    rows = [*_statuses((release, scope.facts), before), *_people((release, scope.facts), before)]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["weight", "country_name"], ascending=[False, True], kind="stable").reset_index(drop=True)


Side = tuple[Release, Scope]


def _statuses(now: Side, before: Side) -> list[tuple[object, ...]]:
    new = status.at_risk(*now).set_index("country_code")
    old = status.at_risk(*before).set_index("country_code")
    names = country_names(now[0])
    rows: list[tuple[object, ...]] = []
    for code in sorted({*new.index, *old.index}):
        is_code = new.at[code, "status_code"] if code in new.index else "NONE"
        was_code = old.at[code, "status_code"] if code in old.index else "NONE"
        if is_code == was_code:
            continue
        name = names.get(code, code)
        reason = new.at[code, "reason_text"] if code in new.index else None
        text = str(reason) if isinstance(reason, str) else ""
        if was_code == "NONE":
            label = status.status_words(is_code, new.at[code, "status_text"]).lower()
            rows.append((code, name, 900, "+", f"{name} added as {label}", text, is_code, "reported", False))
        else:
            worse = _RANK[is_code] < _RANK[was_code]
            title = f"{name}: {codes.STATUS[was_code].lower()} → {codes.STATUS[is_code].lower()}"
            rows.append(
                (code, name, 1000 if worse else 800, "↓" if worse else "↑", title, text, is_code, "reported", False)
            )
    return rows


def _people(now: Side, before: Side) -> list[tuple[object, ...]]:
    if not (people.has_tours(now[0]) and people.has_tours(before[0])):
        return []
    new, old = people.serving_by(*now, "country_code"), people.serving_by(*before, "country_code")
    names, corrected = country_names(now[0]), corrections(now[0])
    risk = status.at_risk(*now).set_index("country_code")["status_code"]
    rows: list[tuple[object, ...]] = []
    for code in sorted({*new, *old} - {"NONE"}):
        delta = new.get(code, 0.0) - old.get(code, 0.0)
        if not delta:
            continue
        title = f"{names.get(code, code)}: {words.count(old.get(code, 0))} → {words.count(new.get(code, 0))} civilians"
        is_correction = code in corrected
        text = f"Correction: {corrected[code]}" if is_correction else ""
        weight = 100 if is_correction else 500 + abs(delta)
        rows.append(
            (
                code,
                names.get(code, code),
                weight,
                words.signed(delta),
                title,
                text,
                risk.get(code, ""),
                "computed",
                is_correction,
            )
        )
    return rows


@lru_cache(maxsize=64)
def corrections(release: Release) -> dict[str, str]:
    """Return country code to the reason of a correction of its deployments made in this release."""
    rows = release.table("deployments", ["country_code", "correction_text"])
    rows = rows[rows["correction_text"].notna() & rows["country_code"].notna()]
    return dict(zip(rows["country_code"], rows["correction_text"], strict=True))


def since(release: Release, scope: Scope) -> View:
    """Return what changed since the comparison release, weightiest first."""
    compared = earlier(release, scope)
    when = (
        words.short_day(compared[0].as_of)
        if compared and compared[0].as_of.year == release.as_of.year
        else words.day(compared[0].as_of)
        if compared
        else ""
    )
    frame = changed(release, scope)
    fixed = int(frame["is_correction"].sum())
    number = words.capital(words.plural(len(frame), "thing"))
    sentence = f"{number} changed since {when}: {len(frame) - fixed} in the world, {fixed} in our records."
    absence = (
        ""
        if len(frame)
        else f"Nothing changed within these filters since {when}."
        if compared
        else "No release is compared. Choose one under Since."
    )
    return View(
        "changes",
        f"What changed since {when}?" if compared else "What changed?",
        "" if not len(frame) else f"{len(frame) - fixed} in the world, {fixed} in our records.",
        frame,
        {"country_name": "Country", "title": "Change", "text": "Reason"},
        sentence,
        Citation(RULE, "country_status", lambda: _rows(release, scope)),
        absence=absence,
        facts={"limit": 4 if scope.all != "changes" else 999},
        is_none=True,
    )


def _rows(release: Release, scope: Scope) -> pd.DataFrame:
    found = set(changed(release, scope)["country_code"])
    rows = release.table("country_status")
    return rows[rows["country_code"].isin(found)]


def status_changed(release: Release, scope: Scope) -> frozenset[str]:
    """Return the countries whose status changed since the comparison release."""
    frame = changed(release, scope)
    return frozenset(frame.loc[frame["weight"] >= 800, "country_code"])


def moved(release: Release, scope: Scope) -> tuple[int, int]:
    """Return how many countries worsened or were added, and how many improved, since the comparison release."""
    frame = changed(release, scope)
    return int((frame["weight"] == 1000).sum()), int((frame["weight"] == 800).sum())
