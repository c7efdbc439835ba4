from lxml import etree

from loaders.formats.activityrows import ActivityReading, Read
from loaders.formats.limits import Limits


def read(inner: str) -> Read:
    return ActivityReading(Limits()).read(etree.fromstring(f"<iati-activity>{inner}</iati-activity>"))


def test_the_agency_is_who_reports_else_who_extends_or_answers_for_it() -> None:
    others = "<participating-org role='4' ref='D'/><participating-org role='2' ref='B'/><participating-org ref='E'/>"
    assert read(others)[0]["agency"] == "B"
    assert read(f"{others}<participating-org role='3' ref='A'/>")[0]["agency"] == "A"
    assert read(f"{others}<reporting-org ref='R'/>")[0]["agency"] == "R"


def test_actual_days_go_before_planned_ones_and_the_first_of_a_kind_counts() -> None:
    days = "".join(f"<activity-date type='{kind}' iso-date='{day}'/>" for kind, day in (
        ("1", "2009-01-01"), ("2", "2009-10-01Z"), ("2", "2011-01-01"), ("3", "soon")))  # fmt: skip
    row, _ = read(days)
    # October 2009 is in fiscal year 2010.
    assert (row["start_date"], row["end_date"], row["fiscal_year"]) == ("2009-10-01", "soon", "FY2010")


def test_shares_that_do_not_come_to_a_hundred_are_told() -> None:
    share = "<recipient-country code='KE' percentage='{}'/><recipient-region code='298' percentage='50'/>"
    told = [[one.severity for one in read(share.format(number))[1]] for number in ("50", "49.5", "49", "51", "half")]
    # 99.5 is close enough, 99 and 101 are not.
    assert told == [[], [], ["warning"], ["error"], ["error"]]
