"""What programs may ask of the page, laid out once for all tests, and who asks it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from holdfast.page.api import described, router
from holdfast.page.desk import Desk
from holdfast.page.who import WHO, Who


class Desks:
    """Stands for the desk of the test at hand."""

    now: Desk

    def __getattr__(self, name: str) -> Any:
        return getattr(self.now, name)


DESKS = Desks()


def programs(desk: Desk) -> FastAPI:
    """All that programs may ask of a desk, laid out once for all tests: it takes long."""
    DESKS.now = desk
    return _programs()


@functools.cache
def _programs() -> FastAPI:
    made = described()
    made.include_router(router(DESKS))
    return made


def known(app: Any, who: Callable[[str], Who | None]) -> Any:
    """The same, asked by whoever `who` makes of the header x-who; of None nothing is said."""

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope.get("headers", ()))
        if mine := who(headers.get(b"x-who", b"").decode()):
            scope[WHO] = mine
        await app(scope, receive, send)

    return asked
