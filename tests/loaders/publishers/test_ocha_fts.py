import csv
import json

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.ocha_fts import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

LISTED = (
    "date", "budgetYear", "description", "amountUSD", "srcOrganization", "srcOrganizationTypes", "srcLocations",
    "srcUsageYearStart", "srcUsageYearEnd", "destPlan", "destPlanCode", "destPlanId", "destOrganization",
    "destOrganizationTypes", "destGlobalClusters", "destLocations", "destProject", "destProjectCode", "destEmergency",
    "destUsageYearStart", "destUsageYearEnd", "contributionType", "flowType", "method", "boundary", "onBoundary",
    "status", "firstReportedDate", "decisionDate", "keywords", "originalAmount", "originalCurrency", "exchangeRate",
    "id", "refCode", "createdAt", "updatedAt",
)  # fmt: skip
USUAL = {
    "date": "2020-11-02", "description": "Wells,\nand pumps", "amountUSD": "1000", "srcOrganization": "Norway, Gov",
    "destOrganization": "Aid X", "destGlobalClusters": "Health,Protection", "destLocations": "AFG",
    "destUsageYearStart": "2020", "destUsageYearEnd": "2020", "contributionType": "financial", "flowType": "Standard",
    "boundary": "incoming", "onBoundary": "single", "status": "paid", "id": "7",
}  # fmt: skip
CLUSTERS = """countryCode,id,name,code,startDate,endDate,year,clusterCode,cluster,requirements,funding,percentFunded
#country+code,,,,,,,,,,,
AFG,929,Afghanistan 2020,HAFG20,2020-01-01,2020-12-31,2020,11,Health,300,90,30
AFG,929,Afghanistan 2020,HAFG20,2020-01-01,2020-12-31,2020,12,Food,200,,
AFG,929,Afghanistan 2020,HAFG20,2020-01-01,2020-12-31,2020,,Not specified,,40,
"""
PLANS = """location_code,has_hrp,in_gho,appeal_code,appeal_name,appeal_type,requirements_usd,funding_usd,funding_pct,\
reference_period_start,reference_period_end,dataset_hdx_id,resource_hdx_id,warning,error
AFG,Y,Y,HAFG20,Afghanistan 2020,HRP,500,130,26,2020-01-01,2020-12-31,1,2,,
AFG,Y,Y,Not specified,Not specified,,,9,,2020-01-01,2020-12-31,1,2,,
"""
FLOW = {
    "id": "8", "amountUSD": 250, "date": "2020-11-02T00:00:00Z", "description": "Shelter", "keywords": ["USA/BPRM"],
    "status": "commitment", "flowType": "Standard", "contributionType": "financial", "boundary": "internal",
    "onBoundary": "single", "originalAmount": None, "originalCurrency": None, "grandBargainEarmarkingType": ["soft"],
    "sourceObjects": [{"type": "Organization", "name": "United States of America, Government of"}],
    "destinationObjects": [
        {"type": "Location", "name": "Iran, Islamic Republic of"}, {"type": "Location", "name": "Afghanistan"},
        {"type": "GlobalCluster", "name": "Health"},
    ],
}  # fmt: skip


def flows(folder, *changes):
    path = folder / "fts_incoming.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, LISTED)
        writer.writeheader()
        writer.writerows(USUAL | {"id": str(place)} | change for place, change in enumerate(changes, 1))
    return path


def page(folder, **changes):
    return written(folder, "page-1.json", json.dumps({"status": "ok", "data": {"flows": [FLOW | changes]}}))


def test_a_flow_says_who_gave_whom_and_how_far_it_is(tmp_path):
    path = flows(tmp_path, {}, {"status": "commitment"}, {"status": "pledge", "originalAmount": "900",
                                                          "originalCurrency": "EUR"})  # fmt: skip
    money = rows(load(PUBLISHER, path), "transactions")
    assert money["stage_code"].tolist() == ["PROVIDED", "COMMITTED", "ANNOUNCED"]
    first = money.iloc[0]
    assert (first["funder_name"], first["recipient_name"], first["country_code"]) == ("Norway, Gov", "Aid X", "AFG")
    assert (first["sector_text"], first["agency_code"]) == ("Health;Protection", "OTHER")
    assert money["note"].tolist()[2] == "Standard flow, financial, for 2020; given as 900 EUR."


def test_a_status_nobody_knows_is_set_aside(tmp_path):
    assert set_aside(load(PUBLISHER, flows(tmp_path, {"status": "hoped for"}))) == {"allowed": 1}


def test_money_that_moves_on_is_part_of_what_came_in(tmp_path):
    path = flows(tmp_path, {}, {"boundary": "internal"}, {"boundary": "outgoing"})
    money = rows(load(PUBLISHER, path), "transactions")
    assert money["part_of_id"].isna().tolist() == [True, False, False]
    assert money["series_id"].tolist() == ["FTS-incoming", "FTS-internal", "FTS-outgoing"]


def test_a_flow_shared_by_countries_is_given_to_none_of_them(tmp_path):
    money = rows(load(PUBLISHER, flows(tmp_path, {"destLocations": "AFG,JOR", "onBoundary": "shared"})), "transactions")
    flow = money.iloc[0]
    assert (flow.isna()["country_code"], flow["country_codes"]) == (True, "AFG;JOR")
    assert flow["series_id"] == "FTS-incoming-shared"


def test_the_american_agency_is_known_by_its_keyword_alone(tmp_path):
    given = {"srcOrganization": "United States of America, Government of"}
    words = ("USAID/OFDA,Anonymized", "USA/BPRM", "", "USAID/FFP,USA/BPRM")
    money = rows(load(PUBLISHER, flows(tmp_path, *(given | {"keywords": word} for word in words))), "transactions")
    assert money["agency_code"].fillna("").tolist() == ["USAID", "STATE", "", ""]


def test_a_page_of_the_api_tells_the_same(tmp_path):
    flow = rows(load(PUBLISHER, page(tmp_path)), "transactions").iloc[0]
    assert (flow["transaction_id"], flow["amount_usd"], flow["stage_code"]) == ("FTS-8", 250, "COMMITTED")
    assert (flow["country_codes"], flow["agency_code"]) == ("IRN;AFG", "STATE")
    assert flow["part_of_id"] == "FTS flows that came in"
    assert flow["as_of_date"].date().isoformat() == "2020-11-02"


def test_a_page_with_a_new_key_or_cut_off_is_refused(tmp_path):
    with pytest.raises(ContractError, match=r"'destinationObjects/Camp', which nobody has looked at"):
        load(PUBLISHER, page(tmp_path, destinationObjects=[{"type": "Camp", "name": "A"}]))
    whole = page(tmp_path).read_text(encoding="utf-8")
    with pytest.raises(ContractError, match=r"is no JSON at line 1.*the file ends"):
        load(PUBLISHER, written(tmp_path, "cut.json", whole[:-20]))
    with pytest.raises(ContractError, match=r"holds .5. where a flow should be"):
        load(PUBLISHER, written(tmp_path, "odd.json", '{"data": {"flows": [5]}}'))


def test_clusters_are_part_of_their_plan_and_unknown_is_not_zero(tmp_path):
    clusters = load(PUBLISHER, written(tmp_path, "clusters.csv", CLUSTERS))
    plans = load(PUBLISHER, written(tmp_path, "plans.csv", PLANS))
    parts, totals = rows(clusters, "needs"), rows(plans, "needs")
    assert parts["value"].sum() == totals["value"].sum() == 300 + 200
    assert set(parts["part_of_id"]) == set(totals["need_id"]) == {"FTS-HAFG20-AFG-2020-01-01"}
    assert totals["indicator_name"].tolist() == ["Funding required: HRP"]
    funded = rows(clusters, "transactions")
    assert funded["amount_usd"].sum() == rows(plans, "transactions")["amount_usd"][0] == 90 + 40
    assert funded["is_total"].all()


def test_the_real_flows_agree_with_a_plain_sum_and_with_the_total_of_fts_itself():
    path = real("ocha-fts", "fts_incoming_funding_afg.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    money = rows(fed, "transactions")
    assert (fed.received, len(money), set_aside(fed)) == (len(lines), 328, {})
    assert money["amount_usd"].sum() == sum(int(line["amountUSD"]) for line in lines) == 754_117_611
    # FTS counts what is shared among years or places in none of them
    assert money.loc[money["series_id"] == "FTS-incoming", "amount_usd"].sum() == 725_591_299
    assert money["part_of_id"].isna().all()
    americans = money[money["funder_name"] == "United States of America, Government of"]["agency_code"]
    assert americans.fillna("unknown").value_counts().to_dict() == {"USAID": 32, "STATE": 9, "unknown": 2}


def test_the_real_internal_flows_never_add():
    path = real("ocha-fts", "fts_internal_funding_jor.csv")
    money = rows(load(PUBLISHER, path), "transactions")
    assert (len(money), money["amount_usd"].sum()) == (38, 10_029_750)
    assert money["part_of_id"].notna().all()


def test_the_real_page_repeats_flows_of_the_list_under_the_same_keys_and_amounts():
    path = real("ocha-fts", "custom-search-locationid-1-year-2020-page-3.json")
    paged = rows(load(PUBLISHER, path), "transactions").set_index("transaction_id")
    plain = json.loads(path.read_text(encoding="utf-8"))["data"]["flows"]
    assert len(paged) == len(plain) == 84
    assert paged["amount_usd"].sum() == sum(flow["amountUSD"] for flow in plain) == 131_929_660
    assert paged["part_of_id"].notna().sum() == sum(flow["boundary"] == "internal" for flow in plain) == 32
    listed = rows(load(PUBLISHER, real("ocha-fts", "fts_incoming_funding_afg.csv")), "transactions")
    listed = listed.set_index("transaction_id")
    both = paged.index.intersection(listed.index)
    assert len(both) == 52
    same = ["amount_usd", "stage_code", "country_code", "funder_name", "recipient_name", "as_of_date", "series_id"]
    assert paged.loc[both, same].equals(listed.loc[both, same])


def test_the_real_clusters_add_up_to_the_real_plans():
    clusters = load(PUBLISHER, real("ocha-fts", "fts_requirements_funding_cluster_global.csv"))
    plans = load(PUBLISHER, real("ocha-fts", "hdx_hapi_funding_global.csv"))
    assert (clusters.received, plans.received) == (40, 8)
    assert set_aside(clusters) == set_aside(plans) == {}
    for table, figure in (("needs", "value"), ("transactions", "amount_usd")):
        parts = rows(clusters, table).groupby("part_of_id")[figure].sum()
        totals = rows(plans, table).set_index(rows(plans, table).columns[0])[figure]
        assert parts.to_dict() == totals[parts.index].to_dict()
    assert rows(plans, "transactions")["amount_usd"].sum() == 1_821_345_739
