"""The benchmarks measure pages that answer alike: counted here by hand, by pandas and by the dashboard."""

import json
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from benchmarks import measure, report, workload
from dashboard import links
from dashboard.queries import people
from dashboard.scope import Scope
from loaders.exercise import write_exercise

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "data" / "raw" / "reference"
PAGES = ROOT / "benchmarks" / "pages"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workload's folder with the brief exercise in it."""
    made = tmp_path_factory.mktemp("workload")
    write_exercise(made / "data" / "exercise" / workload.RELEASE, workload.RELEASE)
    (made / "data" / "raw").mkdir()
    (made / "data" / "raw" / "reference").symlink_to(REFERENCE)
    (made / "data" / "boundaries").symlink_to(ROOT / "data" / "boundaries")
    return made


@pytest.fixture(scope="module")
def counted(folder: Path) -> dict[str, int]:
    """The people serving by region, counted by plain pandas."""
    raw = folder / "data" / "exercise" / workload.RELEASE
    return workload.count(workload.serving_tours(raw, REFERENCE))[0]


def test_plain_pandas_counts_both_days_served_and_no_planned_tour(tmp_path: Path) -> None:
    tours = pd.DataFrame(
        [
            ("TOUR", "ACTUAL", "SSD", "2011-09-15", "2011-09-20", "4"),  # begins on the day
            ("TOUR", "ACTUAL", "SSD", "2011-03", "2011-09-15", "2"),  # ends on the day
            ("TOUR", "ACTUAL", "HTI", "2010-01-01", "", "1"),  # no end
            ("TOUR", "ACTUAL", "HTI", "2010-01-01", "2011-09-14", "50"),  # ended the day before
            ("TOUR", "PLANNED", "HTI", "2011-09-01", "", "60"),
            ("PEOPLE_IN_COUNTRY", "ACTUAL", "HTI", "2011-09-01", "", "70"),
        ],
        columns=["Measure", "Stage", "Country", "From", "To", "People"],
    )
    tours.to_csv(tmp_path / "deployments.csv", index=False)
    by_region, tours_by_region = workload.count(workload.serving_tours(tmp_path, REFERENCE))
    assert by_region == {"All": 4 + 2 + 1, "AF": 4 + 2, "EAP": 0, "EUR": 0, "NEA": 0, "SCA": 0, "WHA": 1}
    assert (tours_by_region["All"], tours_by_region["AF"]) == (3, 2)


def test_dashboard_and_plain_pandas_count_the_same_people_in_every_region(counted: dict[str, int]) -> None:
    if not any(links.STORE.glob(f"{workload.RELEASE}~*")):
        pytest.skip("the exercise is not sealed; run: python -m loaders release --exercise")
    release = links.opened(workload.RELEASE)
    chosen = {code: () if code == workload.ALL else (code,) for code in counted}
    scopes = {code: Scope(rel=release.name, asof=release.as_of, region=region) for code, region in chosen.items()}
    assert {code: people.deployed(release, scope).value for code, scope in scopes.items()} == counted
    assert counted[workload.ALL] == sum(counted[code] for code in workload.REGIONS)


@pytest.mark.parametrize("page", ["floor", "baseline"])
def test_reference_page_shows_the_counted_people(
    page: str, folder: Path, counted: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    if page == "baseline":
        pytest.importorskip("streamlit_folium", reason="the baseline needs benchmarks/requirements.txt")
    names = workload.region_names(REFERENCE)
    shown = {names[code]: number for code, number in counted.items()}
    (folder / "people.json").write_text(json.dumps(shown), encoding="utf-8")
    monkeypatch.setenv("BENCHMARK_FOLDER", str(folder))
    app = AppTest.from_file(str(PAGES / f"{page}.py"), default_timeout=60).run()
    assert app.subheader[0].value == f"Civilians deployed: {counted['All']:,}"
    app.selectbox[0].set_value(names["AF"]).run()
    assert not app.exception
    assert app.subheader[0].value == f"Civilians deployed: {counted['AF']:,}"


def test_95th_percentile_is_the_smallest_value_that_95_of_100_do_not_pass() -> None:
    assert measure.high([float(number) for number in range(100, 0, -1)]) == 95.0
    assert measure.high([3.0, 1.0, 2.0]) == 3.0


def found(changes: list[float], rate: float = 50.0, large: float = 1.0) -> measure.Found:
    return measure.Found(
        changes=changes,
        cpu=[20.0],
        drawing=[60.0],
        views=[900.0],
        view_bytes=1_000_000,
        change_bytes=5_000,
        rate=rate,
        session=0.1,
        alone=[10.0],
        crowd=[20.0],
        memory=[200.0 * large],
        parts={"panel world": 4000},
        files=[("a.js", 9000)],
    )


def test_goal_is_judged_on_the_screen_furthest_from_it() -> None:
    pages = {
        "floor": found([100.0]),
        "baseline": found([2400.0]),
        "Situation": found([120.0]),
        "Deployments": found([151.0]),
    }
    pages |= {"Contributions": found([100.0], rate=19.0)}
    plan = measure.Plan(rounds=1, views=1, cycles=1, seconds=1, port=0, has_large=False)
    worked = list(report.lines(measure.Results(plan, pages, [1.0])))
    against_floor, against_baseline = worked[0], worked[1]
    assert against_floor.cells[1:] == ("100", "2400", "120", "151", "100", "1.51", "≤ 1.5 × floor", "no")
    assert against_floor.cause.startswith("Deployments: ")
    assert (against_baseline.cells[6], against_baseline.is_met) == (f"{2400 / 151:.2f}", True)
    assert [line.cells[0] for line in worked if not line.is_met] == [worked[0].cells[0], "Changes a second and core"]


def test_large_exercise_is_held_against_the_small_one() -> None:
    pages = {name: found([100.0]) for name in ("floor", "baseline", *measure.OURS)}
    pages |= {f"{name}, large": found([119.0], large=1.31) for name in measure.OURS}
    plan = measure.Plan(rounds=1, views=1, cycles=1, seconds=1, port=0, has_large=True)
    results = measure.Results(plan, pages, [1.0])
    filtered, memory = list(report.lines(results))[-2:]
    assert (filtered.cells[6], filtered.is_met) == ("1.19", True)
    assert (memory.cells[6], memory.is_met) == ("1.31", False)
    assert "| 1.31 | ≤ 1.3 × small |" in " ".join(report.written(results).split())
