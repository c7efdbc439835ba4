import csv
import json

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.ipc_phases import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

PHASES = ("all", "3+", "1", "2", "3", "4", "5")
COUNTED = "Validity period,From,To,Phase,Number,Percentage"
AREAS = f"""Date of analysis,Country,Total country population,Level 1,Area,{COUNTED}
Apr 2023,AFG,1000,,Paktya,current,2023-04-01,2023-04-30,all,100,1.0
Apr 2023,AFG,1000,,Paktya,current,2023-04-01,2023-04-30,3+,30,0.3
Apr 2023,AFG,1000,,Paktya,current,2023-04-01,2023-04-30,3,20,0.2
Apr 2023,AFG,1000,,Paktya,current,2023-04-01,2023-04-30,4,10,0.1
Apr 2023,AFG,1000,,Paktya,current,2023-04-01,2023-04-30,4,10,0.1
Apr 2023,AFG,1000,Kunar,Watapur,first projection,2023-05-01,2023-10-31,all,0,1.0
May 2027,AFG,1000,,Paktya,current,2027-05-01,2027-05-31,all,100,1.0
"""


def figures(people, suffix=""):
    """Figures of an area: 10 % in phase 1, the rest in phase 3 and 4."""
    first, third = people // 10, people // 2
    fourth = people - first - third
    numbers = {"phase1": first, "phase2": 0, "phase3": third, "phase4": fourth, "phase5": 0}
    return {
        f"estimated_population{suffix}": people,
        f"p3plus{suffix}": third + fourth,
        f"p3plus_percentage{suffix}": 0.9,
        **{f"{phase}_population{suffix}": number for phase, number in numbers.items()},
    }


def analysis(**more):
    months = {"current_period_dates": "Apr 2023 - Apr 2023", "projected_period_dates": "May 2023 - Oct 2023"}
    return {"id": "77", "title": "April 2023", "country": "AF", "analysis_date": "Apr 2023", **months, **more}


ANALYSES = [
    {"id": "99", "title": "Made Up", "country": "AF", "analysis_date": "Apr 2027"},
    analysis(
        population=5000,
        **figures(200),
        **figures(210, "_projected"),
        areas=[
            {"id": "1", "name": "Paktya", "population": 5000, "overall_phase": 3, **figures(100)},
            {"id": "2", "name": "Farah", "population": 5000, **figures(100), "estimated_population_projected": 0},
        ],
    ),
    analysis(
        id="78",
        title="January 2018 (North East)",
        **figures(60),
        groups=[
            {"id": "5", "name": "Takhar", **figures(60), "areas": [{"id": "6", "name": "Cluster 1", **figures(60)}]}
        ],
    ),
]


def asked(folder, analyses=ANALYSES):
    return load(PUBLISHER, written(folder, "population.json", json.dumps(analyses)))


def needs_of(fed):
    return rows(fed, "needs").set_index("need_id")


def test_phase_three_or_worse_is_the_whole_of_its_phases_and_part_of_all(tmp_path):
    needs = needs_of(asked(tmp_path))
    country = {phase: needs.loc[f"IPC-77-----current-{phase}"] for phase in PHASES}
    assert country["3+"]["value"] == country["3"]["value"] + country["4"]["value"] + country["5"]["value"]
    assert [country[phase]["part_of_id"] for phase in ("3", "4", "5")] == [country["3+"].name] * 3
    assert [country[phase]["part_of_id"] for phase in ("3+", "1", "2")] == [country["all"].name] * 3
    assert (country["3+"]["is_total"], country["3"]["is_total"], country.pop("all").isna()["part_of_id"]) == (
        True, False, True,
    )  # fmt: skip


def test_only_the_people_of_a_whole_country_are_part_of_nothing(tmp_path):
    needs = needs_of(asked(tmp_path))
    people = needs[needs["unit_code"].eq("people") & needs["indicator_name"].str.startswith("People")]
    alone = people[people["part_of_id"].isna()]
    # 200 now and 210 projected for the country, 60 for the north east, which is named as such
    assert alone["value"].tolist() == [200, 210, 60]
    assert alone["admin_name"].fillna("").tolist() == ["", "", "North East"]
    assert needs.loc["IPC-78-Takhar-Cluster 1-current-all", "part_of_id"] == "IPC-78-Takhar---current-all"
    assert needs.loc["IPC-78-Takhar---current-all", "part_of_id"] == "IPC-78-----current-all"


def test_a_projection_has_its_own_name_and_months(tmp_path):
    projected = needs_of(asked(tmp_path)).loc["IPC-77-----first projection-all"]
    assert (projected["indicator_name"], projected["value"]) == ("People analysed: first projection", 210)
    assert [projected[end].isoformat()[:10] for end in ("start_date", "end_date")] == ["2023-05-01", "2023-10-31"]
    assert projected["as_of_date"].isoformat()[:10] == "2023-04-30"


def test_an_analysis_from_the_future_is_set_aside(tmp_path):
    fed = asked(tmp_path)
    assert set_aside(fed) == {"from-the-future": 1}
    (issue,) = (issue for one in fed.loaded for issue in one.issues)
    assert (issue.line, issue.column, issue.value) == (1, "analysis_date", "2027-04")


def test_what_is_cut_off_is_refused_where_it_ends(tmp_path):
    path = written(tmp_path, "population.json", json.dumps(ANALYSES)[:-40])
    with pytest.raises(ContractError, match=r"population\.json: is no JSON at line 1, column \d+: the file ends"):
        load(PUBLISHER, path)


def test_listed_areas_never_add_twice(tmp_path):
    fed = load(PUBLISHER, written(tmp_path, "areas.csv", AREAS))
    needs = needs_of(fed)
    assert needs["part_of_id"].notna().all()
    assert needs.loc["IPC-AFG-2023-04---Paktya-current-4", "part_of_id"] == "IPC-AFG-2023-04---Paktya-current-3+"
    assert needs.loc["IPC-AFG-2023-04-Kunar-Watapur-first projection-all"].isna()["value"]
    # one row repeats another word for word, one is from the future
    assert set_aside(fed) == {"repeated": 1, "from-the-future": 1}


def test_the_areas_of_a_map_belong_to_the_country_its_name_says(tmp_path):
    properties = {
        "aar_id": "5", "anl_id": "77", "title": "Zabul", "ipc_period": "P", "estimated_population": "100",
        "population_min": "30", "overall_phase": 3, **{f"phase{phase}_population": 20 for phase in range(1, 6)},
    }  # fmt: skip
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [66, 32]}}
    collection = {"type": "FeatureCollection", "features": [feature]}
    needs = needs_of(load(PUBLISHER, written(tmp_path, "ipc_afg.geojson", json.dumps(collection))))
    zabul = needs.loc["IPC-map-77-5-first projection-all"]
    assert (zabul["country_code"], zabul["admin_name"], zabul["value"]) == ("AFG", "Zabul", 100)
    # the same row that the analysis itself has for the country
    assert zabul["part_of_id"] == "IPC-77-----first projection-all"


def test_the_real_list_agrees_with_a_plain_count():
    path = real("ipc-phases", "ipc_global_area_long.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert fed.received == len(lines) == 18_373
    # 170 rows repeat an earlier one; two keys of two rows each have two figures, and none is kept
    assert set_aside(fed) == {"repeated": 170, "conflict": 4}
    keys = ("Date of analysis", "Country", "Level 1", "Area", "Validity period", "Phase")
    told = {}
    for line in lines:
        told.setdefault(tuple(line[key] for key in keys), set()).add(int(line["Number"]))
    assert rows(fed, "needs")["value"].sum() == sum(sum(one) for one in told.values() if len(one) == 1)
    worse = rows(fed, "needs")
    assert len(worse[worse["need_id"].str.endswith("-3+")]) == sum(
        len(one) == 1 for key, one in told.items() if key[-1] == "3+"
    )


def test_the_real_analyses_agree_with_a_plain_count():
    path = real("ipc-phases", "population-country-af.json")
    fed = load(PUBLISHER, path)
    analyses = json.loads(path.read_text(encoding="utf-8"))
    needs = needs_of(fed)
    for one in analyses[1:]:
        assert needs.loc[f"IPC-{one['id']}-----current-3+", "value"] == one["p3plus"]
    areas = [area for one in analyses for group in (one, *one.get("groups", ())) for area in group.get("areas", ())]
    current = needs[needs["series_id"] == "IPC-area-3+-current"]
    assert (len(current), current["value"].sum()) == (len(areas), sum(area["p3plus"] for area in areas))
    assert set_aside(fed) == {"from-the-future": 1}


def test_the_real_map_agrees_with_a_plain_count():
    path = real("ipc-phases", "ipc_afg.geojson")
    fed = load(PUBLISHER, path)
    features = [one["properties"] for one in json.loads(path.read_text(encoding="utf-8"))["features"]]
    assert fed.received == len(features) == 45
    needs = rows(fed, "needs")
    people = needs[needs["need_id"].str.endswith("-all")]["value"].sum()
    assert people == sum(int(one["estimated_population"]) for one in features)
    assert set(needs["country_code"]) == {"AFG"}
