import datetime
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rawfolder import small_raw
from sealed import boundaries, seal_world

from loaders import editions
from loaders.__main__ import main
from loaders.catalogue import default_release, list_releases
from loaders.release import open_release
from tests.loaders.replay import Recorded, replaying

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder of raw files: three tours of three sources, one of them undated, one program with an amount."""
    return small_raw(tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "releases"


def run(*words: object) -> int:
    return main([str(word) for word in words])


def test_record_of_a_day_holds_what_was_published_by_then(raw: Path, store: Path) -> None:
    assert run("release", "--as-of", "2011-12-30", "--raw", raw, "--store", store) == 0
    release = open_release("2011-12-30", store)
    assert (release.kind, release.as_of) == ("RECORD", datetime.date(2011, 12, 30))
    # S2 was published in 2011, so it is known from 31 December on; S3 is undated
    assert release.table("deployments")["deployment_id"].tolist() == ["D-1"]
    assert release.title == "Public record as known on 30 December 2011"


def test_whole_record_also_holds_what_is_undated(raw: Path, store: Path) -> None:
    assert run("release", "--as-of", "whole", "--raw", raw, "--store", store) == 0
    release = open_release("whole", store)
    assert release.as_of == datetime.date(2011, 12, 31)
    assert release.table("deployments")["people_count"].tolist() == [12, 30, 7]
    assert release.ledger()["raw_line"].tolist() == [5]


def test_every_raw_file_is_in_the_release_with_the_fate_of_its_rows(raw: Path, store: Path) -> None:
    run("release", "--as-of", "2009-12-31", "--raw", raw, "--store", store)
    inputs = open_release("2009-12-31", store).manifest["inputs"]
    assert set(inputs) == {
        "boundaries/disputed.geojson",
        "boundaries/outlines.geojson",
        "data/sources.csv",
        "data/spellings.csv",
        "record/deployments.csv",
        "record/programs.csv",
        "reference/countries.csv",
        "reference/country_regions.csv",
        "reference/place_matches.csv",
        "reference/places.csv",
        "reference/regions.csv",
    }
    content = (raw / "record" / "deployments.csv").read_bytes()
    assert inputs["record/deployments.csv"] == {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "received": 4,
        "used": 1,  # D-1
        "set_aside": 1,  # D-4, whose people are no number
        "left_out": 2,  # D-2 of 2011 and D-3, undated
    }
    assert inputs["record/programs.csv"]["received"] == 1 + 1  # the program, and the amount it states
    assert inputs["record/programs.csv"]["used"] == 2
    assert inputs["data/spellings.csv"]["received"] is None


def test_all_seals_the_six_releases_of_the_record_and_shows_the_last(raw: Path, store: Path) -> None:
    # the earliest of the six days is the day S1 was published
    assert run("release", "--all", "--raw", raw, "--store", store) == 0
    assert [info.id for info in list_releases(store)] == list(editions.RECORD_IDS)
    assert default_release(store) == open_release("whole", store).name


def test_same_raw_files_are_the_same_release(raw: Path, store: Path) -> None:
    for _ in range(2):
        run("release", "--as-of", "whole", "--raw", raw, "--store", store)
    assert len(list_releases(store, with_revisions=True)) == 1


def test_record_without_a_dated_source_has_no_whole_release(
    raw: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (raw.parent / "sources.csv").read_text(encoding="utf-8")
    (raw.parent / "sources.csv").write_text(text.replace("2009-01-31", "").replace("2011", ""), encoding="utf-8")
    assert run("release", "--as-of", "whole", "--raw", raw, "--store", store) == 2
    assert "no source has a day of publication" in capsys.readouterr().err


def test_folder_without_raw_files_is_refused_by_name(
    raw: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(raw / "record")
    assert run("release", "--all", "--raw", raw, "--store", store) == 2
    assert "record holds no CSV file; put the raw files there" in capsys.readouterr().err
    assert not store.exists()


def test_unreadable_outlines_are_refused_by_name(raw: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw.parent / "boundaries" / "outlines.geojson").write_text("{}", encoding="utf-8")
    assert run("release", "--as-of", "whole", "--raw", raw, "--store", store) == 2
    assert "outlines.geojson" in capsys.readouterr().err
    assert not store.exists()


def test_exercise_is_sealed_beside_the_record_and_not_shown_first(tmp_path: Path, store: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "raw" / "reference", data / "raw" / "reference")
    shutil.copy(ROOT / "data" / "spellings.csv", data)
    shutil.copy(ROOT / "data" / "sources.csv", data)
    boundaries(data / "boundaries")
    record = seal_world(store).name
    assert run("release", "--exercise", "--raw", data / "raw", "--store", store) == 0
    listed = list_releases(store)
    assert [info.id for info in listed] == ["2011-09-30", *editions.EXERCISE_IDS]
    assert [info.kind for info in listed] == ["RECORD", *["EXERCISE"] * 3]
    assert listed[3].as_of == datetime.date(2011, 9, 15)
    assert "EXERCISE" in listed[3].title
    assert default_release(store) == record
    release = open_release("ex-2011-09-15", store)
    assert len(release.table("deployments"))
    assert release.table("deployments")["source_id"].str.startswith("X").all()
    assert release.ledger().empty
    cited = release.table("country_regions")["source_id"].dropna()
    assert set(cited) == {key for key in release.table("sources")["source_id"] if key.startswith("S")}
    assert len(cited)


@pytest.mark.parametrize("day", ["2011-13-01", "yesterday"])
def test_day_that_is_none_is_refused_in_words(store: Path, capsys: pytest.CaptureFixture[str], day: str) -> None:
    with pytest.raises(SystemExit) as caught:
        run("release", "--as-of", day, "--store", store)
    assert caught.value.code == 2
    assert f"'{day}' is no day; write it as 2011-09-30, or write whole" in capsys.readouterr().err


def test_disk_that_refuses_is_told_in_words(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the store should be", encoding="utf-8")
    assert run("release", "--as-of", "whole", "--raw", raw, "--store", taken) == 2
    assert capsys.readouterr().err.startswith("refused: ")


def test_verify_names_the_whole_release(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = seal_world(store).name
    assert run("verify", "--store", store) == 0
    assert capsys.readouterr().out.startswith(f"{name} is whole: 25 files, ")
    assert run("verify", "2011-09-30", "--store", store) == 0


def test_verify_of_a_changed_release_ends_with_three(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = seal_world(store, release_id="2010-06-30")
    bad = seal_world(store)
    (bad / "needs.parquet").write_bytes(b"other")
    assert run("verify", "--store", store) == 3
    assert "needs.parquet: changed since it was sealed" in capsys.readouterr().err
    assert run("verify", "2010-06-30", "--store", store) == 0
    capsys.readouterr()
    assert run("verify", "--all", "--store", store) == 3
    told = capsys.readouterr()
    assert told.out.startswith(f"{good.name} is whole")
    assert bad.name in told.err


def test_broken_pointer_ends_with_three(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seal_world(store)
    (store / "current.json").write_text("{}", encoding="utf-8")
    assert run("verify", "--store", store) == 3
    assert run("releases", "--store", store) == 3
    assert "current.json: the text does not match" in capsys.readouterr().err


def test_verify_of_an_unknown_release_offers_the_nearest(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = seal_world(store).name
    assert run("verify", "2011-09-29", "--store", store) == 2
    assert f"nearest: {name}" in capsys.readouterr().err


def test_releases_are_listed_with_the_default_marked(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("releases", "--store", store) == 0
    assert "holds no release yet" in capsys.readouterr().out
    first = seal_world(store, release_id="2009-01-31")
    second = seal_world(store)
    run("releases", "--store", store)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith(f"  {first.name} ")
    assert lines[2].startswith(f"* {second.name} ")
    assert lines[2].split()[2:5] == ["RECORD", "2011-09-30", "CUI"]
    assert run("releases", "--default", "2009-01-31", "--store", store) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith(f"* {first.name} ")


def test_older_revisions_are_listed_where_asked_for(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = seal_world(store), seal_world(store, title="Corrected")
    run("releases", "--store", store)
    assert old.name not in capsys.readouterr().out
    run("releases", "--revisions", "--store", store)
    told = capsys.readouterr().out
    assert told.index(old.name) < told.index(new.name)


def test_check_reports_every_row_and_every_misfit(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = raw / "record" / "deployments.csv", raw.parent / "report.json"
    assert run("check", "--kind", "deployments", "--path", path, "--json-out", out, "--raw", raw) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["status"], report["rows_in"], report["accepted"], report["rejected"]) == ("partial", 4, 3, 1)
    (issue,) = report["issues"]
    assert (issue["severity"], issue["row"], issue["column"], issue["value"]) == ("error", 5, "People", "many")
    assert (issue["file"], issue["sheet"], issue["rule"]) == ("record/deployments.csv", None, "count")
    assert report["sums"]["people_count"] == 12 + 30 + 7
    assert [row["_row"] for row in report["rows"]] == [2, 3, 4]
    assert report["rows"][0]["known_date"] == "2009-01-31"
    assert report["rows"][0]["end_date"] is None
    assert report["rows"][0]["is_total"] is False
    told = capsys.readouterr().out
    assert told.startswith("deployments.csv as deployments: 4 rows received, 3 accepted, 1 set aside\n")
    assert "deployments.csv line 5, column 'People': 'many' is not a whole number" in told


def test_check_of_a_file_of_another_kind_is_a_refusal_and_a_report(
    raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = raw.parent / "report.json"
    words = ("--path", raw / "record" / "deployments.csv", "--json-out", out, "--raw", raw)
    assert run("check", "--kind", "sources", *words) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["status"], report["rows_in"], report["accepted"], report["rows"]) == ("refused", None, 0, [])
    assert report["issues"][0]["severity"] == "error"
    assert "refused, nothing would be loaded" in capsys.readouterr().out


def test_check_of_a_sound_file_is_ok_without_json(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--kind", "sources", "--path", raw.parent / "sources.csv", "--raw", raw) == 0
    assert capsys.readouterr().out == "sources.csv as sources: 3 rows received, 3 accepted, 0 set aside\n"


def test_check_of_an_unknown_table_or_a_missing_file_is_refused(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--kind", "cats", "--path", raw / "a.csv", "--raw", raw) == 2
    assert "no table or form 'cats'; they are sources" in capsys.readouterr().err
    assert run("check", "--kind", "needs", "--path", raw / "a.csv", "--raw", raw) == 2
    assert "a.csv" in capsys.readouterr().err


def test_dictionary_is_written_where_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "docs" / "dictionary.md"
    assert run("dictionary", "--out", out) == 0
    assert out.read_text(encoding="utf-8").startswith("# Data dictionary\n")


def test_commands_and_exit_codes_are_in_the_help() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "loaders", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    for word in ("check", "release", "releases", "verify", "dictionary", "fetch", "exit codes:", "a seal is broken"):
        assert word in told


def test_verify_answers_without_loading_pandas(store: Path) -> None:
    seal_world(store)
    code = "import sys; from loaders.__main__ import main; main(sys.argv[1:]); print('pandas' in sys.modules)"
    words = [sys.executable, "-c", code, "verify", "--store", str(store)]
    told = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert told.splitlines()[-1] == "False"


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A return of three tours of Kenya, one of them without a number of people and one with none that can be read."""
    path = tmp_path / "sent.csv"
    head = "deployment_id,country,agency,headcount,start_date,source\n"
    lines = [f"D-{at},KEN,STATE,{people},2010-03-01,SITREP\n" for at, people in enumerate(("12", "", "many"), start=1)]
    path.write_text(head + "".join(lines), encoding="utf-8")
    return path


def test_check_reads_a_return_in_a_process_of_its_own(
    raw: Path, sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = sent.with_name("report.json")
    words = ("--path", sent, "--name", "March.csv", "--json-out", out, "--raw", raw)
    assert run("check", "--kind", "deployments", *words) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["status"], report["rows_in"], report["accepted"], report["rejected"]) == ("partial", 3, 2, 1)
    assert (report["sums"], report["unknown"]) == ({"headcount": 12}, {"headcount": 1})
    assert [row["_row"] for row in report["rows"]] == [2, 3]
    told = capsys.readouterr().out
    assert told.startswith("March.csv as Deployments: 3 rows received, 2 accepted, 1 set aside\n")


def test_check_of_a_return_beyond_a_limit_is_a_refusal(
    raw: Path, sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "--kind", "deployments", "--path", sent, "--raw", raw, "--limit", "rows=2") == 0
    assert "has more than 2 rows" in capsys.readouterr().out


def test_limit_that_is_none_is_refused_in_words(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("check", "--kind", "deployments", "--path", sent, "--limit", "patience=2")
    assert "is no limit; the limits are file_bytes" in capsys.readouterr().err


def test_draft_seals_in_a_store_of_its_own(raw: Path, sent: Path, tmp_path: Path, store: Path) -> None:
    out, aside = tmp_path / "draft.json", tmp_path / "draft"
    words = ("--path", sent, "--raw", raw, "--store", aside, "--json-out", out)
    assert run("draft", "--kind", "deployments", *words) == 0
    name = json.loads(out.read_text(encoding="utf-8"))["release"]
    assert open_release(name, aside).table("deployments")["people_count"].sum() == 12 + 30 + 7 + 12
    assert not (raw / "returns").exists()
    assert not store.exists()


def test_accept_makes_a_return_part_of_the_record(
    raw: Path, sent: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--path", sent, "--raw", raw, "--store", store)
    assert run("accept", "--kind", "deployments", *words, "--who", "A. Person", "--proposed-by", "B. Person") == 0
    assert capsys.readouterr().out.startswith("sealed whole~")
    assert (raw / "returns" / "SR0001.csv").read_bytes() == sent.read_bytes()


@pytest.mark.parametrize("command", ["draft", "accept"])
def test_return_of_no_form_is_refused(
    raw: Path, sent: Path, store: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    who = ("--who", "A. Person") if command == "accept" else ()
    assert run(command, "--kind", "needs", "--path", sent, "--raw", raw, "--store", store, *who) == 2
    assert "no form 'needs'; the forms are deployments, programs, countries, events" in capsys.readouterr().err


def test_accept_on_nobodys_word_is_refused(
    raw: Path, sent: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--path", sent, "--raw", raw, "--store", store, "--who", " ")
    assert run("accept", "--kind", "deployments", *words) == 2
    assert "nobody says yes" in capsys.readouterr().err
    assert not store.exists()


def addresses(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "publishers.csv"
    path.write_text("\n".join(["publisher_id,file_name,address,note", *lines, ""]), encoding="utf-8")
    return path


def test_fetch_brings_what_comes_and_says_what_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = tmp_path / "world"
    with replaying(Recorded("404 Not Found"), Recorded(body=b"id\n1\n"), Recorded(body=b"id\n")) as server:
        one, two, other = (f"{name},{server.url()}," for name in ("a-b,1.csv", "a-b,2.csv", "c,3.csv"))
        listed = addresses(tmp_path, one, two, other)
        words = ("--into", into, "--addresses", listed, "--inside", "127.0.0.1")
        assert run("fetch", "a-b", *words) == 2
        told = capsys.readouterr()
        assert run("fetch", "c", *words) == 0
    assert told.err == "refused: a-b/1.csv: the server answers 404 Not Found\n"
    assert told.out.startswith("received a-b/2.csv: 5 bytes, published on an unknown day, sha256 ")
    assert sorted(path.name for path in into.glob("*/*.csv")) == ["2.csv", "3.csv"]


def test_fetch_of_all_asks_every_address(tmp_path: Path) -> None:
    with replaying(Recorded(body=b"1"), Recorded(body=b"2")) as server:
        listed = addresses(tmp_path, f"a,1.csv,{server.url('/1')},", f"b,2.csv,{server.url('/2')},")
        assert run("fetch", "--all", "--into", tmp_path / "w", "--addresses", listed, "--inside", "127.0.0.1") == 0
    assert [path for path, _ in server.asked] == ["/1", "/2"]


def test_fetch_from_this_machine_is_refused_unless_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = addresses(tmp_path, "a,1.csv,http://127.0.0.1/1,")
    assert run("fetch", "a", "--into", tmp_path / "w", "--addresses", listed) == 2
    assert "127.0.0.1 lies on this machine or in a private network; --inside 127.0.0.1" in capsys.readouterr().err


def test_fetch_of_a_publisher_without_an_address_says_where_its_files_go(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = addresses(tmp_path, "ucdp-ged,1.csv,https://example.org/1,")
    assert run("fetch", "unhcr", "--into", tmp_path / "w", "--addresses", listed) == 2
    error = capsys.readouterr().err
    assert f"no address of unhcr is documented; place its files in {tmp_path / 'w' / 'unhcr'} by hand" in error
    assert "addresses are known of ucdp-ged" in error


@pytest.mark.parametrize("command", [("fetch", "--all"), ("publishers",)])
def test_list_of_addresses_that_has_to_be_mended_is_refused(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*command, "--addresses", addresses(tmp_path, "A,1.csv,https://example.org/1,")) == 2
    assert "publishers.csv line 2: 'A' is no id of a publisher" in capsys.readouterr().err


def test_fetch_that_is_stopped_says_that_it_can_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("loaders.delivery.deliver", stop)
    listed = addresses(tmp_path, "a,1.csv,https://example.org/1,")
    assert run("fetch", "a", "--into", tmp_path / "w", "--addresses", listed) == 2
    assert "stopped; the same command goes on where this one ended" in capsys.readouterr().err


def test_directory_of_publishers_is_written_where_asked_for(tmp_path: Path) -> None:
    assert run("publishers", "--out", tmp_path / "docs" / "publishers.md") == 0
    assert (tmp_path / "docs" / "publishers.md").read_text(encoding="utf-8").startswith("# Publishers\n")


def test_check_reads_a_return_whose_lines_end_in_a_carriage_return_alone(tmp_path: Path) -> None:
    head = "deployment_id,country,agency,headcount,start_date,source"
    path, out = tmp_path / "mac.csv", tmp_path / "out.json"
    path.write_text(f"{head}\rD-1,KEN,USAID,10,2010-03-01,SITREP\rD-2,KEN,USAID,5,2010-03-02,SITREP\r")
    assert main(["check", "--here", "--kind", "deployments", "--path", str(path), "--json-out", str(out)]) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    # 10 + 5
    assert (report["status"], report["rows_in"], report["sums"]) == ("ok", 2, {"headcount": 15})
