from pathlib import Path

from loaders.formats.activityrecords import ACTIVITY, TRANSACTION, read_records
from loaders.formats.activitysectors import sector_name
from loaders.formats.limits import Limits


def records(path: Path, inner: str) -> list[dict[str, str | None]]:
    path.write_text(
        '<iati-activities version="2.03"><iati-activity default-currency="USD"><iati-identifier>XX-1</iati-identifier>'
        f"{inner}</iati-activity></iati-activities>",
        encoding="utf-8",
    )
    return list(read_records(path, Limits()))


def test_an_activity_comes_before_its_transactions_and_shares_its_cells_with_them(tmp_path: Path) -> None:
    found = records(tmp_path / "a.xml", "<transaction><value>5</value></transaction>" * 2)
    assert [record["element"] for record in found] == [ACTIVITY, TRANSACTION, TRANSACTION]
    assert {record["iati-identifier"] for record in found} == {"XX-1"}
    assert found[1]["transaction/value"] == "5.00"


def test_an_activity_without_a_place_has_those_of_its_transactions_but_not_their_shares(tmp_path: Path) -> None:
    kenya, uganda = ('<recipient-country code="KE"/>', '<recipient-country code="UG" percentage="100"/>')
    paid = "".join(f"<transaction><value>5</value>{place}</transaction>" for place in (kenya, kenya, uganda))
    whole, *parts = records(tmp_path / "a.xml", paid)
    assert (whole["recipient-country"], whole["recipient-country@several"]) == (None, "KE;UG")
    assert (whole["recipient"], parts[2]["recipient"]) == ("KE; UG", "UG 100%")
    assert [part["recipient-country"] for part in parts] == ["KE", "KE", "UG"]


def test_a_country_that_is_not_all_of_it_is_not_the_only_one(tmp_path: Path) -> None:
    (part,) = records(tmp_path / "a.xml", '<recipient-country code="KE" percentage="60"/>')
    assert (part["recipient-country"], part["recipient-country@several"]) == (None, "KE")
    (beside,) = records(tmp_path / "a.xml", '<recipient-country code="KE"/><recipient-region code="998"/>')
    assert beside["recipient"] == "KE; Developing countries, unspecified"


def test_what_is_left_is_named_and_never_copied(tmp_path: Path) -> None:
    (activity,) = records(tmp_path / "a.xml", "<contact-info><email>a@b.example</email></contact-info>")
    assert "contact-info" in activity
    assert not any("example" in (cell or "") for cell in activity.values())


def test_a_sector_of_no_group_goes_by_its_code() -> None:
    assert sector_name("12220") == "Basic health (12220)"
    assert sector_name("77777") == "77777"
