"""The canonical tables: grain, key, columns and rules; whoever holds a checked frame may rely on all of it."""

from collections.abc import Callable
from typing import Final

import pandas as pd

from loaders.columns import PROVENANCE
from loaders.schema import Rule, Table

_PEOPLE: Final = ("people_count", "people_low", "people_high", "qualifier_code", "qualifier_text")
_SPAN: Final = ("start_date", "start_precision", "end_date", "end_precision")
_STANDING: Final = ("as_of_date", "as_of_precision")
_OVERLAP: Final = ("series_id", "is_total", "part_of_id")
_AREA: Final = ("admin_code", "admin_name")
_WHOSE: Final = ("agency_code", "agency_codes", "agencies_text")


def _in_order(first: str, last: str) -> Callable[[pd.DataFrame], "pd.Series[bool]"]:
    return lambda rows: rows[first].isna() | rows[last].isna() | (rows[first] <= rows[last])


def _not_itself(key: str) -> Callable[[pd.DataFrame], "pd.Series[bool]"]:
    return lambda rows: rows["part_of_id"].isna() | (rows["part_of_id"] != rows[key])


END_AFTER_START: Final = Rule(
    "end-before-start",
    "a row ends on or after the day it starts",
    "put the two days in order",
    "end_date",
    _in_order("start_date", "end_date"),
)
_RANGE: Final = Rule(
    "range-reversed",
    "the lower end of a range is not above the upper end",
    "put the two ends in order",
    "people_low",
    _in_order("people_low", "people_high"),
)
_JOINT: Final = Rule(
    "joint-agencies",
    "several agencies are named only where the agency is SEVERAL",
    "put SEVERAL as the agency, or leave the joint agencies empty",
    "agency_codes",
    lambda rows: rows["agency_codes"].isna() | (rows["agency_code"] == "SEVERAL"),
)


def _part_rule(key: str) -> Rule:
    return Rule(
        "part-of-itself",
        "a row is never part of itself",
        "name the row that includes it",
        "part_of_id",
        _not_itself(key),
    )


def _table(
    name: str, grain: str, key: str, columns: tuple[str, ...], required: tuple[str, ...], rules: tuple[Rule, ...] = ()
) -> Table:
    return Table(name, grain, key, (key, *columns, *PROVENANCE), (key, *required, "raw_file", "raw_line"), rules)


_ALL: Final = (
    Table(
        "sources",
        "one publication",
        "source_id",
        (
            "source_id", "source_title", "publisher_name", "published_date", "published_precision", "source_url",
            "licence", "marking_code", "source_note", "raw_file", "raw_line", "known_date",
        ),
        ("source_id", "source_title", "publisher_name", "licence", "raw_file", "raw_line"),
    ),
    _table(
        "countries",
        "one country of the reference list",
        "country_code",
        (
            "iso2_code", "m49_code", "country_name", "official_name", "valid_from", "valid_until", "label_lat",
            "label_lon",
        ),
        ("country_name",),
    ),
    _table(
        "regions",
        "one region of one taxonomy",
        "region_code",
        ("taxonomy_code", "region_name", "short_name", "display_order", "parent_code"),
        ("taxonomy_code", "region_name", "short_name", "display_order"),
    ),
    _table(
        "country_regions",
        "one country's membership of one region, from day to day",
        "membership_id",
        ("taxonomy_code", "country_code", "region_code", "start_date", "end_date", "note"),
        ("taxonomy_code", "country_code", "region_code"),
        (END_AFTER_START,),
    ),
    _table(
        "country_status",
        "one status of one country from one day until its next row",
        "status_id",
        (
            "country_code", "status_code", "status_basis", "status_text", "reason_text", "start_date",
            "start_precision", "correction_text", "note",
        ),
        ("country_code", "status_code", "status_basis"),
    ),
    _table(
        "agencies",
        "one agency",
        "agency_code",
        ("agency_name", "short_name", "display_order", "is_partner", "member_since_date", "role_text"),
        ("agency_name", "short_name", "display_order", "is_partner"),
    ),
    _table(
        "deployments",
        "one deployment, or one count of deployed people that a source states",
        "deployment_id",
        (
            "scope_code", "measure_code", "stage_code", "country_code", "place_name", "lat", "lon", *_WHOSE,
            "component_code", "component_text", "function_code", "function_text", "team_name", *_SPAN, *_STANDING,
            *_PEOPLE, "measure_text", "person_days", *_OVERLAP, "correction_text", "note",
        ),
        ("scope_code", "measure_code", "stage_code", "is_total"),
        (END_AFTER_START, _RANGE, _JOINT, _part_rule("deployment_id")),
    ),
    _table(
        "personnel",
        "one count of one agency's people, on a day or over a period",
        "personnel_id",
        (
            "kind_code", "stage_code", "country_code", "country_codes", "place_name", *_WHOSE, "contributor_code",
            "mission_code", "component_text",
            *_SPAN, *_STANDING, *_PEOPLE, "measure_text", *_OVERLAP, "note",
        ),
        ("kind_code", "stage_code", "is_total"),
        (END_AFTER_START, _RANGE, _JOINT, _part_rule("personnel_id")),
    ),
    _table(
        "posts_requested",
        "one request for posts of one function in one country",
        "post_id",
        ("country_code", "function_code", "posts_count", "requested_date", "end_date", "series_id", "note"),
        ("country_code", "function_code", "posts_count", "requested_date"),
    ),
    _table(
        "programs",
        "one program",
        "program_id",
        (
            "program_name", "authority_name", "country_code", "country_codes", "fiscal_year_start", "fiscal_year_end",
            "fiscal_year_text", "purpose_text", "sector_text", "tool_code", *_WHOSE, "program_state", "start_date",
            "end_date", "part_of_id", "correction_text", "note",
        ),
        ("program_name",),
        (END_AFTER_START, _JOINT, _part_rule("program_id")),
    ),
    _table(
        "transactions",
        "one amount of money at one stage",
        "transaction_id",
        (
            "program_id", "country_code", "country_codes", *_WHOSE, "implementing_code", "funder_name",
            "recipient_name", "tool_code", "sector_text", "account_name", "purpose_text", "fiscal_year",
            "fiscal_year_start", "fiscal_year_end", "stage_code", "stage_text", "amount_usd", "qualifier_code",
            "qualifier_text", *_SPAN, *_STANDING, *_OVERLAP, "is_running_total", "running_id", "correction_text",
            "note",
        ),
        ("stage_code", "qualifier_code", "is_total", "is_running_total"),
        (END_AFTER_START, _JOINT, _part_rule("transaction_id")),
    ),
    _table(
        "corps_strength",
        "one count of corps members or office staff",
        "strength_id",
        ("component_code", "component_text", "agency_code", "stage_code", *_STANDING, *_PEOPLE, "note"),
        ("stage_code",),
        (_RANGE,),
    ),
    _table(
        "needs",
        "one need figure of one country",
        "need_id",
        (
            "country_code", *_AREA, "origin_country_code", "sector_text", "indicator_name", "unit_code", "value",
            "qualifier_code", "qualifier_text", *_STANDING, "start_date", "end_date", "origin_name", *_OVERLAP, "note",
        ),
        ("indicator_name", "unit_code"),
        (END_AFTER_START,),
    ),
    _table(
        "missions",
        "one figure of one mission of other nations or bodies",
        "mission_id",
        (
            "mission_code", "mission_name", "mission_kind", "country_code", "place_name", "lead_name",
            "indicator_name", "unit_code", "value", "value_text", "qualifier_code", "qualifier_text", *_STANDING,
            "start_date", "end_date", "note",
        ),
        ("mission_name", "mission_kind", "indicator_name"),
        (END_AFTER_START,),
    ),
    _table(
        "events",
        "one event",
        "event_id",
        (
            "event_date", "event_precision", "event_title", "country_code", *_AREA, "place_name", "category_code",
            "fatalities_count", "fatalities_low", "fatalities_high", "lat", "lon", "note",
        ),
        ("event_title", "category_code"),
    ),
    _table(
        "indicators",
        "one figure about one country that is neither people nor money",
        "indicator_id",
        (
            "country_code", "indicator_code", "indicator_name", "unit_code", "value", "value_text", "qualifier_code",
            "qualifier_text", *_STANDING, "start_date", "end_date", "origin_name", "note",
        ),
        ("indicator_name", "unit_code"),
        (END_AFTER_START,),
    ),
    _table(
        "country_groups",
        "one country's membership of one group of a publisher",
        "group_member_id",
        ("country_code", "group_kind", "group_name", *_STANDING, "note"),
        ("country_code", "group_kind", "group_name"),
    ),
    _table(
        "admin_units",
        "one administrative unit of one country",
        "admin_unit_id",
        ("admin_code", "admin_name", "admin_level", "country_code", "parent_code", "valid_from"),
        ("admin_code", "admin_name", "admin_level", "country_code"),
    ),
    _table(
        "choices",
        "one choice between two publishers that answer the same question",
        "choice_id",
        (
            "question_text", "used_publisher_name", "used_indicator_name", "other_publisher_name",
            "other_indicator_name", "chosen_by", "chosen_date", "reason_text",
        ),
        (
            "question_text", "used_publisher_name", "used_indicator_name", "other_publisher_name",
            "other_indicator_name", "chosen_by", "chosen_date", "reason_text",
        ),
    ),
    _table(
        "presence",
        "one organisation at work in one sector and place",
        "presence_id",
        (
            "country_code", *_AREA, "place_name", "organisation_name", "organisation_kind", "funder_name",
            "sector_text", "activity_text", "program_state", "start_date", "end_date", "lat", "lon", "note",
        ),
        ("country_code", "organisation_name"),
        (END_AFTER_START,),
    ),
)  # fmt: skip

TABLES: Final[dict[str, Table]] = {table.name: table for table in _ALL}
