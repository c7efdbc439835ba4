import csv

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.cbpf import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

CONTRIBUTIONS = """PooledFundId,PooledFundName,PooledFundCodeAbbrv,ContributionCode,FiscalYear,DonorName,DonorCode,\
GMSDonorID,GMSDonorName,CountryCode,PledgeDate,PledgeAmt,PipeLineDate,PaidDate,PaidAmt,ExpectedDate,\
PledgeAmtLocalCurrency,PledgeAmtCurrencyExchangeRate,PaidAmtLocalCurrency,PaidAmtCurrencyExchangeRate,PledgeAmtLocal,\
PaidAmtLocal,IsTransfer
23,Afghanistan,AFG23,C-1,2014,Norway,2,3,Norway,NO,2014-06-03T00:00:00,100.5,0001-01-01T00:00:00,0001-01-01T00:00:00,\
,0001-01-01T00:00:00,NOK ,6,NOK ,6,600,,0
23,Afghanistan,AFG23,C-2,2014,America,2,3,America,US,2014-06-03T00:00:00,50,0001-01-01T00:00:00,2014-07-01T00:00:00,\
40,0001-01-01T00:00:00,USD ,1,USD ,1,50,40,0
24,Sudan,SDN24,C-3,2014,Norway,2,3,Norway,NO,2014-06-03T00:00:00,9,0001-01-01T00:00:00,2014-07-01T00:00:00,9,\
0001-01-01T00:00:00,NOK ,6,NOK ,6,54,54,1
99,Region Z,RZ99,C-4,2014,Norway,2,3,Norway,NO,2014-06-03T00:00:00,9,0001-01-01T00:00:00,2014-07-01T00:00:00,9,\
0001-01-01T00:00:00,NOK ,6,NOK ,6,54,54,0
"""


def test_pledged_and_paid_are_two_stages_of_one_contribution(tmp_path):
    money = rows(load(PUBLISHER, written(tmp_path, "contributions.csv", CONTRIBUTIONS)), "transactions")
    added = money[money["part_of_id"].isna()].groupby("stage_code")["amount_usd"].sum()
    assert added.to_dict() == {"ANNOUNCED": 100.5 + 50, "PROVIDED": 40}
    assert money["note"].iloc[0] == "Given as 600 NOK"


def test_the_year_one_is_no_day_and_an_unpaid_pledge_no_payment(tmp_path):
    money = rows(load(PUBLISHER, written(tmp_path, "contributions.csv", CONTRIBUTIONS)), "transactions")
    assert "C-1-paid" not in set(money["transaction_id"])
    assert set(money["as_of_date"].dt.year) == {2014}


def test_which_american_agency_gave_stays_unknown(tmp_path):
    money = rows(load(PUBLISHER, written(tmp_path, "contributions.csv", CONTRIBUTIONS)), "transactions")
    assert money.set_index("transaction_id")["agency_code"].isna().to_dict() == {
        "C-1-pledged": False, "C-2-pledged": True, "C-3-pledged": False, "C-2-paid": True, "C-3-paid": False,
    }  # fmt: skip


def test_a_transfer_between_funds_is_not_given_twice_and_a_fund_of_no_country_set_aside(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "contributions.csv", CONTRIBUTIONS))
    money = rows(fed, "transactions").set_index("transaction_id")
    assert money["part_of_id"].notna().to_dict()["C-3-paid"]
    assert set_aside(fed) == {"allowed": 2}


def test_the_real_contribution_is_kept_to_the_cent():
    path = real("cbpf", "Contributions.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    money = rows(fed, "transactions")
    assert (fed.received, len(money), set_aside(fed)) == (1, 2, {})
    for stage, heading in (("ANNOUNCED", "PledgeAmt"), ("PROVIDED", "PaidAmt")):
        ours = money[money["stage_code"] == stage]
        assert ours["amount_usd"].sum() == sum(float(line[heading]) for line in lines) == 371_040
    assert money["as_of_date"].dt.date.map(str).tolist() == ["2014-06-03", "2014-06-10"]


def test_the_real_project_has_its_program_and_its_budget():
    fed = load(PUBLISHER, real("cbpf", "ProjectSummary.csv"))
    program, budget = rows(fed, "programs").iloc[0], rows(fed, "transactions").iloc[0]
    assert (fed.received, program["program_id"], program["country_code"]) == (1, "AFG-14/S1/CCS/UN/213", "AFG")
    assert (budget["amount_usd"], budget["stage_code"]) == (1_535_993.56, "ALLOCATED")
    assert program["note"] == "For 75 men, 0 women, 0 boys, 0 girls"
    assert (program["end_date"].date().isoformat(), program["program_state"]) == ("2014-12-31", "Project Closed")


def test_a_file_cut_within_its_heading_is_refused(tmp_path):
    with pytest.raises(ContractError, match="is none of the files of OCHA Country-Based Pooled Funds"):
        load(PUBLISHER, written(tmp_path, "contributions.csv", CONTRIBUTIONS[:60]))
