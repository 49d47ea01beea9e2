"""What can be added on the screen of what if, laid out: an item of the catalogue, a package."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from holdfast.page import whatif_drawn
from holdfast.page.screens import whatif_hand as hand
from holdfast.page.whatif import Added, Plan
from holdfast.page.widgets import field, form, tag

if TYPE_CHECKING:
    from holdfast.page.screens.whatif_laid import Laid


class Adding:
    """The two forms."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid

    def build(self) -> None:
        """Forms to add an item of the catalogue, or a package."""
        say, numbers = self.laid.words.say, self.laid.words.numbers
        unit = f"{self.laid.scenario.settings.currency} million"
        offered = whatif_drawn.catalogue(self.laid.scenario)
        able = dict(whatif_drawn.partners(self.laid.scenario))
        givers = {each.id: _first(each.givers, able) for each in offered}
        items = [
            (each.id, say("page_whatif.add_priced", item=self.laid.own(each.name),
                          price=numbers.exact(each.price), unit=self.laid.own(unit),
                          lead=each.lead))
            for each in offered
        ]  # fmt: skip
        first, last = self.laid.axis.first.isoformat(), self.laid.axis.last.isoformat()
        with tag("section", "", "panel", aria_label=say("page_whatif.add")):
            tag("h2", say("page_whatif.add"))
            if items and able:
                with form(self._added, "wf-add"):
                    chosen = field(say("page_whatif.add_item"), "item", among=items,
                                   value=items[0][0], data_givers=json.dumps(givers))  # fmt: skip
                    first_givers = givers[items[0][0]]
                    field(say("page_whatif.add_partner"), "partner",
                          among=[(name, self.laid.own(able[name])) for name in first_givers],
                          value=first_givers[0])  # fmt: skip
                    field(say("page_whatif.add_region"), "region",
                          say("page_whatif.add_region_told"),
                          among=[("", say("page_whatif.by_people")), *self._regions()])  # fmt: skip
                    field(say("page_whatif.quantity"), "quantity", value="1", required=True,
                          inputmode="decimal", maxlength=12)  # fmt: skip
                    field(say("page_whatif.day"), "day", say("page_whatif.add_day_told"),
                          type="date", min=first, max=last)  # fmt: skip
                    with tag("div", "", "send"):
                        tag("button", say("page_whatif.add_do"), "button first", type="submit")
                chosen.on("change", js_handler=hand.GIVERS)
            if packs := whatif_drawn.packages(self.laid.scenario):
                with form(self._packaged, "wf-add"):
                    field(say("page_whatif.package"), "package",
                          among=[(name, name) for name in packs], value=packs[0])  # fmt: skip
                    with tag("div", "", "send"):
                        tag("button", say("page_whatif.add_package"), "button", type="submit")

    def _regions(self) -> list[tuple[str, str]]:
        found = whatif_drawn.regions(self.laid.scenario)
        return [(code, self.laid.own(name)) for code, name in found]

    async def _added(self, given: Mapping[str, str]) -> None:
        item, typed = given.get("item", ""), given.get("day", "")
        try:
            day = (
                dt.date.fromisoformat(typed)
                if typed
                else whatif_drawn.due(self.laid.scenario, item)
            )
        except ValueError:
            self.laid.notice.wrong([f"'{typed[:20]}' is no day"])
            return
        new = Added(given.get("partner", ""), item, given.get("quantity", "").strip(), day,
                    given.get("region", ""))  # fmt: skip
        await self._more(new)

    async def _packaged(self, given: Mapping[str, str]) -> None:
        await self._more(*whatif_drawn.of_package(self.laid.scenario, given.get("package", "")))

    async def _more(self, *new: Added) -> None:
        """Side B with deliveries more."""
        await self.laid.change(lambda plan: Plan(plan.moved, (*plan.added, *new)))


def _first(givers: Sequence[str], able: Mapping[str, str]) -> list[str]:
    """Who may give an item: first who has offered or pledged it."""
    return list(dict.fromkeys((*(name for name in givers if name in able), *able)))
