"""Lists: changes and events as lines, each with its lead, its words and its source mark."""

import pandas as pd

from dashboard.view import View


def draw_changes(view: View) -> dict[str, object]:
    """Draw what changed: an arrow or number on yellow, the country, what it was and is.

    Args:
        view: A frame with lead, title, text, status_code, country_code and mark, in order; the fact
            ``limit`` says how many are shown.
    """
    rows = view.frame.head(view.facts["limit"])
    items = [
        {
            "lead": {"t": row.lead, "hl": True},
            "title": {
                "t": row.title,
                "to": ("countries", {"country": (row.country_code,), "open": ""}),
                "mark": row.mark,
                "opens": f"changes:{row.country_code}",
                "label": f"Source of {row.title}",
            },
            "text": row.text,
            "status": row.status_code if pd.notna(row.status_code) else "",
        }
        for row in rows.itertuples()
    ]
    return {"blocks": [("list", items)]}


def draw_events(view: View) -> dict[str, object]:
    """Draw what happened, newest first: day, words, source mark.

    Args:
        view: A frame with day_words, event_title, is_changed and event_id, in order; the fact
            ``limit``, where there is one, says how many are shown.
    """
    items = [
        {
            "lead": {"t": row.day_words},
            "title": {
                "t": row.event_title,
                "k": "hl" if row.is_changed else "",
                "mark": "reported",
                "opens": f"{view.id}:{row.event_id}",
                "label": f"Source of {row.event_title}",
            },
        }
        for row in view.frame.head(view.facts.get("limit", len(view.frame))).itertuples()
    ]
    return {"blocks": [("list", items)]}


def draw_notes(view: View) -> dict[str, object]:
    """Draw short statements: lead, words and source mark, and a second line where there is one.

    Args:
        view: A frame with lead, title, text, status_code, mark, is_changed and key (what the drawer
            opens), in order; the fact ``limit``, where there is one, says how many are shown.
    """
    items = [
        {
            "lead": {"t": row["lead"], "hl": row["is_changed"]},
            "title": {
                "t": row["title"],
                "mark": row["mark"],
                "opens": f"{view.id}:{row['key']}",
                "label": f"Source of {row['title']}",
            },
            "text": row["text"],
            "status": row["status_code"],
        }
        for row in view.frame.head(view.facts.get("limit", len(view.frame))).to_dict("records")
    ]
    return {"blocks": [("list", items)]}
