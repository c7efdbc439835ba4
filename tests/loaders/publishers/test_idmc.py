import csv

from loaders.publishers.idmc import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

COUNTED = "new_displacement,new_displacement_rounded,total_displacement,total_displacement_rounded"
YEARS = f"""iso3,country_name,year,{COUNTED}
AFG,Afghanistan,2009,0,,297100,297000
AB9,,2014,50,,20000,20000
XKX,,2014,,,16000,16000
QQQ,Nowhere,2014,,,,
"""
HEADING = (
    "iso3,country_name,year,start_date,start_date_accuracy,end_date,end_date_accuracy,event_name,hazard_category,"
    "hazard_category_name,hazard_sub_category,hazard_sub_category_name,hazard_type,hazard_type_name,hazard_sub_type,"
    f"hazard_subtype_name,{COUNTED},event_codes"
)
FLOOD = "2,Weather related,3,Hydrological,10,Flood,13,"
DISASTERS = f"""{HEADING}
AFG,Afghanistan,2015,2015-03-03,Day,2015-03-01,Month,Kahmard flood,{FLOOD},120,120,30,30,"FL-2015-000001-AFG,MDRAF007"
AFG,Afghanistan,2012,2012-01-01,Month,,,Afghanistan: Flood,{FLOOD},180,180,,,
AFG,Afghanistan,2012,2012-01-01,Month,,,Afghanistan: Flood,{FLOOD},55,55,,,
AFG,Afghanistan,2013,2013-02-08,Week,2013-02-10,Day,Storm,2,Weather related,4,Meteorological,14,Storm,21,,7,7,,,
"""


def test_people_displaced_are_a_stock_and_displacements_a_flow(tmp_path):
    needs = rows(load(PUBLISHER, written(tmp_path, "years.csv", YEARS)), "needs").set_index("need_id")
    stock, flow = needs.loc["IDMC-2009-AFG-total_displacement"], needs.loc["IDMC-2009-AFG-new_displacement"]
    assert (stock["value"], stock["unit_code"], stock.isna()["start_date"]) == (297_100, "people", True)
    assert (flow["value"], flow["unit_code"]) == (0, "displacements")
    assert (flow["start_date"].isoformat()[:10], flow["end_date"].isoformat()[:10]) == ("2009-01-01", "2009-12-31")
    assert stock["series_id"] != flow["series_id"]


def test_an_area_that_is_no_country_keeps_its_name_and_adds_to_none(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "years.csv", YEARS))
    needs = rows(fed, "needs").set_index("need_id")
    abyei = needs.loc["IDMC-2014-AB9-total_displacement"]
    assert (abyei.isna()["country_code"], abyei["admin_name"]) == (True, "Abyei Area")
    assert needs.loc["IDMC-2014-XKX-total_displacement", "country_code"] == "XKX"
    # two figures of Afghanistan, two of Abyei, one of Kosovo; a line without a figure is silent
    assert (len(needs), fed.silent) == (2 + 2 + 1, 1)


def test_a_month_written_as_its_first_day_is_the_whole_month(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "disasters.csv", DISASTERS))
    flood = rows(fed, "needs").set_index("indicator_name").loc["Internal displacements by disasters"].iloc[0]
    assert (flood["start_date"].isoformat()[:10], flood["end_date"].isoformat()[:10]) == ("2015-03-03", "2015-03-31")
    precisions = rows(fed, "events")["event_precision"].tolist()
    assert precisions == ["DAY", "MONTH", "MONTH", "MONTH"]
    assert set_aside(fed) == {}


def test_disasters_of_one_name_and_day_stay_apart(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "disasters.csv", DISASTERS))
    events, needs = rows(fed, "events"), rows(fed, "needs")
    assert events["event_id"].is_unique
    assert events[events["event_title"] == "Afghanistan: Flood"]["event_id"].str[-3:].tolist() == ["180", "-55"]
    assert needs[needs["unit_code"] == "displacements"]["value"].sum() == 120 + 180 + 55 + 7
    assert "MDRAF007" in events.loc[0, "note"]


def test_the_real_years_agree_with_a_plain_count():
    path = real("idmc", "Internal Displacements (New Displacements) – IDPs.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert fed.received == len(lines) == 961
    needs = rows(fed, "needs")
    for name, total in (("new_displacement", 180_374_653), ("total_displacement", 674_856_579)):
        ours = needs[needs["need_id"].str.endswith(name)]
        assert ours["value"].sum() == sum(int(line[name]) for line in lines if line[name]) == total
        assert len(ours) == sum(bool(line[name]) for line in lines)
    assert needs["country_code"].isna().sum() == sum(
        bool(line[name])
        for line in lines
        for name in ("new_displacement", "total_displacement")
        if line["iso3"] == "AB9"
    )
    assert set_aside(fed) == {}


def test_the_real_disasters_agree_with_a_plain_count():
    path = real("idmc", "Internal displacements (new displacements) associated with disasters_AFG.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert fed.received == len(rows(fed, "events")) == len(lines) == 390
    assert rows(fed, "needs")["value"].sum() == sum(int(line["new_displacement"]) for line in lines)
    assert set_aside(fed) == {}
