"""Sessions without a browser: the messages a browser would send, until the server says that the change is answered."""

import asyncio
import random
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Protocol

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.workload import ALL, REGIONS, Workload

EVERY: Final = 2.0
_LIMIT: Final = 120.0
_PATIENCE: Final = 3
_WARMING: Final = 10
_REST: Final = 2.0
_GROUPS: Final = 4
_GROUP: Final = 5


class Change(Protocol):
    """How a page is told a region."""

    def __call__(self, message: BackMsg, region: str, widget: str) -> None:
        """Write the choice of a region into a message.

        Args:
            message: What will be sent.
            region: Region code, or ``All``.
            widget: Id of the page's choice of a region, where it has one.
        """


@dataclass
class Session:
    """One reader's connection.

    Attributes:
        connection: The open WebSocket.
        tell: How the page is told a region.
        expected: Region to a number that the answer must hold.
        widget: Id of the page's choice of a region, once seen.
        script: What the server calls the page, once told.
        sizes: What was sent by the server since it was last cleared: kind of message to bytes, before compression.
    """

    connection: websockets.ClientConnection
    tell: Change
    expected: dict[str, str]
    widget: str = ""
    script: str = ""
    sizes: Counter[str] = field(default_factory=Counter)

    async def change(self, region: str) -> float:
        """Choose a region and wait until the server has answered in full.

        Returns:
            Milliseconds from sending to the server's word that it has finished.

        Raises:
            RuntimeError: The answer ended without the number it should hold.
        """
        message = BackMsg()
        message.rerun_script.page_script_hash = self.script
        self.tell(message, region, self.widget)
        begun = time.perf_counter()
        await self.connection.send(message.SerializeToString())
        number, is_seen = self.expected.get(region, "").encode(), False
        while True:
            content = await asyncio.wait_for(self.connection.recv(decode=False), _LIMIT)
            is_seen = is_seen or number in content
            if self._is_last(content):
                break
        if not is_seen:
            raise RuntimeError(f"the answer for {region} ended without {number.decode()}")
        return (time.perf_counter() - begun) * 1000

    def _is_last(self, content: bytes) -> bool:
        message = ForwardMsg.FromString(content)
        kind = message.WhichOneof("type") or ""
        if kind == "navigation":
            self.script = message.navigation.page_script_hash
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            kind = self._note(message)
        self.sizes[kind] += len(content)
        return kind == "script_finished"

    def _note(self, message: ForwardMsg) -> str:
        element = message.delta.new_element
        kind = str(element.WhichOneof("type"))
        if kind == "selectbox":
            self.widget = element.selectbox.id
        if kind == "bidi_component":
            return f"panel {element.bidi_component.id.rsplit('-', 1)[-1]}"
        return kind


def by_widget(names: dict[str, str]) -> Change:
    """Return how a page with a selectbox of regions is told one: by its widget.

    Args:
        names: Region code to the words of the choice.
    """

    def tell(message: BackMsg, region: str, widget: str) -> None:
        message.rerun_script.query_string = ""
        if widget:
            message.rerun_script.widget_states.widgets.add(id=widget, string_value=names[region])

    return tell


def by_address(release: str, path: str) -> Change:
    """Return how the dashboard is told a region: by its address.

    Args:
        release: Name of the release.
        path: Path of the screen.
    """

    def tell(message: BackMsg, region: str, widget: str) -> None:
        message.rerun_script.query_string = f"v=1&rel={release}" + ("" if region == ALL else f"&region={region}")
        message.rerun_script.page_name = path

    return tell


@dataclass(frozen=True)
class Door:
    """Where sessions go in.

    Attributes:
        port: Port of the server.
        tell: How the page is told a region.
        expected: Region to a number that the answer must hold; empty where none is known.
    """

    port: int
    tell: Change
    expected: dict[str, str]

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[Session]:
        """Open a session and see its first answer through."""
        address, origin = f"ws://127.0.0.1:{self.port}/_stcore/stream", f"http://127.0.0.1:{self.port}"
        async with websockets.connect(address, origin=origin, subprotocols=["streamlit"], max_size=None) as connection:  # type: ignore[arg-type]  # plain strings serve
            session = Session(connection, self.tell, self.expected)
            await session.change(ALL)
            yield session


async def parts(door: Door) -> dict[str, int]:
    """Return the bytes of one change by kind of message, before compression; the mean over all regions."""
    async with door.enter() as session:
        session.sizes.clear()
        for region in REGIONS:
            await session.change(region)
        return {kind: round(size / len(REGIONS)) for kind, size in session.sizes.most_common()}


async def saturate(door: Door, cpu: Callable[[], float], readers: int, seconds: float) -> float:
    """Keep several sessions changing without a pause.

    Args:
        door: The page.
        cpu: Gives the seconds of processor time the server has used.
        readers: Sessions.
        seconds: How long.

    Returns:
        Changes for each second of processor time the server used: what one core can answer.
    """
    async with AsyncExitStack() as stack:
        sessions = [await stack.enter_async_context(door.enter()) for _ in range(readers)]
        await asyncio.gather(*(_walk(session, REGIONS) for session in sessions))
        before, end = cpu(), time.monotonic() + seconds
        done = await asyncio.gather(*(_until(session, end, number) for number, session in enumerate(sessions)))
        return sum(done) / (cpu() - before)


async def _walk(session: Session, regions: Sequence[str]) -> None:
    for region in regions:
        await session.change(region)


async def _until(session: Session, end: float, seed: int) -> int:
    draw, done = random.Random(seed), 0
    while time.monotonic() < end:
        await session.change(draw.choice(REGIONS))
        done += 1
    return done


async def paced(door: Door, readers: int, seconds: float) -> list[float]:
    """Let each of several sessions change every two seconds, each at its own beat.

    Returns:
        Milliseconds of each change, to the server's word that it has finished; a change that had to wait
        for the one before it counts from its beat.
    """
    async with AsyncExitStack() as stack:
        sessions = [await stack.enter_async_context(door.enter()) for _ in range(readers)]
        await _walk(sessions[0], REGIONS)
        walks = [_beats(session, number / readers, seconds, number) for number, session in enumerate(sessions)]
        taken = await asyncio.gather(*walks)
        return [each for one in taken for each in one]


async def _beats(session: Session, offset: float, seconds: float, seed: int) -> list[float]:
    draw, taken = random.Random(seed), []
    begun = time.monotonic() + offset * EVERY
    for beat in range(int(seconds / EVERY)):
        due = begun + beat * EVERY
        if time.monotonic() > begun + _PATIENCE * seconds:
            break
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        late = max(0.0, time.monotonic() - due) * 1000
        taken.append(late + await session.change(draw.choice(REGIONS)))
    return taken


async def memory_each(door: Door, memory: Callable[[], float]) -> float:
    """Return the memory each further session takes, in MB, beside ten that have warmed the server and stay.

    Twenty more are opened five by five and all stay; the middle one of the four increases counts, so that a table
    the server gives back in between is not taken for a session's.

    Args:
        door: The page.
        memory: Gives the server's own memory in MB.
    """
    async with AsyncExitStack() as stack:
        for _ in range(_WARMING):
            session = await stack.enter_async_context(door.enter())
            await _walk(session, [*REGIONS, ALL])
        held = []
        for _ in range(_GROUPS + 1):
            await asyncio.sleep(_REST)
            held.append(memory())
            for _ in range(_GROUP):
                await stack.enter_async_context(door.enter())
        return statistics.median(after - before for before, after in pairwise(held)) / _GROUP


def expected_in(workload: Workload) -> dict[str, str]:
    """Return the number of each region's people as pages write it."""
    return {region: f"{people:,}" for region, people in workload.people.items()}
