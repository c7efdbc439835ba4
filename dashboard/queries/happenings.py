"""What happened in one country and what its status was: events and statuses, newest first."""

from functools import lru_cache

import pandas as pd

from dashboard import words
from dashboard.queries import changes, eventrows, status
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders import codes
from loaders.release import Release

EVENTS_RULE = "Events that name this country, dated on or before the as-of day. Yellow: not in the comparison release."
STATUS_RULE = (
    "Statuses of this country dated on or before the as-of day, and undated ones, each in the words of its source."
)


@lru_cache(maxsize=256)
def events(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the events that the filters leave, newest first.

    Returns:
        One row an event: event_id, event_title, day_words, event_date, category_code, is_changed.
    """
    before = changes.earlier(release, scope)
    rows = eventrows.dated(release, scope, before[0] if before else None)
    days = zip(rows["event_date"], rows["event_precision"], strict=True)
    said = rows.assign(day_words=[words.day_at(day, str(precision)) for day, precision in days])
    wanted = ["event_id", "event_title", "day_words", "event_date", "category_code", "is_new"]
    return said[wanted].rename(columns={"is_new": "is_changed"})


@lru_cache(maxsize=256)
def happened(release: Release, scope: Scope) -> View:
    """Return what happened in the chosen country, newest first."""
    found = events(release, scope)
    limit = len(found) if scope.all == "happenings" else 7
    return View(
        "happenings",
        "What happened, and when?",
        "",
        found,
        {"day_words": "Day", "event_title": "Event", "category_code": "Kind"},
        f"Newest: {found['event_title'].iloc[0]}, {found['day_words'].iloc[0]}." if len(found) else "",
        Citation(EVENTS_RULE, "events", lambda: eventrows.of_countries(release, scope), REPORTED),
        (f"{limit} of {words.count(len(found))} events shown.",) if limit < len(found) else (),
        absence="" if len(found) else "No event here is recorded by this day.",
        facts={"limit": limit},
    )


@lru_cache(maxsize=256)
def statuses(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the statuses of the chosen country known by the day, newest first, as ``lists.draw_notes`` takes them."""
    rows = _status_rows(release, scope)
    return pd.DataFrame(
        {
            "key": list(rows["status_id"]),
            "lead": [
                words.day_at(day, str(precision)) if pd.notna(day) else "undated"
                for day, precision in zip(rows["start_date"], rows["start_precision"], strict=True)
            ],
            "title": [_title(code, text) for code, text in zip(rows["status_code"], rows["status_text"], strict=True)],
            "text": [_reason(row) for row in rows.to_dict("records")],
            "status_code": list(rows["status_code"]),
            "mark": REPORTED,
            "is_changed": False,
        }
    )


def _status_rows(release: Release, scope: Scope) -> pd.DataFrame:
    rows = release.table("country_status")
    rows = rows[rows["country_code"].isin(scope.country)]
    rows = rows[rows["start_date"].isna() | (rows["start_date"] <= pd.Timestamp(scope.asof))]
    return rows.sort_values("start_date", ascending=False, kind="stable", na_position="last")


def _title(code: str, text: object) -> str:
    label = status.status_words(code, text)
    is_other = isinstance(text, str) and text and text.lower() != label.lower()
    return f"{label} (“{text}”)" if is_other else label


def _reason(row: dict[str, object]) -> str:
    said = str(row["reason_text"]) if isinstance(row["reason_text"], str) else ""
    basis = "" if row["status_basis"] == "SOURCE_WORD" else f"Basis: {codes.STATUS_BASIS[str(row['status_basis'])]}."
    return f"{said.rstrip('.')}. {basis}".strip() if said else basis


@lru_cache(maxsize=256)
def status_history(release: Release, scope: Scope) -> View:
    """Return how the sources call the country's situation, newest first."""
    found = statuses(release, scope)
    return View(
        "status_history",
        "What do sources call it?",
        "Status, in the class or the words of the source, newest first.",
        found,
        {"lead": "Since", "title": "Status", "text": "Reason"},
        f"{found['title'].iloc[0]}, {found['lead'].iloc[0]}." if len(found) else "",
        Citation(STATUS_RULE, "country_status", lambda: _status_rows(release, scope), REPORTED),
        absence="" if len(found) else "No source known by this day states a status of this country.",
    )
