"""The exercise at size: adds many invented rows to the brief ones, drawn column by column."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders import codes

Texts: TypeAlias = npt.NDArray[np.object_]
Days: TypeAlias = npt.NDArray[np.datetime64]

TARGETS: Final[Mapping[str, Mapping[str, int]]] = {
    "small": {"deployments": 5_000, "programs": 2_000, "events": 350_000},
    "large": {"deployments": 100_000, "programs": 50_000, "events": 3_500_000},
}
_FIRST_DAY: Final = np.datetime64("2004-01-01")
_LAST_DAY: Final = np.datetime64("2011-08-14")
_LAST_EVENT: Final = np.datetime64("2011-09-15")
_LONGEST_TOUR: Final = 300
_LAST_TEXT: Final = _LAST_EVENT + np.timedelta64(_LONGEST_TOUR, "D")
_YEARS: Final = (2004, 2011)
_COUNTRY_CODES: Final = (
    "AFG AGO ALB ARM AZE BDI BGD BIH BOL CAF CIV CMR COD COG COL DJI DZA ECU EGY ERI ETH FJI GEO GIN GNB GTM GUY HND"
    " HTI IDN IRQ JOR KEN KGZ KHM LAO LBN LBR LBY LKA MDA MDG MKD MLI MMR MOZ MRT MWI NER NGA NIC NPL PAK PAN PER PHL"
    " PNG PRY RWA SDN SEN SLB SLE SLV SOM SRB SSD SYR TCD TGO TJK TKM TLS TUN UGA UKR UZB VUT XKX YEM ZMB ZWE"
)
_COUNTRIES: Final = tuple(_COUNTRY_CODES.split())
# Transportation joins in 2011 only, so the drawn tours leave it out.
_AGENCIES: Final = codes.PARTNERS[:-1]
_COMPONENTS: Final = ("ACTIVE", "ACTIVE", "ACTIVE", "STANDBY")
_TITLES: Final = {
    "conflict": ("Shots across a district line", "Market closed after fighting", "Road cut by an armed group"),
    "disaster": ("River above the flood mark", "Wells dry", "Clinic full"),
    "deployment": ("Advisers arrive", "Team changes over", "Assessment visit"),
    "budget": ("Funds released", "Request sent", "Award reported"),
    "law": ("Court reopens", "Council elected", "Truce signed"),
    "corps": ("Course completed", "Members on call", "Exercise held"),
}
_EACH: Final = 3
_SEED: Final = 1_000
_NOTE: Final = "Invented for the exercise."


def enlarge(
    frames: Mapping[str, pd.DataFrame], newest: Mapping[str, int], scale: str, day: str
) -> dict[str, pd.DataFrame]:
    """Return the brief tables with drawn rows added; the newest release comes to the rows of the scale.

    Args:
        frames: The brief tables as text, in canonical columns.
        newest: Rows of each brief table of the newest release, so that every release draws the same.
        scale: One of ``TARGETS``.
        day: Day of the release as ISO text; events after it are not known.
    """
    wanted = {name: count - newest[name] for name, count in TARGETS[scale].items()}
    programs = _programs(np.random.default_rng(_SEED), wanted["programs"])
    drawn_events = _events(np.random.default_rng(_SEED + 3), wanted["events"])
    more = {
        "deployments": _deployments(np.random.default_rng(_SEED + 1), wanted["deployments"]),
        "programs": programs,
        "transactions": _transactions(np.random.default_rng(_SEED + 2), programs),
        "events": drawn_events[drawn_events["event_date"] <= day],
    }
    return {
        name: pd.concat([frame, more[name]], ignore_index=True).fillna("") if name in more else frame
        for name, frame in frames.items()
    }


def _deployments(draw: np.random.Generator, count: int) -> pd.DataFrame:
    starts = _days(draw, count, _LAST_DAY)
    ends = starts + draw.integers(30, _LONGEST_TOUR, count).astype("timedelta64[D]")
    functions = _some(draw, tuple(codes.FUNCTION), count)
    return pd.DataFrame(
        {
            "deployment_id": _keys("X-T", count),
            "scope_code": "COUNTRY",
            "measure_code": "TOUR",
            "stage_code": "ACTUAL",
            "country_code": _some(draw, _COUNTRIES, count),
            "agency_code": _some(draw, _AGENCIES, count),
            "component_code": _some(draw, _COMPONENTS, count),
            "function_code": functions,
            "team_name": [f"{codes.FUNCTION[code]} team" for code in functions],
            "start_date": _texts(starts),
            "end_date": _texts(ends),
            "people_count": draw.integers(1, 4, count).astype(str),
            "qualifier_code": "EXACT",
            "series_id": "X-TOURS",
            "is_total": "no",
            "note": _NOTE,
            "source_id": "X001",
        }
    )


def _programs(draw: np.random.Generator, count: int) -> pd.DataFrame:
    years = draw.integers(_YEARS[0], _YEARS[1] + 1, count)
    tools = _some(draw, tuple(codes.TOOL)[:-1], count)
    countries = _some(draw, _COUNTRIES, count)
    return pd.DataFrame(
        {
            "program_id": _keys("X-G", count),
            "program_name": [
                f"{codes.TOOL[tool]} program, {country}" for tool, country in zip(tools, countries, strict=True)
            ],
            "authority_name": "Exercise authority",
            "country_code": countries,
            "fiscal_year_start": years.astype(str),
            "fiscal_year_end": years.astype(str),
            "fiscal_year_text": "stated",
            "tool_code": tools,
            "agency_code": _some(draw, _AGENCIES, count),
            "program_state": "Active",
            "start_date": [f"{year - 1}-10-01" for year in years],
            "end_date": [f"{year}-09-30" for year in years],
            "note": _NOTE,
            "source_id": "X014",
        }
    )


def _transactions(draw: np.random.Generator, programs: pd.DataFrame) -> pd.DataFrame:
    """Return what each drawn program was obligated and what it has spent of that, one fiscal year each."""
    whose = programs[["program_id", "country_code", "agency_code", "tool_code", "start_date", "end_date", "note"]]
    obligated = draw.integers(1, 400, len(programs)) * 10_000
    spent = obligated * draw.integers(40, 100, len(programs)) // 100
    stages = [
        whose.assign(stage_code=stage, transaction_id=programs["program_id"] + suffix, amount_usd=amounts.astype(str))
        for stage, suffix, amounts in (("OBLIGATED", "-O", obligated), ("DISBURSED", "-D", spent))
    ]
    return pd.concat(stages, ignore_index=True).assign(
        fiscal_year=np.tile(programs["fiscal_year_start"].to_numpy(), len(stages)),
        qualifier_code="EXACT",
        as_of_date="2011-08-10",
        series_id="X-LEDGER",
        is_total="no",
        is_running_total="no",
        source_id="X013",
    )


def _events(draw: np.random.Generator, count: int) -> pd.DataFrame:
    days = _days(draw, count, _LAST_EVENT)
    categories = draw.integers(0, len(_TITLES), count)
    titles = draw.integers(0, _EACH, count)
    return pd.DataFrame(
        {
            "event_id": _keys("X-E", count),
            "event_date": _texts(days),
            "event_title": np.asarray(list(_TITLES.values()), dtype=object)[categories, titles],
            "country_code": _some(draw, _COUNTRIES, count),
            "category_code": np.asarray(list(_TITLES), dtype=object)[categories],
            "note": _NOTE,
            "source_id": "X018",
        }
    )


def _some(draw: np.random.Generator, choices: Sequence[str], count: int) -> Texts:
    return np.asarray(choices, dtype=object)[draw.integers(0, len(choices), count)]


def _days(draw: np.random.Generator, count: int, last: np.datetime64) -> Days:
    span = int((last - _FIRST_DAY) / np.timedelta64(1, "D"))
    return _FIRST_DAY + draw.integers(0, span + 1, count).astype("timedelta64[D]")


def _texts(days: Days) -> Texts:
    """Return days as ISO text; each day is written once and taken as often as it occurs."""
    written = np.datetime_as_string(np.arange(_FIRST_DAY, _LAST_TEXT)).astype(object)
    offsets = (days - _FIRST_DAY).astype(np.int64)
    texts: Texts = written[offsets]
    return texts


def _keys(prefix: str, count: int) -> Texts:
    return np.char.add(prefix, np.char.zfill(np.arange(1, count + 1).astype("U7"), 7)).astype(object)
