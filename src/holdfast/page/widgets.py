"""Plain elements of HTML: what the browser brings is reachable by keyboard and told to readers.

Texts go in as texts, so no name of a file is ever markup.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page.errors import Barred, Broken, Faulty, Lost, Missing, Taken
from holdfast.questions.refused import Refused

Made = TypeVar("Made")
MOST_LINES = 20
"""Lines of what is wrong that are shown."""

Handler = Callable[..., Awaitable[None] | None]
FORM = (
    "(event) => { event.preventDefault(); emit(Object.fromEntries(new FormData(event.target))); }"
)
"""A form sends what stands in it, by the names of its fields, and the page stays."""


def tag(name: str, text: str = "", classes: str = "", /, **attributes: Any) -> TextElement:
    """An element of HTML; of attributes `_` is written `-`, one behind the last is left out."""
    made = TextElement(tag=name, text=text)
    if classes:
        made.classes(classes)
    for key, value in attributes.items():
        if value is not None and value is not False:
            made.props[key.rstrip("_").replace("_", "-")] = "" if value is True else value
    return made


def drawn(svg: str, classes: str = "") -> ui.html:
    """A drawing that this program has made itself."""
    return ui.html(svg, sanitize=False).classes(classes)


def link(text: str, to: str, classes: str = "", **attributes: Any) -> TextElement:
    """A link to another screen, or to a file."""
    return tag("a", text, classes, href=to, **attributes)


def button(text: str, act: Handler, classes: str = "", **attributes: Any) -> TextElement:
    """A button; `act` is called when it is pressed."""
    made = tag("button", text, f"button {classes}", type="button", **attributes)
    made.on("click", lambda _: act(), [])
    return made


def script(text: str, nonce: str) -> None:
    """A script of ours beside the screen; nothing runs that the answer does not name."""
    ui.add_body_html(f'<script nonce="{nonce}">{text}</script>')


def field(
    label: str, name: str, told: str = "", among: Sequence[tuple[str, str]] = (), **attributes: Any
) -> TextElement:
    """A field of a form under its label; one of a few (value, text) if there are `among`.

    Its `value` is what stands in it at first: as an attribute (^), since what is set anew with
    whatever else changes on the screen would take back what is being written.
    """
    chosen = attributes.pop("value", None)
    with tag("div", "", "field"):
        caption = tag("label", label)
        made = tag("select" if among else "input", name=name, **attributes)
        made.props["id"] = f"field-{made.id}"
        caption.props["for"] = f"field-{made.id}"
        if chosen is not None and not among:
            made.props["^value"] = chosen
        with made:
            for value, text in among:
                tag("option", text, value=value, selected=value == chosen)
        if told:
            hint = tag("small", told)
            hint.props["id"] = f"told-{made.id}"
            made.props["aria-describedby"] = f"told-{made.id}"
    return made


def form(act: Callable[[Mapping[str, str]], Awaitable[None]], classes: str = "") -> TextElement:
    """A form; `act` is given what stands in it."""

    async def sent(event: Any) -> None:
        await act({str(name): str(value) for name, value in event.args.items()})

    made = tag("form", "", f"form {classes}")
    made.on("submit", sent, js_handler=FORM)
    return made


class Dialog:
    """Something asked in front of the screen, with the browser's own dialog."""

    def __init__(self, title: str, dismiss: str, classes: str = "") -> None:
        self._box = tag("dialog", "", f"dialog {classes}".strip(), aria_label=title)
        with self._box:
            with tag("div", "", "dialog-head"):
                tag("h2", title)
                button(dismiss, self.close, "quiet")
            self.body = tag("div")

    def open(self) -> None:
        """Show it."""
        ui.run_javascript(f"getHtmlElement({self._box.id}).showModal()")

    def close(self) -> None:
        """Put it away."""
        ui.run_javascript(f"getHtmlElement({self._box.id}).close()")


class Notice:
    """A line that says what was done, or what is wrong; told to readers when it changes."""

    def __init__(self) -> None:
        self._place = tag("div", "", "notices", role="status")
        self.lost = False
        """It says that what is looked at cannot be seen now."""

    @property
    def blank(self) -> bool:
        """Whether it says nothing."""
        return not self._place.default_slot.children

    def say(self, text: str, undo: tuple[str, str, Handler] | None = None) -> None:
        """Say that something is done; `undo` is a word, its whole sense, and what takes it back."""
        self._place.clear()
        with self._place, tag("p", "", "notice"):
            tag("span", text)
            if undo is not None:
                button(undo[0], undo[2], "quiet", aria_label=undo[1])

    def more(self) -> TextElement:
        """Where more may stand beneath what is said."""
        with self._place:
            return tag("div", "", "notice more")

    def wrong(self, lines: Sequence[str]) -> None:
        """Say what is wrong."""
        self._place.clear()
        with self._place, tag("div", "", "notice wrong", role="alert"):
            for line in lines:
                tag("p", line)

    def clear(self) -> None:
        """Say nothing."""
        self._place.clear()


async def attempt(act: Callable[[], Made], notice: Notice) -> Made | None:
    """What an act gives, beside the loop that serves others; None where it was refused and said."""

    def quietly() -> tuple[Made | None, list[str]]:
        try:
            return act(), []
        except Faulty as error:
            return None, error.lines[:MOST_LINES]
        except (Refused, Missing, Taken, Broken, Lost, Barred, FileExistsError) as error:
            return None, [str(error)]

    made, wrong = await run.io_bound(quietly) or (None, [])
    if wrong:
        notice.wrong(wrong)
    return made


async def looked(act: Callable[[], Made], notice: Notice) -> Made | None:
    """What is seen by a screen that looks again and again; None, and said once, where the database
    does not answer."""

    def quietly() -> Made | str | None:
        try:
            return act()
        except Lost as error:
            return _Unseen(str(error))

    found = await run.io_bound(quietly)
    if isinstance(found, _Unseen):
        if not notice.lost:
            notice.wrong([found])
        notice.lost = True
        return None
    if notice.lost:
        notice.clear()
    notice.lost = False
    assert not isinstance(found, str)
    return found


class _Unseen(str):
    """Why nothing is seen."""
