"""Frames as file bytes and back: the same rows give the same bytes on any machine, in any locale and time zone."""

import datetime
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.geometry import shape

from loaders.columns import COLUMNS
from loaders.schema import DTYPES

_ARROW: Final = {
    "text": pa.string(),
    "date": pa.timestamp("us"),
    "count": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}
_LEVEL: Final = 9
_WIDTH_OF_GROUP: Final = 100_000
_GEOMETRY: Final = "geometry"
_CELL: Final = 0.5
_VALIDITY: Final = ("valid_from", "valid_until")


class OutlineError(ValueError):
    """A boundary file cannot be read as outlines; the message names the file, the feature and what was wanted."""


def kind_of(column: str) -> str:
    """Return the kind of a column: ``text`` unless ``loaders.columns`` says otherwise."""
    return COLUMNS[column].kind if column in COLUMNS else "text"


def to_parquet(frame: pd.DataFrame) -> bytes:
    """Return a frame as Parquet: its rows and columns in the order given, no metadata of the machine."""
    schema = pa.schema([pa.field(name, _ARROW[kind_of(name)]) for name in frame.columns])
    return _written(pa.Table.from_pandas(frame, schema=schema, preserve_index=False, nthreads=1))


def _written(table: pa.Table, metadata: dict[str, str] | None = None) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(
        table.replace_schema_metadata(metadata),
        sink,
        row_group_size=_WIDTH_OF_GROUP,
        version="2.6",
        compression="zstd",
        compression_level=_LEVEL,
        store_schema=False,
    )
    return sink.getvalue().to_pybytes()


def from_parquet(content: bytes, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the frame in Parquet bytes, or some of its columns, with the types of the canonical tables."""
    wanted = None if columns is None else list(columns)
    return from_arrow(pq.read_table(pa.BufferReader(content), columns=wanted, use_threads=False))


def from_arrow(arrow: pa.Table) -> pd.DataFrame:
    """Return an Arrow table, such as an engine's answer, with the types of the canonical tables."""
    mapped = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame = arrow.to_pandas(types_mapper=mapped.get, use_threads=False)
    kinds = {name: DTYPES[kind_of(name)] for name in frame.columns if name != _GEOMETRY}
    return frame.astype(kinds)


def column_sums(frame: pd.DataFrame) -> dict[str, str | int | None]:
    """Return the total of each column of figures: whole counts, other numbers as text to the cent.

    A column without a single figure has no total (None), not zero.
    """
    sums: dict[str, str | int | None] = {}
    for name in frame.columns:
        kind, figures = kind_of(name), frame[name].dropna()
        if kind in ("count", "number"):
            # math.fsum is exact, so the total does not depend on the order of the rows
            total = int(figures.sum()) if kind == "count" else f"{math.fsum(figures):.2f}"
            sums[name] = total if len(figures) else None
    return sums


def rows_by(frame: pd.DataFrame, column: str) -> dict[str, int]:
    """Return the rows of each value of a column, under an empty key those without one; empty without the column."""
    if column not in frame.columns:
        return {}
    counted = frame[column].fillna("").value_counts()
    return {str(value): int(rows) for value, rows in sorted(counted.items())}


def event_counts(events: pd.DataFrame) -> pd.DataFrame:
    """Count events by country, month and category.

    Returns:
        ``country_code, month_date, category_code, event_count, fatalities_count, uncounted_count``, sorted; an event
        whose month is not known counts under no month, one without a country under no country, so that the counts add
        up to the events. Fatalities are those of the events that state them, the events that do not are uncounted.
    """
    is_monthly = events["event_precision"].isin(["DAY", "MONTH"])
    months = events["event_date"].dt.to_period("M").dt.to_timestamp().where(is_monthly)
    dated = events.assign(month_date=months.astype(DTYPES["date"]))
    return _counted(dated, ["country_code", "month_date", "category_code"])


def event_grid(events: pd.DataFrame) -> pd.DataFrame:
    """Count events by cell of half a degree, year and category.

    Returns:
        ``cell_lat, cell_lon, event_year, category_code, event_count, fatalities_count, uncounted_count``, sorted;
        a cell is named by its south-west corner in degrees. An event without a place or a day counts under none.
    """
    placed = events["lat"].notna() & events["lon"].notna()
    cells = {f"cell_{name}": np.floor(events[name].where(placed) / _CELL) * _CELL for name in ("lat", "lon")}
    years = events["event_date"].dt.year.astype(DTYPES["count"])
    return _counted(events.assign(**cells, event_year=years), ["cell_lat", "cell_lon", "event_year", "category_code"])


def _counted(events: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Count events and their fatalities by some keys."""
    known = events["fatalities_count"].notna()
    parts = events[keys].assign(
        event_count=1, fatalities_count=events["fatalities_count"], uncounted_count=(~known).astype("int64")
    )
    counted = parts.groupby(keys, dropna=False, sort=True).sum(min_count=1).reset_index()
    return counted.astype({name: DTYPES[kind_of(name)] for name in counted.columns})


def outlines_to_parquet(path: Path, key: str) -> tuple[bytes, int]:
    """Return a GeoJSON file of dated shapes as GeoParquet bytes, and its number of shapes.

    Args:
        path: GeoJSON, longitude first, WGS 84. Every feature has the same properties, all of them text; among them
            ``key`` and ``valid_from``, ``valid_until`` (ISO days, null where open).
        key: Name of the property that identifies a shape, such as ``country_code``.

    Raises:
        OutlineError: The file is no GeoJSON, or a feature lacks its key, its days or its geometry.
    """
    wanted = f"wanted GeoJSON features with a geometry, {key}, valid_from and valid_until"
    try:
        features = json.loads(path.read_bytes())["features"]
        rows = [_outline(feature, key) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        reason = f"{type(error).__name__} {error}; {wanted}"
        raise OutlineError(f"{path}: {reason}; build the file again with the script beside it") from error
    if not rows:
        raise OutlineError(f"{path}: no features; {wanted}; build the file again with the script beside it")
    rows.sort(key=lambda row: (row[key], str(row["valid_from"])))
    types = {_GEOMETRY: pa.binary(), **dict.fromkeys(_VALIDITY, pa.timestamp("us"))}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in rows[0]])
    kinds = sorted({feature["geometry"]["type"] for feature in features})
    column = {"encoding": "WKB", "geometry_types": kinds}
    geo = {"version": "1.1.0", "primary_column": _GEOMETRY, "columns": {_GEOMETRY: column}}
    return _written(pa.Table.from_pylist(rows, schema=schema), {"geo": json.dumps(geo, sort_keys=True)}), len(rows)


def _outline(feature: dict[str, dict[str, str | None]], key: str) -> dict[str, object]:
    properties = feature["properties"]
    geometry = shape(feature["geometry"])
    if not properties[key] or geometry.is_empty:
        raise ValueError(f"feature {properties[key]!r} has no {key} or no geometry")
    days = {side: _day(properties[side]) for side in _VALIDITY}
    return {**properties, **days, _GEOMETRY: shapely.to_wkb(geometry, byte_order=1)}


def _day(text: str | None) -> datetime.datetime | None:
    return None if text is None else datetime.datetime.fromisoformat(text)


def outlines_from_parquet(content: bytes) -> gpd.GeoDataFrame:
    """Return the shapes in GeoParquet bytes, longitude first, WGS 84."""
    frame = from_parquet(content)
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries.from_wkb(frame[_GEOMETRY], crs="EPSG:4326"))
