"""A world release of the invented countries: rows as publishers would feed them, small enough to count by hand."""

import datetime
from pathlib import Path

import pandas as pd

from loaders.assembly import RawFolders, tables_of
from loaders.contract import empty_ledger
from loaders.editions import inputs_of, load_batch, without_idle_sources
from loaders.sealing import Cover, seal
from tests.loaders.sealed import rows_of

AS_OF = datetime.date(2011, 9, 30)
Cells = dict[str, object]
FIRST, SECOND = "W-first-people", "W-second-people"


def source(source_id: str, publisher: str) -> Cells:
    """Return the cells of one file of one publisher."""
    day = pd.Timestamp(AS_OF)
    return {
        "source_id": source_id, "source_title": f"People ({source_id})", "publisher_name": publisher,
        "published_date": day, "published_precision": "DAY", "licence": "CC BY 4.0", "known_date": day,
        "marking_code": "UNCLASSIFIED",
    }  # fmt: skip


def need(key: str, country: str, value: float | None, **cells: object) -> Cells:
    """Return the cells of one count of displaced people at the end of 2010."""
    return {
        "need_id": key, "country_code": country, "indicator_name": "Displaced", "unit_code": "people", "value": value,
        "qualifier_code": "EXACT", "as_of_date": pd.Timestamp("2010-12-31"), "as_of_precision": "YEAR",
        "origin_name": "First", "source_id": FIRST, **cells,
    }  # fmt: skip


def given(key: str, state: str, mission: str, year: int, people: int) -> Cells:
    """Return the cells of the people one state gives to one mission."""
    return {
        "personnel_id": key, "kind_code": "STOCK", "stage_code": "ACTUAL", "is_total": False, "agency_code": "OTHER",
        "contributor_code": state, "mission_code": mission, "people_count": people, "series_id": "TROOPS",
        "measure_text": "People given", "as_of_date": pd.Timestamp(f"{year}-12-31"), "as_of_precision": "YEAR",
        "source_id": FIRST,
    }  # fmt: skip


def hosted(key: str, country: str, year: int, people: int) -> Cells:
    """Return the cells of the people one publisher counts in a country."""
    return {
        "personnel_id": key, "kind_code": "STOCK", "stage_code": "ACTUAL", "is_total": False, "agency_code": "DOD",
        "country_code": country, "people_count": people, "series_id": "HOSTED", "measure_text": "Soldiers",
        "as_of_date": pd.Timestamp(f"{year}-12-31"), "as_of_precision": "YEAR", "source_id": SECOND,
    }  # fmt: skip


def paid(key: str, country: str, usd: float, year: int, sector: str | None, source_id: str = FIRST) -> Cells:
    """Return the cells of one amount paid."""
    return {
        "transaction_id": key, "country_code": country, "agency_code": "OTHER", "stage_code": "DISBURSED",
        "qualifier_code": "EXACT", "is_total": False, "is_running_total": False, "amount_usd": usd,
        "series_id": f"{source_id}-outgoing", "fiscal_year": year, "fiscal_year_start": year, "fiscal_year_end": year,
        "sector_text": sector,
        "funder_name": "Ardova", "source_id": source_id,
    }  # fmt: skip


def event(key: str, day: str, country: str, category: str = "conflict") -> Cells:
    """Return the cells of one event."""
    return {
        "event_id": key, "event_date": pd.Timestamp(day), "event_precision": "DAY", "event_title": "Fighting",
        "country_code": country, "category_code": category, "fatalities_count": 2, "source_id": SECOND,
    }  # fmt: skip


def choice(key: str, question: str, used: tuple[str, str], other: tuple[str, str]) -> Cells:
    """Return the cells of one choice between the figures of two publishers, each with its indicator."""
    return {
        "choice_id": key, "question_text": question, "used_publisher_name": used[0], "used_indicator_name": used[1],
        "other_publisher_name": other[0], "other_indicator_name": other[1], "chosen_by": "The office",
        "reason_text": "Counts all.", "chosen_date": pd.Timestamp("2011-09-01"),
    }  # fmt: skip


def _tables() -> dict[str, pd.DataFrame]:
    return {
        "needs": rows_of(
            "needs",
            need("N-1", "XAA", 100.0, origin_country_code="XAC"),
            need("N-2", "XAA", 20.0, origin_country_code="XAD"),
            need("N-3", "XAA", 5.0),
            need("N-4", "XAC", 70.0),
            need("N-5", "XAC", 30.0, admin_name="North"),
            need("N-6", "XAA", 130.0, indicator_name="Displaced people", source_id=SECOND, origin_name="Second"),
            need("N-7", "XAC", 70.0, indicator_name="Displaced people", source_id=SECOND, origin_name="Second"),
            need("N-8", "XAC", 5.0, indicator_name="Killed", as_of_date=pd.Timestamp("2011-07-31")),
        ),
        "personnel": rows_of(
            "personnel",
            given("P-1", "XAA", "UNONE", 2010, 40),
            given("P-2", "XAA", "UNTWO", 2010, 10),
            given("P-3", "XAC", "UNONE", 2010, 30),
            given("P-4", "XAA", "UNONE", 2009, 20),
            given("P-5", "XAA", "UNONE", 2010, 55)
            | {"series_id": "SENT", "measure_text": "People sent", "source_id": SECOND},
            hosted("H-1", "XAC", 2009, 7),
            hosted("H-2", "XAC", 2010, 9),
            hosted("H-3", "XAD", 2010, 4),
            hosted("H-4", "XAD", 2010, 3) | {"part_of_id": "H-3", "component_text": "Navy"},
        ),
        "transactions": rows_of(
            "transactions",
            paid("T-1", "XAA", 1000.0, 2010, "Health") | {"program_id": "PR-1"},
            paid("T-2", "XAA", 500.0, 2011, "Health; Water") | {"program_id": "PR-1"},
            paid("T-3", "XAC", 250.0, 2011, None),
            paid("T-4", "XAC", 90.0, 2011, "Food", SECOND),
            paid("T-5", "XAA", 4000.0, 2010, "Health") | {"program_id": "PR-1", "stage_code": "COMMITTED"},
        ),
        "events": rows_of(
            "events",
            event("E-1", "2011-08-03", "XAA") | {"lat": 0.3, "lon": 0.4},
            event("E-2", "2011-08-20", "XAA") | {"lat": 0.1, "lon": 0.2, "fatalities_count": None},
            event("E-3", "2011-07-01", "XAC", "flood") | {"lat": 0.7, "lon": 1.2},
            event("E-4", "2009-01-05", "XAC") | {"lat": 0.2, "lon": 2.6},
        ),
        "programs": rows_of(
            "programs",
            {
                "program_id": "PR-1", "program_name": "Wells and clinics", "country_code": "XAA",
                "agency_code": "OTHER", "program_state": "active", "source_id": FIRST,
            },
        ),
        "indicators": rows_of(
            "indicators",
            {
                "indicator_id": "I-1", "country_code": "XAA", "indicator_code": "RISK", "indicator_name": "Risk",
                "unit_code": "score", "value": 7.5, "qualifier_code": "EXACT", "origin_name": "Second",
                "as_of_date": pd.Timestamp("2010-12-31"), "as_of_precision": "YEAR", "source_id": SECOND,
            },
        ),
        "country_status": rows_of(
            "country_status",
            {
                "status_id": "S-1", "country_code": "XAE", "status_code": "DESCRIBED", "status_basis": "SOURCE_WORD",
                "status_text": "high severity", "start_date": pd.Timestamp("2011-01-01"), "start_precision": "MONTH",
                "source_id": SECOND,
            },
        ),
        "choices": rows_of(
            "choices",
            choice("displaced", "How many are displaced?", ("First", "Displaced"), ("Second", "Displaced people")),
            choice("given", "How many are given?", ("First", "People given"), ("Second", "People sent")),
            choice("killed", "How many were killed?", ("Second", "Deaths in events"), ("First", "Killed")),
        ),
    }  # fmt: skip


def _refused() -> pd.DataFrame:
    """Return the ledger of one file that was refused whole."""
    empty = empty_ledger()
    line = {
        "table_name": "sources", "raw_file": "second/half.csv", "rule": "file-refused", "message": "half.csv: lacks id",
        "mend": "bring the whole file",
    }  # fmt: skip
    return pd.DataFrame([line], columns=list(empty.columns)).astype(empty.dtypes.to_dict())


def seal_feeds(folder: Path, store: Path) -> Path:
    """Seal the world release of the invented countries.

    Args:
        folder: Folder of the invented countries' raw files.
        store: Folder that receives the release; the default stays.
    """
    raw = RawFolders(folder / "raw" / "record", folder / "raw" / "reference", folder / "sources.csv")
    batch = load_batch(raw, folder)
    held = tables_of(batch.loaded)
    shared = {name: held[name] for name in ("countries", "regions", "country_regions", "agencies")}
    listed = rows_of("sources", source(FIRST, "First"), source(SECOND, "Second"))
    sources = pd.concat([held["sources"], listed], ignore_index=True)
    tables = without_idle_sources({**shared, **_tables(), "sources": sources}, "WORLD")
    title = "World feeds of two invented publishers"
    return seal(
        tables,
        _refused(),
        Cover(f"world-{AS_OF.isoformat()}", "WORLD", AS_OF, title, inputs_of(batch, {**held, **tables})),
        store,
        boundaries=folder / "boundaries",
        is_default=False,
    )
