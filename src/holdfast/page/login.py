"""The login and the logout: forms that a browser sends by itself, without a channel."""

from __future__ import annotations

import math
from html import escape
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from holdfast.page import secret
from holdfast.page.errors import Lost
from holdfast.page.guard import CAME, PLACE
from holdfast.page.sessions import WHOLE
from holdfast.page.sheet import chosen, sheet, told
from holdfast.page.standing import Standing, cookies
from holdfast.show.catalogue import Catalogue

LARGEST_FORM = 20_000
MINUTE = 60


def within(to: str) -> str:
    """A way within the page; the first screen for any other."""
    plain = to.isascii() and to.isprintable() and "\\" not in to
    return to if plain and to.startswith("/") and not to.startswith("//") else "/"


def routes(app: FastAPI, standing: Standing, otherwise: str) -> None:
    """Add login and logout; `otherwise` is the language of whoever asks for none."""
    terms = standing.terms

    @app.get("/login", include_in_schema=False)
    def ask(request: Request, to: str = "/") -> Response:
        if request.scope[CAME].who.name or not terms.login:
            return RedirectResponse(within(to), 303)
        return _asked(standing, request, otherwise, within(to))

    @app.post("/login", include_in_schema=False)
    async def login(request: Request) -> Response:
        given = await _form(request)
        to = within(given.get("to", "/"))
        words, theme = chosen(request.headers, otherwise)
        if not terms.login:
            return RedirectResponse(to, 303)
        known = cookies(request.headers).get(terms.form, "")
        if not known or not secret.same(given.get("token", ""), secret.derived(known, "login")):
            return _asked(standing, request, otherwise, to, words.say("page_standing.anew"), 403)
        name, password = given.get("name", ""), given.get("password", "")
        place, about = request.scope[PLACE], request.headers.get("user-agent", "")
        try:
            came = await run_in_threadpool(standing.login, name, password, place, about)
        except Lost as error:
            title = words.say("page_standing.lost")
            return told(words, theme, title, str(error), 503)
        if isinstance(came, float):
            made = _asked(standing, request, otherwise, to, _waits(words, came), 429)
            made.headers["retry-after"] = str(math.ceil(came))
            return made
        if not came:
            return _asked(standing, request, otherwise, to, words.say("page_standing.wrong"), 403)
        made = RedirectResponse(to, 303)
        made.set_cookie(terms.cookie, came, max_age=WHOLE, path="/", secure=terms.secure,
                        httponly=True, samesite="strict")  # fmt: skip
        made.delete_cookie(terms.form, path="/", secure=terms.secure, httponly=True,
                           samesite="strict")  # fmt: skip
        return made

    @app.post("/logout", include_in_schema=False)
    async def logout(request: Request) -> Response:
        came, given = request.scope[CAME], await _form(request)
        if not came.cookie or not secret.same(given.get("token", ""), came.token):
            words, theme = chosen(request.headers, otherwise)
            title, said = words.say("page_standing.logout"), words.say("page_standing.anew")
            return told(words, theme, title, said, 403)
        await run_in_threadpool(standing.logout, came, request.scope[PLACE])
        made = RedirectResponse("/login", 303)
        made.delete_cookie(terms.cookie, path="/", secure=terms.secure, httponly=True,
                           samesite="strict")  # fmt: skip
        return made


def _waits(words: Catalogue, seconds: float) -> str:
    count = math.ceil(seconds)
    if count < 2 * MINUTE:
        return words.say("page_standing.wait", time=words.say("page.seconds", count=count))
    minutes = words.say("page.minutes", count=math.ceil(seconds / MINUTE))
    return words.say("page_standing.wait", time=minutes)


def _asked(
    standing: Standing, request: Request, otherwise: str, to: str, wrong: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    """The form; it bears what no other site can know."""
    words, theme = chosen(request.headers, otherwise)
    say, terms = words.say, standing.terms
    kept = cookies(request.headers).get(terms.form, "")
    known = kept if len(kept) == len(secret.token()) else secret.token()
    alert = f'<p class="notice wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    form = (
        f'{alert}<form class="form login" method="post" action="/login">'
        f'<input type="hidden" name="token" value="{secret.derived(known, "login")}">'
        f'<input type="hidden" name="to" value="{escape(to)}">'
        f'<div class="field"><label for="name">{escape(say("page_standing.name"))}</label>'
        f'<input id="name" name="name" required maxlength="64" autocomplete="username" '
        f'autocapitalize="none" spellcheck="false" autofocus></div>'
        f'<div class="field"><label for="password">{escape(say("page_standing.password"))}</label>'
        f'<input id="password" name="password" type="password" required maxlength="1024" '
        f'autocomplete="current-password"></div>'
        f'<button class="button first" type="submit">{escape(say("page_standing.login"))}</button>'
        "</form>"
    )
    made = sheet(words, theme, say("page_standing.login"), form, status, f"/login?to={to}")
    made.set_cookie(terms.form, known, path="/", secure=terms.secure, httponly=True,
                    samesite="strict")  # fmt: skip
    return made


async def _form(request: Request) -> dict[str, str]:
    """What a form of the page holds; nothing of what is none."""
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > LARGEST_FORM:
            return {}
    try:
        found = parse_qs(data.decode("utf-8"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}
