import csv

import pytest

from loaders.csvfiles import ContractError
from loaders.publishers.un_pko_fatalities import PUBLISHER
from tests.loaders.publishers.fed import load, real, rows, set_aside, written

HEADING = (
    "id,incident_date,casualty_id,mission_acronym,type_of_casualty,gender,casualty_nationality,"
    "casualty_personnel_type,type_of_incident,m49_code,isocode3,last_update"
)
DEATHS = f"""{HEADING}\r
1,1948-07-06,UNTSO-1948-07-1,UNTSO,Fatality,M,France,Military,Malicious Act,250.0,FRA,2023-11-28\r
2,2003-05-05,UNMIK-2003-05-2,UNMIK,Fatality,,Montenegro,Local ,Illness,499.0,MNE,2023-11-28\r
3,2003-05-05,UNMIK-2003-05-2,UNMIK,Fatality,,Serbia and Montenegro,Local ,Illness,891.0,SCG,2023-11-28\r
4,2010-01-12,UNAMA-2010-01-3,UNAMA,Fatality,F,ZZ [Undetermined],Other,Unknown,,,2023-11-28\r
"""


def deaths(folder):
    return load(PUBLISHER, written(folder, "fatalities.csv", DEATHS))


def test_a_death_is_an_event_of_its_mission_in_no_country(tmp_path):
    event = rows(deaths(tmp_path), "events").iloc[0]
    assert (event["event_title"], event["place_name"]) == ("Fatality in UNTSO: Malicious Act", "UNTSO")
    assert (event["fatalities_count"], event["event_precision"], event["note"]) == (1, "DAY", "Military, of France")
    assert event.isna()["country_code"]


def test_a_person_listed_under_two_states_is_counted_once(tmp_path):
    fed = deaths(tmp_path)
    events = rows(fed, "events")
    assert events["fatalities_count"].sum() == 3
    assert events["note"].tolist()[1] == "Local, of Montenegro; Serbia and Montenegro"
    assert set_aside(fed) == {"repeated": 1}


def test_an_undetermined_nationality_is_unknown(tmp_path):
    assert rows(deaths(tmp_path), "events")["note"].tolist()[2] == "Other, of unknown nationality"


def test_a_file_without_casualties_is_refused(tmp_path):
    with pytest.raises(ContractError, match="the heading lacks casualty_id"):
        load(PUBLISHER, written(tmp_path, "fatalities.csv", DEATHS.replace("casualty_id,", "")))


def test_the_real_fatalities_agree_with_a_plain_count():
    path = real("un-pko-fatalities", "dppadposs-fatalities.csv")
    fed = load(PUBLISHER, path)
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    people = {line["casualty_id"]: line["mission_acronym"] for line in lines}
    events = rows(fed, "events")
    assert (fed.received, len(people), len(events)) == (len(lines), 4344, 4344)
    assert fed.received == 4350
    assert set_aside(fed) == {"repeated": 4350 - 4344}
    counted = {mission: list(people.values()).count(mission) for mission in people.values()}
    assert events.groupby("place_name")["fatalities_count"].sum().to_dict() == counted
