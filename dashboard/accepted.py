"""Accepted returns that a file of the inbox may replace: of the same form and agency, replaced by no later one yet."""

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from dashboard import links
from loaders import received
from loaders.release import Release
from loaders.store import WHOLE

_BY_AGENCY: Final = ("deployments", "programs", "transactions")


def replaceable(raw: Path, kind: str, agencies: Collection[str]) -> list[dict[str, Any]]:
    """Return the accepted returns that a file may replace, the newest first.

    Args:
        raw: Folder of the raw files, with the register of the returns.
        kind: Form of the file.
        agencies: Agencies the file names; none where its form names none.

    Returns:
        ``id``, ``name`` (as its sender calls it), ``received`` (ISO day) and ``agencies`` of each.
    """
    by_return = _agencies(_record())
    found = [(entry, by_return.get(entry.return_id, frozenset())) for entry in received.entries(raw / received.FOLDER)]
    offered = [
        {"id": entry.return_id, "name": entry.sent_name, "received": entry.received_at, "agencies": sorted(own)}
        for entry, own in found
        if entry.kind == kind and (not agencies or not own or own & set(agencies))
    ]
    return offered[::-1]


def _record() -> Release:
    return links.opened(next(info.name for info in links.held() if info.id == WHOLE))


@lru_cache(maxsize=4)
def _agencies(release: Release) -> dict[str, frozenset[str]]:
    """Return the agencies that the rows of each source name."""
    found: dict[str, set[str]] = {}
    for table in _BY_AGENCY:
        rows = release.table(table)[["source_id", "agency_code"]].dropna().drop_duplicates()
        for source, agency in rows.itertuples(index=False):
            found.setdefault(source, set()).add(agency)
    return {source: frozenset(agencies) for source, agencies in found.items()}
