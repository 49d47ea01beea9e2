"""The screen that compares, laid out: two winters, what changes, where, and by what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import Request
from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from holdfast.page.door import Door
from holdfast.page.frame import Reader
from holdfast.page.maps import drawn as country
from holdfast.page.scale import key_of_scale, line_of_months
from holdfast.page.screens import compare as content
from holdfast.page.screens.filing import Filing
from holdfast.page.shelf import Lived
from holdfast.page.widgets import Notice, attempt, button, drawn, field, form, link, tag

LOOK = 0.5
"""Seconds after which it is looked whether two runs are compared, or a file is made."""
SOON = 0.01
"""Seconds after which what takes its time is begun, once the screen is there."""
MOST_LISTED = 8
"""Deliveries that are listed as they are; more are folded under their number."""


class Chooser:
    """Asks for two runs: only those that can be compared with A are offered for B."""

    def __init__(self, door: Door, reader: Reader, runs: Sequence[Lived], a: str, b: str) -> None:
        self.desk, self.words, self.runs = door.desk, reader.words, runs
        self.a, self.b = a, b

    def build(self) -> None:
        """Lay it out."""
        say = self.words.say
        self.notice = Notice()
        with form(self.show, "form pair"):
            chosen = field(say("page_compare.run_a"), "a",
                           among=content.choices(self.runs, self.words), value=self.a)  # fmt: skip
            _heard(chosen, self.changed)
            self.others = tag("div", "", "other")
            with tag("div", "", "send"):
                tag("button", say("page_compare.show"), "button first", type="submit")
        self.refused = tag("div")
        ui.timer(SOON, self.offer, once=True)

    async def changed(self, name: str) -> None:
        """Another run was chosen as A."""
        self.a = name
        await self.offer()

    async def offer(self) -> None:
        """Offer what A can be compared with, and say why not the rest."""
        say = self.words.say
        mine = self.a
        found = await attempt(partial(content.offered, self.desk, mine, self.words), self.notice)
        if mine != self.a:
            return  # another was chosen meanwhile, which is offered by itself
        self.others.clear()
        self.refused.clear()
        if found is None:
            return
        with self.others:
            if found.paired:
                names = [name for name, _ in found.paired]
                value = self.b if self.b in names else names[0]
                field(say("page_compare.run_b"), "b", among=found.paired, value=value)
            else:
                tag("p", say("page_compare.none_paired"), "lead")
        if found.refused:
            with self.refused, tag("details"):
                tag("summary", say("page_compare.not_paired", count=len(found.refused)))
                with tag("ul"):
                    for name, why in found.refused:
                        tag("li", f"{name}: {why}", lang="en")

    async def show(self, given: Mapping[str, str]) -> None:
        """Go to the two that are chosen."""
        if given.get("a") and given.get("b"):
            ui.navigate.to(content.way(given["a"], given["b"]))


class Laid:
    """Two runs before one reader."""

    def __init__(self, door: Door, reader: Reader, a: str, b: str) -> None:
        self.desk, self.reader, self.words = door.desk, reader, reader.words
        self.a, self.b = a, b
        self.found: Mapping[str, Any] | None = None

    def build(self) -> None:
        """Say what comes, and look until it is counted."""
        self.notice = Notice()
        self.place, self.clock = tag("div"), tag("div")
        self._wait()

    def _wait(self) -> None:
        self.place.clear()
        with self.place:
            tag("h1", self.words.say("page_compare.choose"))
            tag("p", self.words.say("page_compare.counting"), "lead", role="status")
        with self.clock:
            self.timer = ui.timer(LOOK, self.look)

    async def look(self) -> None:
        """Look whether they are compared."""
        act = partial(content.pair, self.desk, self.a, self.b, self.words)
        found, wrong = await attempt(act, self.notice), not self.notice.blank
        if found is None and not wrong:
            return
        self.timer.cancel()
        self.place.clear()
        with self.place:
            if isinstance(found, Mapping):
                self.found = found
                self._pair(found)
                return
            tag("h1", self.words.say("page_compare.choose"))
            tag("p", self.words.say("page_compare.wrong"), "wrongly")
            if found is not None:
                tag("p", found, lang="en")
                button(self.words.say("page.again"), self.again)

    async def again(self) -> None:
        """Try once more to compare them."""

        def act() -> None:
            shelf = self.desk.shelf
            self.desk.views.compare_again(shelf.run(self.a), shelf.run(self.b))

        await attempt(act, self.notice)
        self._wait()

    # ---- parts ---------------------------------------------------------------------------------

    def _pair(self, found: Mapping[str, Any]) -> None:
        say = self.words.say
        with tag("div", "", "headline"):
            with tag("div"):
                tag("h1", found["headline"])
                tag("p", say("page_compare.met", count=found["futures"]), "lead")
            with tag("div", "", "acts"):
                link(say("page_compare.others"), content.way(self.a), "button")
                link(say("page_compare.swap"), content.way(self.b, self.a), "button")
                link(say("page_compare.hand"), "#hand", "button first")
        self._winters(found)
        tag("p", found["lead"], "told-lead")
        for text in (found["caution"], *found["notes"]):
            tag("p", text, "measure")
        self._changes(found)
        self._difference(found["difference"])
        with tag("div", "", "where-what"):
            self._where(found)
            self._plans(found["plans"])
        self._hand()

    def _winters(self, found: Mapping[str, Any]) -> None:
        say = self.words.say
        names = content.months(found, self.words)
        with tag("div", "", "winters"):
            for letter, side in zip(
                "ab", content.sides(found, (self.a, self.b), self.words), strict=True
            ):
                with tag("section"):
                    with tag("h2"):
                        tag("span", f"{say(f'page_compare.side_{letter}')}: ", "letter")
                        tag("span", side.label)
                    tag("p", f"{side.name} · {side.told}", "measure")
                    drawn(side.svg)
                    drawn(line_of_months(names, say("page.head_days")))
        with tag("div", "", "scale"):
            drawn(key_of_scale(self.words))

    def _changes(self, found: Mapping[str, Any]) -> None:
        say, windows = self.words.say, found["windows"]
        with tag("section", "", "part", aria_label=say("page_compare.changes")):
            with tag("div", "", "part-head"):
                tag("h2", say("page_compare.changes"))
                if len(windows) > 1:
                    self._chosen("window", [each["name"] for each in windows], 0, self._window)
            tag("p", say("page_compare.changes_read"), "measure")
            self.table = tag("div")
            self._window(0)

    def _chosen(self, name: str, names: Sequence[str], value: int, act: Any) -> None:
        """A choice among spans of time; `act` is given its place."""
        among = [(str(place), each[:1].upper() + each[1:]) for place, each in enumerate(names)]
        made = field(self.words.say("page_compare.span"), name, among=among, value=str(value))

        async def changed(at: str) -> None:
            act(int(at))

        _heard(made, changed)

    def _window(self, at: int) -> None:
        """The table of measures in one span of time."""
        assert self.found is not None
        table = self.found["windows"][at]["table"]
        self.table.clear()
        with self.table:
            tag("input", type="checkbox", id="parts")  # on a phone, as in the report
            tag("label", self.words.say("changes.parts"), for_="parts")
            with tag("div", "", "scroll", tabindex="0"), tag("table", "", "key"):
                with tag("thead"), tag("tr"):
                    for head in table["heads"]:
                        tag("th", head, scope="col")
                for group in table["groups"]:
                    if group["lines"]:
                        self._group(group, table)

    def _group(self, group: Mapping[str, Any], table: Mapping[str, Any]) -> None:
        with tag("tbody"):
            with tag("tr", "", "grp"), tag("th", colspan=len(table["heads"]), scope="colgroup"):
                tag("i", style=f"background:var(--{group['token']})")
                tag("span", group["name"])
            for line in group["lines"]:
                with tag("tr", "", "sub" if line["parent"] else ""):
                    with tag("th", scope="row"):
                        if line["parent"]:
                            tag("span", f"{line['parent']}, ", "of")
                        tag("span", line["name"])
                        if line["unit"]:
                            tag("small", line["unit"])
                    cells = zip(line["cells"], table["kinds"], table["heads"][1:], strict=True)
                    for cell, kind, head in cells:
                        tag("td", cell, kind, data_h=head)

    def _difference(self, figure: Mapping[str, Any]) -> None:
        with tag("section", "", "part", aria_label=figure["title"]):
            tag("h2", figure["title"])
            tag("p", figure["measure"], "measure")
            for size, svg in figure["sizes"]:
                drawn(svg, size)
            _numbers(figure["numbers"]["summary"], figure["numbers"])
            for note in figure["notes"]:
                tag("p", note, "measure")

    def _where(self, found: Mapping[str, Any]) -> None:
        say, at = self.words.say, content.darkest(found)
        with tag("section", "", "part", aria_label=say("page_compare.where")):
            with tag("div", "", "part-head"):
                tag("h2", say("page_compare.where"))
                names = [span["name"] for span in found["spans"]]
                self._chosen("span", names, at, self._span)
            self.maps = tag("div")
            self._span(at)

    def _span(self, at: int) -> None:
        """Both maps of one span of time, and their numbers."""
        assert self.found is not None
        say, span = self.words.say, self.found["spans"][at]
        self.maps.clear()
        with self.maps:
            measure = say("page_compare.where_span", span=span["name"])
            tag("p", f"{span['finding']} {measure}.", "measure")
            with tag("div", "", "maps"):
                sides = zip("ab", self.found["sides"], span["dark"], span["values"], strict=True)
                for letter, side, dark, values in sides:
                    with tag("div"):
                        tag("h3", f"{say(f'page_compare.side_{letter}')}: {side['label']}")
                        label = say(
                            "page_compare.where_map", label=side["label"], span=span["name"]
                        )
                        drawn(country(self.found["country"], dark, values, label))
            columns = ("region_a", "region_b", "region_apart")
            head = [say("form.region"), *(say(f"page_compare.{key}") for key in columns)]
            _numbers(
                say("form.numbers"),
                {"head": [*head, say("changes.verdict")], "rows": span["rows"]},
            )

    def _plans(self, plans: Mapping[str, Sequence[str]]) -> None:
        say = self.words.say
        with tag("section", "", "part plans", aria_label=say("page_compare.plans")):
            tag("h2", say("page_compare.plans"))
            for key, name in (("a", "only_a"), ("b", "only_b"), ("both", "both")):
                tag("h3", say(f"page_compare.{name}"))
                if len(plans[key]) <= MOST_LISTED:
                    _listed(plans[key] or [say("page_compare.nothing")])
                    continue
                with tag("details", open=key != "both"):
                    tag("summary", say("page_compare.deliveries", count=len(plans[key])))
                    _listed(plans[key])

    # ---- what is handed on ---------------------------------------------------------------------

    def _hand(self) -> None:
        say = self.words.say
        with tag("section", "", "part", id="hand", aria_label=say("page_compare.hand")):
            tag("h2", say("page_compare.hand"))
            tag("p", say("page_compare.hand_lead"), "measure")
            Filing(self.desk, self.reader, self.b, self.a).build()


def _heard(choice: TextElement, act: Callable[[str], Awaitable[None]]) -> None:
    """Have `act` told what is chosen; it stays so when what is around it is laid out anew."""

    async def changed(event: Any) -> None:
        choice.props["value"] = str(event.args)
        await act(str(event.args))

    choice.on("change", changed, js_handler="(event) => emit(event.target.value)")


def _numbers(summary: str, numbers: Mapping[str, Any]) -> None:
    """The numbers of a figure, folded."""
    with tag("details"):
        tag("summary", summary)
        with tag("div", "", "scroll", tabindex="0"), tag("table", "", "num"):
            with tag("thead"), tag("tr"):
                for head in numbers["head"]:
                    tag("th", head, scope="col")
            with tag("tbody"):
                for row in numbers["rows"]:
                    with tag("tr"):
                        tag("th", row[0], scope="row")
                        for cell in row[1:]:
                            tag("td", cell)


def _listed(lines: Sequence[str]) -> None:
    with tag("ul"):
        for line in lines:
            tag("li", line)


def screens(door: Door) -> None:
    """Two runs side by side; without both, which there are."""

    @door.opens("/compare", "compare")
    async def compare(reader: Reader, request: Request) -> None:
        words, query = reader.words, request.query_params
        runs = await run.io_bound(door.desk.shelf.runs) or []
        names = {each.name for each in runs}
        a, b = query.get("a", ""), query.get("b", "")
        missing = next((name for name in (a, b) if name and name not in names), "")
        both = bool(a and b and not missing)
        if both:
            Laid(door, reader, a, b).build()
            return
        said = words.say("page.missing", name=missing) if missing else ""
        tag("h1", said or words.say("page_compare.choose"))
        tag("p", words.say("page_compare.choose_lead"), "lead")
        if len(runs) < 2:
            tag("p", words.say("page_compare.no_runs"), "lead")
            return
        with tag("section", "", "panel", aria_label=words.say("page_compare.choose")):
            if a not in names:
                a, b = await run.io_bound(content.begun, door.desk, runs) or ("", "")
            Chooser(door, reader, runs, a, b).build()
