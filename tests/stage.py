"""The app run without a browser: an address in, what every panel of the screen was given out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from streamlit import config
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.scope import Scope, encode

MAIN = Path(__file__).parents[1] / "dashboard" / "main.py"


@dataclass(frozen=True)
class Screen:
    """One screen as it reached the browser.

    Attributes:
        frame: What the frame was given.
        panels: What each panel was given, by its id, in the order of the page.
        errors: What Streamlit says went wrong.
    """

    frame: Mapping[str, Any]
    panels: Mapping[str, Mapping[str, Any]]
    errors: list[str]

    def blocks(self, panel: str, kind: str) -> list[Any]:
        """Return the blocks of one kind in a panel."""
        return [value for name, value in self.panels[panel].get("blocks", []) if name == kind]

    @property
    def h1(self) -> str:
        """The answer in the largest type."""
        (answer,) = [value for panel in self.panels for value in self.blocks(panel, "answer")]
        return str(answer["h1"])

    @property
    def lead(self) -> str:
        """The second fact."""
        (answer,) = [value for panel in self.panels for value in self.blocks(panel, "answer")]
        return str(answer["lead"])

    @property
    def notices(self) -> list[str]:
        """What the address asks for and cannot have, one line each."""
        found = [notice for panel in self.panels for block in self.blocks(panel, "notices") for notice in block]
        return [f"{notice['strong']} {notice['t']}" for notice in found]

    @cached_property
    def figures(self) -> dict[str, Mapping[str, Any]]:
        """The figures of all strips by id."""
        strips = [value for panel in self.panels for value in self.blocks(panel, "strip")]
        return {figure["id"]: figure for strip in strips for figure in strip}

    @property
    def check_code(self) -> str:
        """The check code at the foot."""
        notes = " ".join(self.blocks("foot", "notes")[0])
        return notes.split("Check code ")[1][:8]

    @property
    def text(self) -> str:
        """Everything the panels were given, as one text to search in."""
        return json.dumps(self.panels, ensure_ascii=False)


class Stage:
    """One running app; addresses are opened one after the other, as one reader would."""

    def __init__(self) -> None:
        """Start the app; nothing is run yet. Errors are told in full, which readers never see."""
        config.set_option("client.showErrorDetails", "full")
        self._app = AppTest.from_file(str(MAIN), default_timeout=60)

    def open(self, path: str = "", query: str | Scope = "") -> Screen:
        """Open an address.

        Args:
            path: Screen, as in the address.
            query: A scope, or the query string as a reader might have typed it.
        """
        text = encode(query) if isinstance(query, Scope) else query
        app = self._app
        app.query_params = parse_qs(text, keep_blank_values=True)
        # Streamlit's own switch_page knows pages that are files only; ours are functions, known by their address.
        app._page_hash = calc_hash(path)
        app.run()
        given = [json.loads(proto.json) for proto in _components(app)]
        frames = [data for data in given if "pages" in data]
        panels: dict[str, Any] = {}
        for data in given:
            if "pages" not in data:
                panels[data["id"] if data["id"] not in panels else f"{data['id']}-{len(panels)}"] = data
        errors = [str(error.value) for error in app.exception]
        return Screen(frames[0] if frames else {}, panels, errors)


def _components(app: AppTest) -> Iterator[Any]:
    def walk(node: Any) -> Iterator[Any]:
        if getattr(node, "type", "") == "bidi_component":
            yield node.proto
        for child in getattr(node, "children", {}).values():
            yield from walk(child)

    yield from walk(app._tree)
