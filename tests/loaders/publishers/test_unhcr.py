import csv

from loaders.publishers.unhcr import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

POPULATIONS = """"Year","ISO3CoO","ISO3CoA","REF","IDP","ASY","OOC","STA","VDA"
2018,"SYR","LBN",944181,0,1200,0,0,0
2018,"UKN","LBN",3e+05,0,0,0,,0
2019,"SYR","QQQ",10,0,0,0,0,0
"""
DECISIONS = """"Year","ISO3CoO","ISO3CoA","ProcedureType","DecisionType","DecisionDataType",\
"DecisionsAveragePersonsPerCase","Recognized","RecognizedOther","OtherwiseClosed","Rejected","TotalDecided"
2000,"AFG","IRN","G","FI","P","0",70,5,0,25,100
"""


def test_each_population_is_a_figure_of_its_own(tmp_path):
    needs = rows(load(PUBLISHER, written(tmp_path, "population.csv", POPULATIONS)), "needs")
    syrians = needs[needs["need_id"] == "UNHCR-2018-SYR-LBN-REF"].iloc[0]
    assert (syrians["country_code"], syrians["origin_country_code"], syrians["value"]) == ("LBN", "SYR", 944181)
    assert syrians["as_of_date"].date().isoformat() == "2018-12-31"
    # six kinds in two rows with a known country, less the one empty cell
    assert len(needs) == 2 * 6 - 1


def test_a_number_with_an_exponent_is_written_out(tmp_path):
    needs = rows(load(PUBLISHER, written(tmp_path, "population.csv", POPULATIONS)), "needs").set_index("need_id")
    assert needs.loc["UNHCR-2018-UKN-LBN-REF", "value"] == 300_000


def test_people_of_unknown_origin_have_no_country_of_origin(tmp_path):
    needs = rows(load(PUBLISHER, written(tmp_path, "population.csv", POPULATIONS)), "needs").set_index("need_id")
    assert needs.loc["UNHCR-2018-UKN-LBN-REF":, "origin_country_code"].isna().any()


def test_an_unknown_country_of_asylum_sets_each_figure_of_its_row_aside(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "population.csv", POPULATIONS))
    assert set_aside(fed) == {"allowed": 6}
    issue = next(one for loaded in fed.loaded for one in loaded.issues)
    assert (issue.line, issue.column, issue.value) == (4, "ISO3CoA", "QQQ")


def test_parts_of_the_decisions_never_add_to_their_total(tmp_path):
    needs = rows(load(PUBLISHER, written(tmp_path, "decisions.csv", DECISIONS)), "needs")
    parts, total = needs[~needs["is_total"].astype(bool)], needs[needs["is_total"].astype(bool)]
    assert parts["value"].sum() == total["value"].sum() == 70 + 5 + 0 + 25
    assert set(parts["part_of_id"]) == set(total["need_id"])


def test_the_real_populations_agree_with_a_plain_count():
    path = real("unhcr", "HDX_EndYearPopulationTotals.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert fed.received == len(lines) == 745
    needs = rows(fed, "needs")
    for name in ("REF", "IDP", "ASY", "OOC", "STA", "VDA"):
        ours = needs[needs["need_id"].str.endswith(f"-{name}")]["value"].sum()
        assert ours == sum(float(line[name]) for line in lines)
    assert set_aside(fed) == {}


def test_the_real_applications_and_decisions_agree_with_a_plain_count():
    for name, column, count in (("Applications", "Applications", 300), ("Decisions", "TotalDecided", 334)):
        path = real("unhcr", f"HDX_Asylum{name}.csv")
        fed = load(PUBLISHER, path)
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        assert fed.received == len(lines) == count
        needs = rows(fed, "needs")
        ours = needs[needs["need_id"].str.endswith(f"-{column}")]["value"].sum()
        assert ours == sum(float(line[column]) for line in lines)
