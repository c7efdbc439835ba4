from pathlib import Path

import pytest
from forms import marks_of, read_only_sheet, read_rows

from loaders.formats.activities import read_activities
from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.sheets import RefusedError

COLUMNS = ("program_id", "title", "countries", "agency", "fiscal_year", "obligated_usd", "disbursed_usd", "start_date",
           "end_date", "source")  # fmt: skip
PROGRAMS = Wanted(COLUMNS, ("program_id", "title"))
ACTIVITY = """<iati-activity default-currency="{currency}">
<iati-identifier>XX-{number}</iati-identifier>
<reporting-org ref="US-GOV-1"><narrative>USAID</narrative></reporting-org>
<title><narrative>Courts and police</narrative></title>
<activity-date type="2" iso-date="2009-11-01"/><activity-date type="4" iso-date="2010-08-31"/>
{more}
<transaction><transaction-type code="2"/><transaction-date iso-date="{day}"/><value>{first}</value></transaction>
<transaction><transaction-type code="2"/><transaction-date iso-date="2010-01-05"/><value>0.10</value></transaction>
<transaction><transaction-type code="3"/><transaction-date iso-date="2010-02-05"/><value>40.05</value></transaction>
</iati-activity>"""
COUNTRY = '<recipient-country code="KE"/>'


def write(path: Path, *activities: str, head: str = "") -> Path:
    path.write_text(
        f'<?xml version="1.0"?>{head}<iati-activities version="2.03">{"".join(activities)}</iati-activities>'
    )
    return path


def activity(number: int, **changed: str) -> str:
    usual = {"currency": "USD", "more": COUNTRY, "day": "2009-12-01", "first": "100.20"}
    return ACTIVITY.format(number=number, **(usual | changed))


def test_commitments_and_disbursements_of_an_activity_are_summed_to_the_cent(tmp_path: Path) -> None:
    rows = read_rows(read_only_sheet(read_activities, write(tmp_path / "a.xml", activity(1), activity(2)), PROGRAMS))
    assert list(rows) == [1, 2]
    # 100.20 + 0.10 committed, 40.05 disbursed
    assert (rows[1]["obligated_usd"], rows[1]["disbursed_usd"]) == ("100.30", "40.05")
    assert (rows[2]["program_id"], rows[2]["title"], rows[2]["countries"]) == ("XX-2", "Courts and police", "KE")
    # December 2009 is in US fiscal year 2010.
    assert rows[1]["fiscal_year"] == "FY2010"
    assert (rows[1]["start_date"], rows[1]["end_date"]) == ("2009-11-01", "2010-08-31")


def test_what_breaks_the_rules_of_money_and_shares_sets_the_activity_aside(tmp_path: Path) -> None:
    shares = '<recipient-country code="KE" percentage="60"/><recipient-country code="UG" percentage="50"/>'
    path = write(
        tmp_path / "a.xml", activity(1, currency=""), activity(2, currency="EUR"), activity(3, more=shares),
        activity(4, first="many"), activity(5, day="2998-01-01"), activity(6, day="soon"), activity(7),
    )  # fmt: skip
    sheet = read_only_sheet(read_activities, path, PROGRAMS, Limits(last_year=2030))
    found = {(row, rule) for severity, rule, _, row in marks_of(sheet) if severity == "error"}
    assert found == {
        (1, "currency-missing"), (2, "currency-not-usd"), (3, "percentage-sum"), (4, "not-a-number"),
        (5, "date-out-of-range"), (6, "bad-date"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><iati-activities version="2.03"/>', "xml-doctype"),
        ('<iati-activities version="2.03"><iati-activity><title>', "xml-syntax"),
        ('<iati-activities version="1.05"></iati-activities>', "unsupported-format"),
        ("<rss></rss>", "unsupported-format"),
    ],
)
def test_what_is_no_sound_file_of_activities_is_refused(text: str, rule: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text)
    with pytest.raises(RefusedError) as refused:
        [list(sheet.blocks) for sheet in read_activities(path, PROGRAMS, Limits())]
    assert refused.value.remark.rule == rule


def test_more_activities_than_allowed_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xml", activity(1), activity(2), activity(3))
    with pytest.raises(RefusedError) as refused:
        [list(sheet.blocks) for sheet in read_activities(path, PROGRAMS, Limits(rows=2))]
    assert refused.value.remark.rule == "too-many-rows"


@pytest.mark.parametrize(
    ("day", "is_real"),
    [
        ("2010-02-29", False),
        ("2012-02-29", True),
        ("2010-04-31", False),
        ("2010-13-01", False),
        ("2010-12-31", True),
        ("2010-00-10", False),
    ],
)
def test_a_transaction_on_a_day_that_never_was_sets_its_activity_aside(day: str, is_real: bool, tmp_path: Path) -> None:
    sheet = read_only_sheet(read_activities, write(tmp_path / "a.xml", activity(1, day=day)), PROGRAMS)
    errors = [rule for severity, rule, _, _ in marks_of(sheet) if severity == "error"]
    assert errors == ([] if is_real else ["bad-date"])


def test_a_file_without_an_activity_is_a_sheet_without_rows(tmp_path: Path) -> None:
    assert read_rows(read_only_sheet(read_activities, write(tmp_path / "a.xml"), PROGRAMS)) == {}


def test_only_what_stands_in_a_transaction_of_the_activity_itself_is_summed(tmp_path: Path) -> None:
    paid = '<transaction><transaction-type code="3"/><transaction-date iso-date="2010-02-06"/><value>900</value>'
    aside = f"<budget><value>700</value></budget><other>{paid}</transaction></other><value>500</value>"
    within = f"{paid}<other><value>800</value></other></transaction>"
    sheet = read_only_sheet(read_activities, write(tmp_path / "a.xml", activity(1, more=COUNTRY + aside + within)),
                            PROGRAMS)  # fmt: skip
    # 900 of the transaction more, 40.05 as ever; nothing of the budget, of the other element and of what is loose
    assert read_rows(sheet)[1]["disbursed_usd"] == "940.05"


def test_a_transaction_without_a_value_has_no_currency_to_be_read_in(tmp_path: Path) -> None:
    empty = '<transaction><transaction-type code="3"/><transaction-date iso-date="2010-02-06"/></transaction>'
    sheet = read_only_sheet(read_activities, write(tmp_path / "a.xml", activity(1, more=COUNTRY + empty)), PROGRAMS)
    assert ("error", "currency-missing") in {mark[:2] for mark in marks_of(sheet)}
