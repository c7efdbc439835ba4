"""The exercise: writes the raw files of one invented world as three releases knew it; the same bytes every time."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from loaders import (
    agencies,
    corps,
    deployments,
    events,
    exercise_scale,
    exercise_tables,
    missions,
    money,
    needs,
    personnel,
    posts,
    programs,
    sources,
    statuses,
)
from loaders.exercise_money import program_rows, transaction_rows
from loaders.exercise_tours import deployment_rows, post_rows
from loaders.exercise_world import RELEASES, SOURCES

SCALES: Final = ("brief", *exercise_scale.TARGETS)
_SEED: Final = 2
# For each table the column of each heading of its file, and the headings that stay empty.
_HEADINGS: Final[dict[str, tuple[Mapping[str, str], Collection[str]]]] = {
    "sources": (sources.NAMED, sources.UNUSED),
    "country_status": (statuses.NAMED, statuses.UNUSED),
    "agencies": (agencies.NAMED, agencies.UNUSED),
    "deployments": (deployments.NAMED, deployments.UNUSED),
    "personnel": (personnel.NAMED, personnel.UNUSED),
    "posts_requested": (posts.NAMED, posts.UNUSED),
    "programs": (programs.NAMED, programs.UNUSED),
    "transactions": (money.NAMED, money.UNUSED),
    "corps_strength": (corps.NAMED, corps.UNUSED),
    "needs": (needs.NAMED, needs.UNUSED),
    "missions": (missions.NAMED, missions.UNUSED),
    "events": (events.NAMED, events.UNUSED),
}
_VERSION: Final = ["known", "dropped"]


def write_exercise(out: Path, release_id: str, scale: str = "brief") -> list[Path]:
    """Write the raw files of one release of the exercise.

    Args:
        out: Folder that receives one CSV file a table; it is made where it is missing.
        release_id: One of ``RELEASES``; an older one knows fewer rows and holds values since corrected.
        scale: ``brief``, ``small`` or ``large``; the last two add many drawn rows to the brief ones.

    Returns:
        The files written, in the order of the tables.

    Raises:
        ValueError: The release or the scale is not one of the exercise's; nothing is written.
    """
    frames = exercise_frames(release_id, scale)
    out.mkdir(parents=True, exist_ok=True)
    return [_written(out / f"{table}.csv", frames[table], *headings) for table, headings in _HEADINGS.items()]


def _written(path: Path, frame: pd.DataFrame, headings: Mapping[str, str], unused: Collection[str]) -> Path:
    cells = {heading: frame.get(column, "") for heading, column in headings.items()}
    rows = pd.DataFrame({**cells, **dict.fromkeys(unused, "")}, index=frame.index)
    rows.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    return path


def exercise_frames(release_id: str, scale: str = "brief") -> dict[str, pd.DataFrame]:
    """Return the tables of one release of the exercise as text, in canonical columns.

    Args:
        release_id: One of ``RELEASES``.
        scale: One of ``SCALES``.

    Returns:
        A frame a table, an empty cell an empty text; days stand at the precision they are known to.

    Raises:
        ValueError: The release or the scale is not one of the exercise's.
    """
    if release_id not in RELEASES:
        raise ValueError(f"release '{release_id}' is not one of {', '.join(RELEASES)}; name one of them")
    if scale not in SCALES:
        raise ValueError(f"scale '{scale}' is not one of {', '.join(SCALES)}; name one of them")
    brief = _brief(release_id)
    if scale == "brief":
        return brief
    newest = {name: len(rows) for name, rows in _brief(RELEASES[-1]).items()}
    return exercise_scale.enlarge(brief, newest, scale, _day(release_id))


def _brief(release_id: str) -> dict[str, pd.DataFrame]:
    day = _day(release_id)
    return {
        "sources": _sources(day),
        **{name: _snapshot(rows, release_id) for name, rows in _versions().items()},
    }


def _day(release_id: str) -> str:
    return release_id.removeprefix("ex-")


def _versions() -> dict[str, pd.DataFrame]:
    tours = deployment_rows(np.random.default_rng(_SEED))
    return {
        "country_status": exercise_tables.status_rows(),
        "agencies": exercise_tables.agency_rows(),
        "deployments": tours,
        "personnel": exercise_tables.personnel_rows(),
        "posts_requested": post_rows(np.random.default_rng(_SEED + 1)),
        "programs": program_rows(),
        "transactions": transaction_rows(np.random.default_rng(_SEED + 2)),
        "corps_strength": exercise_tables.strength_rows(),
        "needs": exercise_tables.need_rows(),
        "missions": exercise_tables.mission_rows(),
        "events": exercise_tables.event_rows(tours),
    }


def _snapshot(rows: pd.DataFrame, release_id: str) -> pd.DataFrame:
    """Keep the version of each row that the release knew; a correction is told once, where it first shows."""
    day, place = _day(release_id), RELEASES.index(release_id)
    before = _day(RELEASES[place - 1]) if place else day
    kept = rows[(rows["known"] <= day) & ((rows["dropped"] == "") | (rows["dropped"] > day))].reset_index(drop=True)
    if "correction_text" in kept:
        kept["correction_text"] = kept["correction_text"].where(kept["known"] > before, "")
    return kept.drop(columns=_VERSION)


def _edition(editions: str, day: str) -> str:
    """Return the day of a source's newest edition by a day, empty where it has none."""
    return max((edition for edition in editions.split() if edition <= day), default="")


def _sources(day: str) -> pd.DataFrame:
    rows = [
        {
            "source_id": key,
            "source_title": f"EXERCISE: {title}",
            "publisher_name": "Exercise control",
            "published_date": _edition(editions, day),
            "licence": "Invented data, free to use",
            "marking_code": "UNCLASSIFIED",
            "source_note": f"Promised every {promised} days. Invented for the exercise.",
        }
        for key, title, editions, promised in SOURCES
    ]
    return pd.DataFrame([row for row in rows if row["published_date"]])
