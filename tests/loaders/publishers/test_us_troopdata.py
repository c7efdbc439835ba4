import csv

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.us_troopdata import _COUNTS, PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

SITES = """countryname,ccode,iso3c,basename,lat,lon,base,lilypad,fundedsite
Chile,155,CHL,"Fuerte Aguayo NB, Concón",-32.9,-71.4,0,0,1
Guam,2,USA,Andersen,13.5,144.9,1,0,0
"Congo, Democratic Republic",484,COG,Kinshasa,-4.3,15.3,0,1,1
Virgin Islands,2,USA,NA,NA,NA,0,1,0
Netherlands Antilles,210,NLD,Curacao,12.1,-68.9,0,1,0
"""
SPENT = """countryname,ccode,iso3c,year,location,lat,lon,spend_construction
Germany,255,DEU,2008,Ramstein,49.4,7.6,1600
Germany,255,DEU,2008,Ramstein,49.4,7.6,1600
Bi,NA,NA,2008,Sw Asia,51.1,4.3,35
Wake Island,NA,NA,2009,Wake Island,NA,NA,-2
Worldwide Unspecified,NA,NA,2009,NA,NA,NA,0
"""


def people(folder, *changes):
    path = folder / "troops.csv"
    usual = {"countryname": "Namibia", "year": "2020", "ccode": "565", "iso3c": "NAM", "region": "Africa"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*usual, *_COUNTS])
        writer.writeheader()
        writer.writerows(usual | dict.fromkeys(_COUNTS, "0") | change for change in changes)
    return load(PUBLISHER, path)


def test_a_total_has_parts_that_never_add_to_it(tmp_path):
    fed = people(tmp_path, {"troops_ad": "12", "army_ad": "3", "navy_ad": "9", "total_civilian": "4"})
    personnel = rows(fed, "personnel").set_index("personnel_id")
    assert personnel.groupby("series_id")["people_count"].sum().to_dict() == {
        "US-active-duty": 12, "US-active-duty-parts": 3 + 9, "US-defense-civilians": 4,
    }  # fmt: skip
    assert personnel.loc["USTROOPS-2020-Namibia-army_ad", "part_of_id"] == "USTROOPS-2020-Namibia-troops_ad"
    assert personnel["is_total"].to_dict() == {
        "USTROOPS-2020-Namibia-troops_ad": True, "USTROOPS-2020-Namibia-army_ad": False,
        "USTROOPS-2020-Namibia-navy_ad": False, "USTROOPS-2020-Namibia-total_civilian": False,
    }  # fmt: skip


def test_people_are_of_defense_but_for_the_coast_guard(tmp_path):
    personnel = rows(people(tmp_path, {"troops_ad": "2", "coast_guard_ad": "2"}), "personnel")
    assert personnel["agency_code"].tolist() == ["DOD", "DHS"]
    assert personnel["country_code"].unique().tolist() == ["NAM"]


def test_a_zero_and_an_unknown_count_feed_nothing(tmp_path):
    fed = people(
        tmp_path, {"troops_ad": "0", "army_ad": "NA"}, {"troops_ad": "5", "countryname": "Chad", "iso3c": "TCD"}
    )
    assert (fed.received, fed.silent, len(rows(fed, "personnel"))) == (2, 1, 1)


def test_a_count_below_zero_is_set_aside(tmp_path):
    fed = people(tmp_path, {"troops_ad": "5", "marine_corps_ad": "-17"})
    issue = next(issue for one in fed.loaded for issue in one.issues)
    assert (issue.rule, issue.column, issue.value) == ("minimum", "marine_corps_ad", "-17")


def test_a_place_without_a_code_is_a_country_only_where_its_name_is_one(tmp_path):
    places = ("Guam", "Diego Garcia", "Yugoslavia")
    personnel = rows(
        people(tmp_path, *({"countryname": name, "iso3c": "NA", "troops_ad": "1"} for name in places)), "personnel"
    )
    assert personnel["country_code"].fillna("").tolist() == ["GUM", "IOT", ""]
    assert personnel["place_name"].tolist() == list(places)


def test_a_site_stands_where_its_name_says_and_not_with_its_sovereign(tmp_path):
    path = tmp_path / "bases.csv"
    path.write_bytes(SITES.encode("latin-1"))
    fed = load(PUBLISHER, path)
    sites = rows(fed, "presence")
    assert sites["country_code"].tolist() == ["CHL", "GUM", "COD", "VIR"]
    assert sites["place_name"].fillna("").tolist() == ["Fuerte Aguayo NB, Concón", "Andersen", "Kinshasa", ""]
    assert sites["activity_text"].tolist()[2] == "Smaller site (lily pad); Site of the host, US-funded"
    assert set_aside(fed) == {"allowed": 1}


def test_thousands_become_dollars_and_lines_of_one_place_and_year_stay_apart(tmp_path):
    money = rows(load(PUBLISHER, written(tmp_path, "build.csv", SPENT)), "transactions")
    assert money["amount_usd"].tolist() == [1_600_000, 1_600_000, 35_000, -2_000, 0]
    assert money["transaction_id"].tolist()[:2] == [f"USBUILD-Germany-2008-Ramstein-{n}" for n in (1, 2)]
    assert money["country_code"].fillna("").tolist() == ["DEU", "DEU", "", "UMI", ""]
    assert (money["stage_code"].unique().tolist(), money["fiscal_year"].tolist()[3]) == (["APPROPRIATED"], 2009)
    assert money["note"].tolist()[2] == "For Bi"


def test_a_file_without_its_counts_is_refused(tmp_path):
    with pytest.raises(ContractError, match=r"the heading lacks spend_construction"):
        load(PUBLISHER, written(tmp_path, "build.csv", SPENT.replace("spend_construction", "amount")))


def read(path, encoding="utf-8"):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def test_the_real_people_agree_with_a_plain_count():
    path = real("us-troopdata", "troopdata-rebuild-country-year.csv")
    fed = load(PUBLISHER, path)
    lines = read(path)
    personnel = rows(fed, "personnel")
    assert fed.received == len(lines) == 13_135
    for name in _COUNTS:
        figures = personnel[personnel["personnel_id"].str.endswith(f"-{name}")]["people_count"]
        counts = [int(line[name]) for line in lines if int(line[name]) > 0]
        assert (len(figures), figures.sum()) == (len(counts), sum(counts)), name
    assert fed.silent == sum(all(line[name] == "0" for name in _COUNTS) for line in lines) == 3046
    assert set_aside(fed) == {"minimum": 6}
    namibia = sum(int(line["troops_ad"]) for line in lines if line["iso3c"] == "NAM")
    active = personnel[(personnel["country_code"] == "NAM") & (personnel["series_id"] == "US-active-duty")]
    assert active["people_count"].sum() == namibia


def test_the_real_sites_agree_with_a_plain_count():
    path = real("us-troopdata", "basedata.csv")
    fed = load(PUBLISHER, path)
    lines = read(path, "latin-1")
    sites = rows(fed, "presence")
    # one site twice word for word, and one in a country that is no more
    assert (fed.received, len(sites)) == (len(lines), 414 - 2)
    assert set_aside(fed) == {"allowed": 1, "repeated": 1}
    assert (sites["country_code"] == "DEU").sum() == sum(line["iso3c"] == "DEU" for line in lines) == 44
    assert "Fuerte Aguayo NB, Concón" in sites["place_name"].tolist()


def test_the_real_construction_agrees_with_a_plain_count():
    path = real("us-troopdata", "builddata.csv")
    fed = load(PUBLISHER, path)
    lines = read(path)
    money = rows(fed, "transactions")
    assert fed.received == len(money) == len(lines) == 5532
    assert money["amount_usd"].sum() == 1000 * sum(int(line["spend_construction"]) for line in lines)
    assert money["amount_usd"].sum() == 167_116_551_000
    germany = sum(int(line["spend_construction"]) for line in lines if line["iso3c"] == "DEU")
    assert money[money["country_code"] == "DEU"]["amount_usd"].sum() == 1000 * germany
    assert set_aside(fed) == {}
