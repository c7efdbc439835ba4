"""ForeignAssistance.gov: what agencies of the US Government obligated and disbursed, activity by activity."""

from typing import TYPE_CHECKING, Final

from loaders.facts import facts, joined
from loaders.layouts import Feed, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd

_NAMED: Final = {
    "Country Code": "country_code",
    "Managing Agency Acronym": "managing",
    "Managing Agency Name": "managing_name",
    "Managing Sub-agency or Bureau Name": "bureau",
    "Implementing Partner Name": "recipient_name",
    "International Sector Name": "sector_text",
    "International Purpose Code": "purpose",
    "International Purpose Name": "purpose_text",
    "US Sector Name": "us_sector",
    "Funding Acount ID": "account",
    "Funding Account Name": "account_name",
    "Funding Agency Acronym": "funding",
    "Funding Agency Name": "funding_name",
    "Foreign Assistance Objective Name": "objective",
    "Aid Type Group Name": "aid_type",
    "Activity ID": "activity",
    "Activity Name": "program_name",
    "Activity Description": "description",
    "Activity Start Date": "start_date",
    "Activity End Date": "end_date",
    "Transaction Type Name": "stage_text",
    "Fiscal Year": "fiscal_year",
    "Current Dollar Amount": "amount_usd",
}
# Numbers beside names, wider groups of what is named, and amounts in dollars of one later year.
_UNUSED: Final = (
    "Country ID", "Country Name", "Region ID", "Region Name", "Income Group ID", "Income Group Name",
    "Income Group Acronym", "Managing Agency ID", "Managing Sub-agency or Bureau ID",
    "Managing Sub-agency or Bureau Acronym", "Implementing Partner Category ID", "Implementing Partner Category Name",
    "Implementing Partner Sub-category ID", "Implementing Partner Sub-category Name", "Implementing Partner ID",
    "International Category ID", "International Category Name", "International Sector Code", "US Category ID",
    "US Category Name", "US Sector ID", "Submission ID", "Funding Agency ID", "Foreign Assistance Objective ID",
    "Aid Type Group ID", "Activity Project Number", "Transaction Type ID", "Constant Dollar Amount",
)  # fmt: skip
_STAGES: Final = {
    "Appropriated and Planned": "APPROPRIATED",
    "Obligations": "OBLIGATED",
    "Disbursements": "DISBURSED",
    "President's Budget Requests": "REQUESTED",
}
_TOOLS: Final = {"Military": "MILITARY", "Economic": "ECONOMIC"}
# Agencies without a code of their own, such as the Peace Corps, stand by name only.
_AGENCIES: Final = {
    **{code: code for code in ("STATE", "USAID", "USDA", "DOC", "HHS", "DHS", "DOJ", "TREAS", "DOT", "DOD")},
    "AF": "DOD", "ARMY": "DOD", "NAVY": "DOD",
}  # fmt: skip


def _tell_money(texts: Texts) -> Texts:
    stages = texts["stage_text"].map(lambda text: _STAGES.get(text, text), na_action="ignore")
    return facts(
        texts,
        transaction_id=joined(
            _programs(texts), texts["stage_text"], texts["fiscal_year"], texts["account"], texts["bureau"],
            texts["recipient_name"], texts["purpose"],
        ),
        program_id=_programs(texts),
        country_code=texts["country_code"],
        agency_code=_agency(texts["funding"]),
        agencies_text=texts["funding_name"],
        implementing_code=_agency(texts["managing"]),
        funder_name="United States, " + texts["funding_name"],
        recipient_name=texts["recipient_name"],
        tool_code=_tool(texts),
        sector_text=texts["sector_text"],
        account_name=texts["account_name"],
        purpose_text=texts["purpose_text"],
        fiscal_year=texts["fiscal_year"],
        stage_code=stages,
        stage_text=texts["stage_text"],
        amount_usd=texts["amount_usd"],
        qualifier_code="EXACT",
        as_of_date="FY" + texts["fiscal_year"],
        series_id=joined("USFA", stages),
        is_total="no",
        is_running_total="no",
        note="US sector " + texts["us_sector"].fillna("-") + "; managed by " + _managers(texts),
    )  # fmt: skip


def _tell_activities(texts: Texts) -> Texts:
    """Return each activity once, with the fiscal years and countries of all its money."""
    of_activity = texts.groupby("activity")
    first = texts[~texts["activity"].duplicated()]
    years = {end: of_activity["fiscal_year"].transform(end).loc[first.index] for end in ("min", "max")}
    countries = of_activity["country_code"].transform(_listed).loc[first.index]
    is_one = ~countries.str.contains(";").fillna(False).astype(bool)
    return facts(
        first,
        program_id=_programs(first),
        program_name=first["program_name"],
        country_code=countries.where(is_one),
        country_codes=countries.mask(is_one),
        fiscal_year_start=years["min"],
        fiscal_year_end=years["max"],
        purpose_text=first["description"],
        sector_text=first["sector_text"],
        tool_code=_tool(first),
        agency_code=_agency(first["funding"]),
        agencies_text=first["funding_name"],
        start_date=first["start_date"],
        end_date=first["end_date"],
        note="Aid type: " + first["aid_type"].fillna("-") + "; managed by " + _managers(first),
    )


def _programs(texts: Texts) -> "pd.Series[str]":
    return "USFA-" + texts["activity"]


def _agency(acronyms: "pd.Series[str]") -> "pd.Series[str]":
    return acronyms.map(_AGENCIES).astype("str")


def _tool(texts: Texts) -> "pd.Series[str]":
    return texts["objective"].map(lambda text: _TOOLS.get(text, text), na_action="ignore")


def _managers(texts: Texts) -> "pd.Series[str]":
    return texts["managing_name"].fillna("-") + (", " + texts["bureau"]).fillna("")


def _listed(codes: "pd.Series[str]") -> str:
    return ";".join(codes.dropna().unique())


PUBLISHER: Final = Publisher(
    "us-foreign-assistance",
    "US Department of State, ForeignAssistance.gov",
    "US Government work, public domain",
    (
        Feed(
            "Transactions of foreign assistance",
            _NAMED,
            _UNUSED,
            {"programs": _tell_activities, "transactions": _tell_money},
            missing=("not applicable",),
        ),
    ),
    "monthly",
    "The heading 'Funding Acount ID' is misspelled; amounts are also given in dollars of one later year, which are "
    "left; some names are redacted; services of the Department of Defense fund by themselves; an activity has several "
    "lines.",
)
