from collections import Counter
from decimal import Decimal

import pytest
from lxml import etree

from loaders.csvfiles import ContractError
from loaders.publishers.iati import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

USG = 'xmlns:usg="https://explorer.usaid.gov"'
AID = """<reporting-org ref="US-GOV-1"><narrative>U.S. Agency for International Development</narrative></reporting-org>
<title><narrative xml:lang="fr">Puits</narrative><narrative xml:lang="en">Wells</narrative></title>
<participating-org ref="US-GOV-11" role="1"><narrative>Department of State</narrative></participating-org>
<participating-org role="4"><narrative>nan</narrative></participating-org><activity-status code="2"/>
<activity-date type="1" iso-date="2014-10-01"/><activity-date type="2" iso-date="2014-11-02Z"/>
<contact-info><email>someone@xx.example</email></contact-info>"""
KENYA = '<recipient-country code="KE" percentage="100"/>'
BOTH = '<recipient-country code="KE" percentage="60"/><recipient-country code="UG" percentage="40"/>'


def paid(kind, value, more="", ref=""):
    return (
        f'<transaction{ref}><transaction-type code="{kind}"/><transaction-date iso-date="2015-10-01"/>'
        f"{value}{more}</transaction>"
    )


def dollars(amount):
    return f"<value>{amount}</value>"


def activities(folder, *transactions, places=KENYA, reporting=AID):
    return written(
        folder,
        "a.xml",
        f'<iati-activities version="2.03" {USG}><iati-activity default-currency="USD"><iati-identifier>XX-1'
        f"</iati-identifier>{reporting}{places}{''.join(transactions)}</iati-activity></iati-activities>",
    )


def test_a_program_has_its_words_its_days_and_its_organisations_but_no_contact(tmp_path):
    fed = load(PUBLISHER, activities(tmp_path))
    program = rows(fed, "programs").iloc[0]
    assert (program["program_id"], program["program_name"], program["agency_code"]) == ("XX-1", "Wells", "USAID")
    assert (program["country_code"], program["program_state"]) == ("KEN", "Implementation")
    assert program["start_date"].date().isoformat() == "2014-11-02"
    assert program["agencies_text"] == "funding: Department of State"
    assert not program.astype(str).str.contains("xx.example").any()


def test_commitments_and_payments_stand_at_their_stage_and_never_add_to_what_comes_back(tmp_path):
    path = activities(tmp_path, *(paid(kind, dollars("10.5")) for kind in range(1, 14)))
    money = rows(load(PUBLISHER, path), "transactions").set_index("stage_text")
    outgoing = money[money["series_id"] == "IATI-US-GOV-1-outgoing"]["stage_code"].to_dict()
    assert outgoing == {
        "Outgoing commitment": "COMMITTED", "Disbursement": "DISBURSED", "Expenditure": "DISBURSED",
        "Outgoing pledge": "ANNOUNCED",
    }  # fmt: skip
    assert money.loc[["Interest payment", "Loan repayment", "Reimbursement"], "series_id"].unique() == (
        "IATI-US-GOV-1-returned"
    )
    assert set(money["stage_code"]) == {"COMMITTED", "DISBURSED", "ANNOUNCED", "REPORTED"}
    assert money["fiscal_year"].unique() == 2016
    assert money["amount_usd"].sum() == 13 * 10.5


def test_an_unknown_type_of_transaction_is_set_aside(tmp_path):
    assert set_aside(load(PUBLISHER, activities(tmp_path, paid("14", dollars(1))))) == {"allowed": 1}


def test_a_correction_downwards_keeps_its_sign_and_digits_beyond_the_cent_are_rounded(tmp_path):
    fed = load(PUBLISHER, activities(tmp_path, paid(2, dollars("-400")), paid(3, dollars("100.128"))))
    assert rows(fed, "transactions")["amount_usd"].tolist() == [-400, 100.13]


def test_only_us_dollars_are_amounts(tmp_path):
    euros, nothing = '<value currency="EUR">5</value>', '<value currency="">5</value>'
    fed = load(PUBLISHER, activities(tmp_path, paid(3, euros), paid(3, dollars("many")), paid(3, nothing)))
    # an empty currency falls back to the one of the activity
    assert set_aside(fed) == {"money": 2}
    issue = next(one for one in fed.loaded[1].issues)
    assert (issue.line, issue.column, issue.value) == (2, "transaction/value", "5 EUR")


def test_a_share_of_a_country_is_never_made_into_an_amount(tmp_path):
    path = activities(tmp_path, paid(3, dollars(9)), paid(3, dollars(8), KENYA), places=BOTH)
    joint, single = rows(load(PUBLISHER, path), "transactions").to_dict("records")
    assert (joint["country_codes"], joint["amount_usd"]) == ("KEN;UGA", 9)
    assert joint["country_code"] != joint["country_code"]
    assert joint["note"] == "For: KE 60%; UG 40%."
    assert (single["country_code"], single["amount_usd"]) == ("KEN", 8)


def test_sectors_go_by_their_name_else_by_the_group_of_their_code_and_shares_are_only_told(tmp_path):
    sectors = (
        '<sector vocabulary="99" code="LT"><narrative>Own word</narrative></sector>'
        '<sector vocabulary="1" code="23630" percentage="60.000"/>'
        '<sector vocabulary="1" code="11220" percentage="40"><narrative>Primary; education</narrative></sector>'
    )
    fed = load(PUBLISHER, activities(tmp_path, paid(3, dollars(9)), places=KENYA + sectors))
    program = rows(fed, "programs").iloc[0]
    assert program["sector_text"] == "Energy distribution (23630);Primary, education"
    assert program["note"].endswith("Sectors as shared: Energy distribution (23630) 60%; Primary; education 40%.")
    assert rows(fed, "transactions")["amount_usd"].tolist() == [9]


def test_a_region_is_no_country(tmp_path):
    region = '<recipient-region code="798"/>'
    money = rows(load(PUBLISHER, activities(tmp_path, paid(3, dollars(9), region), places="")), "transactions").iloc[0]
    assert money.isna()["country_code"]
    assert money["note"] == "For: Asia, regional."


def test_transactions_that_state_the_same_are_all_kept(tmp_path):
    money = rows(load(PUBLISHER, activities(tmp_path, *[paid(3, dollars(9), ref=' ref="A"')] * 2)), "transactions")
    assert money["transaction_id"].tolist() == ["XX-1-3-2015-10-01-A-9.00", "XX-1-3-2015-10-01-A-9.00#2"]


def test_an_unknown_agency_of_the_us_government_is_never_taken_for_another(tmp_path):
    unknown = AID.replace("US-GOV-1", "US-GOV-99").replace("U.S. Agency for International Development", "Bureau X")
    assert set_aside(load(PUBLISHER, activities(tmp_path, reporting=unknown))) == {"allowed": 1}


def test_a_new_element_is_looked_at_before_anything_is_loaded(tmp_path):
    with pytest.raises(ContractError, match=r"'transaction/fee', which nobody has looked at yet"):
        load(PUBLISHER, activities(tmp_path, paid(3, dollars(1), "<fee>3</fee>")))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><iati-activities version="2.03"/>', "declares a document type"),
        ('<iati-activities version="2.03"><iati-activity><title>', "is no XML at line 1"),
        ('<iati-activities version="1.05"></iati-activities>', "in version 1 of IATI"),
    ],
)
def test_what_is_unsafe_cut_off_or_older_is_refused_with_the_reason(text, why, tmp_path):
    with pytest.raises(ContractError, match=why):
        load(PUBLISHER, written(tmp_path, "a.xml", text))


@pytest.mark.parametrize(
    ("name", "programs", "transactions", "negative"),
    [("usaid-798.xml", 108, 622, 92), ("worldbank-679.xml", 5, 400, 118), ("worldbank-sv.xml", 13, 632, 353)],
)
def test_the_real_files_agree_with_a_plain_sum(name, programs, transactions, negative):
    path = real("iati", name)
    fed = load(PUBLISHER, path)
    money = rows(fed, "transactions")
    assert (len(rows(fed, "programs")), len(money), set_aside(fed)) == (programs, transactions, {})
    plain, dates = Counter(), Counter()
    for one in etree.parse(path).iter("transaction"):
        plain[one.find("transaction-type").get("code")] += Decimal(one.findtext("value"))
        dates[one.find("transaction-date").get("iso-date")] += 1
    stages = money.groupby("stage_code")["amount_usd"].sum().round(2).to_dict()
    reported = plain["5"] + plain["6"]
    expected = {"COMMITTED": plain["2"], "DISBURSED": plain["3"], **({"REPORTED": reported} if reported else {})}
    assert stages == {stage: float(amount) for stage, amount in expected.items()}
    assert (money["amount_usd"] < 0).sum() == negative
    assert Counter(money["as_of_date"].dt.date.map(str)) == dates
    assert money["country_code"].nunique() == (1 if name == "worldbank-sv.xml" else 0)
