"""HPC response plans and their projects: what each plan and project is for, where, and the funding it requires."""

from typing import Final

import pandas as pd

from loaders.facts import facts, joined, upright
from loaders.layouts import Feed, Publisher, Texts

_REQUIREMENTS: Final = {"revised": "Funding required", "original": "Funding first required"}
_SEPARATOR: Final = "|"
# Categories say, besides the kind of a plan, its language and whether it is told by cluster or by sector.
_NOT_KINDS: Final = ("en", "fr", "es", "cluster", "sector")
_PLANS: Final = {
    "code": "code",
    "internalId": "plan_id",
    "startDate": "start_date",
    "endDate": "end_date",
    "planVersion": "program_name",
    "categories": "categories",
    "locations": "country_code",
    "origRequirements": "original",
    "revisedRequirements": "revised",
}
_PROJECTS: Final = {
    "name": "program_name",
    "versionCode": "version",
    "currentRequestedFunds": "requested",
    "objective": "purpose_text",
    "partners": "partners",
    "startDate": "start_date",
    "endDate": "end_date",
    "globalClusters": "sector_text",
    "locations": "country_code",
    "organizations": "agencies_text",
    "Response plan code": "code",
}


def _tell_plans(texts: Texts) -> Texts:
    return facts(
        texts,
        program_id=_plan_codes(texts),
        program_name=texts["program_name"],
        purpose_text=texts["categories"].map(_kinds, na_action="ignore"),
        agency_code="OTHER",
        start_date=texts["start_date"],
        end_date=texts["end_date"],
        note=_uncoded(texts["country_code"]),
        **_places(texts),
    )


def _plan_codes(texts: Texts) -> "pd.Series[str]":
    """Return the code of each plan; before 2007 one code may name several plans, which their id tells apart."""
    codes = texts["code"]
    is_own = codes.notna() & ~codes.duplicated(keep=False)
    return codes.where(is_own, joined("HPC", texts["plan_id"]))


def _kinds(categories: str) -> str | None:
    kinds = [kind for kind in _parts(categories) if kind not in _NOT_KINDS]
    return "; ".join(kinds) or None


def _parts(cell: str) -> list[str]:
    return [part for one in cell.split(_SEPARATOR) if (part := one.strip())]


def _places(texts: Texts) -> "dict[str, pd.Series[str]]":
    """Return the country of what is for one alone; where others stand beside it, each of them and no single one."""
    countries = texts["country_code"]
    is_alone = ~countries.str.contains(_SEPARATOR, regex=False).fillna(True).astype(bool)
    several = countries.map(lambda cell: ";".join(_parts(cell)) or None, na_action="ignore").astype("str")
    return {"country_code": countries.where(is_alone), "country_codes": several.mask(is_alone)}


def _uncoded(countries: "pd.Series[str]") -> "pd.Series[str]":
    """Say where a place of a plan is named without a code, which is a region or a part of a country."""
    blanks = countries.fillna("-").map(lambda cell: sum(not part.strip() for part in cell.split(_SEPARATOR)))
    told = pd.Series("Places without a country code: " + blanks.astype("str"), index=countries.index, dtype="str")
    return told.where(blanks > 0)


def _tell_requirements(texts: Texts) -> Texts:
    return upright(texts, list(_REQUIREMENTS), _required)


def _required(rows: Texts, name: str) -> Texts:
    places = _places(rows)
    several = ("For " + places["country_codes"] + " together. ").fillna("")
    return facts(
        rows,
        need_id=joined("HPC", rows["plan_id"], name),
        country_code=places["country_code"],
        # A country may have plans of several kinds in one year, each with a requirement of its own.
        indicator_name=_REQUIREMENTS[name] + (": " + rows["categories"].map(_kinds, na_action="ignore")).fillna(""),
        qualifier_text=_zeros(rows[name]),
        series_id=f"HPC-plans-{name}",
        note=several + rows["program_name"],
        is_total="no",
        **_sum_of(rows, name),
    )


def _zeros(requirements: "pd.Series[str]") -> "pd.Series[str]":
    """Say of a zero that it may be an unknown requirement: plans without a first estimate have one."""
    said = pd.Series("0 as the source writes it, also where nothing was stated", requirements.index, dtype="str")
    return said.where(requirements == "0")


def _sum_of(rows: Texts, name: str) -> "dict[str, pd.Series[str] | str | None]":
    return {
        "unit_code": "USD",
        "value": rows[name],
        "qualifier_code": "EXACT",
        # What a plan requires stands from its first day.
        "as_of_date": rows["start_date"],
        "start_date": rows["start_date"],
        "end_date": rows["end_date"],
        "origin_name": "OCHA HPC Tools",
    }


def _tell_projects(texts: Texts) -> Texts:
    return facts(
        texts,
        program_id=_project_codes(texts),
        program_name=texts["program_name"],
        purpose_text=texts["purpose_text"],
        sector_text=_sectors(texts),
        agency_code="OTHER",
        agencies_text=texts["agencies_text"],
        start_date=texts["start_date"],
        end_date=texts["end_date"],
        part_of_id=texts["code"],
        note="With " + texts["partners"],
        **_places(texts),
    )


def _project_codes(texts: Texts) -> "pd.Series[str]":
    """Return the code of each project without the number of its version."""
    return texts["version"].str.replace(r"-\d+$", "", regex=True)


def _sectors(texts: Texts) -> "pd.Series[str]":
    return texts["sector_text"].map(lambda cell: ";".join(_parts(cell)), na_action="ignore")


def _tell_requests(texts: Texts) -> Texts:
    return upright(texts, ["requested"], _requested)


def _requested(rows: Texts, name: str) -> Texts:
    """Return what projects ask for: parts of what their plan requires."""
    return facts(
        rows,
        need_id=joined("HPC", _project_codes(rows), name),
        country_code=_places(rows)["country_code"],
        sector_text=_sectors(rows),
        indicator_name="Funding requested by projects",
        series_id=joined("HPC-projects", rows["code"]),
        is_total="no",
        part_of_id=joined("Funding required by plan", rows["code"]),
        note=rows["program_name"],
        **_sum_of(rows, name),
    )


PUBLISHER: Final = Publisher(
    "hrp-plans",
    "OCHA, Humanitarian Programme Cycle Tools",
    "CC BY-IGO 3.0",
    (
        Feed(
            "Humanitarian response plans",
            _PLANS,
            ("years",),
            {"programs": _tell_plans, "needs": _tell_requirements},
        ),
        Feed(
            "Projects of a response plan",
            _PROJECTS,
            ("plans",),
            {"programs": _tell_projects, "needs": _tell_requests},
        ),
    ),
    "daily",
    "Several countries share a cell between bars, some of them without a code; old codes name several plans; "
    "requirements of 0 stand also for none stated.",
)  # fmt: skip
