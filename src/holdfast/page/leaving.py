"""Screens that are open when a session ends: they are left, and do nothing more."""

from __future__ import annotations

import asyncio

from nicegui import Client
from starlette.concurrency import run_in_threadpool

from holdfast.page.errors import Lost
from holdfast.page.guard import CAME
from holdfast.page.standing import Came, Standing

LOOK = 1.0
"""Seconds between two looks."""
LEAVES = 0.5
"""Seconds in which a browser hears that it is to leave."""


async def watch(standing: Standing) -> None:
    """Look, as long as the page is served, whose session has ended, and end their screens."""
    while True:
        await asyncio.sleep(LOOK)
        try:
            gone = [each for each in list(Client.instances.values())
                    if not await _holds(standing, each)]  # fmt: skip
        except Lost:
            continue  # their channels are closed meanwhile
        for client in gone:
            client.open("/login")
        if gone:
            await asyncio.sleep(LEAVES)
        for client in gone:
            client.delete()


async def _holds(standing: Standing, client: Client) -> bool:
    """Whether the session holds in which a screen was opened, with the same rights."""
    try:
        came = client.request.scope.get(CAME)
    except RuntimeError:
        return True  # no reader's
    if not isinstance(came, Came) or not came.cookie:
        return True
    return await run_in_threadpool(standing.sessions.who, came.cookie, False) == came.who
