"""Event rows: questions to the events of a release, answered in their sealed file, however many there are."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard import selection
from dashboard.scope import Scope
from loaders import frames
from loaders.release import Release


def _asked(release: Release, sql: str, given: list[object]) -> pa.Table:
    with duckdb.connect() as engine:
        engine.from_parquet(str(release.path("events"))).create_view("held")
        return engine.sql(sql, params=given).to_arrow_table()


@lru_cache(maxsize=64)
def by_country(release: Release, day: date) -> pd.DataFrame:
    """Return how many events each country has by a day, an undated one counted too, and the newest day among them.

    Returns:
        One row a country: country_code, event_count, event_date (the newest, missing where none is dated).
    """
    sql = """
        SELECT country_code, count(*) AS event_count, max(event_date) AS event_date FROM held
        WHERE country_code IS NOT NULL AND (held.event_date IS NULL OR held.event_date <= ?)
        GROUP BY country_code ORDER BY country_code
    """
    return frames.from_arrow(_asked(release, sql, [day]))


def dated(release: Release, scope: Scope, before: Release | None) -> pd.DataFrame:
    """Return the dated events of the countries the filters leave, by the as-of day, newest first.

    Returns:
        event_id, event_title, event_date, event_precision, category_code, and is_new: whether the
        release compared with lacks the event; False where none is compared.
    """
    countries = selection.countries_in(release, scope)
    sql = """
        SELECT event_id, event_title, event_date, event_precision, category_code, {is_new} AS is_new FROM held
        WHERE country_code IS NOT NULL AND event_date <= ? {within} ORDER BY event_date DESC, event_id
    """
    within, given = ("", []) if countries is None else ("AND country_code IN (SELECT unnest(?))", [sorted(countries)])
    is_new = "event_id NOT IN (SELECT event_id FROM read_parquet(?))" if before else "false"
    told: list[object] = [*([str(before.path("events"))] if before else []), scope.asof, *given]
    found = _asked(release, sql.format(is_new=is_new, within=within), told)
    return frames.from_arrow(found.drop_columns(["is_new"])).assign(is_new=found["is_new"].to_numpy())


def deaths_by_year(release: Release, sources: frozenset[str]) -> "pd.Series[float]":
    """Return the deaths in events of some sources, by country_code and event_year; one that states none adds none."""
    sql = """
        SELECT country_code, year(event_date) AS event_year, sum(fatalities_count) AS fatalities_count
        FROM held
        WHERE country_code IS NOT NULL AND event_date IS NOT NULL AND fatalities_count IS NOT NULL
        AND source_id IN (SELECT unnest(?)) GROUP BY ALL ORDER BY ALL
    """
    found = frames.from_arrow(_asked(release, sql, [sorted(sources)]))
    years = found["event_year"].astype("int64")
    deaths = found["fatalities_count"].astype("float64")
    return deaths.set_axis(pd.MultiIndex.from_arrays([found["country_code"], years]))


def within(release: Release, scope: Scope, spans: Sequence[tuple[str, pd.Timestamp, pd.Timestamp]]) -> pd.DataFrame:
    """Return the canonical rows of the events of known month within the filters, by key.

    Args:
        release: The open release.
        scope: The reader's choices.
        spans: Category, first day and the day after the last; an event of another category is left out.
    """
    countries = selection.countries_in(release, scope)
    sql = """
        SELECT held.* FROM held JOIN (SELECT unnest(?::VARCHAR[]) AS kind, unnest(?::TIMESTAMP[]) AS low,
        unnest(?::TIMESTAMP[]) AS high) AS spans ON kind = category_code AND event_date >= low AND event_date < high
        WHERE event_precision IN ('DAY', 'MONTH') {inside} ORDER BY event_id
    """
    inside = "" if countries is None else "AND country_code IN (SELECT unnest(?))"
    given: list[object] = [[span[part] for span in spans] for part in range(3)]
    given += [] if countries is None else [sorted(countries)]
    return frames.from_arrow(_asked(release, sql.format(inside=inside), given))


def in_cells(release: Release, year: int, corners: Sequence[tuple[float, float]]) -> pd.DataFrame:
    """Return the canonical rows of the events up to a year that lie in cells of half a degree, by key.

    Args:
        release: The open release.
        year: The last year counted.
        corners: Latitude and longitude of the south-west corner of each cell in degrees.
    """
    sql = """
        SELECT * FROM held WHERE year(event_date) <= ? AND (floor(lat * 2) / 2, floor(lon * 2) / 2) IN
        (SELECT (unnest(?::DOUBLE[]), unnest(?::DOUBLE[])))
    """
    lats, lons = ([corner[axis] for corner in corners] for axis in (0, 1))
    return frames.from_arrow(_asked(release, sql, [year, lats, lons]))


def of_countries(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the canonical rows behind ``dated``, by key."""
    countries = selection.countries_in(release, scope)
    sql = "SELECT * FROM held WHERE country_code IS NOT NULL AND event_date <= ?"
    if countries is None:
        return frames.from_arrow(_asked(release, sql, [scope.asof]))
    narrowed = f"{sql} AND country_code IN (SELECT unnest(?))"
    return frames.from_arrow(_asked(release, narrowed, [scope.asof, sorted(countries)]))
