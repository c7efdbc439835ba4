import csv

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.reference_series import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

NEEDS = """row_id,country_iso3,country_name,indicator,unit,date,date_precision,period_start,period_end,value,\
value_precision,original_source,note,source_id,source_url,source_title
N1,AFG,Afghanistan,Refugees hosted,people,2004-12-31,year end,,,70,exact,UNHCR,Blank years are left out,S1,x,Series
N2,CIV,Cote d'Ivoire,Requirements,USD,2007,plan year,2007-01-01,2007-12-31,50,exact,FTS,\
"Plan: West Africa; regional plan, so the amount may be the whole",S2,x,Plans
N3,QQQ,Nowhere,Requirements,USD,2007,plan year,2007-01-01,2007-12-31,50,roughly,FTS,,S2,x,Plans
"""
MONEY = """row_id,fiscal_year,period_start,period_end,as_of_date,authority_or_account,funding_agency,\
implementing_agency,country_iso3,country_name,purpose,stage,measure,amount_usd,amount_precision,part_of,is_total,note,\
source_id,source_url,source_title
A1,2004,,,,Assistance,all,all,AFG,Afghanistan,,obligated,amount,1000,exact (current dollars),,yes,Copy,S3,x,Aid
A2,2004,,,,Assistance,USAID,all,AFG,Afghanistan,,obligated,amount,400,exact,A1,no,,S3,x,Aid
A3,2004,,,,Assistance,USAID,all,AFG,Afghanistan,,obligated,share,4,exact,A1,no,,S3,x,Aid
"""
SOURCES = """source_id,title,publisher,date,url,licence,used_in,note
S1,Series,UNHCR,2014-06-30,x,other,need_indicators,
"""


def test_a_need_names_the_source_it_was_taken_from(tmp_path):
    need = rows(load(PUBLISHER, written(tmp_path, "need_indicators.csv", NEEDS)), "needs").iloc[0]
    assert (need["need_id"], need["country_code"], need["value"], need["origin_name"]) == ("REF-N1", "AFG", 70, "UNHCR")
    assert need["note"] == "Blank years are left out. From Series (S1)."
    assert (need["qualifier_code"], need["series_id"]) == ("EXACT", "S1-Refugees hosted")


def test_a_regional_plan_is_a_series_of_its_own(tmp_path):
    needs = rows(load(PUBLISHER, written(tmp_path, "need_indicators.csv", NEEDS)), "needs")
    assert needs["series_id"].tolist()[1] == "S2-Requirements, regional plans"


def test_an_unknown_country_is_set_aside(tmp_path):
    assert set_aside(load(PUBLISHER, written(tmp_path, "need_indicators.csv", NEEDS))) == {"allowed": 1}


def test_money_of_all_agencies_is_a_total_with_its_parts(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "agency_money.csv", MONEY))
    money = rows(fed, "transactions")
    assert money["agency_code"].tolist() == ["ALL", "USAID"]
    assert money["is_total"].tolist() == [True, False]
    assert money["part_of_id"].fillna("").tolist() == ["", "REF-A1"]
    assert (money["stage_code"].tolist()[0], money["as_of_precision"].tolist()[0]) == ("OBLIGATED", "FISCAL_YEAR")


def test_a_measure_that_is_no_amount_is_set_aside(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "agency_money.csv", MONEY))
    assert set_aside(fed) == {"cells": 1}


def test_the_list_of_sources_is_refused_with_the_reason(tmp_path):
    with pytest.raises(ContractError, match=r"sources\.csv: lists what the other files were gathered from"):
        load(PUBLISHER, written(tmp_path, "sources.csv", SOURCES))


def lines_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "table", "figure", "count"),
    [("need_indicators", "needs", "value", 1493), ("agency_money", "transactions", "amount_usd", 515)],
)
def test_the_real_series_agree_with_a_plain_count(name, table, figure, count):
    path = real("reference-series", f"{name}.csv")
    fed, lines = load(PUBLISHER, path), lines_of(path)
    kept = rows(fed, table)
    assert fed.received == len(kept) == len(lines) == count
    column = "value" if table == "needs" else "amount_usd"
    assert kept[figure].sum() == sum(float(line[column]) for line in lines)
    by_country = kept.groupby("country_code")[figure].sum()
    assert by_country["AFG"] == sum(float(line[column]) for line in lines if line["country_iso3"] == "AFG")
    assert set_aside(fed) == {}


def test_the_real_missions_agree_with_a_plain_count():
    path = real("reference-series", "missions.csv")
    fed, lines = load(PUBLISHER, path), lines_of(path)
    missions = rows(fed, "missions")
    assert fed.received == len(missions) == len(lines) == 22
    assert missions["value_text"].tolist() == [line["text_value"] for line in lines]
    assert missions["end_date"].isna().sum() == sum(not line["end_date"] for line in lines)
    assert set_aside(fed) == {}


def test_the_real_list_of_sources_is_refused():
    with pytest.raises(ContractError, match="holds no figure"):
        load(PUBLISHER, real("reference-series", "sources.csv"))
