"""Figures that a draft would change: the release's beside the draft's, worked out in a process of its own."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd

from dashboard.catalogue import FIGURES
from dashboard.scope import Scope
from dashboard.view import VALUE, Figure
from loaders.release import Release, open_release
from loaders.tables import TABLES

_OF_A_COUNTRY: Final = ("country_deployed", "country_obligated", "country_agencies", "components", "leaving",
                        "country_programs_count")  # fmt: skip


def changed(now: Release, draft: Release) -> list[dict[str, str]]:
    """Return the figures that differ, first of all countries, then of each country whose rows differ.

    Returns:
        ``figure``, ``label``, ``place`` (empty for all countries), ``before`` and ``after`` as a screen writes them.
    """
    countries = now.table("countries").set_index("country_code")["country_name"]
    places = [("", ""), *((code, str(countries.get(code, code))) for code in _touched(now, draft))]
    return [line for code, name in places for line in _lines(now, draft, code, name)]


def _lines(now: Release, draft: Release, code: str, name: str) -> Iterator[dict[str, str]]:
    for figure in FIGURES:
        if (figure in _OF_A_COUNTRY) is not bool(code):
            continue
        before, after = (FIGURES[figure](release, _scope(release, code)) for release in (now, draft))
        if _differ(before, after):
            yield {"figure": figure, "label": after.label, "place": name, "before": _beside(before, after),
                   "after": _written(after)}  # fmt: skip


def _differ(before: Figure, after: Figure) -> bool:
    """Two absences are equal, whatever year their labels bear."""
    is_known = VALUE in (before.state, after.state)
    return _written(before) != _written(after) or (is_known and before.label != after.label)


def _scope(release: Release, code: str) -> Scope:
    return Scope(rel=release.name, asof=release.as_of, country=(code,) if code else ())


def _beside(before: Figure, after: Figure) -> str:
    return _written(before) if before.label == after.label else f"{_written(before)} ({before.label})"


def _written(figure: Figure) -> str:
    return f"{figure.text} {figure.suffix}".strip()


def _touched(now: Release, draft: Release) -> list[str]:
    """Return the countries some table has other rows of, by code."""
    touched: set[str] = set()
    for table in TABLES:
        before, after = _rows_by_country(now, table), _rows_by_country(draft, table)
        touched |= {code for code in {*before, *after} if before.get(code) != after.get(code)}
    return sorted(touched)


def _rows_by_country(release: Release, table: str) -> dict[str, int]:
    """Return a number for the rows of each country in a table; it changes when any of them does."""
    rows = release.table(table)
    if "country_code" not in rows.columns:
        return {}
    numbers = pd.util.hash_pandas_object(rows.astype("str"), index=False)
    return {str(code): int(number) for code, number in numbers.groupby(rows["country_code"]).sum().items()}


def write(now: tuple[str, Path], draft: tuple[str, Path], out: Path) -> None:
    """Write the figures that differ.

    Args:
        now: Name and store of the release as it stands.
        draft: Name and store of the draft.
        out: JSON file to write.
    """
    figures = changed(open_release(*now), open_release(*draft))
    state: dict[str, Any] = {"state": "done", "release": now[0], "figures": figures}
    text = json.dumps(state, ensure_ascii=False)
    part = out.with_name(f"{out.name}.draft")
    part.write_text(text, encoding="utf-8")
    part.replace(out)


if __name__ == "__main__":
    name, store, draft_name, draft_store, out = sys.argv[1:]
    write((name, Path(store)), (draft_name, Path(draft_store)), Path(out))
