"""The script Streamlit runs for every reader and every change: address in, one screen out."""

from functools import partial
from types import ModuleType

import streamlit as st

from dashboard import frame, garbage, links, refusal
from dashboard.catalogue import FIGURES, VIEWS
from dashboard.components import declare
from dashboard.drawer import drawer
from dashboard.place import Place
from dashboard.scope import DEFAULTS
from dashboard.screens import contributions, countries, deployments, inbox, programs, situation, sources

SCREENS = (situation, countries, deployments, programs, contributions, sources, inbox)

st.set_page_config(page_title="Crisis Situation", page_icon="🧭", layout="wide", initial_sidebar_state="collapsed")


def run(screen: ModuleType) -> None:
    """Show one screen for the address as it stands."""
    pairs = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    opened = links.read(pairs, frozenset(VIEWS) | frozenset(FIGURES))
    blank = {name: DEFAULTS[name] for name in screen.IGNORES if name != "asof"}
    place = Place(opened.release, opened.scope.but(**blank), screen.PATH, opened.scope)
    frame.top(place, screen.IGNORES, None if opened.notices else pairs)
    if opened.notices:
        refusal.render(place, opened.notices)
        return
    screen.render(place)
    frame.foot(place)
    if place.scope.open:
        drawer(place)


garbage.set_aside()
declare()
st.navigation(
    [
        st.Page(partial(run, screen), title=screen.TITLE, url_path=screen.PATH or None, default=not screen.PATH)
        for screen in SCREENS
    ],
    position="hidden",
).run()
