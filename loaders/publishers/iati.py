"""IATI 2.x activities: programs with their sectors and organisations, and every transaction of theirs."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from loaders.facts import facts, joined
from loaders.feedreading import LIMITS, gather
from loaders.formats.activityrecords import ACTIVITY, TRANSACTION, read_records
from loaders.layouts import Feed, Part, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd


class _Kind(NamedTuple):
    """What a type of transaction is: the stage of its money, its words, and which amounts it may be added to."""

    stage: str
    words: str
    flow: str


# IATI 2.03 code list TransactionType. Money that comes in is the provider's money going out, and money that comes back
# was paid before: both are kept beside the outgoing money, never among it.
_KINDS: Final = {
    "1": _Kind("REPORTED", "Incoming funds", "incoming"),
    "2": _Kind("COMMITTED", "Outgoing commitment", "outgoing"),
    "3": _Kind("DISBURSED", "Disbursement", "outgoing"),
    "4": _Kind("DISBURSED", "Expenditure", "outgoing"),
    "5": _Kind("REPORTED", "Interest payment", "returned"),
    "6": _Kind("REPORTED", "Loan repayment", "returned"),
    "7": _Kind("REPORTED", "Reimbursement", "returned"),
    "8": _Kind("REPORTED", "Purchase of equity", "equity"),
    "9": _Kind("REPORTED", "Sale of equity", "equity"),
    "10": _Kind("REPORTED", "Credit guarantee", "guarantee"),
    "11": _Kind("REPORTED", "Incoming commitment", "incoming"),
    "12": _Kind("ANNOUNCED", "Outgoing pledge", "outgoing"),
    "13": _Kind("REPORTED", "Incoming pledge", "incoming"),
}
# Identifiers that the IATI registry gives reporting organisations of the US Government; whoever reports under another
# of them is taken by name, everybody else stands outside it.
_AGENCIES: Final = {"US-GOV-1": "USAID", "US-GOV-11": "STATE"}
_US_GOVERNMENT: Final = "US-GOV-"
_FISCAL_MONTH: Final = 10
_NAMED: Final = {
    "element": "element",
    "iati-identifier": "program_id",
    "reporting-org": "reporter",
    "reporting-org@ref": "agency_code",
    "title": "program_name",
    "description": "description",
    "participating-org": "agencies_text",
    "activity-status": "program_state",
    "activity-date@start": "start_date",
    "activity-date@end": "end_date",
    "related-activity": "part_of_id",
    "recipient-country": "country_code",
    "recipient-country@several": "country_codes",
    "recipient": "places",
    "sector": "sector_text",
    "sector@percentage": "shares",
    "transaction@ref": "reference",
    "transaction/transaction-type": "stage_code",
    "transaction/transaction-date": "as_of_date",
    "transaction/value": "amount_usd",
    "transaction/description": "purpose_text",
    "transaction/provider-org": "funder_name",
    "transaction/receiver-org": "recipient_name",
    "transaction/usg:treasury-account": "account_name",
}
# Budgets are left: original and revised plans of the same money, month by month, which no table here tells apart.
_UNUSED: Final = (
    "other-identifier", "activity-date", "contact-info", "activity-scope", "recipient-region", "location", "tag",
    "country-budget-items", "humanitarian-scope", "policy-marker", "collaboration-type", "default-flow-type",
    "default-finance-type", "default-aid-type", "default-tied-status", "budget", "planned-disbursement",
    "capital-spend", "transaction", "document-link", "legacy-data", "conditions", "result", "crs-add", "fss",
    "usg:duns-number", "usg:mechanism-signing-date", "usg:state-location", "usg:tec1",
    *(f"transaction/{name}" for name in (
        "disbursement-channel", "sector", "recipient-country", "recipient-region", "flow-type", "finance-type",
        "aid-type", "tied-status", "usg:humanitarian-scope",
    )),
)  # fmt: skip


def _read(path: Path, feed: Feed) -> list[Part]:
    """Read activities and transactions, numbered together in the order of the file."""
    blank: dict[str, str | None] = dict.fromkeys(_NAMED)
    records = (blank | cells for cells in read_records(path, LIMITS))
    return [Part("", gather(path, feed, enumerate(records, 1)))]


def _tell_programs(texts: Texts) -> Texts:
    activities = texts[texts["element"] == ACTIVITY]
    return facts(
        activities,
        program_id=activities["program_id"],
        program_name=activities["program_name"],
        country_code=activities["country_code"],
        country_codes=activities["country_codes"],
        purpose_text=activities["description"],
        sector_text=activities["sector_text"],
        agency_code=_agencies(activities),
        agencies_text=activities["agencies_text"],
        program_state=activities["program_state"],
        start_date=activities["start_date"],
        end_date=activities["end_date"],
        part_of_id=activities["part_of_id"],
        note=_notes(activities, has_sectors=True),
    )


def _tell_transactions(texts: Texts) -> Texts:
    rows = texts[texts["element"] == TRANSACTION]
    kinds, days = rows["stage_code"], rows["as_of_date"]
    told = {name: _of_kind(kinds, name) for name in _Kind._fields}
    return facts(
        rows,
        transaction_id=_keys(rows),
        program_id=rows["program_id"],
        country_code=rows["country_code"],
        country_codes=rows["country_codes"],
        agency_code=_agencies(rows),
        funder_name=rows["funder_name"],
        recipient_name=rows["recipient_name"],
        sector_text=rows["sector_text"],
        account_name=rows["account_name"],
        purpose_text=rows["purpose_text"],
        fiscal_year=_fiscal_years(days),
        stage_code=told["stage"].fillna(kinds),
        stage_text=told["words"],
        amount_usd=rows["amount_usd"],
        qualifier_code="EXACT",
        start_date=days,
        end_date=days,
        as_of_date=days,
        series_id=joined("IATI", rows["agency_code"], told["flow"]),
        is_total="no",
        is_running_total="no",
        note=_notes(rows, has_sectors=False),
    )


def _of_kind(kinds: "pd.Series[str]", name: str) -> "pd.Series[str]":
    return kinds.map({code: getattr(kind, name) for code, kind in _KINDS.items()}).astype("str")


def _agencies(rows: Texts) -> "pd.Series[str]":
    references = rows["agency_code"]
    known = references.map(_AGENCIES).astype("str")
    is_american = references.str.startswith(_US_GOVERNMENT).fillna(False).astype(bool)
    return known.fillna(rows["reporter"].where(is_american)).where(is_american, "OTHER")


def _keys(rows: Texts) -> "pd.Series[str]":
    """Return a key of what a transaction states; a second one that states the same is numbered."""
    keys = joined(rows["program_id"], rows["stage_code"], rows["as_of_date"],
                  rows["reference"], rows["amount_usd"])  # fmt: skip
    place = keys.groupby(keys).cumcount()
    return keys.where(place == 0, keys + "#" + (place + 1).astype("str"))


def _fiscal_years(days: "pd.Series[str]") -> "pd.Series[str]":
    """Return the US fiscal year in which each day lies."""
    return days.map(lambda day: f"FY{int(day[:4]) + (int(day[5:7]) >= _FISCAL_MONTH)}", na_action="ignore")


def _notes(rows: Texts, *, has_sectors: bool) -> "pd.Series[str]":
    """Say for which places, and for which shares of sectors; amounts are never divided by them."""
    places = ("For: " + rows["places"] + ". ").fillna("")
    shares = ("Sectors as shared: " + rows["shares"] + ".").fillna("") if has_sectors else ""
    notes = (places + shares).str.strip()
    return notes.where(notes != "")


PUBLISHER: Final = Publisher(
    "iati",
    "IATI publishers: USAID and the World Bank",
    "US public domain (USAID); CC BY 4.0 (World Bank)",
    (Feed("IATI activities", _NAMED, _UNUSED, {"programs": _tell_programs, "transactions": _tell_transactions},
          read=_read),),
    "daily to quarterly, as each organisation reports",
    "Amounts may be negative; transactions may carry no reference or share one; regions stand where a country should; "
    "private elements of USAID; a few names are written nan.",
)  # fmt: skip
