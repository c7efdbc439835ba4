import datetime
import errno
import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pytest

from loaders import arriving, delivery
from loaders.addresses import Address
from loaders.delivery import Delivery, deliver, told
from loaders.fetch import NotReceivedError, Terms
from loaders.register import Receipt, read_register
from tests.loaders.replay import Recorded, Replay, replaying

NOON = datetime.datetime(2026, 5, 4, 12, 0, 30, tzinfo=datetime.UTC)
SENT = "Mon, 04 May 2026 12:00:00 GMT"
MODIFIED = "Fri, 01 May 2026 08:30:00 GMT"
DATED = {"ETag": '"one"', "Last-Modified": MODIFIED, "Date": SENT}
ROWS = b"id,deaths\n" + b"".join(b"%d,%d\n" % (row, row % 7) for row in range(2000))
CUT = 1000


class Receiver:
    """One file of a server that replays, delivered into a folder; waits are noted and not waited."""

    def __init__(self, server: Replay, into: Path) -> None:
        """Choose the address and the place."""
        self.address = Address("ucdp-ged", "ged.csv", server.url(), "")
        self.into = into
        self.file = into / "ucdp-ged" / "ged.csv"
        self.waits: list[float] = []

    def deliver(self, **others: object) -> Delivery:
        """Bring the file on the usual terms but for these."""
        inside = frozenset({"127.0.0.1"})
        terms = Terms(lambda: NOON, **{"inside_hosts": inside, "sleep": self.waits.append, **others})
        return deliver(self.address, self.into, terms)

    def refusal(self, **others: object) -> str:
        """Return why the file does not come."""
        with pytest.raises(NotReceivedError) as error:
            self.deliver(**others)
        return str(error.value)

    def parts(self) -> list[str]:
        """Return the names of what is on its way."""
        folder = self.into / arriving.PARTS
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def cut(headers: dict[str, str | None] | None = None) -> Recorded:
    """Return an answer that breaks off after some bytes."""
    return Recorded(headers={**DATED, "Content-Length": str(len(ROWS)), **(headers or {})}, body=ROWS[:CUT])


def rest(start: int = CUT, **headers: str) -> Recorded:
    """Return the answer to a request for the rest."""
    place = f"bytes {start}-{len(ROWS) - 1}/{len(ROWS)}"
    given = {name.replace("_", "-"): text for name, text in headers.items()}
    return Recorded("206 Partial Content", {**DATED, "Content-Range": place, **given}, ROWS[start:])


def received(server: Replay, into: Path, answers: Iterable[Recorded] = ()) -> Receiver:
    """Return a receiver that has received the rows once, before some further answers."""
    server.answers = [Recorded(headers=DATED, body=ROWS), *answers]
    receiver = Receiver(server, into)
    receiver.deliver()
    return receiver


def test_file_comes_whole_with_both_dates_and_its_digest(tmp_path: Path) -> None:
    with replaying() as server:
        receiver = received(server, tmp_path)
    assert receiver.file.read_bytes() == ROWS
    assert (tmp_path / "received.csv").read_text(encoding="utf-8").splitlines() == [
        "publisher_id,file_name,address,published_at,retrieved_at,sha256,bytes,etag",
        f"ucdp-ged,ged.csv,{server.url()},2026-05-01T08:30:00Z,2026-05-04T12:00:30Z,{sha256(ROWS).hexdigest()},"
        f'{len(ROWS)},"""one"""',
    ]
    assert receiver.parts() == []
    assert receiver.waits == []


def test_publication_is_unknown_where_the_server_does_not_tell_it(tmp_path: Path) -> None:
    """A server that makes its answer on demand gives that second as its last change."""
    answers = [Recorded(body=b"a"), Recorded(headers={"Last-Modified": SENT, "Date": SENT}, body=b"b")]
    with replaying(*answers, Recorded(headers={"Last-Modified": "yesterday"}, body=b"c")) as server:
        receiver = Receiver(server, tmp_path)
        assert [receiver.deliver().receipt.published_at for _ in range(3)] == ["", "", ""]


def test_file_that_is_current_stays_as_it_came(tmp_path: Path) -> None:
    with replaying() as server:
        receiver = received(server, tmp_path, [Recorded("304 Not Modified", {"Content-Length": None})])
        before = receiver.file.stat().st_ino, (tmp_path / "received.csv").read_bytes()
        again = receiver.deliver()
    assert (again.is_new, again.receipt.retrieved_at) == (False, "2026-05-04T12:00:30Z")
    assert (receiver.file.stat().st_ino, (tmp_path / "received.csv").read_bytes()) == before
    conditions = server.asked[1][1]
    assert (conditions["If-None-Match"], conditions["If-Modified-Since"]) == ('"one"', MODIFIED)


def test_nothing_is_said_of_a_file_that_is_not_what_came(tmp_path: Path) -> None:
    with replaying() as server:
        receiver = received(server, tmp_path, [Recorded(headers=DATED, body=ROWS)])
        receiver.file.write_bytes(b"edited by hand")
        again = receiver.deliver()
    assert "If-None-Match" not in server.asked[1][1]
    assert receiver.file.read_bytes() == ROWS
    assert again.former is not None
    assert again.former.read_bytes() == b"edited by hand"


def test_former_file_is_kept_under_its_day_when_another_comes(tmp_path: Path) -> None:
    newer = Recorded(headers={"ETag": '"two"'}, body=b"id,deaths\n")
    with replaying() as server:
        receiver = received(server, tmp_path, [newer, newer])
        os.utime(receiver.file, (NOON.timestamp(), NOON.timestamp()))
        changed, same = receiver.deliver(), receiver.deliver()
    kept = tmp_path / "former" / "ucdp-ged" / f"2026-05-04~{sha256(ROWS).hexdigest()[:8]}~ged.csv"
    assert (changed.former, same.former) == (kept, None)
    assert kept.read_bytes() == ROWS
    assert receiver.file.read_bytes() == b"id,deaths\n"
    assert [receipt.bytes for receipt in read_register(tmp_path).values()] == [len(b"id,deaths\n")]


def test_file_of_another_address_is_not_taken_for_the_one_here(tmp_path: Path) -> None:
    with replaying() as server:
        receiver = received(server, tmp_path, [Recorded(headers=DATED, body=ROWS)])
        receiver.address = receiver.address._replace(url=server.url("/moved.csv"))
        assert receiver.deliver().receipt.address.endswith("/moved.csv")
    assert "If-None-Match" not in server.asked[1][1]


def test_server_that_calls_a_part_current_is_asked_for_the_whole(tmp_path: Path) -> None:
    newer = {"ETag": '"two"', "Content-Length": "9"}
    answers = [Recorded(headers=newer, body=b"new"), Recorded("304 Not Modified"), Recorded(body=b"newer one")]
    with replaying() as server:
        receiver = received(server, tmp_path, answers)
        receiver.deliver()
    assert receiver.file.read_bytes() == b"newer one"


def test_file_that_is_not_there_is_not_asked_for_twice(tmp_path: Path) -> None:
    with replaying() as server:
        receiver = received(server, tmp_path, [Recorded("404 Not Found", body=b"no")])
        assert receiver.refusal() == "the server answers 404 Not Found"
    assert (len(server.asked), receiver.waits) == (2, [])
    assert receiver.file.read_bytes() == ROWS


def test_server_in_trouble_is_asked_again_after_longer_and_longer_waits(tmp_path: Path) -> None:
    broken = Recorded("500 Internal Server Error", body=b"sorry")
    with replaying(broken, broken, Recorded(body=ROWS)) as server:
        receiver = Receiver(server, tmp_path)
        assert receiver.deliver().is_new
    assert receiver.waits == [2, 2 * 2]


def test_server_in_lasting_trouble_is_left_at_last(tmp_path: Path) -> None:
    with replaying(*[Recorded("503 Service Unavailable")] * 9) as server:
        receiver = Receiver(server, tmp_path)
        words = "the server answers 503 Service Unavailable; given up after 3 attempts"
        assert receiver.refusal(attempts=3) == words
    assert (len(server.asked), receiver.waits) == (3, [2, 4])
    assert not receiver.file.exists()


def test_server_says_how_long_to_wait_in_seconds_or_by_the_clock(tmp_path: Path) -> None:
    """Noon and half a minute is the clock here; the second answer asks to come back at 12:01:15."""
    seconds = Recorded("429 Too Many Requests", {"Retry-After": "7"})
    clock = Recorded("503 Service Unavailable", {"Retry-After": "Mon, 04 May 2026 12:01:15 GMT"})
    gone = Recorded("429 Too Many Requests", {"Retry-After": "Mon, 04 May 2026 11:00:00 GMT"})
    words = Recorded("429 Too Many Requests", {"Retry-After": "soon"})
    with replaying(seconds, clock, gone, words, Recorded(body=ROWS)) as server:
        receiver = Receiver(server, tmp_path)
        receiver.deliver()
    assert receiver.waits == [7, 45, 0, 2 * 2**3]


def test_server_that_asks_for_an_hour_is_left(tmp_path: Path) -> None:
    with replaying(Recorded("429 Too Many Requests", {"Retry-After": "3600"})) as server:
        receiver = Receiver(server, tmp_path)
        assert receiver.refusal().endswith("429 Too Many Requests; it asks to come back in 3600 seconds")
    assert receiver.waits == []


def test_rest_of_a_file_that_broke_off_is_asked_for(tmp_path: Path) -> None:
    with replaying(cut(), rest()) as server:
        receiver = Receiver(server, tmp_path)
        receipt = receiver.deliver().receipt
    assert receiver.file.read_bytes() == ROWS
    assert (receipt.bytes, receipt.sha256, receipt.etag) == (len(ROWS), sha256(ROWS).hexdigest(), '"one"')
    assert (server.asked[1][1]["Range"], server.asked[1][1]["If-Range"]) == (f"bytes={CUT}-", '"one"')
    assert receiver.parts() == []


def test_later_run_goes_on_where_an_earlier_one_broke_off(tmp_path: Path) -> None:
    with replaying(cut(), rest()) as server:
        receiver = Receiver(server, tmp_path)
        assert receiver.refusal(attempts=1) == f"only 1,000 of {len(ROWS):,} bytes came; given up after 1 attempts"
        assert receiver.parts() == ["ucdp-ged~ged.csv", "ucdp-ged~ged.csv~stated"]
        assert not receiver.file.exists()
        receiver.deliver(attempts=1)
    assert receiver.file.read_bytes() == ROWS


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Recorded(headers=DATED, body=ROWS), id="a server that knows no ranges"),
        pytest.param(Recorded(headers=DATED | {"ETag": '"two"'}, body=ROWS), id="a file that changed meanwhile"),
    ],
)
def test_whole_file_in_place_of_the_rest_starts_anew(answer: Recorded, tmp_path: Path) -> None:
    with replaying(cut(), answer) as server:
        receiver = Receiver(server, tmp_path)
        assert receiver.deliver().receipt.etag == answer.headers["ETag"]
    assert receiver.file.read_bytes() == ROWS


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(rest(CUT + 5), id="a part that begins elsewhere"),
        pytest.param(rest(ETag='"two"'), id="a part of another file"),
        pytest.param(rest(Content_Range=f"bytes {CUT}-9/7"), id="a part of a file of another size"),
        pytest.param(rest(Content_Range="lines 3-4"), id="a part nobody understands"),
        pytest.param(Recorded("416 Range Not Satisfiable"), id="no such part"),
        pytest.param(Recorded("404 Not Found"), id="no such file"),
    ],
)
def test_what_is_no_rest_is_never_added(answer: Recorded, tmp_path: Path) -> None:
    with replaying(cut(), answer, Recorded(headers=DATED, body=ROWS)) as server:
        receiver = Receiver(server, tmp_path)
        receiver.deliver()
    assert receiver.file.read_bytes() == ROWS
    assert "Range" not in server.asked[2][1]


@pytest.mark.parametrize("names", [{"ETag": None, "Last-Modified": None}, {"ETag": 'W/"one"', "Last-Modified": None}])
def test_part_that_cannot_be_told_from_another_is_not_completed(names: dict[str, None], tmp_path: Path) -> None:
    with replaying(cut(names), Recorded(body=ROWS)) as server:
        receiver = Receiver(server, tmp_path)
        receiver.deliver()
    assert "Range" not in server.asked[1][1]
    assert receiver.file.read_bytes() == ROWS


def test_part_of_another_address_or_without_notes_is_not_completed(tmp_path: Path) -> None:
    with replaying(cut(), cut(), Recorded(body=b"elsewhere"), Recorded(body=ROWS)) as server:
        receiver = Receiver(server, tmp_path)
        receiver.refusal(attempts=1)
        receiver.address = receiver.address._replace(url=server.url("/moved.csv"))
        receiver.refusal(attempts=1)
        (tmp_path / ".parts" / "ucdp-ged~ged.csv~stated").write_text("{")
        receiver.deliver()
    assert not any("Range" in headers for _, headers in server.asked)
    assert receiver.file.read_bytes() == b"elsewhere"


def test_file_shorter_than_stated_is_never_put_in_place(tmp_path: Path) -> None:
    with replaying(*[cut({"ETag": None, "Last-Modified": None})] * 3) as server:
        receiver = Receiver(server, tmp_path)
        assert "only 1,000 of" in receiver.refusal(attempts=3)
    assert not receiver.file.exists()
    assert read_register(tmp_path) == {}


def test_part_that_ends_early_is_completed_by_a_third_request(tmp_path: Path) -> None:
    early = rest()
    early = Recorded(early.status, early.headers | {"Content-Length": str(len(ROWS) - CUT)}, ROWS[CUT : 2 * CUT])
    with replaying(cut(), early, rest(2 * CUT)) as server:
        receiver = Receiver(server, tmp_path)
        receiver.deliver()
    assert server.asked[2][1]["Range"] == f"bytes={2 * CUT}-"
    assert receiver.file.read_bytes() == ROWS


def test_silent_server_is_asked_again(tmp_path: Path) -> None:
    with replaying(Recorded(silence=5), Recorded(body=ROWS)) as server:
        receiver = Receiver(server, tmp_path)
        receiver.deliver(read_seconds=0.1)
    assert receiver.waits == [2]


def test_file_larger_than_allowed_is_refused_before_it_comes_or_while_it_does(tmp_path: Path) -> None:
    large = b"0," * 100_000
    heard: list[int] = []
    with replaying(Recorded(body=large), Recorded(headers={"Content-Length": None}, body=large)) as server:
        receiver = Receiver(server, tmp_path)
        for most_heard in (0, 100_000):
            refusal = receiver.refusal(most_bytes=100_000, tell=lambda came, _: heard.append(came))
            assert refusal == "the file is larger than 100,000 bytes"
            assert max(heard, default=0) <= most_heard
            assert receiver.parts() == []


def test_file_as_large_as_allowed_is_taken_in_one_part_or_two(tmp_path: Path) -> None:
    with replaying(cut(), rest()) as server:
        assert Receiver(server, tmp_path).deliver(most_bytes=len(ROWS)).receipt.bytes == len(ROWS)


def test_body_without_a_stated_length_is_taken_as_it_ends(tmp_path: Path) -> None:
    with replaying(Recorded(headers={"Content-Length": None}, body=ROWS)) as server:
        receiver = Receiver(server, tmp_path)
        assert receiver.deliver().receipt.bytes == len(ROWS)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "an empty file came"),
        (b" \n", "an empty file came"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>Log in", "a page for people came in place of the file"),
        (b"<html><body>Busy", "a page for people came in place of the file"),
    ],
)
def test_what_stands_in_place_of_a_file_is_refused(body: bytes, words: str, tmp_path: Path) -> None:
    with replaying() as server:
        receiver = received(server, tmp_path, [Recorded(body=body)])
        assert receiver.refusal() == words
    assert receiver.file.read_bytes() == ROWS
    assert receiver.parts() == []


def test_file_packed_on_the_way_is_refused(tmp_path: Path) -> None:
    with replaying(Recorded(headers={"Content-Encoding": "gzip"}, body=b"\x1f\x8b")) as server:
        assert "packs the file as gzip" in Receiver(server, tmp_path).refusal()


def test_full_disk_leaves_the_former_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int, __: int | None) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with replaying() as server:
        receiver = received(server, tmp_path, [Recorded(body=b"newer"), Recorded(body=b"newer")])
        before = (tmp_path / "received.csv").read_bytes()
        with pytest.raises(OSError, match="No space left"):
            receiver.deliver(tell=refuse)
        assert receiver.parts() == []
        monkeypatch.setattr(os, "fsync", lambda _: refuse(0, 0))
        with pytest.raises(OSError, match="No space left"):
            receiver.deliver()
    assert receiver.file.read_bytes() == ROWS
    assert (tmp_path / "received.csv").read_bytes() == before


def test_fetch_is_never_without_an_attempt(tmp_path: Path) -> None:
    with replaying() as server, pytest.raises(ValueError, match="at least one attempt"):
        Receiver(server, tmp_path).deliver(attempts=0)


def test_run_that_died_before_its_line_was_written_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_: Path, __: Receipt) -> None:
        raise KeyboardInterrupt

    newer = Recorded(headers={"ETag": '"two"'}, body=b"newer")
    with replaying() as server:
        receiver = received(server, tmp_path, [newer, newer])
        with monkeypatch.context() as patch:
            patch.setattr(delivery, "note_receipt", die)
            with pytest.raises(KeyboardInterrupt):
                receiver.deliver()
        receiver.deliver()
    assert [receipt.etag for receipt in read_register(tmp_path).values()] == ['"two"']
    assert receiver.file.read_bytes() == b"newer"


def test_server_names_neither_file_nor_register(tmp_path: Path) -> None:
    headers = {"Content-Disposition": 'attachment; filename="../../evil.csv"', "ETag": "=1+1"}
    with replaying(Recorded(headers=headers, body=ROWS)) as server:
        assert Receiver(server, tmp_path).deliver().receipt.etag == ""
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"ucdp-ged/ged.csv", "received.csv", ".lock"}


def test_what_became_of_a_file_is_told_on_one_line(tmp_path: Path) -> None:
    newer = Recorded(headers={"ETag": '"two"'}, body=b"newer")
    with replaying() as server:
        receiver = received(server, tmp_path, [Recorded("304 Not Modified", {"Content-Length": None}), newer])
        os.utime(receiver.file, (NOON.timestamp(), NOON.timestamp()))
        current, changed = receiver.deliver(), receiver.deliver()
    digests = {body: sha256(body).hexdigest() for body in (ROWS, b"newer")}
    assert told(current) == "current  ucdp-ged/ged.csv, as received on 2026-05-04"
    assert told(Delivery(current.receipt, is_new=True, former=None)) == (
        f"received ucdp-ged/ged.csv: {len(ROWS):,} bytes, published 2026-05-01, sha256 {digests[ROWS][:16]}"
    )
    assert told(changed) == (
        f"received ucdp-ged/ged.csv: 5 bytes, published on an unknown day, sha256 {digests[b'newer'][:16]}; "
        f"the former is {tmp_path}/former/ucdp-ged/2026-05-04~{digests[ROWS][:8]}~ged.csv"
    )


def test_progress_tells_how_much_of_how_much_has_come(tmp_path: Path) -> None:
    heard: list[tuple[int, int | None]] = []
    with replaying(cut(), rest()) as server:
        Receiver(server, tmp_path).deliver(tell=lambda came, total: heard.append((came, total)))
    assert heard[0] == (CUT, len(ROWS))
    assert heard[-1] == (len(ROWS), len(ROWS))
