import csv

import pytest

from loaders.publishers.inform_risk import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

HEADING = "CountryName,Iso3,GNAYear,IndicatorId,FullName,IndicatorScore\r\n"
TRENDS = f"""{HEADING}Afghanistan,AFG,2024,INFORM,INFORM Risk Index,7.8\r
Afghanistan,AFG,2024,HA,Hazard & Exposure Index,7.6\r
Afghanistan,AFG,2023,INFORM,INFORM Risk Index,\r
Nowhere,QQQ,2024,INFORM,INFORM Risk Index,1.0\r
"""


def test_a_score_stands_for_its_country_and_year(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "trends.csv", TRENDS))
    scores = rows(fed, "indicators").set_index("indicator_id")
    risk = scores.loc["INFORM-risk-2024-AFG-INFORM"]
    assert (risk["value"], risk["unit_code"], risk["as_of_date"].isoformat()[:10]) == (7.8, "0-10", "2024-12-31")
    assert scores.loc["INFORM-risk-2024-AFG-HA", "indicator_name"] == "Hazard & Exposure Index"
    # a score that is not known is not the lowest
    assert scores.loc["INFORM-risk-2023-AFG-INFORM"].isna()["value"]
    assert set_aside(fed) == {"allowed": 1}


def test_the_real_trends_agree_with_a_plain_count():
    path = real("inform-risk", "inform_risk_index_trends.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    scores = rows(fed, "indicators")
    # 191 countries, 10 years, the index and its three dimensions
    assert fed.received == len(scores) == len(lines) == 191 * 10 * 4
    assert scores["value"].sum() == pytest.approx(sum(float(line["IndicatorScore"]) for line in lines))
    assert set_aside(fed) == {}
