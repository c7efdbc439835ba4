import csv

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.ucdp_prio_acd import _NAMED, _UNUSED, PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside

USUAL = {
    "conflict_id": "300", "location": "India", "side_a": "Government of India", "side_b": "GNLA",
    "incompatibility": "1", "territory_name": "Garoland", "year": "2012", "intensity_level": "1",
    "cumulative_intensity": "0", "type_of_conflict": "3", "start_date2": "2012-11-15", "start_prec2": "1",
    "version": "20.1",
}  # fmt: skip


def conflicts(folder, *changes):
    path = folder / "acd.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*_NAMED, *_UNUSED], quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(USUAL | change for change in changes)
    return path


def levels(folder, *changes):
    return rows(load(PUBLISHER, conflicts(folder, *changes)), "indicators").set_index("indicator_id")


def test_a_conflict_has_a_level_for_its_year_in_numbers_and_words(tmp_path):
    level = levels(tmp_path, {}).loc["ACD-300-2012-India"]
    assert (level["country_code"], level["value"]) == ("IND", 1)
    assert level["value_text"] == "minor: 25 to 999 battle deaths in the year"
    assert (level["as_of_date"].date().isoformat(), level["as_of_precision"]) == ("2012-12-31", "YEAR")
    assert level["note"] == (
        "Conflict within a state over territory (Garoland) in India: Government of India against GNLA; "
        "this spell since 2012-11-15 (day graded 1, 1 exact)."
    )


def test_a_war_between_states_is_at_its_level_in_each_of_them(tmp_path):
    change = {"location": "Egypt, Israel", "intensity_level": "2", "side_b_2nd": "Government of Jordan",
              "cumulative_intensity": "1", "ep_end_date": "1967-06-10", "type_of_conflict": "2"}  # fmt: skip
    found = levels(tmp_path, change)
    assert found["country_code"].tolist() == ["EGY", "ISR"]
    assert found["value"].tolist() == [2, 2]
    # one cell gives both the level, so neither has a column of its own
    assert found["raw_column"].isna().all()
    note = found["note"].iloc[0]
    assert "against GNLA with Government of Jordan" in note
    assert note.endswith("until 1967-06-10, over 1,000 battle deaths since it began.")


def test_a_state_that_is_no_more_is_no_country(tmp_path):
    found = levels(tmp_path, {"location": "South Vietnam, Vietnam (North Vietnam)"}, {"location": "Congo"})
    assert found["country_code"].fillna("").to_dict() == {
        "ACD-300-2012-South Vietnam": "", "ACD-300-2012-Vietnam (North Vietnam)": "VNM", "ACD-300-2012-Congo": "COG",
    }  # fmt: skip


def test_of_several_conflicts_in_a_year_the_most_intense_gives_the_country_its_level(tmp_path):
    found = levels(
        tmp_path,
        {"conflict_id": "301"},
        {"conflict_id": "302", "location": "China, India", "intensity_level": "2"},
        {"conflict_id": "303"},
        {"conflict_id": "304", "year": "2013"},
    )
    highest = found["indicator_name"].str.endswith("the most intense conflict of the year")
    assert highest.to_dict() == {
        "ACD-301-2012-India": False, "ACD-302-2012-China": True, "ACD-302-2012-India": True,
        "ACD-303-2012-India": False, "ACD-304-2013-India": True,
    }  # fmt: skip


def test_an_unknown_second_country_is_set_aside_by_itself(tmp_path):
    fed = load(PUBLISHER, conflicts(tmp_path, {"location": "India, Atlantis"}))
    assert rows(fed, "indicators")["country_code"].tolist() == ["IND"]
    issue = next(one for loaded in fed.loaded for one in loaded.issues)
    assert (issue.line, issue.column, issue.value) == (2, "location", "Atlantis")


def test_a_file_without_levels_is_refused(tmp_path):
    path = conflicts(tmp_path, {})
    path.write_text(path.read_text(encoding="utf-8").replace("intensity_level", "level"), encoding="utf-8")
    with pytest.raises(ContractError, match="the heading lacks intensity_level"):
        load(PUBLISHER, path)


def test_the_real_conflicts_agree_with_a_plain_count():
    path = real("ucdp-prio-acd", "ucdp-prio-acd-201.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    found = rows(fed, "indicators")
    places = sum(len(line["location"].split(",")) for line in lines)
    assert (fed.received, len(found)) == (len(lines), places)
    assert fed.received == 2448
    assert found["value"].sum() == sum(
        int(line["intensity_level"]) * len(line["location"].split(",")) for line in lines
    )
    assert len(found[found["value"] == 2].groupby(["raw_line"])) == 638
    # Hyderabad 3, Serbia (Yugoslavia) 5, South Vietnam 21, South Yemen 7
    assert found["country_code"].isna().sum() == 3 + 5 + 21 + 7
    assert (found["country_code"] == "RUS").sum() == sum("Russia" in line["location"] for line in lines)
    highest = found[found["indicator_name"].str.endswith("the most intense conflict of the year")]
    levels_by_year = {}
    for line in lines:
        for place in line["location"].split(", "):
            key = place, line["year"]
            levels_by_year[key] = max(levels_by_year.get(key, 0), int(line["intensity_level"]))
    assert (len(highest), highest["value"].sum()) == (len(levels_by_year), sum(levels_by_year.values()))
    assert set_aside(fed) == {}
