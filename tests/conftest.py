"""What many tests share: the invented world sealed once a run, and the app run without a browser."""

import gc
import logging
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard import links
from dashboard.scope import Scope
from loaders.release import Release
from tests.stage import Stage
from tests.world.releases import seal_nowhere


@dataclass(frozen=True)
class Nowhere:
    """The sealed releases of the invented world.

    Attributes:
        store: Their folder.
        names: Release id to full name.
    """

    store: Path
    names: dict[str, str]

    def release(self, release_id: str) -> Release:
        """Open a release by its id."""
        return links.opened(self.names[release_id])

    def scope(self, release_id: str, **choices: object) -> Scope:
        """Return what a reader of a release sees who chose nothing but these."""
        release = self.release(release_id)
        return Scope(rel=release.name, asof=release.as_of).but(**choices)


@pytest.fixture(scope="session")
def sealed_nowhere(tmp_path_factory: pytest.TempPathFactory) -> Nowhere:
    """Seal the invented world once."""
    store = tmp_path_factory.mktemp("nowhere") / "releases"
    return Nowhere(store, seal_nowhere(store))


@pytest.fixture
def nowhere(sealed_nowhere: Nowhere, monkeypatch: pytest.MonkeyPatch) -> Nowhere:
    """Let the dashboard read the invented world instead of the project's own releases."""
    monkeypatch.setattr(links, "STORE", sealed_nowhere.store)
    return sealed_nowhere


@pytest.fixture
def record(nowhere: Nowhere) -> Release:
    """The invented public record as known on 30 September 2011."""
    return nowhere.release("2011-09-30")


@pytest.fixture
def thin(nowhere: Nowhere) -> Release:
    """The invented public record as known at the end of 2010."""
    return nowhere.release("2010-12-31")


@pytest.fixture
def exercise(nowhere: Nowhere) -> Release:
    """The invented exercise of 15 September 2011."""
    return nowhere.release("ex-2011-09-15")


@pytest.fixture
def before(nowhere: Nowhere) -> Release:
    """The invented exercise of 1 September 2011."""
    return nowhere.release("ex-2011-09-01")


@pytest.fixture(scope="session")
def _app() -> Stage:
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    return Stage()


@pytest.fixture
def stage(_app: Stage, nowhere: Nowhere) -> Stage:
    """The app over the invented world, without a browser."""
    return _app


@pytest.fixture
def real_stage(_app: Stage) -> Stage:
    """The app over the project's own releases, without a browser; skipped where none are sealed."""
    if not (links.STORE / "current.json").exists():
        pytest.skip("no releases are sealed; run: python -m loaders release --all")
    return _app


def pytest_sessionfinish() -> None:
    """Give back what runs of the script set aside, so that what ends with the process can be collected."""
    gc.unfreeze()
