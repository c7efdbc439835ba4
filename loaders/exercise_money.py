"""The exercise's money: invented programs and what is asked, obligated and spent for them year by year."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from loaders.exercise_world import FIRST_KNOWN

_TOOLS: Final = {
    "D": "DIPLOMATIC", "E": "ECONOMIC", "M": "MILITARY", "P": "POLITICAL", "L": "LEGAL", "C": "CULTURAL",
    "S": "SEVERAL",
}  # fmt: skip
_QUALIFIERS: Final = {"=": "EXACT", "~": "ABOUT", ">": "AT_LEAST", "?": "EXACT"}

# id | program | agency tool | first and last fiscal year | obligated in FY2011, million dollars (= ~ > ?) | state
_PROGRAMS: Final = """
SSD-001|Consulate to embassy transition|STATE D|2009 2012|=12.8|Active
SSD-002|State government advisers|STATE P|2010 2012|=10.0|Active
SSD-003|Abyei monitoring liaison|STATE D|2011 2011|=4.2|Ends 31 Oct
SSD-004|County service delivery|USAID P|2008 2012|=15.6|Active
SSD-005|Roads to market|USAID E|2008 2012|=14.0|Active
SSD-006|Army reform advisers|STATE M|2009 2012|~14.0|Active
SSD-007|Livestock and market recovery|USDA E|2009 2012|=9.1|Active
SSD-008|Border and customs posts|DHS D|2010 2012|=4.0|Active
SSD-009|Conflict mitigation in Jonglei|USAID P|2010 2012|=18.4|Active
SSD-010|Prosecutors and police mentors|DOJ L|2008 2012|=15.0|Active
SSD-011|Public financial management support|TREAS E|2011 2011|>6.5|Active
SSD-012|State hospital staffing|HHS E|2009 2012|=8.4|Active
SSD-013|Reconciliation radio|USAID C|2010 2012|=4.0|Active
SSD-014|Rule-of-law advisers to state courts|DOJ L|2011 2011|~12.0|Active
SSD-016|State legislature exchange|STATE C|2012 2012|?|Planned
AFG-001|Provincial planning cells|STATE D|2008 2012|=88.0|Active
AFG-002|District stabilization grants|USAID P|2008 2012|=150.0|Active
AFG-003|Irrigation and orchards|USDA E|2008 2012|=60.0|Active
AFG-004|Courts and police mentors|DOJ S|2008 2012|=68.0|Active
AFG-005|Provincial budget support|TREAS E|2009 2012|=22.0|Active
IRQ-001|Provincial transition|STATE S|2008 2012|=60.0|Active
IRQ-002|Basic services in the provinces|USAID E|2008 2012|=72.0|Active
IRQ-003|Courts and corrections|DOJ L|2008 2012|=60.0|Active
IRQ-004|Central bank supervision|TREAS E|2008 2012|=20.0|Active
HTI-001|Neighbourhood recovery|USAID E|2010 2012|=76.0|Active
HTI-002|Cholera response|HHS E|2010 2012|=44.0|Active
HTI-003|Port and roads repair|DOT E|2011 2012|=6.0|Active
COD-001|Security sector liaison|STATE M|2008 2012|=24.0|Active
COD-002|Eastern provinces recovery|USAID P|2008 2012|~40.0|Active
COD-003|Survivor health services|HHS P|2009 2012|=40.0|Active
SDN-001|Darfur negotiation support|STATE D|2008 2012|=40.0|Active
SDN-002|Three areas transition|USAID P|2008 2012|~56.0|Active
PAK-001|Flood district planning|STATE P|2010 2012|=26.0|Active
PAK-002|Border districts livelihoods|USAID E|2009 2012|=40.0|Active
PAK-003|Prosecution service reform|DOJ L|2009 2012|=30.0|Active
SOM-001|Transition liaison office|STATE D|2009 2012|=25.0|Active
SOM-002|Regional administrations|USAID P|2009 2012|=30.1|Active
SOM-003|Drought and herd recovery|USDA E|2010 2012|>32.9|Active
LBY-001|Transition liaison|STATE D|2011 2012|=13.5|Active
LBY-002|Asset recovery and payments|TREAS E|2011 2012|~20.5|Active
YEM-001|Local mediation|STATE D|2010 2012|=12.0|Active
YEM-002|Ports and airport security|DHS M|2010 2012|=30.0|Active
ZWE-001|Local councils fund|USAID P|2009 2012|=22.0|Active
CIV-001|Post-election reconciliation|STATE C|2011 2012|=13.0|Active
CIV-002|Courts reopening|DOJ L|2011 2012|=18.0|Active
TCD-001|Border seed and herds|USDA E|2009 2012|=18.0|Active
CAF-001|Police training|DOJ L|2010 2011|=9.0|Ends 30 Sep
LBR-001|County governance|USAID P|2008 2012|=30.0|Active
LBR-002|Courts and prisons|DOJ L|2008 2012|=18.0|Active
LBR-003|Airport access road|DOT E|2011 2012|=2.0|Active
XKX-001|Northern courts|DOJ L|2008 2012|=20.0|Active
LBN-001|Border communities|STATE C|2009 2012|=18.0|Active
LBN-002|Customs modernisation|DHS E|2009 2012|=10.0|Active
TLS-001|Police mentoring|DOJ L|2008 2012|=4.0|Active
NPL-001|Integration and local peace|USAID P|2008 2012|=20.0|Active
LKA-001|Northern farms and fisheries|USDA E|2010 2012|=22.0|Active
BDI-001|Reintegration fund|USAID P|2008 2012|=11.0|Active
GIN-001|Transition health posts|HHS E|2010 2012|=8.0|Active
TJK-001|Border district budgets|USAID E|2009 2012|=12.9|Active
KGZ-001|Reconciliation in the south|STATE C|2010 2012|=11.5|Active
KGZ-002|Trade and market access|DOC E|2010 2012|=11.0|Active
MMR-001|Delta clinics|HHS E|2009 2012|=11.6|Active
SYR-001|Refugee reception planning|STATE D|2011 2012|?|Planned
"""

_THIS_YEAR: Final = 2011
_REQUEST_YEAR: Final = 2012
_SHARE_OF_2011: Final = {2008: 0.46, 2009: 0.56, 2010: 0.72}
_SPENT: Final = {2008: 0.98, 2009: 0.95, 2010: 0.84, 2011: 0.52}
_REQUEST: Final = {
    "STATE": 0.97, "USAID": 0.96, "USDA": 0.72, "DOC": 0.9, "HHS": 0.94, "DHS": 0.6, "DOJ": 0.98, "TREAS": 0.84,
    "DOT": 1.2,
}  # fmt: skip
_COUNTRY_TOTALS: Final = {("SSD", 2008): 62.0, ("SSD", 2009): 71.0, ("SSD", 2010): 96.0, ("SSD", 2012): 171.0}
# Spent from what was obligated before the late report.
_SPENT_STATED: Final = {("SOM-003", 2011): 3.0}
_STATED: Final = {("SSD-009", 2010): 9.6, ("SSD-009", 2012): 20.0}
_RECORDED_SHARES: Final = {"AFG-004": {"LEGAL": 0.6, "MILITARY": 0.4}}
_NOTES: Final = {
    "AFG-004": "Recorded shares: 60% legal, 40% military; each amount is split by them.",
    "IRQ-001": "Political and economic; no share is recorded, so the amount stands under several tools.",
    "SSD-011": "One award is not yet reported; the FY2011 amount is a lower bound.",
    "SOM-003": "One award is not yet reported; the FY2011 amount is a lower bound.",
    "SSD-016": "Amount not available.",
    "SYR-001": "Amount not available; first assessed 11 Sep 2011.",
}
_PURPOSES: Final = {
    "DIPLOMATIC": "Keep lines open between the parties and the posts that serve them",
    "ECONOMIC": "Bring markets, services and household incomes back",
    "MILITARY": "Advise and equip forces under civilian control",
    "POLITICAL": "Help councils and ministries to govern and to settle disputes",
    "LEGAL": "Reopen courts and train police and prosecutors",
    "CULTURAL": "Bring divided communities into exchange",
    "SEVERAL": "More than one tool; see the note",
}
_STARTED_LATE: Final = {"SSD-011": "2011-09-06", "SSD-014": "2011-09-06", "SYR-001": "2011-09-11"}
_ENDS: Final = {"SSD-011": "", "SSD-014": "", "SSD-003": "2011-10-31", "CAF-001": "2011-09-30"}
_LATE_OBLIGATIONS: Final = {"AFG-002": 141.5, "HTI-001": 72.4, "IRQ-002": 69.8, "PAK-002": 38.0, "LBR-001": 28.5}
_SOMALIA_REPORT: Final = "Late report from two awards; a third is still outstanding."


@dataclass(frozen=True)
class Program:
    """One invented program; ``amount`` is what is obligated in FY2011 in million dollars, None where unknown."""

    key: str
    name: str
    agency: str
    tool: str
    first_year: int
    last_year: int
    amount: float | None
    qualifier: str
    state: str

    @property
    def country(self) -> str:
        """Return the code of the program's country."""
        return self.key[:3]


def _programs(block: str) -> tuple[Program, ...]:
    found = []
    for line in block.strip().splitlines():
        key, name, whose, years, amount, state = line.split("|")
        agency, tool = whose.split()
        first, last = years.split()
        million = float(amount[1:]) if amount[1:] else None
        found.append(
            Program(key, name, agency, _TOOLS[tool], int(first), int(last), million, _QUALIFIERS[amount[0]], state)
        )
    return tuple(found)


PROGRAMS: Final = _programs(_PROGRAMS)


def program_rows() -> pd.DataFrame:
    """Return every version of every program, with the days it became known and was superseded."""
    return pd.DataFrame([_program_row(program) for program in PROGRAMS])


def _program_row(program: Program) -> dict[str, str]:
    start = _STARTED_LATE.get(program.key, f"{program.first_year - 1}-10-01")
    return {
        "program_id": program.key,
        "program_name": program.name,
        "authority_name": "Exercise authority",
        "country_code": program.country,
        "fiscal_year_start": str(program.first_year),
        "fiscal_year_end": str(program.last_year),
        "fiscal_year_text": "stated",
        "purpose_text": _PURPOSES[program.tool],
        "tool_code": program.tool,
        "agency_code": program.agency,
        "program_state": program.state,
        "start_date": start,
        "end_date": _ENDS.get(program.key, f"{program.last_year}-09-30"),
        "note": _NOTES.get(program.key, ""),
        "source_id": "X017" if program.key in _STARTED_LATE else "X014",
        "known": _STARTED_LATE.get(program.key, FIRST_KNOWN),
        "dropped": "",
    }


def transaction_rows(draw: np.random.Generator) -> pd.DataFrame:
    """Return every version of every amount, with the days it became known and was superseded."""
    rows: list[dict[str, str]] = []
    for program, year, million in _yearly(draw):
        stages = {"OBLIGATED": million, "DISBURSED": _spent(program, year, million)}
        if year == _REQUEST_YEAR:
            stages = {"REQUESTED": million}
        for stage, amount in stages.items():
            if stage != "DISBURSED" or (amount is not None and program.key not in _STARTED_LATE):
                shares = _by_tool(program, amount)
                rows.extend(row for share in shares for row in _versions(program, year, stage, share))
    return pd.DataFrame(rows)


def _spent(program: Program, year: int, million: float | None) -> float | None:
    if million is None or year not in _SPENT:
        return None
    return _SPENT_STATED.get((program.key, year), round(million * _SPENT[year], 1))


def _by_tool(program: Program, million: float | None) -> list[tuple[str, float | None]]:
    shares = _RECORDED_SHARES.get(program.key)
    if shares is None or million is None:
        return [(program.tool, million)]
    return [(tool, round(million * share, 2)) for tool, share in shares.items()]


def _yearly(draw: np.random.Generator) -> list[tuple[Program, int, float | None]]:
    drawn: dict[tuple[str, int], float | None] = {}
    for program in PROGRAMS:
        for year in range(program.first_year, program.last_year + 1):
            wobble = 0.92 + 0.16 * float(draw.random())
            drawn[program.key, year] = _amount(program, year, wobble)
    for (country, year), total in _COUNTRY_TOTALS.items():
        _scale(drawn, country, year, total)
    by_key = {program.key: program for program in PROGRAMS}
    return [(by_key[key], year, million) for (key, year), million in drawn.items()]


def _amount(program: Program, year: int, wobble: float) -> float | None:
    if (program.key, year) in _STATED:
        return _STATED[program.key, year]
    if program.amount is None or year == _THIS_YEAR:
        return program.amount
    share = _REQUEST[program.agency] if year not in _SHARE_OF_2011 else _SHARE_OF_2011[year]
    return round(program.amount * share * wobble, 1)


def _scale(drawn: dict[tuple[str, int], float | None], country: str, year: int, total: float) -> None:
    """Bring one country's year to a round total; the largest program takes what rounding leaves."""
    free = {
        key: million
        for key, million in drawn.items()
        if key[0].startswith(country) and key[1] == year and key not in _STATED and million is not None
    }
    stated = sum(million for (key, at), million in _STATED.items() if key.startswith(country) and at == year)
    factor = (total - stated) / sum(free.values())
    scaled = {key: round(million * factor, 1) for key, million in free.items()}
    largest = max(scaled, key=lambda key: (scaled[key], key))
    scaled[largest] = round(scaled[largest] + total - stated - sum(scaled.values()), 1)
    drawn.update(scaled)


def _versions(program: Program, year: int, stage: str, share: tuple[str, float | None]) -> list[dict[str, str]]:
    row = _transaction(program, year, stage, *share)
    if (stage, year) != ("OBLIGATED", 2011):
        return [row]
    if program.key == "SOM-003":
        before = {**row, "amount_usd": _dollars(5.9), "qualifier_code": "ABOUT", "note": "", "dropped": "2011-09-13"}
        return [before, {**row, "source_id": "X016", "known": "2011-09-13", "correction_text": _SOMALIA_REPORT}]
    if program.key in _LATE_OBLIGATIONS:
        before = {**row, "amount_usd": _dollars(_LATE_OBLIGATIONS[program.key]), "dropped": "2011-08-26"}
        return [before, {**row, "known": "2011-08-26"}]
    return [row]


def _transaction(program: Program, year: int, stage: str, tool: str, million: float | None) -> dict[str, str]:
    is_late = program.key in _STARTED_LATE
    is_bound = stage == "OBLIGATED" and year == _THIS_YEAR
    suffix = f"-{tool[:1]}" if program.key in _RECORDED_SHARES else ""
    return {
        "transaction_id": f"{program.key}-{year}-{stage[:1]}{suffix}",
        "program_id": program.key,
        "country_code": program.country,
        "agency_code": program.agency,
        "tool_code": tool,
        "account_name": "Exercise account",
        "purpose_text": _PURPOSES[program.tool],
        "fiscal_year": str(year),
        "fiscal_year_start": str(year),
        "fiscal_year_end": str(year),
        "stage_code": stage,
        "amount_usd": _dollars(million),
        "qualifier_code": program.qualifier if is_bound else "EXACT",
        "start_date": f"{year - 1}-10-01",
        "end_date": f"{year}-09-30",
        "as_of_date": _standing(year, stage),
        "series_id": "X-LEDGER" if stage != "REQUESTED" else "X-REQUEST",
        "is_total": "no",
        "is_running_total": "no",
        "note": _NOTES.get(program.key, "") if million is None or is_bound else "",
        "source_id": "X017" if is_late else "X015" if stage == "REQUESTED" else "X013",
        "known": _STARTED_LATE.get(program.key, FIRST_KNOWN),
        "dropped": "",
        "correction_text": "",
    }


def _standing(year: int, stage: str) -> str:
    if stage == "REQUESTED":
        return "2011-02-14"
    return "2011-08-31" if year == _THIS_YEAR else f"{year}-09-30"


def _dollars(million: float | None) -> str:
    return "" if million is None else f"{million * 1_000_000:.0f}"
