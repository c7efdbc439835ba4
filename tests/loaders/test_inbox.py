import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders import inbox
from loaders.formats.limits import Limits
from loaders.inbox import InboxError, Proposal, UnknownUploadError, Upload

NAMES = Path(__file__).parents[3] / "shared" / "badinputs" / "public" / "names" / "hostile_upload_names.json"
OWN = [
    "../../etc/x.csv",
    "a\nINFO fake.csv",
    "x.csv\0.exe",
    "\u202evsc.exe",
    "<b>.csv",
    "A" * 300,
    ".csv",
    "x.csv/",
    "",
]


def received(folder: Path, name: str = "return.csv", status: str = "", accepted: int = 1) -> Upload:
    """Put a file into the inbox, and a report on it where a status is given."""
    upload = inbox.receive(folder, name, "deployments", [b"a,b\n", b"1,2\n"])
    if status:
        inbox.write_state(folder, upload.id, inbox.REPORT, {"status": status, "accepted": accepted})
    return upload


def test_a_file_is_kept_byte_by_byte_with_size_and_digest(tmp_path: Path) -> None:
    upload = received(tmp_path)
    assert (tmp_path / upload.id / inbox.RECEIVED).read_bytes() == b"a,b\n1,2\n"
    assert (upload.bytes, upload.sha256) == (4 + 4, hashlib.sha256(b"a,b\n1,2\n").hexdigest())
    assert inbox.find_upload(tmp_path, upload.id) == upload
    assert inbox.stage_of(tmp_path, upload.id) == "checking"


@pytest.mark.parametrize("name", [*OWN, *(json.loads(NAMES.read_text(encoding="utf-8")) if NAMES.exists() else [])])
def test_a_hostile_name_is_text_on_one_line_and_never_a_path(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inbox"
    upload = received(folder, name)
    assert sorted(path.name for path in folder.rglob("*")) == sorted([upload.id, inbox.RECEIVED, inbox.UPLOAD])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox"]
    assert len(upload.id) == 16
    assert set(upload.id) <= set("0123456789abcdef")
    assert 0 < len(upload.name) <= 120
    assert upload.name.isprintable()
    assert not set("/\\") & set(upload.name)


def test_a_file_beyond_the_limit_is_refused_and_nothing_of_it_stays(tmp_path: Path) -> None:
    with pytest.raises(InboxError, match="larger than"):
        inbox.receive(tmp_path, "x.csv", "events", [b"12345", b"67890"], Limits(file_bytes=9))
    assert list(tmp_path.iterdir()) == []


def test_a_sending_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"a"
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        inbox.receive(tmp_path, "x.csv", "events", chunks())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("identity", ["", "..", "0" * 15, "0" * 16, "0123456789ABCDEF", "../0123456789abcd", "0" * 300])
def test_no_other_word_than_the_id_of_a_file_finds_anything(tmp_path: Path, identity: str) -> None:
    received(tmp_path)
    with pytest.raises(UnknownUploadError):
        inbox.find_upload(tmp_path, identity)


def test_a_file_is_proposed_by_a_named_person_once_it_is_checked(tmp_path: Path) -> None:
    upload = received(tmp_path)
    with pytest.raises(InboxError, match="is checking"):
        inbox.propose(tmp_path, upload.id, Proposal("A", "CUI", "x"))
    inbox.write_state(tmp_path, upload.id, inbox.REPORT, {"status": "partial", "accepted": 3})
    with pytest.raises(InboxError, match="nobody is named"):
        inbox.propose(tmp_path, upload.id, Proposal(" ", "CUI", "x"))
    with pytest.raises(InboxError, match="marking 'SECRET' is not one of UNCLASSIFIED, CUI"):
        inbox.propose(tmp_path, upload.id, Proposal("A", "SECRET", "x"))
    state = inbox.propose(tmp_path, upload.id, Proposal("A. Analyst", "CUI", ""))
    assert (state["who"], state["marking"], state["words"]) == ("A. Analyst", "CUI", "return.csv")
    assert inbox.stage_of(tmp_path, upload.id) == "proposed"


@pytest.mark.parametrize(("status", "accepted"), [("refused", 0), ("partial", 0)])
def test_a_file_without_a_row_to_use_cannot_be_proposed(tmp_path: Path, status: str, accepted: int) -> None:
    upload = received(tmp_path, status=status, accepted=accepted)
    with pytest.raises(InboxError, match="no rows to propose"):
        inbox.propose(tmp_path, upload.id, Proposal("A", "CUI", "x"))


def test_only_a_proposed_file_is_decided_and_only_by_a_named_person_and_once(tmp_path: Path) -> None:
    upload = received(tmp_path, status="ok")
    with pytest.raises(InboxError, match="is ok, not proposed"):
        inbox.decide(tmp_path, upload.id, "B", is_accepted=True)
    inbox.propose(tmp_path, upload.id, Proposal("A", "UNCLASSIFIED", "x"))
    with pytest.raises(InboxError, match="nobody is named"):
        inbox.check_decision(tmp_path, upload.id, "")
    assert inbox.check_decision(tmp_path, upload.id, "B")["who"] == "A"
    inbox.decide(tmp_path, upload.id, "B", is_accepted=True, release="whole~01234567")
    assert inbox.stage_of(tmp_path, upload.id) == "accepted"
    with pytest.raises(InboxError, match="is accepted, not proposed"):
        inbox.decide(tmp_path, upload.id, "C", is_accepted=False)


def test_a_no_is_written_down_too(tmp_path: Path) -> None:
    upload = received(tmp_path, status="ok")
    inbox.propose(tmp_path, upload.id, Proposal("A", "UNCLASSIFIED", "x"))
    inbox.decide(tmp_path, upload.id, "B", is_accepted=False)
    assert inbox.stage_of(tmp_path, upload.id) == "declined"


def test_the_newest_file_stands_first_and_a_discarded_one_not_at_all(tmp_path: Path) -> None:
    first, second = received(tmp_path, "a.csv"), received(tmp_path, "b.csv")
    assert {upload.id for upload in inbox.uploads(tmp_path)} == {first.id, second.id}
    times = [upload.received_at for upload in inbox.uploads(tmp_path)]
    assert times == sorted(times, reverse=True)
    inbox.discard(tmp_path, first.id)
    assert [upload.id for upload in inbox.uploads(tmp_path)] == [second.id]
