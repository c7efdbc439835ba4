"""Searches of rows are judged by plain arithmetic, and asked with words of rows that are there."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks import searches
from benchmarks.searches import Found, percentile, questions, section, written
from tests.conftest import Nowhere


def found(*times: float) -> Found:
    """A run of some questions of one kind."""
    return Found(3_500_000, 40.0, 500.0, {"a country": list(times)}, 250_000_000)


def test_nineteen_of_twenty_within_the_goal_meet_it_and_fewer_do_not() -> None:
    assert percentile([float(time) for time in range(101)], 95) == 95
    assert "| < 300 | yes |" in written(found(*[100.0] * 39, 900.0))
    assert "| < 300 |  no |" in written(found(*[100.0] * 36, *[900.0] * 4))


def test_the_section_names_its_day_and_every_kind_of_question() -> None:
    text = section(found(10.0, 30.0), "2026-11-24")
    assert text.startswith("Measured on 2026-11-24")
    assert "| a country |     2 |         20 |          30 |" in text


def test_no_words_are_asked_twice_of_one_page() -> None:
    rows = [{"event_id": f"E{at}", "event_title": f"Clash {at} near town", "event_date": f"2011-0{at}-02",
             "country_code": f"XA{at}"} for at in range(1, 4)]  # fmt: skip
    asked = [(words, page) for _, words, page in questions(rows)]
    assert len(asked) == len(set(asked)) == 24


def test_questions_are_answered_in_a_process_of_their_own(nowhere: Nowhere) -> None:
    name = next(
        name for key, name in nowhere.names.items() if nowhere.release(key).manifest["tables"]["events"]["rows"]
    )
    command = [sys.executable, "-m", "benchmarks.searches", str(nowhere.store), name]
    root = Path(searches.__file__).parents[1]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    measured = Found(**json.loads(told))
    assert measured.rows > 0
    assert min(measured.all) > 0
