"""The server: one Streamlit app, our policy and compression around it, our files beside it."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.routes import ROUTES
from dashboard.wire import Wire

app = st.App(str(Path(__file__).with_name("main.py")), middleware=[Middleware(Wire)], routes=ROUTES)
