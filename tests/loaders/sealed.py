"""A small invented world to seal: two sources, two countries, two tours, three events, two square outlines."""

import datetime
import json
from pathlib import Path

import pandas as pd

from loaders.contract import LEDGER_COLUMNS
from loaders.sealing import Cover, seal
from loaders.tables import TABLES

AS_OF = datetime.date(2011, 9, 30)


def rows_of(name: str, *rows: dict[str, object]) -> pd.DataFrame:
    """Return rows as a checked frame of a canonical table; columns not given are empty."""
    empty = TABLES[name].empty()
    where = {"raw_file": f"{name}.csv"}
    lines = [{**where, "raw_line": line, **row} for line, row in enumerate(rows, start=2)]
    return pd.DataFrame(lines, columns=empty.columns).astype(empty.dtypes.to_dict())


def source(source_id: str, marking: str | None = "UNCLASSIFIED") -> dict[str, object]:
    """Return the cells of one publication."""
    named = {"source_title": "Return", "publisher_name": "Office", "licence": "public domain"}
    return {"source_id": source_id, "marking_code": marking, **named}


def tour(key: str, agency: str | None, people: int | None, source_id: str = "S1") -> dict[str, object]:
    """Return the cells of one tour."""
    kinds = {"scope_code": "COUNTRY", "measure_code": "TOUR", "stage_code": "ACTUAL", "is_total": False}
    return {"deployment_id": key, "agency_code": agency, "people_count": people, "source_id": source_id, **kinds}


def event(key: str, day: str | None, precision: str | None, country: str | None = "XAA") -> dict[str, object]:
    """Return the cells of one event."""
    when = {"event_date": pd.Timestamp(day) if day else pd.NaT, "event_precision": precision}
    what = {"event_title": "Flood", "category_code": "disaster", "source_id": "S2"}
    return {"event_id": key, "country_code": country, **when, **what}


def world(letter: str = "S") -> dict[str, pd.DataFrame]:
    """Return the tables of the invented world, its sources beginning with a letter."""
    first, second = f"{letter}1", f"{letter}2"
    money = {"stage_code": "OBLIGATED", "qualifier_code": "EXACT", "is_total": False, "is_running_total": False}
    return {
        "sources": rows_of("sources", source(first), source(second, "CUI")),
        "deployments": rows_of(
            "deployments",
            tour("D-2", "STATE", 12, first),
            tour("D-1", "USAID", 30, second),
            tour("D-3", None, None, first),
        ),
        "transactions": rows_of(
            "transactions",
            {"transaction_id": "T-1", "amount_usd": 0.1, "source_id": first, **money},
            {"transaction_id": "T-2", "amount_usd": 0.2, "source_id": first, **money},
        ),
        "events": rows_of(
            "events",
            {**event("E-1", "2011-03-05", "DAY"), "source_id": second},
            {**event("E-2", "2011-03-01", "MONTH"), "source_id": second},
            {**event("E-3", "2011-01-01", "YEAR", None), "source_id": second},
        ),
    }


def ledger(*lines: int) -> pd.DataFrame:
    """Return a ledger with one issue for each raw line."""
    issues = [{"table_name": "deployments", "raw_file": "deployments.csv", "raw_line": line} for line in lines]
    return pd.DataFrame(issues, columns=list(LEDGER_COLUMNS)).astype(dict.fromkeys(LEDGER_COLUMNS, "str"))


def square(left: float, **properties: str | None) -> dict[str, object]:
    """Return a GeoJSON feature: a square of one degree."""
    ring = [[left, 0], [left + 1, 0], [left + 1, 1], [left, 1], [left, 0]]
    days = {"valid_from": None, "valid_until": None}
    return {
        "type": "Feature",
        "properties": {**days, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def boundaries(folder: Path) -> Path:
    """Write the outlines of XAA, whole until 8 July 2011, then with XAB split off, and one disputed line."""
    folder.mkdir(exist_ok=True)
    outlines = [
        square(0, country_code="XAB", country_name="Newland", valid_from="2011-07-09"),
        square(0, country_code="XAA", country_name="Oldland", valid_until="2011-07-08"),
        square(1, country_code="XAA", country_name="Oldland", valid_from="2011-07-09"),
    ]
    disputed = [square(0, line_id="ridge", line_name="The ridge", valid_from="2011-07-09")]
    for name, features in {"outlines": outlines, "disputed": disputed}.items():
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
    return folder


def seal_world(store: Path, release_id: str = "2011-09-30", **changed: object) -> Path:
    """Seal the invented world, with some arguments or some words of its cover changed."""
    words = {"kind": "RECORD", "as_of": AS_OF, "title": "As known on 30 September 2011", "inputs": {}}
    words |= {name: changed.pop(name) for name in list(changed) if name in words}
    arguments = {"tables": world(), "ledger": ledger(), "cover": Cover(release_id, **words), **changed}  # type: ignore[arg-type]
    if "boundaries" not in changed:
        arguments["boundaries"] = boundaries(store.parent / "boundaries")
    return seal(store=store, **arguments)  # type: ignore[arg-type]
