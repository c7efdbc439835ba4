"""OCHA FTS: what response plans require, and who gave how much to whom; money that moves on is never counted again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd

from loaders.facts import facts, joined, upright
from loaders.feedreading import LIMITS, gather
from loaders.formats.jsontexts import JsonText, cell_text, is_object, written
from loaders.formats.sheets import refuse
from loaders.formats.signatures import OBJECTS, settle_format
from loaders.layouts import Feed, Part, Publisher, Texts

_STAGES: Final = {"pledge": "ANNOUNCED", "commitment": "COMMITTED", "paid": "PROVIDED"}
_UNITED_STATES: Final = "United States of America, Government of"
# Keywords by which FTS tells apart who in the US Government gave; without one the agency stays unknown.
_AGENCIES: Final = {"USAID": "USAID", "BPRM": "STATE"}
# Money that came in and goes on inside the country, or on to another, was counted when it came in.
_INCLUDED: Final = "FTS flows that came in"
_SIDES: Final = ("sourceObjects", "destinationObjects")
_LISTED: Final = {
    "id": "transaction_id",
    "amountUSD": "amount_usd",
    "date": "as_of_date",
    "description": "purpose_text",
    "srcOrganization": "funder_name",
    "destOrganization": "recipient_name",
    "destPlanCode": "program_id",
    "destGlobalClusters": "sector_text",
    "destLocations": "country_code",
    "destUsageYearStart": "first_year",
    "destUsageYearEnd": "last_year",
    "status": "stage_code",
    "flowType": "kind",
    "contributionType": "contribution",
    "boundary": "boundary",
    "onBoundary": "on_boundary",
    "keywords": "keywords",
    "originalAmount": "original",
    "originalCurrency": "currency",
}
_LISTED_UNUSED: Final = (
    "budgetYear", "srcOrganizationTypes", "srcLocations", "srcUsageYearStart", "srcUsageYearEnd", "destPlan",
    "destPlanId", "destOrganizationTypes", "destProject", "destProjectCode", "destEmergency", "method",
    "firstReportedDate", "decisionDate", "exchangeRate", "refCode", "createdAt", "updatedAt",
)  # fmt: skip
_PAGED: Final = {
    **{heading: column for heading, column in _LISTED.items() if not heading.startswith(("dest", "src"))},
    "sourceObjects/Organization": "funder_name",
    "destinationObjects/Organization": "recipient_name",
    "destinationObjects/GlobalCluster": "sector_text",
    "destinationObjects/Location": "country_code",
    "destinationObjects/UsageYear": "years",
}
_PAGED_UNUSED: Final = (
    "budgetYear", "childFlowIds", "createdAt", "decisionDate", "grandBargainEarmarkingType", "exchangeRate",
    "firstReportedDate", "newMoney", "method", "parentFlowId", "updatedAt", "versionId", "reportDetails", "refCode",
    *(f"{side}/{kind}" for side in _SIDES for kind in ("Plan", "Cluster", "Emergency", "Project")),
    *(f"sourceObjects/{kind}" for kind in ("Location", "GlobalCluster", "UsageYear")),
)  # fmt: skip


def _read_page(path: Path, feed: Feed) -> list[Part]:
    """Read one page of flows as the API gives it: an object whose ``data`` holds the list ``flows``."""
    if settle_format(path, path.name) != OBJECTS:
        refuse("header-not-found", "it is no JSON", "send a page of the FTS API")
    blank: dict[str, str | None] = {heading: None for heading in feed.named if "/" in heading}
    with JsonText(path, LIMITS) as text:
        flows = [blank | _cells(flow) for flow in _flows(text)]
    return [Part("", gather(path, feed, enumerate(flows, 1)))]


def _flows(text: JsonText) -> Iterator[Any]:
    is_found = False
    for key in text.keys():  # noqa: SIM118 - no mapping: each key is read from the text
        if key != "data":
            text.value()
            continue
        for inner in text.keys():  # noqa: SIM118 - no mapping: each key is read from the text
            if inner == "flows":
                is_found = True
                yield from text.members()
            else:
                text.value()
    if not is_found:
        refuse("header-not-found", "it holds no list of flows", "send a page of the FTS API")


def _cells(flow: Any) -> dict[str, str | None]:
    """Return the cells of a flow: what stands on either side by its type, several of one type joined by ``;``."""
    if not is_object(flow):
        refuse("json-syntax", f"holds {written(flow)} where a flow should be", "send a page of the FTS API whole")
    cells: dict[str, str | None] = {}
    for key, value in flow:
        if key in _SIDES:
            for item in map(dict, value):
                heading = f"{key}/{item.get('type')}"
                cells[heading] = "; ".join(filter(None, (cells.get(heading), cell_text(item.get("name")))))
        elif isinstance(value, list):
            cells[key] = "; ".join(one if isinstance(one, str) else written(one) for one in value)
        else:
            cells[key] = cell_text(value)
    return cells


def _tell_listed(texts: Texts) -> Texts:
    """Return flows of a file in which several values share a cell between commas."""
    first, last = texts["first_year"], texts["last_year"]
    spread = {name: texts[name].str.replace(",", ";") for name in ("country_code", "sector_text", "keywords")}
    return _tell_flows(texts.assign(**spread, years=first.where(first == last, first + "-" + last)))


def _tell_paged(texts: Texts) -> Texts:
    return _tell_flows(texts.assign(program_id=None, as_of_date=texts["as_of_date"].str.slice(0, 10)))


def _tell_flows(texts: Texts) -> Texts:
    countries = texts["country_code"]
    has_several = countries.str.contains(";").fillna(False).astype(bool)
    is_american = texts["funder_name"].fillna("") == _UNITED_STATES
    shared = texts["on_boundary"].map({"single": "", "shared": "-shared"}).astype("str")
    return facts(
        texts,
        transaction_id="FTS-" + texts["transaction_id"],
        program_id=texts["program_id"],
        country_code=countries.where(~has_several),
        country_codes=countries.where(has_several),
        agency_code=texts["keywords"].map(_agency, na_action="ignore").astype("str").where(is_american, "OTHER"),
        agencies_text=texts["keywords"].where(is_american),
        funder_name=texts["funder_name"],
        recipient_name=texts["recipient_name"],
        sector_text=texts["sector_text"],
        purpose_text=texts["purpose_text"],
        stage_code=texts["stage_code"].map(lambda status: _STAGES.get(status, status), na_action="ignore"),
        stage_text=texts["stage_code"],
        amount_usd=texts["amount_usd"],
        qualifier_code="EXACT",
        start_date=texts["as_of_date"],
        end_date=texts["as_of_date"],
        as_of_date=texts["as_of_date"],
        series_id="FTS-" + texts["boundary"] + shared,
        is_total="no",
        part_of_id=pd.Series(_INCLUDED, index=texts.index, dtype="str").mask(texts["boundary"] == "incoming"),
        is_running_total="no",
        note=_notes(texts),
    )


def _agency(keywords: str) -> str | None:
    found = {code for word, code in _AGENCIES.items() if word in keywords}
    return found.pop() if len(found) == 1 else None


def _notes(texts: Texts) -> "pd.Series[str]":
    """Say how FTS sorts a flow, for which years it is, and what was given where it was not in US dollars."""
    given = ("; given as " + texts["original"] + " " + texts["currency"]).fillna("")
    shared = texts["on_boundary"].map(
        {"shared": "; shared with other years or places, so that FTS adds it to none of them"}
    )
    return (
        texts["kind"].fillna("-") + " flow, " + texts["contribution"].fillna("-") + ", for "
        + texts["years"].fillna("unstated years") + given + shared.fillna("") + "."
    )  # fmt: skip


def _tell_requirements(texts: Texts) -> Texts:
    return upright(texts, ["requirements"], _required)


def _required(rows: Texts, name: str) -> Texts:
    return facts(
        rows,
        need_id=_key(rows),
        country_code=rows["country_code"],
        sector_text=rows.get("sector_text"),
        # A country may have several plans in one year, each with a requirement of its own.
        indicator_name=_indicators(rows),
        unit_code="USD",
        value=rows[name],
        qualifier_code="EXACT",
        # What a plan requires stands from its first day.
        as_of_date=rows["start_date"],
        start_date=rows["start_date"],
        end_date=rows["end_date"],
        origin_name="OCHA FTS",
        note=rows["plan_name"],
        **_standing(rows),
    )


def _indicators(rows: Texts) -> "pd.Series[str] | str":
    return "Funding required" + (": " + rows["plan_kind"]).fillna("") if "plan_kind" in rows else "Funding required"


def _tell_funding(texts: Texts) -> Texts:
    return upright(texts, ["funding"], _funded)


def _funded(rows: Texts, name: str) -> Texts:
    """Return sums of flows: totals all of them, which the flows themselves make up."""
    standing = _standing(rows) | {"is_total": "yes"}
    return facts(
        rows,
        transaction_id=_key(rows),
        program_id=rows["plan"],
        country_code=rows["country_code"],
        agency_code="OTHER",
        sector_text=rows.get("sector_text"),
        stage_code="REPORTED",
        stage_text="Funding: flows paid and committed together",
        amount_usd=rows[name],
        qualifier_code="EXACT",
        start_date=rows["start_date"],
        end_date=rows["end_date"],
        is_running_total="no",
        note=rows["plan_name"],
        **standing,
    )


def _standing(rows: Texts) -> "dict[str, pd.Series[str] | str | None]":
    """Return how rows stand to each other: a cluster is part of its plan, and clusters of one plan may be added."""
    whole = joined("FTS", rows["plan"], rows["country_code"], rows["start_date"])
    if "sector_text" not in rows:
        return {"series_id": joined("FTS-plans", rows["start_date"].str.slice(0, 4)), "is_total": "yes"}
    return {"series_id": whole + "-clusters", "is_total": "no", "part_of_id": whole}


def _key(rows: Texts) -> "pd.Series[str]":
    cluster = [rows["cluster_code"].fillna(rows["sector_text"])] if "sector_text" in rows else []
    return joined("FTS", rows["plan"], rows["country_code"], rows["start_date"], *cluster)


_SUMS: Final = {"needs": _tell_requirements, "transactions": _tell_funding}
PUBLISHER: Final = Publisher(
    "ocha-fts",
    "OCHA Financial Tracking Service",
    "CC BY-IGO 3.0",
    (
        Feed("Page of flows of the FTS API", _PAGED, _PAGED_UNUSED, {"transactions": _tell_paged}, read=_read_page),
        Feed("Flows of humanitarian funding", _LISTED, _LISTED_UNUSED, {"transactions": _tell_listed}),
        Feed(
            "Requirements and funding by cluster",
            {
                "countryCode": "country_code", "code": "plan", "name": "plan_name", "startDate": "start_date",
                "endDate": "end_date", "clusterCode": "cluster_code", "cluster": "sector_text",
                "requirements": "requirements", "funding": "funding",
            },
            ("id", "year", "percentFunded"),
            _SUMS,
        ),
        Feed(
            "Requirements and funding by plan (HDX HAPI)",
            {
                "location_code": "country_code", "appeal_code": "plan", "appeal_name": "plan_name",
                "appeal_type": "plan_kind", "requirements_usd": "requirements", "funding_usd": "funding",
                "reference_period_start": "start_date", "reference_period_end": "end_date",
            },
            (
                "has_hrp", "in_gho", "funding_pct", "dataset_hdx_id", "resource_hdx_id", "warning",
                "error",
            ),
            _SUMS,
            missing=("Not specified",),
        ),
    ),
    "daily",
    "Several values share a cell between commas; internal flows repeat what came in; flows shared among years or "
    "places count in none of them; clusters and plans have funding without requirements.",
)  # fmt: skip
