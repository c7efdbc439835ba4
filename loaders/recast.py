"""Rows of the four forms recast as texts of the canonical tables, for the one recoding every dataset goes through."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import pandas as pd

from loaders.spellings import Spellings

Recast: TypeAlias = list[tuple[str, pd.DataFrame]]
_WRITTEN: Final = {"DAY": 10, "WEEK": 10, "MONTH": 7, "YEAR": 4}
"""Characters of an ISO day that say it as exactly as it is known."""
_PLANNED: Final = frozenset({"planned", "proposed", "projected"})


def recast(rows: pd.DataFrame, kind: str, return_id: str, spellings: Spellings) -> Recast:
    """Recast the rows kept of one return.

    Args:
        rows: Typed rows of the form, with ``_row``.
        kind: The form.
        return_id: Key of the return; every row's key begins with it and every row names it as its source.
        spellings: Components, functions and tools that are spelled get their code; others keep their words alone.

    Returns:
        Canonical tables the form feeds, each with text cells, the first being the one its rows are counted by;
        with ``raw_line``, ``row_text`` and ``row_misfit``, ready for ``recode``.
    """
    return _FORMS[kind](rows, return_id, spellings)


def _texts(rows: pd.DataFrame, return_id: str, columns: dict[str, Any]) -> pd.DataFrame:
    """Columns of texts with what every row of a return shares; a value that is one text stands in every row."""
    shared = {"source_id": return_id, "series_id": return_id, "row_text": None, "row_misfit": None}
    made = {name: pd.Series(value, index=rows.index, dtype="str") for name, value in {**shared, **columns}.items()}
    return pd.DataFrame(made).assign(raw_line=rows["_row"].astype("Int64")).reset_index(drop=True)


def _day(rows: pd.DataFrame, column: str, precision: str) -> "pd.Series[str]":
    """Write a day only as exactly as it is known."""
    days = pd.to_datetime(rows[column]).dt.strftime("%Y-%m-%d")
    lengths = rows[precision].map(_WRITTEN).fillna(10).astype(int)
    written = [day[:most] if isinstance(day, str) else None for day, most in zip(days, lengths, strict=True)]
    return pd.Series(written, index=rows.index, dtype="str")


def _spelled(texts: "pd.Series[str]", column: str, spellings: Spellings) -> "pd.Series[str]":
    """Return the code of each text that is spelled, missing where it is not: its own words stay beside it."""
    return texts.map(lambda text: spellings.code(column, text) if isinstance(text, str) else None).astype("str")


def _own_key(rows: pd.DataFrame, column: str, return_id: str) -> "pd.Series[str]":
    return return_id + ":" + rows[column].astype("str")


def _note(rows: pd.DataFrame, **named: str) -> "pd.Series[str]":
    """Join what the form asks for and the table has no column for, each with its name."""

    def line(row: dict[str, Any]) -> str | None:
        return "; ".join(f"{words}: {row[name]}" for name, words in named.items() if isinstance(row[name], str)) or None

    return pd.Series([line(row) for row in rows[list(named)].to_dict("records")], index=rows.index, dtype="str")


def _several(rows: pd.DataFrame) -> "pd.Series[str]":
    """Codes of the countries of a row that names several."""
    codes = rows["country_codes"]
    return codes.where(codes.str.contains(";", na=False))


def _deployments(rows: pd.DataFrame, return_id: str, spellings: Spellings) -> Recast:
    planned = rows["status"].str.casefold().isin(_PLANNED)
    return [("deployments", _texts(rows, return_id, {
        "deployment_id": _own_key(rows, "deployment_id", return_id), "scope_code": "COUNTRY", "measure_code": "TOUR",
        "stage_code": planned.map({True: "PLANNED", False: "ACTUAL"}), "country_code": rows["country"],
        "place_name": rows["place"], "lat": rows["latitude"], "lon": rows["longitude"], "agency_code": rows["agency"],
        "component_code": _spelled(rows["component"], "component_code", spellings), "component_text": rows["component"],
        "function_code": _spelled(rows["function"], "function_code", spellings), "function_text": rows["function"],
        "start_date": _day(rows, "start_date", "start_precision"), "end_date": _day(rows, "end_date", "end_precision"),
        "people_count": rows["headcount"], "qualifier_code": "EXACT", "is_total": "no",
        "note": _note(rows.assign(country_codes=_several(rows)), country_codes="Several countries", status="Status",
                      source="Source as stated"),
    }))]  # fmt: skip


def _programs(rows: pd.DataFrame, return_id: str, spellings: Spellings) -> Recast:
    shared = {
        "program_id": _own_key(rows, "program_id", return_id),
        "country_code": rows["countries"].mask(_several(rows).notna()),
        "country_codes": _several(rows), "agency_code": rows["agency"], "sector_text": rows["sector"],
        "tool_code": _spelled(rows["tool"], "tool_code", spellings), "fiscal_year_start": rows["fiscal_year"],
        "fiscal_year_end": rows["fiscal_year"],
        "note": _note(rows, tool="Tool as stated", source="Source as stated"),
    }  # fmt: skip
    programs = _texts(rows, return_id, shared | {
        "program_name": rows["title"], "authority_name": rows["authority"], "program_state": rows["status"],
        "start_date": _day(rows, "start_date", "start_precision"), "end_date": _day(rows, "end_date", "end_precision"),
    })  # fmt: skip
    # A row states up to two amounts; each stage stands alone, so that a line is one row of it.
    amounts = [("transactions", _amounts(rows, return_id, shared, stage)) for stage in ("obligated", "disbursed")]
    return [("programs", programs), *amounts]


def _amounts(rows: pd.DataFrame, return_id: str, shared: dict[str, Any], stage: str) -> pd.DataFrame:
    stated = rows[f"{stage}_usd"].notna()
    return _texts(rows[stated], return_id, {name: value[stated] for name, value in shared.items()} | {
        "transaction_id": shared["program_id"][stated] + f"-{stage}", "account_name": rows.loc[stated, "authority"],
        "fiscal_year": rows.loc[stated, "fiscal_year"], "stage_code": stage.upper(), "qualifier_code": "EXACT",
        "amount_usd": rows.loc[stated, f"{stage}_usd"], "is_total": "no", "is_running_total": "no",
        "series_id": f"{return_id}-{stage.upper()}",
    })  # fmt: skip


def _countries(rows: pd.DataFrame, return_id: str, spellings: Spellings) -> Recast:
    stated = rows["value"].notna()
    needs = _texts(rows, return_id, {
        "need_id": [f"{return_id}:{line}" for line in rows["_row"]], "country_code": rows["iso3"],
        "indicator_name": rows["indicator"], "unit_code": "as named", "value": rows["value"],
        "qualifier_code": stated.map({True: "EXACT", False: None}), "as_of_date": _day(rows, "date", "date_precision"),
        "note": _note(rows, region="Region", status="Status", source="Source as stated"),
    })  # fmt: skip
    return [("needs", needs)]


def _events(rows: pd.DataFrame, return_id: str, spellings: Spellings) -> Recast:
    events = _texts(rows, return_id, {
        "event_id": _own_key(rows, "id", return_id), "event_date": _day(rows, "date", "date_precision"),
        "event_title": rows["type"].fillna("Event of an unstated kind"), "country_code": rows["country"],
        "category_code": "reported", "fatalities_count": rows["fatalities"], "lat": rows["latitude"],
        "lon": rows["longitude"], "note": _note(rows, source="Source as stated"),
    })  # fmt: skip
    return [("events", events)]


_FORMS: Final[dict[str, Callable[[pd.DataFrame, str, Spellings], Recast]]] = {
    "deployments": _deployments,
    "programs": _programs,
    "countries": _countries,
    "events": _events,
}
