import csv
import io
import json
import logging
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard import accepted, checks, inbox
from loaders import inbox as files
from loaders.formats.limits import Limits
from tests.conftest import Nowhere
from tests.dashboard.asking import OURS, Answer, ask, get, post
from tests.loaders.test_inbox import NAMES, OWN
from tests.stage import Stage

ROOT = Path(__file__).parents[2]
FAKED = Path(__file__).with_name("faked.py")
PATIENCE = 30.0
Tell = Callable[..., None]


def issue(rule: str, severity: str = "error", **more: Any) -> dict[str, Any]:
    place = {"file": "r.csv", "sheet": None, "row": 2, "column": "country", "value": "x"}
    return {"severity": severity, "rule": rule, **place, "message": "m", "mend": "d", **more}


def report(*issues: dict[str, Any], accepted: int = 2) -> dict[str, Any]:
    return {
        "status": "partial", "rows_in": 3, "accepted": accepted, "rejected": 3 - accepted, "issues": list(issues),
        "rows": [], "sums": {}, "parts": [], "reconciliation": [], "unknown": {},
    }  # fmt: skip


@pytest.fixture
def tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nowhere: Nowhere) -> Tell:
    """An inbox of its own before a command line that does what it is told: ``tell(check={"code": 2})``."""
    raw = tmp_path / "raw"
    (raw / "reference").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "raw" / "reference" / "countries.csv", raw / "reference")
    (tmp_path / "spellings.csv").write_text("column,spelling,code,note\n", encoding="utf-8")
    monkeypatch.setattr(checks, "INBOX", tmp_path / "inbox")
    monkeypatch.setattr(checks, "RAW", raw)
    monkeypatch.setattr(checks, "LOADERS", (sys.executable, str(FAKED)))
    told: dict[str, Any] = {"check": {"writes": report(issue("country-unknown"))}, "draft": {"code": 2, "says": "no"}}

    def say(**commands: dict[str, Any]) -> None:
        told.update(commands)
        (raw / "told.json").write_text(json.dumps(told), encoding="utf-8")

    say()
    return say


def sent(name: str = "r.csv", kind: str = "deployments", chunks: tuple[bytes, ...] = (b"a,b\n", b"1,2\n")) -> Answer:
    return ask("POST", "/inbox/files", chunks, name=name, kind=kind)


def settled(identity: str, *, with_preview: bool = True) -> dict[str, Any]:
    """Wait until a file is checked and nothing more is under way."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        state = get(f"/inbox/files/{identity}").said
        is_done = identity not in checks._open if with_preview else state["report"]
        if state["stage"] != "checking" and is_done:
            return get(f"/inbox/files/{identity}").said
        time.sleep(0.02)
    raise AssertionError("the check does not come to an end")


def received(name: str = "r.csv") -> str:
    identity = sent(name).said["id"]
    settled(identity)
    return str(identity)


def asked(tmp_path: Path, command: str) -> list[dict[str, Any]]:
    lines = (tmp_path / "raw" / "asked.jsonl").read_text(encoding="utf-8").splitlines()
    return [found for found in map(json.loads, lines) if found["command"] == command]


def test_a_file_is_kept_checked_and_shown_without_its_rows(tell: Tell, tmp_path: Path) -> None:
    tell(check={"writes": report(issue("country-unknown")) | {"rows": [{"_row": 2}]}})
    answer = sent()
    assert answer.status == 201
    identity = answer.said["id"]
    state = settled(identity)
    assert (tmp_path / "inbox" / identity / files.RECEIVED).read_bytes() == b"a,b\n1,2\n"
    assert (state["stage"], state["upload"]["bytes"], state["report"]["issues_total"]) == ("partial", 8, 1)
    assert "rows" not in state["report"]
    assert state["report"]["names"] == [
        {"column": "country_code", "spelling": "x", "rule": "country-unknown", "asked": "country", "count": 1}
    ]
    listed = get("/inbox/files").said
    assert [upload["stage"] for upload in listed["uploads"]] == ["partial"]
    assert (listed["markings"], sorted(listed["kinds"])) == (
        ["UNCLASSIFIED", "CUI"],
        ["countries", "deployments", "events", "programs"],
    )


@pytest.mark.parametrize("path", ["", "/0123456789abcdef/matches", "/0123456789abcdef/discard"])
@pytest.mark.parametrize(
    "changed",
    [
        {"x-inbox": ""},
        {"origin": ""},
        {"origin": "null"},
        {"origin": "http://elsewhere"},
        {"origin": "http://desk:8502"},
        {"host": ""},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_nothing_is_done_that_our_own_page_did_not_ask_for(tell: Tell, path: str, changed: dict[str, str]) -> None:
    answer = ask("POST", f"/inbox/files{path}", [b"{}"], {**OURS, **changed}, kind="events", name="x")
    assert answer.status == 403
    assert not checks.INBOX.exists()


@pytest.mark.parametrize("name", [*OWN, *(json.loads(NAMES.read_text(encoding="utf-8")) if NAMES.exists() else [])])
def test_a_hostile_name_is_only_text(tell: Tell, tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="dashboard.inbox"):
        identity = received(name)
    shown = get(f"/inbox/files/{identity}").said["upload"]["name"]
    assert shown == files.shown_name(name)
    assert len(shown) <= 120
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox", "raw", "spellings.csv"]
    assert sorted(path.name for path in (tmp_path / "inbox").iterdir()) == sorted([identity, "drafts"])
    (line,) = [record.getMessage() for record in caplog.records if "received" in record.getMessage()]
    assert line.splitlines() == [line]
    assert line.endswith(f"named {shown}")
    assert asked(tmp_path, "check")[0]["name"] == shown


def test_no_other_word_than_an_id_finds_a_file(tell: Tell) -> None:
    received()
    for word in ("0" * 16, "..", "drafts", "upload.json", "A" * 16, "0123"):
        assert get(f"/inbox/files/{word}").status == 404
        assert get(f"/inbox/files/{word}/issues.csv").status == 404
        assert post(f"/inbox/files/{word}/decision", who="A", answer="yes").status == 404


def test_a_file_too_large_is_refused_whether_it_says_so_or_not(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "LIMITS", Limits(file_bytes=6))
    assert sent(chunks=(b"1234", b"567")).status == 413
    told = ask("POST", "/inbox/files", [b"1"], {**OURS, "content-length": "7"}, kind="events", name="x")
    assert told.status == 413
    assert get("/inbox/files").said["uploads"] == []
    assert sent(chunks=(b"123", b"456")).status == 201


def test_a_full_disk_is_told_in_words(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "receive", full)
    answer = sent()
    assert (answer.status, "disk" in answer.said["words"], "space" in answer.said["words"]) == (507, True, False)


def test_a_sending_that_breaks_off_leaves_nothing(tell: Tell) -> None:
    assert ask("POST", "/inbox/files", [b"a,b", None], kind="events", name="x.csv").status == 400
    assert get("/inbox/files").said["uploads"] == []
    assert list(checks.INBOX.iterdir()) == []


def test_a_form_nobody_knows_is_refused(tell: Tell) -> None:
    assert sent(kind="agencies").status == 400
    assert get("/inbox/files").said["uploads"] == []


def test_no_more_files_than_are_allowed_are_under_check(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "WAITING", 0)
    assert sent().status == 429


def test_progress_is_told_while_a_file_is_read_and_others_are_answered(tell: Tell, tmp_path: Path) -> None:
    gate = tmp_path / "raw" / "gate"
    tell(check={"writes": report(), "waits": str(gate)})
    identity = sent().said["id"]
    until = time.monotonic() + PATIENCE
    while not (state := get(f"/inbox/files/{identity}").said)["progress"] and time.monotonic() < until:
        time.sleep(0.02)
    assert (state["stage"], state["progress"], state["report"]) == ("checking", {"rows": 12000}, None)
    assert post(f"/inbox/files/{identity}/discard", who="A").status == 409
    gate.touch()
    assert settled(identity)["stage"] == "partial"


def test_a_check_that_a_stopped_server_left_undone_is_begun_again(tell: Tell) -> None:
    upload = files.receive(checks.INBOX, "r.csv", "events", [b"x"])
    assert get("/inbox/files").said["uploads"][0]["stage"] == "checking"
    assert settled(upload.id)["stage"] == "partial"


@pytest.mark.parametrize("told", [{"code": 1}, {"code": 2, "says": "x"}, {"code": 0}, {"writes": {"no": "report"}}])
def test_a_check_that_breaks_off_refuses_the_file(tell: Tell, told: dict[str, Any]) -> None:
    tell(check=told)
    state = settled(sent().said["id"])
    assert (state["stage"], state["report"]["accepted"], state["preview"]) == ("refused", 0, None)
    assert "could not be read to its end" in state["report"]["issues"][0]["message"]


def test_every_issue_is_in_the_csv_and_none_of_them_is_a_formula(tell: Tell) -> None:
    found = [issue("bad-date", value="=1+1", row=row) for row in range(2, 702)]
    tell(check={"writes": report(*found)})
    identity = received("=cmd|' /C calc'!A0.csv")
    assert len(get(f"/inbox/files/{identity}").said["report"]["issues"]) == 500
    answer = get(f"/inbox/files/{identity}/issues.csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="issues-{identity}.csv"'
    lines = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert lines[0][0] == "# UNOFFICIAL"
    assert lines[1] == ["severity", "rule", "file", "sheet", "row", "column", "value", "message", "mend"]
    assert len(lines) == 2 + 700
    assert lines[2][:7] == ["error", "bad-date", "r.csv", "", "2", "country", "'=1+1"]
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]


def test_a_match_is_kept_with_its_day_and_the_file_is_checked_again(tell: Tell, tmp_path: Path) -> None:
    identity = received()
    tell(check={"writes": report(accepted=3)})
    said = {"column": "country_code", "spelling": "Republik Kenya", "code": "KEN", "who": "A. Analyst"}
    assert post(f"/inbox/files/{identity}/matches", **said).said == {"stage": "checking"}
    assert settled(identity)["report"]["accepted"] == 3
    assert len(asked(tmp_path, "check")) == 2
    line = (tmp_path / "spellings.csv").read_text(encoding="utf-8").splitlines()[1]
    assert line.startswith("country_code,Republik Kenya,KEN,matched on 2")
    assert line.endswith(" by A. Analyst")


def test_a_match_during_a_check_is_not_missed(tell: Tell, tmp_path: Path) -> None:
    gate = tmp_path / "raw" / "gate"
    tell(check={"writes": report(), "waits": str(gate)})
    identity = sent().said["id"]
    said = {"column": "country_code", "code": "KEN", "who": "A"}
    assert post(f"/inbox/files/{identity}/matches", spelling="Kenya Land", **said).status == 200
    assert post(f"/inbox/files/{identity}/matches", spelling="Kenia Land", **said).status == 200
    gate.touch()
    settled(identity)
    assert len(asked(tmp_path, "check")) == 2


@pytest.mark.parametrize("body", [b"", b"[]", b'{"who": 1}', b"\xff", b"[" * 60_000, b'"' + b"x" * 70_000 + b'"'])
def test_what_is_no_list_of_texts_is_refused_in_words(tell: Tell, body: bytes) -> None:
    identity = received()
    answer = ask("POST", f"/inbox/files/{identity}/matches", [body])
    assert answer.status == 409
    assert answer.said["words"].startswith("that is ")


def test_an_unknown_code_adds_nothing(tell: Tell, tmp_path: Path) -> None:
    identity = received()
    said = {"column": "country_code", "spelling": "x", "code": "XXX", "who": "A"}
    assert post(f"/inbox/files/{identity}/matches", **said).status == 409
    assert (tmp_path / "spellings.csv").read_text(encoding="utf-8") == "column,spelling,code,note\n"


def test_a_named_persons_yes_makes_a_release(tell: Tell, tmp_path: Path) -> None:
    tell(accept={"writes": {"release": "whole~01234567"}})
    identity = received("-first.csv")
    proposal = {"who": "A. Analyst", "marking": "CUI", "words": "Return of March"}
    assert post(f"/inbox/files/{identity}/proposal", **proposal).said == {"stage": "proposed"}
    late = {"column": "country_code", "spelling": "x", "code": "KEN", "who": "A"}
    assert post(f"/inbox/files/{identity}/matches", **late).status == 409
    assert post(f"/inbox/files/{identity}/decision", who="", answer="yes").status == 409
    assert post(f"/inbox/files/{identity}/decision", who="B", answer="perhaps").status == 400
    assert asked(tmp_path, "check")
    answer = post(f"/inbox/files/{identity}/decision", who="B. Chief", answer="yes")
    assert answer.said == {"stage": "accepted", "release": "whole~01234567"}
    (accepted,) = asked(tmp_path, "accept")
    assert (accepted["who"], accepted["marking"], accepted["words"]) == ("B. Chief", "CUI", "Return of March")
    assert (accepted["name"], accepted["proposed_by"]) == ("-first.csv", "A. Analyst")
    state = get(f"/inbox/files/{identity}").said
    assert (state["decision"]["who"], state["decision"]["release"]) == ("B. Chief", "whole~01234567")
    assert post(f"/inbox/files/{identity}/decision", who="C", answer="no").status == 409
    assert post(f"/inbox/files/{identity}/discard", who="C").status == 409


def test_a_release_that_cannot_be_sealed_leaves_the_file_proposed(tell: Tell) -> None:
    tell(accept={"code": 2, "says": "refused: the disk is full"})
    identity = received()
    post(f"/inbox/files/{identity}/proposal", who="A", marking="CUI", words="x")
    answer = post(f"/inbox/files/{identity}/decision", who="B", answer="yes")
    assert answer.status == 409
    assert answer.said["words"] == "no release was sealed, the one before stands: the disk is full"
    assert get(f"/inbox/files/{identity}").said["stage"] == "proposed"
    tell(accept={"code": 1, "says": "Traceback: /secret/path"})
    assert "secret" not in post(f"/inbox/files/{identity}/decision", who="B", answer="yes").said["words"]


def test_a_no_seals_nothing_and_the_file_can_be_discarded(tell: Tell, tmp_path: Path) -> None:
    identity = received()
    post(f"/inbox/files/{identity}/proposal", who="A", marking="CUI", words="x")
    answer = post(f"/inbox/files/{identity}/decision", who="B", answer="no")
    assert answer.said == {"stage": "declined", "release": ""}
    assert asked(tmp_path, "accept") == []
    assert post(f"/inbox/files/{identity}/discard", who=" ").status == 409
    assert post(f"/inbox/files/{identity}/discard", who="B").said == {"stage": "discarded"}
    assert get(f"/inbox/files/{identity}").status == 404


def test_figures_are_compared_with_a_draft_that_is_gone_afterwards(
    tell: Tell, nowhere: Nowhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(draft={"writes": {"release": nowhere.names["whole"]}})
    ran: list[list[str]] = []
    run = checks._run

    def noted(words: list[Any], seconds: float) -> str:
        ran.append([str(word) for word in words])
        if "dashboard.preview" not in words:
            return run(words, seconds)
        Path(words[-1]).write_text('{"state": "done", "release": "whole", "figures": []}', encoding="utf-8")
        return ""

    monkeypatch.setattr(checks, "_run", noted)
    identity = received()
    assert get(f"/inbox/files/{identity}").said["preview"]["state"] == "done"
    compared = ran[-1][3:]
    assert compared[:3] == [nowhere.names["whole"], str(nowhere.store), nowhere.names["whole"]]
    assert Path(compared[3]).parent == checks.INBOX / "drafts"
    assert list((checks.INBOX / "drafts").iterdir()) == []


def test_a_draft_that_fails_is_told_and_the_report_stands(tell: Tell) -> None:
    tell(draft={"code": 2, "says": "refused: two rows of one key"})
    state = get(f"/inbox/files/{received()}").said
    assert state["preview"] == {"state": "failed", "figures": [], "words": "two rows of one key"}
    assert state["stage"] == "partial"


def test_a_command_that_takes_too_long_is_stopped(tell: Tell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(check={"waits": str(tmp_path / "never")})
    monkeypatch.setattr(checks, "_CHECK_SECONDS", 0.5)
    assert settled(sent().said["id"])["stage"] == "refused"


def test_the_servers_log_says_what_comes_in(capsys: pytest.CaptureFixture[str]) -> None:
    inbox.log_to_stderr()
    inbox.log_to_stderr()
    logger = logging.getLogger("dashboard.inbox")
    assert (len(logger.handlers), logger.level) == (1, logging.INFO)
    logger.handlers.clear()
    logger.setLevel(logging.NOTSET)


def test_the_screen_is_the_same_whatever_lies_in_the_inbox(tell: Tell, stage: Stage, nowhere: Nowhere) -> None:
    scope = nowhere.scope("2011-09-30")
    empty = stage.open("inbox", scope)
    identity = received("Republik.csv")
    filled = stage.open("inbox", scope)
    assert filled == empty
    assert filled.check_code == empty.check_code
    assert identity not in json.dumps([filled.frame, filled.text])
    assert filled.h1.startswith("Release 2011-09-30 holds nothing of the inbox")


def test_the_screen_offers_every_form_and_code_to_choose(stage: Stage, nowhere: Nowhere) -> None:
    desk = stage.open("inbox", nowhere.scope("2011-09-30")).panels["inbox"]
    assert [form["kind"] for form in desk["forms"]] == ["deployments", "programs", "countries", "events"]
    assert ["XAB", "Bélonia"] in desk["codes"]["country_code"]
    assert ["STATE", "State"] in desk["codes"]["agency_code"]
    assert ["headcount", "headcount: People, empty where not known"] in desk["forms"][0]["columns"]
    assert desk["markings"] == ["UNCLASSIFIED", "CUI"]


def accept_one(tmp_path: Path, *, replaced: str = "") -> None:
    """Keep two accepted returns of one form in the register, the second in place of the first where asked."""
    folder = tmp_path / "raw" / "returns"
    folder.mkdir()
    head = "Return,Form,File,Name as sent,Received,sha256,Proposed by,Accepted by,Accepted,Replaces"
    lines = [
        "SR0001,deployments,SR0001.csv,march.csv,2011-03-31,x,A,B,2011-03-31,",
        f"SR0002,deployments,SR0002.csv,april.csv,2011-04-30,x,A,B,2011-04-30,{replaced}",
        "SR0003,events,SR0003.csv,events.csv,2011-05-31,x,A,B,2011-05-31,",
    ]
    (folder / "register.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


@pytest.fixture
def of_agencies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first return be of USAID, the second of USAID and State."""
    named = {"SR0001": frozenset({"USAID"}), "SR0002": frozenset({"STATE", "USAID"})}
    monkeypatch.setattr(accepted, "_record", lambda: None)
    monkeypatch.setattr(accepted, "_agencies", lambda release: named)


@pytest.mark.usefixtures("of_agencies")
def test_a_file_may_replace_an_accepted_return_of_its_form_and_agency_only(tell: Tell, tmp_path: Path) -> None:
    accept_one(tmp_path)
    of_state = report() | {"reconciliation": [{"agency": "STATE"}, {"agency": None}]}
    tell(check={"writes": of_state})
    state = get(f"/inbox/files/{received()}").said
    assert state["returns"] == [
        {"id": "SR0002", "name": "april.csv", "received": "2011-04-30", "agencies": ["STATE", "USAID"]}
    ]
    tell(check={"writes": report()})
    assert [one["id"] for one in get(f"/inbox/files/{received()}").said["returns"]] == ["SR0002", "SR0001"]


@pytest.mark.usefixtures("of_agencies")
def test_a_return_that_was_replaced_is_not_offered_again(tell: Tell, tmp_path: Path) -> None:
    accept_one(tmp_path, replaced="SR0001")
    assert [one["id"] for one in get(f"/inbox/files/{received()}").said["returns"]] == ["SR0002"]


@pytest.mark.usefixtures("of_agencies")
def test_what_is_replaced_is_said_to_draft_and_yes(tell: Tell, tmp_path: Path) -> None:
    accept_one(tmp_path)
    tell(accept={"writes": {"release": "whole~01234567"}})
    identity = received()
    said = {"who": "A. Analyst", "marking": "CUI", "words": "March again"}
    refused = post(f"/inbox/files/{identity}/proposal", **said, replaces="SR0003")
    assert (refused.status, refused.said["words"]) == (
        409, "'SR0003' is no accepted return of this form and agency",
    )  # fmt: skip
    assert post(f"/inbox/files/{identity}/proposal", **said, replaces="SR0001").said == {"stage": "proposed"}
    until = time.monotonic() + PATIENCE
    while len(asked(tmp_path, "draft")) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert [draft["replaces"] for draft in asked(tmp_path, "draft")] == ["", "SR0001"]
    post(f"/inbox/files/{identity}/decision", who="B. Chief", answer="yes")
    assert asked(tmp_path, "accept")[0]["replaces"] == "SR0001"


def test_the_agencies_of_a_return_are_those_its_rows_name(nowhere: Nowhere) -> None:
    release = nowhere.release("2011-09-30")
    rows = release.table("deployments")
    named = rows.loc[rows["source_id"] == "S001", "agency_code"].dropna()
    assert set(named) <= accepted._agencies(release)["S001"]
