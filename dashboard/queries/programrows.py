"""Rows of programs: which the filters leave, each with its words and the amount known of it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard import index, measures, selection, words
from dashboard.queries import spending
from dashboard.queries.names import agency_names, country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, ESTIMATE, REPORTED
from loaders import codes
from loaders.release import Release


@dataclass(frozen=True)
class Programs:
    """The programs of a release, one place a program.

    Attributes:
        rows: The canonical rows.
        worded: The same rows with country_name, agency_name, agency_shown, tool_name and years, [x] where not stated.
        by: Column name to the column coded.
        countries: Countries of programs in several, by place.
        agencies: Agencies of programs of several, by place.
    """

    rows: pd.DataFrame
    worded: pd.DataFrame
    by: dict[str, index.Coded]
    countries: dict[int, frozenset[str]]
    agencies: dict[int, frozenset[str]]


@lru_cache(maxsize=8)
def programs(release: Release) -> Programs:
    """Return the programs of a release with their words, made once."""
    rows = release.table("programs").reset_index(drop=True)
    by = {name: index.coded(rows[name]) for name in ("country_code", "agency_code", "tool_code")}
    countries, agencies = (
        {int(at): frozenset(held.split(";")) for at, held in rows[name].dropna().items() if held}
        for name in ("country_codes", "agency_codes")
    )
    return Programs(rows, _worded(release, rows), by, countries, agencies)


def _worded(release: Release, rows: pd.DataFrame) -> pd.DataFrame:
    names, agencies = country_names(release), agency_names(release)
    places = [
        _listed(single, joint, names, "Not one country", both=True)
        for single, joint in zip(rows["country_code"], rows["country_codes"], strict=True)
    ]
    owners = [
        _listed(single, joint, agencies, "[x]", both=False)
        for single, joint in zip(rows["agency_code"], rows["agency_codes"], strict=True)
    ]
    years = zip(rows["fiscal_year_start"], rows["fiscal_year_end"], strict=True)
    return rows.assign(
        country_name=places,
        agency_name=owners,
        agency_shown=rows["agency_code"].where(~rows["agency_code"].isin(("SEVERAL", "ALL")), ""),
        tool_name=_told(rows["tool_code"].map(codes.TOOL)),
        years=[_span(first, last) for first, last in years],
        program_state=_told(rows["program_state"]),
        authority_name=_told(rows["authority_name"]),
    )


def _told(column: pd.Series) -> pd.Series:
    return column.astype("str").fillna("[x]")


def _listed(single: object, joint: object, names: dict[str, str], none: str, *, both: bool) -> str:
    """Return the names of one code and of joint ones; the joint alone where they hold the one already."""
    held = [names.get(code, code) for code in joint.split(";")] if isinstance(joint, str) and joint else []
    if isinstance(single, str) and (both or not held):
        held = [names.get(single, single), *held]
    return ", ".join(held) or none


def _span(first: float, last: float) -> str:
    if pd.isna(first):
        return "[x]"
    return words.fiscal_years(int(first), int(first if pd.isna(last) else last))


@lru_cache(maxsize=256)
def chosen(release: Release, scope: Scope) -> np.ndarray:
    """Return which programs the filters leave; one of several countries or agencies is left by any of them."""
    held, countries = programs(release), selection.countries_in(release, scope)
    mask = np.ones(len(held.rows), dtype=bool)
    if countries is not None:
        mask &= _any_of(held.by["country_code"], held.countries, countries)
    if scope.agency:
        mask &= _any_of(held.by["agency_code"], held.agencies, frozenset(scope.agency))
    if scope.tool:
        mask &= held.by["tool_code"].within(scope.tool)
    return mask


def _any_of(single: index.Coded, joint: dict[int, frozenset[str]], wanted: frozenset[str]) -> np.ndarray:
    mask = single.within(wanted)
    mask[[at for at, held in joint.items() if held & wanted]] = True
    return mask


@lru_cache(maxsize=8)
def _places(release: Release) -> np.ndarray:
    """Return the place of each obligation's program; -1 where it names none."""
    amounts = index.amounts(release, measures.OBLIGATED)
    ids = pd.Index(programs(release).rows["program_id"])
    if amounts is None:
        return np.zeros(0, dtype=np.int64)
    return ids.get_indexer(amounts.columns("program_id")["program_id"])


def ledger(release: Release, scope: Scope) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the obligations of the year by program: US dollars (missing where none is stated), qualifier, how many."""
    amounts, mask = spending.mask_of(release, scope)
    places = _places(release)
    kept = np.flatnonzero(mask & (places >= 0))
    at, size = places[kept], len(programs(release).rows)
    usd, unknown, bound, about = (
        np.bincount(at, weights[kept].astype("float64"), minlength=size)
        for weights in (amounts.usd, amounts.unknown, amounts.bound, amounts.about)
    )
    number = np.bincount(at, minlength=size)
    known = number > unknown
    qualifier = np.where((unknown > 0) | (bound > 0), "AT_LEAST", np.where(about > 0, "ABOUT", "EXACT"))
    return np.where(known, usd, np.nan), np.where(known, qualifier, "EXACT"), number


@lru_cache(maxsize=8)
def _stated(release: Release) -> pd.DataFrame:
    """Return what a source states for each program, in the order of the programs: the amounts of one stage and series.

    The stage is that of the program's first amount. Amounts without a series may overlap; there the first stands alone.
    """
    rows = release.table("transactions")
    rows = rows[rows["program_id"].notna() & rows["amount_usd"].notna()]
    first = rows.drop_duplicates("program_id").set_index("program_id")
    own = first.reindex(rows["program_id"])[["stage_code", "series_id", "is_total"]].set_axis(rows.index)
    is_same = (rows[["stage_code", "series_id", "is_total"]] == own).all(axis=1)
    added = rows[is_same].groupby("program_id")["amount_usd"].agg(["sum", "size"])
    stated = first[["amount_usd", "qualifier_code", "stage_code"]].join(added)
    several = stated["size"] > 1
    stated = stated.assign(amount_usd=stated["sum"].where(several, stated["amount_usd"]), is_sum=several)
    return stated.drop(columns=["sum", "size"]).reindex(programs(release).rows["program_id"])


@lru_cache(maxsize=256)
def listed(release: Release, scope: Scope) -> pd.DataFrame:
    """Return every program within the filters with its words and amount, largest first, unknown last.

    Returns:
        The columns of ``Programs.worded``, value (US dollars), million, qualifier_code, stage (in
        words; empty where unknown) and mark (how the amount comes about).
    """
    held, mask = programs(release), chosen(release, scope)
    if spending.has_tools(release):
        value, qualifier, number = ledger(release, scope)
        mark = np.where(qualifier == "AT_LEAST", ESTIMATE, np.where(number > 1, COMPUTED, REPORTED))
        stage = np.full(len(value), "obligated")
    else:
        stated = _stated(release)
        value, qualifier = stated["amount_usd"].to_numpy("float64"), stated["qualifier_code"].fillna("EXACT").to_numpy()
        is_sum = stated["is_sum"].eq(True).to_numpy()
        mark = np.where(qualifier == "AT_LEAST", ESTIMATE, np.where(is_sum, COMPUTED, REPORTED))
        stage = stated["stage_code"].map(codes.MONEY_STAGE).astype("str").fillna("").to_numpy()
    kept = np.flatnonzero(mask)
    names = held.rows["program_name"].to_numpy("object")[kept].astype(str)
    order = kept[np.lexsort((names, -np.nan_to_num(value[kept], nan=-1.0)))]
    return (
        held.worded.iloc[order]
        .assign(
            value=value[order],
            million=value[order] / 1e6,
            qualifier_code=qualifier[order],
            stage=stage[order],
            mark=mark[order],
        )
        .reset_index(drop=True)
    )
