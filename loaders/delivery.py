"""A file of a publisher from its address to its place, with its line in the register; the former file is kept."""

import contextlib
import datetime
import re
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Final, NamedTuple

from loaders.addresses import Address
from loaders.arriving import Arriving, Stated, digest_of
from loaders.fetch import Answer, NotReceivedError, PassingError, Terms, ask, chunks
from loaders.register import Receipt, note_receipt, read_register
from loaders.store import locked

_THE_WHOLE: Final = 200
_THE_REST: Final = 206
_UNCHANGED: Final = 304
_PASSING: Final = (408, 425, 429, 500, 502, 503, 504)
_ETAG: Final = re.compile(r'(W/)?"[\x21\x23-\x7e]{0,200}"')
_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_PAGE: Final = (b"<!doctype html", b"<html")


class Delivery(NamedTuple):
    """What became of one file: its line of the register, whether it came anew, and where its former copy is kept."""

    receipt: Receipt
    is_new: bool
    former: Path | None


def deliver(address: Address, into: Path, terms: Terms) -> Delivery:
    """Bring the current file of one address; where the server says that the one here is current, leave it.

    Args:
        address: Where the file is and what it is called here.
        into: Folder of the folders of publishers and of their register; another delivery into it is waited for.
        terms: How patient to be.

    Returns:
        The line of the register and what happened.

    Raises:
        NotReceivedError: The file did not come. Bytes that can be completed stay for the next time.
        RegisterError: The register is damaged.
        OSError: The disk refused; the former file and its line stand.
    """
    with locked(into):
        arriving = Arriving(into, address.publisher_id, address.file_name)
        kept = _kept(arriving, address)
        is_new = _bring(arriving, address.url, kept, terms)
        if kept and not is_new:
            return Delivery(kept, is_new=False, former=None)
        _refuse_page(arriving)
        stated, size, digest = arriving.stated(), arriving.size(), digest_of(arriving.part)
        former = arriving.settle(digest)
        receipt = Receipt(address.publisher_id, address.file_name, address.url, stated.published_at,
                          _time_text(terms.now()), digest, size, stated.etag)  # fmt: skip
        note_receipt(into, receipt)
        return Delivery(receipt, is_new=True, former=former)


def told(delivery: Delivery) -> str:
    """Return what became of a file, on one line."""
    receipt = delivery.receipt
    name, day = f"{receipt.publisher_id}/{receipt.file_name}", receipt.retrieved_at[:10]
    if not delivery.is_new:
        return f"current  {name}, as received on {day}"
    published = receipt.published_at[:10] or "on an unknown day"
    former = f"; the former is {delivery.former}" if delivery.former else ""
    return f"received {name}: {receipt.bytes:,} bytes, published {published}, sha256 {receipt.sha256[:16]}{former}"


def _kept(arriving: Arriving, address: Address) -> Receipt | None:
    """Return the line of the file that is here, where it is still what came from this address."""
    receipt = read_register(arriving.into).get((address.publisher_id, address.file_name))
    if receipt is None or receipt.address != address.url or not arriving.target.is_file():
        return None
    return receipt if digest_of(arriving.target) == receipt.sha256 else None


def _refuse_page(arriving: Arriving) -> None:
    """Refuse what a server sends in place of a file: nothing, or a page for people."""
    with arriving.part.open("rb") as file:
        head = file.read(512).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head and not head.startswith(_PAGE):
        return
    arriving.drop()
    raise NotReceivedError("a page for people came in place of the file" if head else "an empty file came")


def _bring(arriving: Arriving, url: str, kept: Receipt | None, terms: Terms) -> bool:
    """Gather all bytes of an address, going on where an earlier run broke off; False where those here are current."""
    for attempt in range(terms.attempts):
        try:
            return _attempt(arriving, url, kept, terms)
        except PassingError as error:
            wait = terms.wait_seconds * 2**attempt if error.wait is None else error.wait
            if wait > terms.longest_wait_seconds:
                raise NotReceivedError(f"{error}; it asks to come back in {wait:.0f} seconds") from error
            if attempt + 1 == terms.attempts:
                raise NotReceivedError(f"{error}; given up after {terms.attempts} attempts") from error
            terms.sleep(wait)
    raise ValueError("a fetch needs at least one attempt")


def _attempt(arriving: Arriving, url: str, kept: Receipt | None, terms: Terms) -> bool:
    begun = arriving.begun(url)
    with contextlib.closing(ask(url, _conditions(arriving, begun, kept), terms)) as answer:
        if answer.status in _PASSING:
            raise PassingError(_words(answer), _retry_after(answer, terms.now()))
        if answer.status == _UNCHANGED and kept and not begun:
            return False
        if begun and answer.status == _THE_REST and _continues(answer, arriving, begun):
            _take(answer, arriving, begun.total, terms)
        elif answer.status == _THE_WHOLE:
            stated = _stated(answer, url)
            arriving.begin(stated)
            _take(answer, arriving, stated.total, terms)
        elif begun:
            arriving.drop()
            raise PassingError(f"{_words(answer)} to the request for the rest of the file")
        else:
            raise NotReceivedError(_words(answer))
        return True


def _conditions(arriving: Arriving, begun: Stated | None, kept: Receipt | None) -> dict[str, str]:
    if begun:
        return {"Range": f"bytes={arriving.size()}-", "If-Range": begun.same_bytes}
    headers = {}
    if kept and kept.etag:
        headers["If-None-Match"] = kept.etag
    if kept and kept.published_at:
        day = datetime.datetime.fromisoformat(kept.published_at)
        headers["If-Modified-Since"] = format_datetime(day, usegmt=True)
    return headers


def _continues(answer: Answer, arriving: Arriving, begun: Stated) -> bool:
    """Return whether an answer is the rest of the bytes that have come, and no other part or file."""
    place = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    if place is None or int(place[1]) != arriving.size() or _etag(answer) not in ("", begun.etag):
        return False
    return begun.total is None or place[2] in ("*", str(begun.total))


def _stated(answer: Answer, url: str) -> Stated:
    packed = answer.headers.get("Content-Encoding", "identity").lower()
    if packed != "identity":
        raise NotReceivedError(f"the server packs the file as {packed}, although asked not to")
    modified, sent = _time(answer.headers.get("Last-Modified")), _time(answer.headers.get("Date"))
    # A server that makes its answer on demand gives this very second, which tells no publication.
    is_told = modified is not None and (sent is None or modified < sent)
    return Stated(
        url,
        _etag(answer),
        format_datetime(modified, usegmt=True) if modified else "",
        _time_text(modified) if modified and is_told else "",
        answer.length,
    )


def _etag(answer: Answer) -> str:
    etag: str = answer.headers.get("ETag", "")
    return etag if _ETAG.fullmatch(etag) else ""


def _time(header: str | None) -> datetime.datetime | None:
    try:
        return parsedate_to_datetime(header or "").astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None


def _time_text(when: datetime.datetime) -> str:
    return when.astimezone(datetime.UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _retry_after(answer: Answer, now: datetime.datetime) -> float | None:
    asked = answer.headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    until = _time(asked)
    return None if until is None else max(0.0, (until - now).total_seconds())


def _words(answer: Answer) -> str:
    return f"the server answers {answer.status} {answer.reason}".rstrip()


def _take(answer: Answer, arriving: Arriving, total: int | None, terms: Terms) -> None:
    came = arriving.size()
    if total is None and answer.length is not None:
        total = came + answer.length
    try:
        _refuse_large(max(came, total or 0), terms)
        with arriving.part.open("ab") as file:
            for chunk in chunks(answer):
                came += len(chunk)
                _refuse_large(came, terms)
                file.write(chunk)
                terms.tell(came, total)
    except (OSError, NotReceivedError):
        arriving.drop()
        raise
    if total is not None and came != total:
        raise PassingError(f"only {came:,} of {total:,} bytes came")


def _refuse_large(size: int, terms: Terms) -> None:
    if size > terms.most_bytes:
        raise NotReceivedError(f"the file is larger than {terms.most_bytes:,} bytes")
