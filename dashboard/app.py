"""The server: one Streamlit app, our policy and compression around it, our files beside it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard import garbage, inbox, index, links
from dashboard.components import declare
from dashboard.routes import ROUTES
from dashboard.wire import Wire, compress_page


@asynccontextmanager
async def ready(_app: st.App) -> AsyncIterator[None]:
    """Open the releases before the first reader comes, and compress the page while the server waits."""
    declare()
    inbox.log_to_stderr()
    await asyncio.to_thread(prepare)
    page = asyncio.create_task(asyncio.to_thread(compress_page))
    sweeping = asyncio.create_task(garbage.sweep_hourly())
    yield
    sweeping.cancel()
    await page


def prepare() -> None:
    """Verify and read every release, then leave what stays for good out of garbage collection."""
    for info in links.held():
        release = links.opened(info.name)
        index.read(release)
    garbage.sweep()


app = st.App(str(Path(__file__).with_name("main.py")), lifespan=ready, middleware=[Middleware(Wire)], routes=ROUTES)
