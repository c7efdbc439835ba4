"""The browser components: the frame around every screen, the panel that shows one view, and the inbox."""

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

PROJECT: Final = "crisis-dashboard"
NAMES: Final = ("frame", "panel", "inbox")


def declare() -> None:
    """Tell the running server where the components' files are.

    Streamlit finds asset folders only in installed packages whose name is that of
    their project; declaring ours here lets a checkout work as it is.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(f"{PROJECT}.{NAMES[0]}") is None:
        components = [ComponentConfig(name, "assets") for name in NAMES]
        manager.register_from_manifest(ComponentManifest(PROJECT, "1", components), Path(__file__).parent)


@cache
def component(name: str) -> ComponentRenderer:
    """Return the mount function of one component; its script is a file, so that the strict policy holds.

    Args:
        name: ``frame``, ``panel`` or ``inbox``.
    """
    return st.components.v2.component(f"{PROJECT}.{name}", js=f"{name}.js", isolate_styles=False)
