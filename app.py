"""Steerco's one entry: the script of a session, the ASGI app, and its launcher."""

from __future__ import annotations

import streamlit as st
from streamlit import runtime

if __name__ == "__main__" and runtime.exists():
    from pages.ui.app import render

    render()
else:
    from streamlit.runtime.pages_manager import PagesManager

    from analytics.web.server import MIDDLEWARE, ROUTES, on_error
    from pages.ui.warm import warm_lifespan

    # Before the first run Streamlit would serve the files of pages/ by itself, without
    # our navigation and its error boundary: a deep link to a fresh server would fail.
    PagesManager.uses_pages_directory = False
    app = st.App(
        __file__,
        routes=ROUTES,
        middleware=MIDDLEWARE,
        lifespan=warm_lifespan,
        on_script_error=on_error,
    )
    if __name__ == "__main__":
        app.run()
