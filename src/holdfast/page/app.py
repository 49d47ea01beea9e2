"""The application: the interface for programs, the screens, and what both stand behind."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import RedirectResponse, Response
from jinja2 import ChoiceLoader, DictLoader
from starlette.types import ASGIApp

from holdfast.page import login
from holdfast.page.api import described, router
from holdfast.page.desk import Desk
from holdfast.page.frame import SAID
from holdfast.page.guard import NONCE, Guard
from holdfast.page.login import within
from holdfast.page.sheet import LANGUAGE
from holdfast.page.standing import OPEN, Standing, Terms
from holdfast.page.style import STYLE
from holdfast.page.users import Users
from holdfast.questions.refused import Refused
from holdfast.show.catalogue import LANGUAGES

YEAR = 31_536_000
"""Seconds that a browser keeps a language."""
LARGEST_MESSAGE = 2_000_000
"""Bytes of the largest message of a browser that has a screen open."""
PATIENCE = 2
"""Seconds that open screens have to end with the server."""
AWAY = 30.0
"""Seconds that a screen may be cut off, by a network or a busy machine, and go on as it was."""
NOTICED = 16.0
"""Seconds in which both sides notice that nothing comes through any more."""
HANDS = 64
"""Threads that screens are served by: most wait for a process, and none is to wait for these."""


def application(
    desk: Desk,
    language: str = "en",
    ready: Callable[[], None] | None = None,
    terms: Terms = OPEN,
) -> ASGIApp:
    """Everything that is served of a desk, which is closed with it. Once in a process.

    `language` is that of readers whose browser asks for none that is spoken; `ready` is called
    once requests are answered; `terms` say who may come.
    """
    os.environ["NICEGUI_STORAGE_PATH"] = str(desk.place.own / "nicegui")
    from nicegui import core, run, ui

    from holdfast.page.leaving import watch

    run.thread_pool = ThreadPoolExecutor(HANDS, "screens")

    standing = Standing(desk.base, terms)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        # the library has derived them from how long a screen may be cut off
        core.sio.eio.ping_interval = core.sio.eio.ping_timeout = NOTICED / 2
        if ready is not None:
            ready()
        watching = asyncio.create_task(watch(standing)) if terms.login else None
        yield
        if watching is not None:
            watching.cancel()
        desk.close()

    app = described()
    app.router.lifespan_context = living
    app.include_router(router(desk))
    _small(app)
    login.routes(app, standing, language)
    _own_page()
    _screens(desk, language, standing)
    ui.run_with(
        app,
        title="Holdfast",
        favicon=_icon(),
        dark=None,
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=AWAY,
    )
    return Guard(app, standing)


def _own_page() -> None:
    """Let the scripts and sheets of the library's own page bear the mark of each answer, and what
    it says of a lost connection be in the language of the reader.

    Both are put into the template and not into what is made of it, so that nothing else that came
    to look like a script would have the mark.
    """
    from nicegui import client

    found = client.templates.env
    name = "index.html"
    assert found.loader is not None
    text, _, _ = found.loader.get_source(found, name)
    mark = f"nonce=\"{{{{ request.scope.get('{NONCE}', '') }}}}\""
    named = text.replace("<script", f"<script {mark}").replace("<style", f"<style {mark}")
    said = named.replace("translations.", f"request.scope.get('{SAID}', translations).")
    if said.count(SAID) != 4:
        raise RuntimeError("the page of this version of nicegui says other things: pin another")
    found.loader = ChoiceLoader([DictLoader({name: said}), found.loader])


def _small(app: FastAPI) -> None:
    """The style sheet, and the ways to another language."""

    @app.get(STYLE.path, include_in_schema=False)
    def style() -> Response:
        kept = {"cache-control": f"public, max-age={YEAR}, immutable"}
        return Response(STYLE.text, media_type="text/css", headers=kept)

    @app.get("/language/{language}", include_in_schema=False)
    def spoken(language: str, to: Annotated[str, Query(max_length=20_000)] = "/") -> Response:
        made = RedirectResponse(within(to), 303)
        if language in LANGUAGES:
            made.set_cookie(LANGUAGE, language, max_age=YEAR, samesite="strict")
        return made


def _screens(desk: Desk, language: str, standing: Standing) -> None:
    """A further screen is its module's `screens` here, beside its line in `frame`."""
    from holdfast.page.door import Door
    from holdfast.page.screens import (
        account_laid,
        ask_laid,
        bringing_laid,
        compare_laid,
        edit_laid,
        explain_laid,
        ledger_laid,
        live_laid,
        report_laid,
        run_laid,
        scenarios_laid,
        sources_laid,
        users_laid,
        whatif_laid,
    )

    door = Door(desk, language, standing)
    for module in (
        scenarios_laid,
        bringing_laid,
        edit_laid,
        sources_laid,
        run_laid,
        live_laid,
        whatif_laid,
        ask_laid,
        compare_laid,
        explain_laid,
        report_laid,
        ledger_laid,
        users_laid,
        account_laid,
    ):
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


def serve(
    root: Path,
    listening: socket.socket,
    language: str,
    ready: Callable[[], None],
    terms: Terms = OPEN,
    database: str | None = None,
    certificate: tuple[Path, Path] | None = None,
    ledger: str = "",
) -> None:
    """Serve a folder on a socket that listens until the process is told to stop.

    `certificate` is the file of a certificate and that of its key. Raises Refused, Lost.
    """
    import uvicorn

    desk = Desk(root, database, ledger)
    try:
        if terms.login and not Users(desk.base).any():
            raise Refused(
                f"nobody may log in yet: holdfast user add {root} NAME --role administrator makes "
                "the first user"
            )
    except BaseException:
        desk.close()
        raise
    config = uvicorn.Config(
        application(desk, language, ready, terms),
        proxy_headers=False,
        server_header=False,
        ssl_certfile=str(certificate[0]) if certificate else None,
        ssl_keyfile=str(certificate[1]) if certificate else None,
        log_level="warning",
        ws_max_size=LARGEST_MESSAGE,
        timeout_graceful_shutdown=PATIENCE,
    )
    uvicorn.Server(config).run([listening])
