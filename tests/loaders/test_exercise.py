import datetime
import hashlib
from pathlib import Path

import pandas as pd
import pytest

from loaders import codes
from loaders.assembly import REFERENCE, RawFolders, as_known_on, load_folder, tables_of
from loaders.exercise import RELEASES, SCALES, exercise_frames, write_exercise
from loaders.exercise_scale import TARGETS
from loaders.exercise_teams import SERVING
from loaders.spellings import Spellings, load_spellings
from loaders.tables import TABLES

DATA = Path(__file__).resolve().parents[2] / "data"
NEWEST = RELEASES[-1]
# One more than requested in each, as the exercise plans it.
OVER_SUPPLIED = {("LBR", "JUSTICE"): 1, ("XKX", "JUSTICE"): 1}


@pytest.fixture(scope="module")
def spellings() -> Spellings:
    return load_spellings(DATA / "spellings.csv", DATA / "raw" / "reference" / "countries.csv")


def digests(folder: Path, release_id: str, scale: str = "brief") -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(write_exercise(folder, release_id, scale))]


def day_of(release_id: str) -> str:
    return release_id.removeprefix("ex-")


def serving(release_id: str, day: str) -> pd.DataFrame:
    rows = exercise_frames(release_id)["deployments"]
    tours = rows[(rows["measure_code"] == "TOUR") & (rows["stage_code"] == "ACTUAL") & (rows["start_date"] <= day)]
    still = tours[(tours["end_date"] == "") | (tours["end_date"] >= day)]
    return still.assign(people=still["people_count"].astype(int))


def requested(release_id: str, day: str) -> pd.DataFrame:
    rows = exercise_frames(release_id)["posts_requested"]
    open_posts = rows[(rows["requested_date"] <= day) & ((rows["end_date"] == "") | (rows["end_date"] >= day))]
    return open_posts.assign(posts=open_posts["posts_count"].astype(int))


def statuses(release_id: str) -> dict[str, str]:
    rows = exercise_frames(release_id)["country_status"].sort_values("start_date")
    newest = rows.groupby("country_code").tail(1)
    return dict(zip(newest["country_code"], newest["status_code"], strict=True))


def obligated(release_id: str, year: int) -> pd.DataFrame:
    rows = exercise_frames(release_id)["transactions"]
    chosen = rows[(rows["stage_code"] == "OBLIGATED") & (rows["fiscal_year"] == str(year))]
    return chosen.assign(dollars=pd.to_numeric(chosen["amount_usd"]))


@pytest.mark.parametrize("release_id", RELEASES)
def test_two_runs_write_the_same_bytes(tmp_path: Path, release_id: str):
    assert digests(tmp_path / "one", release_id) == digests(tmp_path / "two", release_id)


def test_releases_differ_in_their_bytes(tmp_path: Path):
    assert len({tuple(digests(tmp_path / release_id, release_id)) for release_id in RELEASES}) == 3


def test_one_file_a_table_is_written_under_the_table_s_name(tmp_path: Path):
    written = write_exercise(tmp_path / "new" / "folder", NEWEST)
    fed_by_publishers = {"indicators", "country_groups", "admin_units", "presence", "choices"}
    assert {path.stem for path in written} == (
        set(TABLES) - fed_by_publishers - {name.removesuffix(".csv") for name in REFERENCE}
    )


@pytest.mark.parametrize("release_id", RELEASES)
def test_every_file_loads_with_nothing_set_aside(tmp_path: Path, release_id: str, spellings: Spellings):
    write_exercise(tmp_path, release_id)
    folders = RawFolders(tmp_path, DATA / "raw" / "reference", tmp_path / "sources.csv")
    loaded = load_folder(folders, spellings)
    own = {name: loaded[name] for name in exercise_frames(release_id)}
    assert [str(issue) for files in own.values() for one in files for issue in one.issues] == []
    counts = {name: sum(len(one.rows) for one in files) for name, files in own.items()}
    assert counts == {name: len(rows) for name, rows in exercise_frames(release_id).items()}


@pytest.mark.parametrize("release_id", RELEASES)
def test_every_row_was_known_on_the_day_of_its_release(tmp_path: Path, release_id: str, spellings: Spellings):
    write_exercise(tmp_path, release_id)
    tables = tables_of(
        load_folder(RawFolders(tmp_path, DATA / "raw" / "reference", tmp_path / "sources.csv"), spellings)
    )
    known = as_known_on(tables, datetime.date.fromisoformat(day_of(release_id)))
    own = exercise_frames(release_id)
    assert {name: len(known[name]) for name in own} == {name: len(rows) for name, rows in own.items()}


@pytest.mark.parametrize("release_id", RELEASES)
def test_every_source_says_that_it_is_an_exercise(release_id: str):
    listed = exercise_frames(release_id)["sources"]
    assert listed["source_title"].str.startswith("EXERCISE: ").all()
    assert set(listed["publisher_name"]) == {"Exercise control"}
    assert set(listed["marking_code"]) == {"UNCLASSIFIED"}
    assert (listed["published_date"] <= day_of(release_id)).all()


@pytest.mark.parametrize("release_id", RELEASES)
def test_every_row_cites_a_source_of_its_release(release_id: str):
    frames = exercise_frames(release_id)
    cited = {source for name, rows in frames.items() if name != "sources" for source in rows["source_id"]}
    assert cited <= set(frames["sources"]["source_id"])


def test_nothing_but_three_statuses_changes_between_releases():
    first, second, third = (statuses(release_id) for release_id in RELEASES)
    assert first == second
    moved = {
        country: (second.get(country), status) for country, status in third.items() if status != second.get(country)
    }
    assert moved == {"LBY": ("FAILING", "COMPLEX"), "SYR": (None, "FAILING"), "CIV": ("FAILING", "POST")}


def test_twenty_six_countries_are_at_risk_of_four_kinds():
    at_risk = pd.Series(statuses(NEWEST)).value_counts().to_dict()
    assert at_risk == {"COMPLEX": 5, "FAILED": 1, "FAILING": 10, "POST": 10, "NONE": 1}
    assert 5 + 1 + 10 + 10 == 26


def test_waterfall_from_the_release_before_adds_up():
    before, now = serving(RELEASES[1], "2011-09-01"), serving(NEWEST, "2011-09-15")
    moved = now.groupby("country_code")["people"].sum() - before.groupby("country_code")["people"].sum()
    assert moved[moved != 0].to_dict() == {"SSD": 7, "LBY": 5, "HTI": -3, "LBR": -2}
    assert now["people"].sum() == before["people"].sum() + 7 + 5 - 3 - 2


def test_south_sudan_gains_four_from_usaid_and_three_from_justice():
    before, now = serving(RELEASES[1], "2011-09-01"), serving(NEWEST, "2011-09-15")
    gained = [frame[frame["country_code"] == "SSD"].groupby("agency_code")["people"].sum() for frame in (now, before)]
    difference = gained[0] - gained[1]
    assert difference[difference != 0].to_dict() == {"USAID": 4, "DOJ": 3}


def test_liberia_is_corrected_once_and_in_words():
    rows = {
        release_id: exercise_frames(release_id)["deployments"].set_index("deployment_id") for release_id in RELEASES
    }
    told = {release_id: frame["correction_text"].str.startswith("Liberia") for release_id, frame in rows.items()}
    assert [int(told[release_id].sum()) for release_id in RELEASES] == [0, 0, 1]
    (key,) = told[NEWEST].index[told[NEWEST]]
    assert [rows[release_id].loc[key, "people_count"] for release_id in RELEASES] == ["4", "4", "2"]
    assert serving(NEWEST, "2011-09-15").groupby("country_code")["people"].sum()["LBR"] == 11 - 2


def test_late_reports_show_from_the_release_that_first_knew_them():
    texts = [exercise_frames(release_id)["deployments"]["correction_text"] for release_id in RELEASES]
    assert [int(text.str.startswith("Late report").sum()) for text in texts] == [0, 2, 0]


def test_older_releases_know_fewer_tours():
    counts = [len(exercise_frames(release_id)["deployments"]) for release_id in RELEASES]
    assert counts == sorted(set(counts))


@pytest.mark.parametrize("release_id", RELEASES)
def test_posts_filled_never_exceed_those_requested_but_where_planned(release_id: str):
    keys, day = ["country_code", "function_code"], day_of(release_id)
    filled, asked = serving(release_id, day).groupby(keys)["people"].sum(), requested(release_id, day)
    over = filled.sub(asked.groupby(keys)["posts"].sum(), fill_value=0)
    # Liberia's two tours counted twice stand in the two older releases.
    twice = 0 if release_id == NEWEST else 2
    assert over[over > 0].to_dict() == {
        key: more + (twice if key[0] == "LBR" else 0) for key, more in OVER_SUPPLIED.items()
    }


def test_empty_posts_are_the_shortfalls_and_never_net_of_over_supply():
    filled = serving(NEWEST, "2011-09-15").groupby("country_code")["people"].sum()
    asked = requested(NEWEST, "2011-09-15").groupby("country_code")["posts"].sum()
    short = asked.sub(filled, fill_value=0)
    assert (asked.sum(), filled.sum()) == (330, 204)
    assert short.clip(lower=0).sum() == 330 - 204 + 2
    assert (asked["SSD"], filled["SSD"]) == (58, 41)


def test_agencies_and_components_add_to_all_who_serve():
    now = serving(NEWEST, "2011-09-15")
    by_agency = now.groupby("agency_code")["people"].sum().to_dict()
    assert by_agency == {
        "STATE": 73, "USAID": 64, "USDA": 15, "DOC": 3, "HHS": 8, "DHS": 6, "DOJ": 29, "TREAS": 4, "DOT": 2,
    }  # fmt: skip
    assert sum(by_agency.values()) == 204 == sum(tour.people for tour in SERVING)
    assert now.groupby("component_code")["people"].sum().to_dict() == {"ACTIVE": 130, "STANDBY": 69, "RESERVE": 5}
    assert now["country_code"].nunique() == 23


def test_people_fall_to_131_by_the_end_of_march_with_planned_arrivals():
    rows = exercise_frames(NEWEST)["deployments"]
    tours = rows[(rows["measure_code"] == "TOUR") & (rows["start_date"] <= "2012-03-31")]
    then = tours[(tours["end_date"] == "") | (tours["end_date"] >= "2012-03-31")]
    staying, arriving = (
        then.loc[then["stage_code"] == stage, "people_count"].astype(int).sum() for stage in ("ACTUAL", "PLANNED")
    )
    assert staying + arriving == 131


def test_planned_tours_start_after_the_day_of_the_newest_release():
    rows = exercise_frames(NEWEST)["deployments"]
    planned = rows[rows["stage_code"] == "PLANNED"]
    assert len(planned) > 10
    assert (planned["start_date"] > "2011-09-15").all()
    assert (rows.loc[rows["stage_code"] == "ACTUAL", "start_date"] <= "2011-09-15").all()


def test_starts_are_known_to_the_day_the_month_and_the_year():
    lengths = exercise_frames(NEWEST)["deployments"]["start_date"].str.len().value_counts()
    assert {len("2011-09-15"), len("2011-07"), len("2009")} <= set(lengths.index)


def test_transportation_sends_nobody_before_it_joined():
    rows = exercise_frames(NEWEST)["deployments"]
    assert (rows.loc[rows["agency_code"] == "DOT", "start_date"] >= "2011-02-11").all()


def test_nobody_in_place_is_a_zero_and_not_reported_is_empty():
    rows = exercise_frames(NEWEST)["deployments"]
    stated = rows[rows["measure_code"] == "PEOPLE_IN_COUNTRY"]
    counts = dict(zip(stated["country_code"], stated["people_count"], strict=True))
    assert counts == {"MMR": "0", "ZWE": "0", "SYR": ""}


def test_obligations_of_fiscal_year_2011_hold_two_lower_bounds_and_one_unknown():
    now, before = obligated(NEWEST, 2011), obligated(RELEASES[1], 2011)
    assert now["dollars"].sum() == 1_624_000_000
    assert now.loc[now["qualifier_code"] == "AT_LEAST", "program_id"].tolist() == ["SSD-011", "SOM-003"]
    assert now.loc[now["dollars"].isna(), "program_id"].tolist() == ["SYR-001"]
    # Two new programs in South Sudan, and Somalia's late report.
    assert now["dollars"].sum() - before["dollars"].sum() == 12_000_000 + 6_500_000 + (88_000_000 - 61_000_000)


def test_a_program_s_fiscal_years_run_from_october_to_september():
    money = exercise_frames(NEWEST)["transactions"]
    jonglei = money[(money["program_id"] == "SSD-009") & (money["stage_code"] == "OBLIGATED")]
    assert dict(zip(jonglei["fiscal_year"], pd.to_numeric(jonglei["amount_usd"]), strict=True)) == {
        "2010": 9_600_000,
        "2011": 18_400_000,
    }
    spans = pd.to_datetime(jonglei["end_date"]) - pd.to_datetime(jonglei["start_date"])
    assert set(spans.dt.days + 1) == {365}
    assert jonglei.set_index("fiscal_year").loc["2011", ["start_date", "end_date"]].tolist() == [
        "2010-10-01",
        "2011-09-30",
    ]
    asked = money[(money["program_id"] == "SSD-009") & (money["stage_code"] == "REQUESTED")]
    assert asked[["fiscal_year", "amount_usd"]].to_numpy().tolist() == [["2012", "20000000"]]


def test_south_sudan_s_obligations_rise_year_by_year():
    totals = [
        rows.loc[rows["country_code"] == "SSD", "dollars"].sum() / 1_000_000
        for rows in (obligated(NEWEST, year) for year in (2008, 2009, 2010, 2011))
    ]
    assert [round(total, 1) for total in totals] == [62.0, 71.0, 96.0, 148.0]


def test_recorded_shares_split_a_program_and_none_leaves_it_whole():
    now = obligated(NEWEST, 2011).set_index(["program_id", "tool_code"])["dollars"]
    assert now["AFG-004"].to_dict() == {"LEGAL": 0.6 * 68_000_000, "MILITARY": 0.4 * 68_000_000}
    assert now["IRQ-001"].to_dict() == {"SEVERAL": 60_000_000}


def test_all_tools_and_agencies_pay_in_fiscal_year_2011():
    now = obligated(NEWEST, 2011)
    assert set(now["tool_code"]) == set(codes.TOOL)
    assert set(now["agency_code"]) == set(codes.PARTNERS)


@pytest.mark.parametrize("release_id", RELEASES)
def test_no_program_spends_more_than_it_was_obligated(release_id: str):
    rows = exercise_frames(release_id)["transactions"]
    paid = rows.assign(dollars=pd.to_numeric(rows["amount_usd"])).pivot_table(
        index=["program_id", "fiscal_year", "tool_code"], columns="stage_code", values="dollars", aggfunc="sum"
    )
    both = paid.dropna(subset=["OBLIGATED", "DISBURSED"])
    assert len(both) > 150
    assert (both["DISBURSED"] <= both["OBLIGATED"]).all()


def test_every_country_at_risk_has_a_need():
    at_risk = {country for country, status in statuses(NEWEST).items() if status != "NONE"}
    assert at_risk == set(exercise_frames(NEWEST)["needs"]["country_code"])


def test_drawn_scales_come_to_their_rows_exactly():
    frames = exercise_frames(NEWEST, "small")
    assert {name: len(frames[name]) for name in TARGETS["small"]} == {
        "deployments": 5_000,
        "programs": 2_000,
        "events": 350_000,
    }
    assert all(
        frames[name][TABLES[name].key].is_unique for name in ("deployments", "programs", "transactions", "events")
    )


def test_drawn_rows_of_an_older_release_are_among_those_of_the_newest():
    older, newest = exercise_frames(RELEASES[0], "small")["events"], exercise_frames(NEWEST, "small")["events"]
    drawn = [rows[rows["event_id"].str.len() == len("X-E0000001")].set_index("event_id") for rows in (older, newest)]
    assert 0 < len(drawn[0]) < len(drawn[1])
    pd.testing.assert_frame_equal(drawn[0], drawn[1].loc[drawn[0].index])


def test_small_scale_loads_with_nothing_set_aside(tmp_path: Path, spellings: Spellings):
    write_exercise(tmp_path, NEWEST, "small")
    (tmp_path / "events.csv").unlink()
    loaded = load_folder(RawFolders(tmp_path, DATA / "raw" / "reference", tmp_path / "sources.csv"), spellings)
    assert [
        str(issue)
        for one in loaded["deployments"] + loaded["programs"] + loaded["transactions"]
        for issue in one.issues
    ] == []


def test_unknown_release_and_scale_are_refused_with_the_known_ones(tmp_path: Path):
    with pytest.raises(ValueError, match=r"'ex-2011-12-31' is not one of ex-2011-08-15, ex-2011-09-01, ex-2011-09-15"):
        write_exercise(tmp_path / "out", "ex-2011-12-31")
    with pytest.raises(ValueError, match=rf"'huge' is not one of {', '.join(SCALES)}"):
        write_exercise(tmp_path / "out", NEWEST, "huge")
    assert not (tmp_path / "out").exists()
