"""Addresses of files beside the screens."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard import links, routes
from tests.loaders.sealed import seal_world, world


@pytest.fixture
def revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """Two revisions of one release, the older first; what was opened from their store is forgotten with it."""
    monkeypatch.setattr(links, "STORE", tmp_path)
    older = seal_world(tmp_path).name
    tables = world()
    yield older, seal_world(tmp_path, tables={**tables, "events": tables["events"].head(1)}).name
    links.opened.cache_clear()


def menus_of(name: str, tax: str = "BUREAU") -> tuple[int, bytes]:
    answer = routes.menus(SimpleNamespace(path_params={"release": name, "name": f"{tax}.0123456789ab.json"}))
    return answer.status_code, answer.body


def test_an_older_revision_has_its_menus_too(revisions: tuple[str, str]) -> None:
    assert revisions[0] != revisions[1]
    for name in revisions:
        status, body = menus_of(name)
        assert status == 200
        assert {"country", "agency", "asof", "rel", "cmp"} <= set(json.loads(body))


@pytest.mark.parametrize("name", ["2011-09-30", "2099-01-01~00000000", "..", ""])
def test_a_name_of_no_release_has_none(revisions: tuple[str, str], name: str) -> None:
    assert menus_of(name)[0] == 404


def test_a_taxonomy_that_is_none_has_no_menus(revisions: tuple[str, str]) -> None:
    assert menus_of(revisions[1], "PLANETS")[0] == 404
