"""OCHA country-based pooled funds: who pledged and paid into them, and the projects they pay for."""

from typing import Final

import pandas as pd

from loaders.facts import facts, upright
from loaders.layouts import Feed, Publisher, Texts

# Days that stand for no day.
_NO_DAYS: Final = ("0001-01-01T00:00:00",)
_STAGES: Final = {"pledged": "ANNOUNCED", "paid": "PROVIDED"}
_DAYS: Final = {"pledged": "pledge_date", "paid": "paid_date"}
_LOCAL: Final = {"pledged": ("pledged_local", "pledged_currency"), "paid": ("paid_local", "paid_currency")}
_TRANSFERRED: Final = "A contribution to another pooled fund"
_UNITED_STATES: Final = "US"
_BENEFICIARIES: Final = ("men", "women", "boys", "girls")
_CONTRIBUTIONS: Final = {
    "PooledFundName": "country_code",
    "PooledFundCodeAbbrv": "fund_code",
    "ContributionCode": "transaction_id",
    "DonorName": "funder_name",
    "CountryCode": "donor_country",
    "PledgeDate": "pledge_date",
    "PledgeAmt": "pledged",
    "PaidDate": "paid_date",
    "PaidAmt": "paid",
    "PledgeAmtLocalCurrency": "pledged_currency",
    "PledgeAmtLocal": "pledged_local",
    "PaidAmtLocalCurrency": "paid_currency",
    "PaidAmtLocal": "paid_local",
    "IsTransfer": "transfer",
}
_CONTRIBUTIONS_UNUSED: Final = (
    "PooledFundId", "FiscalYear", "DonorCode", "GMSDonorID", "GMSDonorName", "PipeLineDate", "ExpectedDate",
    "PledgeAmtCurrencyExchangeRate", "PaidAmtCurrencyExchangeRate",
)  # fmt: skip
_PROJECTS: Final = {
    "PooledFundName": "country_code",
    "ChfProjectCode": "program_id",
    "AllocationType": "authority_name",
    "OrganizationName": "agencies_text",
    "ProjectTitle": "program_name",
    "ProjectStartDate": "planned_start",
    "ProjectEndDate": "planned_end",
    "Budget": "amount_usd",
    "Men": "men",
    "Women": "women",
    "Boys": "boys",
    "Girls": "girls",
    "ProjectSummary": "purpose_text",
    "ActualStartDate": "actual_start",
    "ActualEndDate": "actual_end",
    "ProjectStatus": "program_state",
    "ApprovedDate": "approved_date",
}
# Direct and support costs are what the budget is made of; the longer texts argue for the project.
_PROJECTS_UNUSED: Final = (
    "PooledFundId", "AllocationTypeId", "ChfId", "ExternalProjectCode", "AllocationYear", "AllocationSourceID",
    "AllocationSourceName", "OrganizationType", "ProjectDuration", "TotalDirectCost", "TotalSupportCost",
    "DateSubmitted", "IndirectBeneficiaries", "CatchmentPopulation", "AllocationStrategy", "HumanitarianContext",
    "GrantRequestJustification", "DescriptionOfBeneficiaries", "NeedsAssessment", "Activities", "ImplementationPlan",
    "Monitoring_Eval", "CrossCuttingIssues", "EnvironmentMarker", "GenderMarker", "GenderTheme", "FieldSecurity",
    "Access", "ProjectStatusId", "ProjectStatusCode", "ProcessStatus", "ProcessStatusId", "PartnerCode",
    "AllocationTypeCategoryId", "AllocationTypeCategory",
)  # fmt: skip


def _tell_contributions(texts: Texts) -> Texts:
    return upright(texts, list(_STAGES), _contributed)


def _contributed(rows: Texts, name: str) -> Texts:
    """Return what was pledged, or what was paid of it: two stages of the same money, in US dollars."""
    days = rows[_DAYS[name]].str.slice(0, 10)
    amount, currency = (rows[column] for column in _LOCAL[name])
    is_transfer = rows["transfer"] != "0"
    return facts(
        rows,
        transaction_id=rows["transaction_id"] + f"-{name}",
        country_code=rows["country_code"],
        # Which agency of the United States gave is not said.
        agency_code=pd.Series("OTHER", rows.index, dtype="str").mask(rows["donor_country"] == _UNITED_STATES),
        funder_name=rows["funder_name"],
        recipient_name="Pooled fund " + rows["fund_code"],
        stage_code=_STAGES[name],
        stage_text=name,
        amount_usd=rows[name],
        qualifier_code="EXACT",
        start_date=days,
        end_date=days,
        as_of_date=days,
        series_id=f"CBPF-{name}",
        is_total="no",
        part_of_id=pd.Series(_TRANSFERRED, rows.index, dtype="str").where(is_transfer),
        is_running_total="no",
        note="Given as " + amount + " " + currency,
    )


def _tell_projects(texts: Texts) -> Texts:
    return facts(
        texts,
        program_id=texts["program_id"],
        program_name=texts["program_name"],
        authority_name=texts["authority_name"],
        country_code=texts["country_code"],
        purpose_text=texts["purpose_text"],
        agency_code="OTHER",
        agencies_text=texts["agencies_text"],
        program_state=texts["program_state"],
        start_date=texts["actual_start"].fillna(texts["planned_start"]).str.slice(0, 10),
        end_date=texts["actual_end"].fillna(texts["planned_end"]).str.slice(0, 10),
        note=_beneficiaries(texts),
    )


def _beneficiaries(texts: Texts) -> "pd.Series[str]":
    counted = [texts[name].fillna("unknown") + f" {name}" for name in _BENEFICIARIES]
    return "For " + counted[0] + ", " + counted[1] + ", " + counted[2] + ", " + counted[3]


def _tell_budgets(texts: Texts) -> Texts:
    """Return what the funds allocated to projects, out of what was paid into them."""
    rows = texts[texts["amount_usd"].notna()]
    days = rows["approved_date"].str.slice(0, 10)
    return facts(
        rows,
        transaction_id=rows["program_id"] + "-budget",
        program_id=rows["program_id"],
        country_code=rows["country_code"],
        agency_code="OTHER",
        funder_name="Pooled fund " + rows["country_code"],
        recipient_name=rows["agencies_text"],
        account_name=rows["authority_name"],
        stage_code="ALLOCATED",
        stage_text="Budget",
        amount_usd=rows["amount_usd"],
        qualifier_code="EXACT",
        as_of_date=days,
        series_id="CBPF-budgets",
        is_total="no",
        is_running_total="no",
    )


PUBLISHER: Final = Publisher(
    "cbpf",
    "OCHA Country-Based Pooled Funds",
    "CC BY 4.0",
    (
        Feed("Contributions to pooled funds", _CONTRIBUTIONS, _CONTRIBUTIONS_UNUSED,
             {"transactions": _tell_contributions}, missing=_NO_DAYS),
        Feed("Projects of pooled funds", _PROJECTS, _PROJECTS_UNUSED,
             {"programs": _tell_projects, "transactions": _tell_budgets}, missing=_NO_DAYS),
    ),
    "daily",
    "The year 1 stands for no day; currency codes end in a space; a pledge and its payment share a row; transfers "
    "between funds are contributions twice.",
)  # fmt: skip
