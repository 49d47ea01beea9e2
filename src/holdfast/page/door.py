"""How a reader comes to a screen: who they are, the frame around it, and what may be laid out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from holdfast.page.desk import Desk
from holdfast.page.frame import SAID, Reader, framed, of_connection
from holdfast.page.sheet import told
from holdfast.page.standing import Standing

LAYS = 60.0
"""Seconds in which a screen is laid out at most, also on a busy machine: later it is a fault."""
Screen = Callable[[Reader, Request], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Door:
    """The screens of one desk."""

    desk: Desk
    language: str
    """Of readers whose browser asks for none that is spoken."""
    standing: Standing
    """Who may come."""

    def opens(self, path: str, screen: str) -> Callable[[Screen], Screen]:
        """Lay out a screen at a path; `screen` is its line in `frame.SCREENS`.

        The function is given the reader, and the request for what stands in its query or path.
        """
        served = self.desk.place.root.resolve().name

        def opened(lay: Screen) -> Screen:
            @ui.page(path, response_timeout=LAYS)
            async def laid(request: Request) -> Response | None:
                reader = Reader.of(request, self.language)
                if not reader.who.opens(screen):
                    say = reader.words.say
                    title, said = say(f"page.{screen}"), say("page_standing.barred")
                    return told(reader.words, reader.theme, title, said, 403)
                request.scope[SAID] = of_connection(reader.words)
                with framed(reader, screen, served):
                    await lay(reader, request)
                return None

            return lay

        return opened
