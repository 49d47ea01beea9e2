"""One delivery of the screen of what if, laid out: its bar that a hand moves, its fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page.screens import whatif_hand as hand
from holdfast.page.screens.whatif import Row
from holdfast.page.whatif import Added, Moved, Plan
from holdfast.page.who import ASK
from holdfast.page.widgets import button, tag

if TYPE_CHECKING:
    from holdfast.page.screens.whatif_laid import Laid


class Line:
    """One delivery on the screen."""

    def __init__(self, laid: Laid, row: Row) -> None:
        self.laid, self.row = laid, row
        say, given = laid.words.say, row.given
        named = {"what": row.what, "partner": laid.own(given.partner)}
        axis, may = laid.axis, laid.who.may(ASK)
        self.place = tag("li", "", "wf-row")
        with self.place:
            with tag("div", "", "wf-what"):
                self.what = tag("span", row.what)
                self.note = tag("small", row.note)
            with tag("div", "", "wf-track"):
                self.bar = tag(
                    "div", "", f"wf-hand {given.token}",
                    **(hand.slider(axis.days, axis.first, say("page_whatif.slider", **named),
                                   say("page_whatif.arrives", day="{day}"))
                       if may else {"aria_hidden": "true"}),
                )  # fmt: skip
                with self.bar:
                    self.parts = [tag("span", "", f"wf-{part}") for part in ("pale", "dark")]
                    self.diamond = tag("span", "", "wf-diamond")
                    tag("span", "", "wf-said")
            with tag("div", "", "wf-fields"):
                if may:
                    self._fields(named)
                else:
                    day = laid.words.numbers.day(given.day, year=True)
                    tag("span", day, "facts-line")
        if may:
            self.bar.on("pointerdown", self._dropped, js_handler=hand.DRAG)
            self.bar.on("keydown", self._dropped, js_handler=hand.KEYS)
        self.may = may

    def _fields(self, named: Mapping[str, str]) -> None:
        say, axis = self.laid.words.say, self.laid.axis
        self.day = tag("input", "", "", type="date", min=axis.first.isoformat(),
                       max=axis.last.isoformat(), required=True,
                       aria_label=say("page_whatif.day_of", **named))  # fmt: skip
        self.day.on("change", self._typed_day, js_handler=hand.VALUE)
        self.quantity = tag("input", "", "", inputmode="decimal", maxlength=12, size=6,
                            aria_label=say("page_whatif.quantity_of", **named))  # fmt: skip
        self.quantity.on("change", self._typed_quantity, js_handler=hand.VALUE)
        self.out = button("", partial(self.laid.take_out, self), "quiet")

    def show(self, row: Row) -> None:
        """As it is now."""
        self.row, say = row, self.laid.words.say
        given, days = row.given, self.laid.axis.days
        self.what.set_text(row.what)
        self.note.set_text(row.note)
        begin = min(row.pale[0], row.dark[0])
        end = max(row.dark[0] + row.dark[1], begin + 1 / days)
        wide = end - begin
        self.bar.style(f"left:{100 * begin:.3f}%;width:{100 * wide:.3f}%")
        for span, (at, length) in zip(self.parts, (row.pale, row.dark), strict=True):
            span.style(f"left:{100 * (at - begin) / wide:.3f}%;width:{100 * length / wide:.3f}%")
        self.diamond.set_visibility(row.diamond is not None)
        for kind in ("pledged", "moved", "gone", "added"):
            self.place.classes(**({"add": f"wf-is-{kind}"} if kind == given.kind
                                  else {"remove": f"wf-is-{kind}"}))  # fmt: skip
        if not self.may:
            return
        named = {"what": row.what, "partner": self.laid.own(given.partner)}
        self.bar.props["aria-valuenow"] = row.place
        self.bar.props["aria-valuetext"] = self.laid.words.numbers.day(given.day, year=True)
        self.bar.props["aria-label"] = say("page_whatif.slider", **named)
        self.bar.props["aria-disabled"] = "true" if given.kind == "gone" else "false"
        self.bar.update()
        self._set(self.day, given.day.isoformat(), given.kind == "gone")
        self._set(self.quantity, plain(given.quantity), given.kind == "gone")
        back = given.kind in ("moved", "gone")
        self.out.set_text(say("page_whatif.back" if back else "page_whatif.remove"))
        key = "page_whatif.back_of" if back else "page_whatif.remove_of"
        self.out.props["aria-label"] = say(key, **named)
        self.out.update()

    def again(self) -> None:
        """What a hand or a reader set, and was refused, is as it was."""
        if self.may:
            place = 100 * min(self.row.pale[0], self.row.dark[0])
            ui.run_javascript(hand.puts_back(self.bar.id, place, self.row.place))
            ui.run_javascript(hand.sets(self.day.id, self.row.given.day.isoformat()))
            ui.run_javascript(hand.sets(self.quantity.id, plain(self.row.given.quantity)))

    def moved(self, plan: Plan, day: dt.date | None, quantity: str) -> Plan:
        """A plan with this delivery on another day or in another quantity; else as it was."""
        given = self.row.given
        if given.kind == "added":
            old = plan.added[int(given.key)]
            more = quantity or old.quantity, day or old.day
            return plan.with_added(int(given.key), Added(old.partner, old.item, *more, old.region))
        was = plan.of(given.key)
        pledged = given.pledged or (given.quantity, given.day)
        new_day = day if day is not None else was.day
        new_quantity = quantity or was.quantity
        if new_quantity is not None and number(new_quantity) == number(pledged[0]):
            new_quantity = None
        kept = None if new_day == pledged[1] else new_day
        return plan.with_moved(Moved(given.key, new_quantity, kept))

    def taken_out(self, plan: Plan) -> Plan:
        """A plan without this delivery, or with it as it was pledged."""
        given = self.row.given
        if given.kind == "added":
            return plan.with_added(int(given.key), None)
        return plan.with_moved(Moved(given.key, None if given.kind in ("moved", "gone") else "0"))

    def _set(self, element: TextElement, value: str, disabled: bool) -> None:
        """Another value in a field, also where somebody has typed."""
        before = element.props.get("^value"), element.props.get("disabled")
        if before == (value, disabled):
            return
        element.props["^value"], element.props["disabled"] = value, disabled
        element.update()
        if before[0] is not None:
            ui.run_javascript(hand.sets(element.id, value))

    async def _dropped(self, event: Any) -> None:
        if self.row.given.kind == "gone":
            return
        days = int(event.args)
        await self.laid.moved(self, self.laid.axis.first + dt.timedelta(days=days))

    async def _typed_day(self, event: Any) -> None:
        try:
            day = dt.date.fromisoformat(str(event.args))
        except ValueError:
            self.again()
            return
        await self.laid.moved(self, day)

    async def _typed_quantity(self, event: Any) -> None:
        text = str(event.args).strip()
        if text and text != plain(self.row.given.quantity):
            await self.laid.moved(self, None, text)


def key_of(row: Row) -> str:
    """By which a delivery is known on the screen."""
    group = "added" if row.given.kind == "added" else "plan"
    return f"{group} {row.given.key}"


def plain(quantity: str) -> str:
    """A quantity as it is typed."""
    return f"{float(quantity):.12g}"


def number(text: str) -> float | None:
    """What is typed as a number; None if it is none."""
    try:
        return float(text)
    except ValueError:
        return None
