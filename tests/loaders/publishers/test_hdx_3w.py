import csv

import openpyxl
import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.hdx_3w import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

ACTIVE = [
    ["Title", "Province", "Departement", "Cluster", "Acronyme", "Organisation", "TypeOrganisation", "Icones",
     "OperationnelleCount", "ID", "Archive", "Item Type", "Path"],
    [None, "#adm1+name", None, "#sector", "#org+acronym", *[None] * 8],
    ["TD19", "Barh El Gazel", None, "Santé", "ACF", "Action Contre la Faim", "ONG Internationale", "i", 1, 16, None,
     "Élément\xa0", "p"],
    ["TD19", "Barh El Gazel", None, "Santé", "ACF", "Action Contre la Faim", "ONG Internationale", "i", 2, 17, None,
     "Élément\xa0", "p"],
]  # fmt: skip
OFFICES = [
    ["Provinces", "Departement", "Localite", "Organisation", "TypeOrganisation", "Title", "Path"],
    ["Barh El Gazel", "Barh-El-Gazel Sud", "Moussoro", "ACF", "ONG Internationale", "TD19", "p"],
]
MONTHLY = """Month,Activity status,Donor Acronym,Donor Name,Program partner Acronym,Program Partner Name,\
Implementing Partner Acronym,Implementing Partner Name,Implementing Partner Type,Region,Zone,Woreda,WoredaPcod,\
Cluster,Activity,Lat,Long
August,On-going,BHA,Bureau X,UN-X,UN Body X,ZOA,ZOA,International NGO,Tigray,Central,Axum,ET010213,WASH,Wells,14.1,38.7
August,Planned,,,,,NGO-Y,,National NGO,Tigray,Central,Axum,ET010213,Health,Clinic,14.1,38.7
,,,,,,,,,,,,,,,,
"""
GLOBAL = """location_code,has_hrp,in_gho,provider_admin1_name,provider_admin2_name,admin1_code,admin1_name,admin2_code,\
admin2_name,admin_level,org_acronym,org_name,org_type_description,sector_code,sector_name,reference_period_start,\
reference_period_end,dataset_hdx_id,resource_hdx_id,warning,error
COD,Y,Y,Bas-Uele,Bondo,CD52,Bas-Uele,CD5206,Bondo,2,MI,Malteser,International NGO,NUT,Nutrition,2025-01-01,\
2025-04-30,1,2,,
ETH,Y,Y,Contested,Area 1,,,,,2,CoC,Center,National NGO,,,2025-01-01,2025-04-30,1,2,PCode unknown ET99,Unknown sector Z
"""


def chad(folder, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, cells in sheets.items():
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append(row)
    path = folder / "3w.xlsx"
    book.save(path)
    return path


def test_both_sheets_of_chad_are_read_each_by_its_own_heading(tmp_path):
    fed = load(PUBLISHER, chad(tmp_path, active=ACTIVE, offices=OFFICES))
    active, office = rows(fed, "presence").to_dict("records")
    assert (active["country_code"], active["admin_code"], active["sector_text"]) == ("TCD", "TD19", "Santé")
    assert (active["organisation_name"], active["note"]) == ("Action Contre la Faim", "Known as ACF")
    assert (office["organisation_name"], office["place_name"], office["activity_text"]) == ("ACF", "Moussoro", "Office")
    assert (active["raw_file"], office["raw_file"]) == tuple(
        f"{tmp_path.name}/3w.xlsx/{name}" for name in ("active", "offices")
    )


def test_an_organisation_listed_twice_in_a_place_is_there_once(tmp_path):
    fed = load(PUBLISHER, chad(tmp_path, active=ACTIVE, offices=OFFICES))
    assert (fed.received, set_aside(fed)) == (3, {"repeated": 1})
    assert fed.loaded[0].issues[0].line == 4


def test_a_workbook_without_one_of_its_sheets_is_refused(tmp_path):
    with pytest.raises(ContractError, match="lacks provinces, localite"):
        load(PUBLISHER, chad(tmp_path, active=ACTIVE))


def test_an_activity_has_its_month_its_funder_and_its_place(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "3w_august_2025.csv", "\ufeff" + MONTHLY))
    wells, clinic = rows(fed, "presence").to_dict("records")
    assert (wells["country_code"], wells["admin_name"], wells["place_name"]) == ("ETH", "Axum", "Central, Tigray")
    assert [wells[name].date().isoformat() for name in ("start_date", "end_date")] == ["2025-08-01", "2025-08-31"]
    assert (wells["funder_name"], wells["note"]) == ("Bureau X", "Program partner: UN Body X")
    # an organisation without a name goes by its acronym
    assert (clinic["organisation_name"], clinic["program_state"]) == ("NGO-Y", "Planned")
    assert fed.received == 2


def test_a_month_of_no_year_is_set_aside(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "3w.csv", MONTHLY))
    # its first and its last day, of two rows
    assert set_aside(fed) == {"date": 2 * 2}


def test_what_hdx_doubts_is_said_and_a_place_without_a_code_keeps_its_name(tmp_path):
    known, doubted = rows(load(PUBLISHER, written(tmp_path, "hapi.csv", GLOBAL)), "presence").to_dict("records")
    assert (known["admin_code"], known["admin_name"], known["sector_text"]) == ("CD5206", "Bondo", "Nutrition")
    assert (doubted["admin_name"], doubted["sector_text"] == doubted["sector_text"]) == ("Area 1", False)
    assert doubted["note"] == "HDX warns: PCode unknown ET99. HDX found: Unknown sector Z."


def test_the_real_workbook_of_chad_agrees_with_a_plain_count():
    path = real("hdx-3w", "3w_tcd_avr2025.xlsx")
    fed = load(PUBLISHER, path)
    book = openpyxl.load_workbook(path, read_only=True)
    active = [row for row in book["3W Opérationnelle"].iter_rows(min_row=3, values_only=True) if any(row)]
    offices = [row for row in book["3W Physique"].iter_rows(min_row=2, values_only=True) if any(row)]
    book.close()
    assert fed.received == len(active) + len(offices) == 1556 + 760
    # province, sector, acronym and name; province, town and name
    once = {(row[0], row[3], row[4], row[5]) for row in active}, {(row[5], row[2], row[3]) for row in offices}
    assert [len(one.rows) for one in fed.loaded] == [len(kept) for kept in once] == [1516, 754]
    assert set_aside(fed) == {"repeated": 40 + 6}
    assert set(rows(fed, "presence")["country_code"]) == {"TCD"}


def test_the_real_month_of_ethiopia_agrees_with_a_plain_count():
    path = real("hdx-3w", "3w_august_2025.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.DictReader(file) if any(line.values())]
    presence = rows(fed, "presence")
    assert (fed.received, len(presence), set_aside(fed)) == (len(lines), 3122, {})
    assert set(presence["country_code"]) == {"ETH"}
    assert presence["program_state"].value_counts()["On-going"] == 2406
    assert presence["lat"].sum() == pytest.approx(sum(float(line["Lat"]) for line in lines))


def test_the_real_global_list_agrees_with_a_plain_count():
    path = real("hdx-3w", "hdx_hapi_operational_presence_global.csv")
    fed = load(PUBLISHER, path)
    presence = rows(fed, "presence")
    assert (fed.received, len(presence), set_aside(fed)) == (4999, 4999, {})
    assert presence["country_code"].value_counts().to_dict() == {"SOM": 1921, "TCD": 1505, "COD": 904, "ETH": 669}
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert presence["note"].notna().sum() == sum(bool(line["warning"] or line["error"]) for line in lines)
    assert presence["sector_text"].isna().sum() == sum(not line["sector_name"] for line in lines) == 32
