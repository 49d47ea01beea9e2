"""What is refused before anything is asked: strange hosts, other sites' requests, large bodies.

The page has no users yet, so it speaks on loopback alone. A site that is open in the same browser
could still reach it there: it may not, since a request that changes something, or opens a channel,
must come from the page itself, and under a name of this machine.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 52_000_000
"""Bytes of the largest body."""
SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


class Guard:
    """Stands before an application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what may be."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is None:
            await self.app(scope, _Bounded(receive), _marked(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            status, detail = refused
            await JSONResponse({"detail": detail}, status)(scope, receive, send)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not loopback(_host(host)):
            return 421, "the page speaks under names of this machine alone: 127.0.0.1, localhost"
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE
        origin = headers.get("origin")
        if changes and origin is not None and urlsplit(origin).netloc != host:
            return 403, "only the page itself may ask this, no other site"
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none") and changes:
            return 403, "only the page itself may ask this, no other site"
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > LARGEST:
            return 413, f"more than {LARGEST // 1_000_000} million bytes are not taken in"
        return None


def _host(text: str) -> str:
    """The host of a host and a port."""
    try:
        return urlsplit(f"//{text}").hostname or ""
    except ValueError:
        return ""


class _Bounded:
    """Hands on a body that says no length up to the bound; then it is as if its sender had gone."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._size = receive, 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body") or b"") if message["type"] == "http.request" else 0
        return {"type": "http.disconnect"} if self._size > LARGEST else message


def _marked(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return marked
