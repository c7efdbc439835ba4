import json
from decimal import Decimal

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.ifrc_go import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written


def appeal(code, people, requested, funded, **more):
    return {
        "aid": "1", "id": "2", "name": "Zambia - Flood", "dtype": {"id": 12, "name": "Flood", "summary": ""},
        "atype": 0, "atype_display": "DREF", "status": 0, "status_display": "Active", "code": code,
        "sector": "An office", "num_beneficiaries": people, "amount_requested": requested, "amount_funded": funded,
        "start_date": "2023-02-25T00:00:00Z", "end_date": "2023-06-30T00:00:00Z",
        "modified_at": "2023-02-28 21:47:49.801937+00:00", "event": None, "needs_confirmation": True,
        "country": {"iso3": "ZMB", "name": "Zambia"}, "region": {"id": 0, "label": "Africa"},
    } | more  # fmt: skip


def page(folder, *results, name="appeals.json"):
    return written(folder, name, json.dumps({"count": 9, "next": None, "results": results}))


def test_people_and_money_of_an_appeal_are_apart_and_received_money_is_part_of_the_required(tmp_path):
    fed = load(PUBLISHER, page(tmp_path, appeal("MDRZM019", 8364, "451422.00", "400000.50")))
    needs = rows(fed, "needs").set_index("need_id")
    assert needs["value"].to_dict() == {
        "IFRC-MDRZM019-people": 8364, "IFRC-MDRZM019-requested": 451_422, "IFRC-MDRZM019-funded": 400_000.5,
    }  # fmt: skip
    assert needs["unit_code"].tolist() == ["people", "CHF", "CHF"]
    assert needs.loc["IFRC-MDRZM019-funded", "part_of_id"] == "IFRC-MDRZM019-requested"
    event = rows(fed, "events").iloc[0]
    assert (event["event_date"].isoformat()[:10], event["country_code"]) == ("2023-02-25", "ZMB")
    assert event["note"] == "Zambia - Flood; DREF, active; kind: Flood; yet to be confirmed"


def test_an_appeal_for_nobody_is_one_whose_people_are_not_known(tmp_path):
    needs = rows(load(PUBLISHER, page(tmp_path, appeal("MDR1", 0, "0.00", "0.00"))), "needs").set_index("need_id")
    assert needs["value"].isna().tolist() == [True, True, False]
    assert needs["qualifier_text"].nunique() == 1


def test_what_was_changed_after_its_source_was_known_is_set_aside(tmp_path):
    late = appeal("MDR2", 5, "1.00", "1.00", modified_at="2027-01-01T00:00:00Z")
    fed = load(PUBLISHER, page(tmp_path, late, appeal("MDR3", 5, "1.00", "1.00", country={"iso3": "QQQ"})))
    # three figures and an event of each
    assert set_aside(fed) == {"from-the-future": 4, "allowed": 4}


def test_a_society_is_present_in_its_country_and_a_cluster_is_none(tmp_path):
    society = {"iso3": "PRY", "society_name": "Paraguayan Red Cross", "region": 1, "name": "Paraguay", "bbox": None}
    cluster = {"iso3": None, "society_name": "", "region": 1, "name": "South America Country Cluster"}
    fed = load(PUBLISHER, page(tmp_path, society, cluster, name="countries.json"))
    presence, regions = rows(fed, "presence"), rows(fed, "country_groups")
    assert presence["organisation_name"].tolist() == ["Paraguayan Red Cross"]
    assert (regions["country_code"].tolist(), regions["group_name"].tolist()) == (["PRY"], ["Americas"])
    assert fed.silent == 1


def test_a_cut_page_is_refused_where_it_ends(tmp_path):
    path = page(tmp_path, appeal("MDR1", 1, "1.00", "1.00"))
    path.write_text(path.read_text(encoding="utf-8")[:-30], encoding="utf-8")
    with pytest.raises(ContractError, match=r"appeals\.json: is no JSON at line 1, column \d+: the file ends"):
        load(PUBLISHER, path)


def test_the_real_appeals_agree_with_a_plain_count():
    path = real("ifrc-go", "appeals_0.json")
    fed = load(PUBLISHER, path)
    results = json.loads(path.read_text(encoding="utf-8"))["results"]
    needs = rows(fed, "needs").set_index("indicator_name")["value"].groupby(level=0).sum()
    assert fed.received == len(rows(fed, "events")) == len(results) == 178
    assert needs["Funding required by appeals"] == sum(Decimal(one["amount_requested"]) for one in results)
    assert needs["Funding received by appeals"] == pytest.approx(
        float(sum(Decimal(one["amount_funded"]) for one in results))
    )
    assert needs["People targeted by appeals"] == sum(one["num_beneficiaries"] for one in results) == 58_441_920
    assert set_aside(fed) == {}


def test_the_real_societies_and_kinds_agree_with_a_plain_count():
    path = real("ifrc-go", "countries_1.json")
    fed = load(PUBLISHER, path)
    results = json.loads(path.read_text(encoding="utf-8"))["results"]
    assert fed.received == len(results) == 81
    assert len(rows(fed, "presence")) == sum(bool(one["iso3"] and one["society_name"]) for one in results)
    assert len(rows(fed, "country_groups")) == sum(bool(one["iso3"] and one["region"] is not None) for one in results)
    assert set_aside(fed) == {}
    kinds = load(PUBLISHER, real("ifrc-go", "DisasterTypes.json"))
    assert (kinds.received, kinds.silent, kinds.loaded) == (24, 24, ())
