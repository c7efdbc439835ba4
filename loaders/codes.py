"""Closed lists: every code a cell may hold, with the words a reader sees for it."""

from typing import Final

AGENCY: Final = {
    "STATE": "State",
    "USAID": "USAID",
    "USDA": "Agriculture",
    "DOC": "Commerce",
    "HHS": "Health and Human Services",
    "DHS": "Homeland Security",
    "DOJ": "Justice",
    "TREAS": "Treasury",
    "DOT": "Transportation",
    "DOD": "Defense",
    "ALL": "All agencies together",
    "SEVERAL": "Several agencies together",
    "OTHER": "Outside the US Government",
}
PARTNERS: Final = ("STATE", "USAID", "USDA", "DOC", "HHS", "DHS", "DOJ", "TREAS", "DOT")
COMPONENT: Final = {"ACTIVE": "Active", "STANDBY": "Standby", "RESERVE": "Reserve", "TOTAL": "All components"}
STATUS: Final = {
    "COMPLEX": "Complex emergency",
    "FAILED": "Failed",
    "FAILING": "Failing",
    "POST": "Post-conflict",
    "DESCRIBED": "At risk in other words",
    "NONE": "Not at risk",
}
STATUS_BASIS: Final = {
    "SOURCE_WORD": "the source's own word",
    "MAPPED": "mapped from the source's description",
    "GROUP": "said of a group the country belongs to",
}
TOOL: Final = {
    "DIPLOMATIC": "Diplomatic",
    "ECONOMIC": "Economic",
    "MILITARY": "Military",
    "POLITICAL": "Political",
    "LEGAL": "Legal",
    "CULTURAL": "Cultural",
    "SEVERAL": "Several tools",
}
FUNCTION: Final = {
    "PLANNING": "Planning & coordination",
    "GOVERNANCE": "Governance",
    "JUSTICE": "Justice & rule of law",
    "FINANCE": "Public finance",
    "AGRICULTURE": "Agriculture",
    "HEALTH": "Health",
    "TRADE": "Trade & markets",
    "LOGISTICS": "Logistics & security",
}
PEOPLE_STAGE: Final = {
    "ACTUAL": "in place",
    "PLANNED": "planned",
    "TARGET": "target",
    "OFFERED": "offered",
    "READY": "ready, not deployed",
}
MONEY_STAGE: Final = {
    "REQUESTED": "requested",
    "AUTHORIZED": "authorized",
    "APPROPRIATED": "appropriated",
    "ALLOCATED": "allocated",
    "PLANNED": "planned",
    "ANNOUNCED": "announced or pledged",
    "COMMITTED": "committed",
    "OBLIGATED": "obligated",
    "TRANSFERRED": "transferred",
    "PROVIDED": "provided",
    "DISBURSED": "disbursed or spent",
    "REPORTED": "reported without a stage",
}
QUALIFIER: Final = {
    "EXACT": "as stated",
    "ABOUT": "about",
    "NEARLY": "nearly",
    "AT_LEAST": "at least",
    "UP_TO": "up to",
    "RANGE": "a range",
}
PRECISION: Final = {
    "DAY": "to the day",
    "MONTH": "to the month",
    "SEASON": "to the season",
    "YEAR": "to the year",
    "FISCAL_YEAR": "to the fiscal year",
}
MEASURE: Final = {
    "TOUR": "people on one tour, first to last day",
    "PEOPLE_IN_COUNTRY": "people in the country on a day",
    "PEOPLE_DEPLOYED": "people deployed on a day, all countries together",
    "PEOPLE_SENT": "people sent over a period",
    "PEOPLE_NAMED": "people a source names",
    "PEOPLE_READY": "people ready to deploy, not deployed",
    "DEPLOYMENTS": "deployments in a period; a person sent twice counts twice",
    "PERSON_DAYS": "person-days in a period",
    "COUNTRIES": "countries with members",
    "PRESENCE": "presence stated without a number",
}
SCOPE: Final = {"COUNTRY": "one country", "WORLDWIDE": "all countries together"}
KIND: Final = {"STOCK": "people on a day", "FLOW": "people over a period"}
NOT_A_COUNTRY: Final = {
    "REGIONAL": "a region, several countries or none in particular",
    "HISTORIC": "a country that is no more and has several successors",
    "AMBIGUOUS": "a name of more than one country",
}
MARKING: Final = ("UNCLASSIFIED", "CUI", "CONFIDENTIAL", "SECRET", "TOP SECRET")
TAXONOMY: Final = {"BUREAU": "State bureaus", "COMMAND": "Combatant commands", "M49": "UN M49"}
RELEASE_KIND: Final = {"RECORD": "public record", "EXERCISE": "EXERCISE, invented data", "WORLD": "world feeds"}
