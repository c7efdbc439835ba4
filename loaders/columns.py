"""Every column of every canonical table, defined once: what it holds, its unit, its closed list."""

from dataclasses import dataclass
from typing import Final

from loaders import codes


@dataclass(frozen=True)
class Column:
    """One column: its type, its words for the data dictionary and what a cell may hold.

    Attributes:
        kind: ``text``, ``date`` (a day), ``count`` (a whole number), ``number`` or ``flag``.
        words: What a cell holds, in one sentence for the data dictionary.
        unit: Unit of a cell, empty where the column has none.
        allowed: The closed list a cell comes from, empty where the column is free.
        minimum: The smallest value allowed, None where there is no limit.
    """

    kind: str
    words: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    minimum: float | None = None


def _text(words: str) -> Column:
    return Column("text", words)


def _code(words: str, allowed: dict[str, str] | tuple[str, ...] = ()) -> Column:
    return Column("text", words, allowed=tuple(allowed))


def _day(words: str) -> Column:
    return Column("date", words, unit="day")


def _count(words: str, unit: str) -> Column:
    return Column("count", words, unit=unit, minimum=0)


PROVENANCE: Final = {
    "source_id": _code("Key of the publication the row was taken from, in the sources table"),
    "raw_file": _text("File under data/raw that holds the row as received"),
    "raw_line": _count("Physical line of that file on which the row starts; the heading is line 1", "line"),
    "raw_column": _text("Heading of the column that holds the row's figure, where a line of the file holds several"),
    "known_date": _day("Last day of the period in which the row's source was published; empty where undated"),
}

COLUMNS: Final[dict[str, Column]] = {
    **PROVENANCE,
    "account_name": _text("Appropriation account, authority or line of the source's table"),
    "activity_text": _text("What is done, in the source's own words"),
    "admin_code": _text("P-code of the administrative unit, as OCHA's common operational datasets give it"),
    "admin_level": _count("Level of the administrative unit; 1 is the first below the country", "level"),
    "admin_name": _text("Administrative unit in the source's own words"),
    "admin_unit_id": _code("Key of an administrative unit: its P-code and the day it is valid from"),
    "agencies_text": _text("Agencies in the source's own words"),
    "agency_code": _code("Agency that supplies the people or funds the money", codes.AGENCY),
    "agency_codes": _text("Codes of all agencies behind one joint figure, separated by ; and never to be divided"),
    "agency_name": _text("Agency's name for the eye"),
    "amount_usd": Column("number", "Amount of money; a blank is unknown, not zero", unit="nominal US dollars"),
    "as_of_date": _day("Day on which the row's figure stood; the last day of the period where only that is known"),
    "as_of_precision": _code("How exactly the as-of day is known", codes.PRECISION),
    "authority_name": _text("Law, fund or authority the program rests on"),
    "category_code": _text("Kind of event: conflict, disaster, deployment, budget, law, corps and others"),
    "cell_lat": Column("number", "Southern edge of a cell of half a degree", unit="degrees north"),
    "cell_lon": Column("number", "Western edge of a cell of half a degree", unit="degrees east"),
    "choice_id": _code("Key of a choice between two publishers"),
    "chosen_by": _text("Office or role that chose which publisher's figure is used; never a private person's name"),
    "chosen_date": _day("Day of the choice"),
    "component_code": _code("Component of the Civilian Response Corps", codes.COMPONENT),
    "component_text": _text("Component in the source's own words"),
    "contributor_code": _code("ISO 3166-1 alpha-3 code of the state that supplies the people"),
    "correction_text": _text("Why the row differs from the release before, in one sentence; empty where it does not"),
    "country_code": _code("ISO 3166-1 alpha-3 code of the country; XKX is Kosovo by custom"),
    "country_codes": _text("Further countries of a row that covers several, separated by ;"),
    "country_name": _text("Short country name shown to readers"),
    "deployment_id": _code("Key of a deployment row"),
    "display_order": _count("Place in every list and stack", "rank"),
    "end_date": _day("Last day served or in force; empty means no end is recorded"),
    "end_precision": _code("How exactly the end is known", codes.PRECISION),
    "event_date": _day("Day of the event; the first day of the period where only that is known"),
    "event_id": _code("Key of an event"),
    "event_precision": _code("How exactly the event's day is known", codes.PRECISION),
    "event_title": _text("What happened, in a few words"),
    "event_count": _count("Events counted together", "events"),
    "event_year": _count("Calendar year of the events", "year"),
    "fatalities_count": _count("People killed; empty where not known, which is not zero", "people"),
    "fatalities_high": _count("Upper estimate of the people killed", "people"),
    "fatalities_low": _count("Lower estimate of the people killed", "people"),
    "fiscal_year": _count("US fiscal year, October to September, named by its end; empty for several years", "year"),
    "fiscal_year_end": _count("Last US fiscal year of a figure that covers several", "year"),
    "fiscal_year_start": _count("First US fiscal year of a figure that covers several", "year"),
    "fiscal_year_text": _text("How the fiscal year is known"),
    "function_code": _code("Function of a post or a tour", codes.FUNCTION),
    "function_text": _text("Function or purpose in the source's own words"),
    "funder_name": _text("Body that gives the money, in the source's own words"),
    "group_kind": _text("What the group sorts countries by: income, lending, region and others"),
    "group_member_id": _code("Key of a country's membership of a group"),
    "group_name": _text("Name of the group of countries"),
    "implementing_code": _code("Agency that carries the money out", codes.AGENCY),
    "indicator_code": _text("The source's own code of what is measured"),
    "indicator_id": _code("Key of an indicator figure"),
    "indicator_name": _text("What is measured"),
    "is_partner": Column("flag", "Whether the agency is a partner of the Civilian Response Corps"),
    "is_running_total": Column("flag", "Whether the row reads a running total, so that a later reading includes it"),
    "is_total": Column("flag", "Whether other rows are parts of this one"),
    "iso2_code": _code("ISO 3166-1 alpha-2 code"),
    "kind_code": _code("Whether people are counted on a day or over a period", codes.KIND),
    "label_lat": Column("number", "Latitude of the country's label point", unit="degrees north, WGS 84"),
    "label_lon": Column("number", "Longitude of the country's label point", unit="degrees east, WGS 84"),
    "lat": Column("number", "Latitude of the place; empty where no source names a place", unit="degrees north"),
    "lead_name": _text("Body or nation that leads the mission"),
    "licence": _text("Terms under which the source may be used"),
    "lon": Column("number", "Longitude of the place; empty where no source names a place", unit="degrees east"),
    "m49_code": _code("UN M49 area code, three digits"),
    "marking_code": _code("Marking of the source", codes.MARKING),
    "measure_code": _code("What the row's number counts", codes.MEASURE),
    "measure_text": _text("What the row's number counts, in the source's own words"),
    "member_since_date": _day("Day the agency joined the Civilian Response Corps; empty for a founding partner"),
    "membership_id": _code("Key of a membership"),
    "mission_code": _text("Short name of the mission"),
    "mission_id": _code("Key of a mission figure"),
    "mission_kind": _text("UN, EU, NATO, provincial reconstruction team and others"),
    "mission_name": _text("Full name of the mission"),
    "month_date": _day("First day of the month counted"),
    "need_id": _code("Key of a need figure"),
    "note": _text("What a reader should know before using the row"),
    "official_name": _text("Full name of the country"),
    "organisation_kind": _text("Kind of organisation: national NGO, United Nations and others"),
    "organisation_name": _text("Organisation that is present"),
    "origin_country_code": _code("ISO 3166-1 alpha-3 code of the country people fled from"),
    "origin_name": _text("Body that made the figure the source repeats"),
    "other_indicator_name": _text("What the publisher whose figure is not used calls it"),
    "other_publisher_name": _text("Publisher whose figure is not used"),
    "parent_code": _code("Region that holds this one"),
    "part_of_id": _text("Key or description of the row that already includes this one; such a row never adds to it"),
    "people_count": _count("People, or whatever measure_code says is counted; a blank is unknown", "people"),
    "people_high": _count("Upper end of a range", "people"),
    "people_low": _count("Lower end of a range", "people"),
    "person_days": _count("Days served by all people of the row together", "person-days"),
    "personnel_id": _code("Key of a personnel figure"),
    "place_name": _text("Duty station or area in the source's own words"),
    "post_id": _code("Key of a request for posts"),
    "posts_count": _count("Posts requested", "posts"),
    "presence_id": _code("Key of one presence"),
    "program_id": _code("Key of a program"),
    "program_name": _text("Name of the program"),
    "program_state": _text("State of the program: planned, active, ended or the source's words"),
    "published_date": _day("First day of the period of publication"),
    "published_precision": _code("How exactly the publication day is known; empty where undated", codes.PRECISION),
    "publisher_name": _text("Who published the source"),
    "purpose_text": _text("What the money or the program is for"),
    "qualifier_code": _code("How exactly the source states the number", codes.QUALIFIER),
    "qualifier_text": _text("How exactly the source states the number, in its own words"),
    "question_text": _text("What both publishers answer"),
    "reason_text": _text("Why the status was given"),
    "recipient_name": _text("Body that receives the money, in the source's own words"),
    "region_code": _code("Region within its taxonomy"),
    "region_name": _text("Region's full name"),
    "requested_date": _day("Day from which the posts are requested"),
    "role_text": _text("Part the agency plays in the Civilian Response Corps"),
    "running_id": _text("Readings of one running total; only the newest reading known on a day counts"),
    "scope_code": _code("Whether the row speaks of one country or of all together", codes.SCOPE),
    "sector_text": _text("Sectors in the source's own words, separated by ;"),
    "series_id": _text("Rows of one series do not overlap and may be added; rows of two series may not"),
    "short_name": _text("Shortest name for charts"),
    "source_note": _text("What a reader should know about the source"),
    "source_title": _text("Title of the source"),
    "source_url": _text("Address of the source"),
    "stage_code": _code("How far along people or money are; stages never add", codes.PEOPLE_STAGE | codes.MONEY_STAGE),
    "stage_text": _text("Stage in the source's own words"),
    "start_date": _day("First day served or in force"),
    "start_precision": _code("How exactly the start is known", codes.PRECISION),
    "status_basis": _code("What the status code rests on", codes.STATUS_BASIS),
    "status_code": _code("Status of the country", codes.STATUS),
    "status_id": _code("Key of a status row"),
    "status_text": _text("Status in the source's own words"),
    "strength_id": _code("Key of a corps strength figure"),
    "taxonomy_code": _code("Way of grouping countries", codes.TAXONOMY),
    "team_name": _text("Team or post title for the timeline"),
    "tool_code": _code("Tool of smart power", codes.TOOL),
    "transaction_id": _code("Key of an amount of money"),
    "uncounted_count": _count("Events among them that state no fatalities, which is not none", "events"),
    "unit_code": _text("Unit of the value: people, USD, homes, households, teams and others"),
    "used_indicator_name": _text("What the publisher whose figure is used calls it"),
    "used_publisher_name": _text("Publisher whose figure is used"),
    "valid_from": _day("First day the country exists under this code; empty means before the record"),
    "valid_until": _day("Last day the country exists under this code; empty means still"),
    "value": Column("number", "Value of the indicator in the row's unit"),
    "value_text": _text("Value where it is a word"),
}
