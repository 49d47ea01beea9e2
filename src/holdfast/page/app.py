"""The application: the interface for programs, the screens, and what both stand behind."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import RedirectResponse, Response
from starlette.types import ASGIApp

from holdfast.page.api import described, router
from holdfast.page.desk import Desk
from holdfast.page.guard import Guard
from holdfast.page.style import STYLE
from holdfast.show.catalogue import LANGUAGES

YEAR = 31_536_000
"""Seconds that a browser keeps a language."""
LARGEST_MESSAGE = 2_000_000
"""Bytes of the largest message of a browser that has a screen open."""
PATIENCE = 2
"""Seconds that open screens have to end with the server."""


def application(
    desk: Desk, language: str = "en", ready: Callable[[], None] | None = None
) -> ASGIApp:
    """Everything that is served of a desk, which is closed with it. Once in a process.

    `language` is that of readers whose browser asks for none that is spoken; `ready` is called
    once requests are answered.
    """
    os.environ["NICEGUI_STORAGE_PATH"] = str(desk.place.own / "nicegui")
    from nicegui import ui

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        if ready is not None:
            ready()
        yield
        desk.close()

    app = described()
    app.router.lifespan_context = living
    app.include_router(router(desk))
    _small(app)
    _screens(desk, language)
    ui.run_with(
        app,
        title="Holdfast",
        favicon=_icon(),
        dark=None,
        tailwind=False,
        show_welcome_message=False,
    )
    return Guard(app)


def _small(app: FastAPI) -> None:
    """The style sheet, and the ways to another language."""

    @app.get(STYLE.path, include_in_schema=False)
    def style() -> Response:
        kept = {"cache-control": f"public, max-age={YEAR}, immutable"}
        return Response(STYLE.text, media_type="text/css", headers=kept)

    @app.get("/language/{language}", include_in_schema=False)
    def spoken(language: str, to: Annotated[str, Query(max_length=2000)] = "/") -> Response:
        from holdfast.page.frame import LANGUAGE

        made = RedirectResponse(within(to), 303)
        if language in LANGUAGES:
            made.set_cookie(LANGUAGE, language, max_age=YEAR, samesite="strict")
        return made


def within(to: str) -> str:
    """A way within the page; the first screen for any other."""
    plain = to.isascii() and to.isprintable() and "\\" not in to
    return to if plain and to.startswith("/") and not to.startswith("//") else "/"


def _screens(desk: Desk, language: str) -> None:
    """A further screen is its module's `screens` here, beside its line in `frame`."""
    from holdfast.page.door import Door
    from holdfast.page.screens import edit_laid, report_laid, run_laid, scenarios_laid

    door = Door(desk, language)
    for module in (scenarios_laid, edit_laid, run_laid, report_laid):
        module.screens(door)


def _icon() -> str:
    """The scale from lit to dark, as small as a browser shows it."""
    from holdfast.show.theme import LAMP

    each = 32 / len(LAMP)
    boxes = "".join(
        f'<rect y="{each * place:.1f}" width="32" height="{each + 0.5:.1f}" fill="{colour}"/>'
        for place, colour in enumerate(LAMP)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{boxes}</svg>'


def serve(root: Path, listening: socket.socket, language: str, ready: Callable[[], None]) -> None:
    """Serve a folder on a socket that listens until the process is told to stop. Raises Refused."""
    import uvicorn

    config = uvicorn.Config(
        application(Desk(root), language, ready),
        log_level="warning",
        ws_max_size=LARGEST_MESSAGE,
        timeout_graceful_shutdown=PATIENCE,
    )
    uvicorn.Server(config).run([listening])
