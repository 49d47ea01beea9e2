"""Rules for the tables of what partners allow: conditions, budgets and limits."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault, hint, short
from holdfast.scenario.table import Table

WORDS = ("all", "any")
EVERYBODY = "all"
_NAMES = (
    ("deliveries", "id"),
    ("offers", "id"),
    ("packages", "package"),
    ("items", "id"),
    ("actors", "id"),
)
"""What a condition may name."""
_NOTHING = "no delivery, offer, package or item, nor PARTNER:item"


def needed(text: str) -> tuple[str, ...]:
    """The gifts that a cell of conditions.needs names."""
    return tuple(part for part in map(str.strip, text.split(";")) if part)


def least(at_least: str, needs: int) -> int:
    """How many of so many needs a cell of conditions.at_least asks for.

    Raises ValueError if it is neither all, any nor a whole number.
    """
    return {"all": needs, "any": 1}.get(at_least) or (0 if at_least in WORDS else int(at_least))


def conditions(book: Book) -> Iterator[Fault]:
    """Gifts that a condition names are there, it asks for no more than it names, and is its own."""
    table = book.table("conditions", "gift", "needs", "at_least")
    known = _gifts(book)
    sound = all(book.readable(*each) for each in _NAMES)
    for row, gift in enumerate(table.text("gift")):
        parts = needed(table.text("needs")[row])
        for column, text in (("gift", gift), *(("needs", part) for part in parts)):
            if sound and not _known(text, known):
                said = "is" if column == "gift" else f"names {short(text)}, which is"
                near = hint(text, [*known[0], *known[1]])
                yield row_fault(table, row, column, f"{said} {_NOTHING}; {near}")
        if gift in parts:
            yield row_fault(table, row, "needs", f"names {gift} itself: leave it out")
        yield from _asked(table, row, len(parts))
    yield from _whose(book)
    yield from _topics(book)


def _whose(book: Book) -> Iterator[Fault]:
    """A partner has conditions on gifts of its own."""
    table = book.table("conditions", "gift", "partner")
    for row, (gift, whose) in enumerate(
        zip(table.text("gift"), table.text("partner"), strict=True)
    ):
        givers = _givers(book, gift)
        if whose and givers and whose not in givers:
            message = f"does not give {short(gift)}, which is given by {' and '.join(givers)}"
            yield row_fault(table, row, "partner", message)


def _topics(book: Book) -> Iterator[Fault]:
    """A condition names a topic on which its partner asks for something."""
    said = book.table("positions", "partner", "topic", "stance")
    asked = [
        (partner, topic)
        for partner, topic, stance in zip(
            *map(said.text, ("partner", "topic", "stance")), strict=True
        )
        if stance == "conditional"
    ]
    table = book.table("conditions", "gift", "partner", "topic")
    rows = zip(*map(table.text, ("gift", "partner", "topic")), strict=True)
    for row, (gift, whose, topic) in enumerate(rows):
        partners = [whose] if whose else _givers(book, gift)
        topics = [what for who, what in asked if who in partners or not partners]
        if topic and topic not in topics and book.readable("positions", "topic"):
            who = " or ".join(partners) or "anybody"
            message = f"is no topic of positions.csv on which {who} is conditional"
            near = f"; {hint(topic, dict.fromkeys(topics))}" if topics else ""
            yield row_fault(table, row, "topic", f"{message}{near}")


def _givers(book: Book, gift: str) -> list[str]:
    """Who gives what a condition names; nobody in particular if it is an item of whoever gives."""
    partner, colon, _ = gift.partition(":")
    if colon:
        return [partner]
    found: dict[str, None] = {}
    for name, key in _NAMES[:3]:
        table = book.table(name, key, "partner")
        pairs = zip(table.text(key), table.text("partner"), strict=True)
        found |= {who: None for named, who in pairs if named == gift}
    return list(found)


def _asked(table: Table, row: int, needs: int) -> Iterator[Fault]:
    text = table.text("at_least")[row]
    if text not in WORDS and not (text.isascii() and text.isdigit()):
        yield row_fault(table, row, "at_least", "is neither all, any nor a whole number")
    elif text not in WORDS and needs and not 1 <= int(text) <= needs:
        message = f"is not one of 1 to {needs}, the number of gifts in needs"
        yield row_fault(table, row, "at_least", message)


def _gifts(book: Book) -> tuple[dict[str, None], dict[str, None], dict[str, None]]:
    """Names of gifts; items; partners."""
    named = book.values("deliveries", "id") | book.values("offers", "id")
    named |= book.values("packages", "package")
    return named, book.values("items", "id"), book.values("actors", "id")


def _known(text: str, known: tuple[dict[str, None], dict[str, None], dict[str, None]]) -> bool:
    named, items, partners = known
    partner, colon, item = text.partition(":")
    if colon:
        return partner in partners and item in items
    return text in named or text in items


def budgets(book: Book) -> Iterator[Fault]:
    """A budget is an actor's or all's, and its time does not end before it begins."""
    actors = book.values("actors", "id")
    table = book.table("budgets", "who")
    for row, who in enumerate(table.text("who")):
        if who != EVERYBODY and who not in actors and book.readable("actors", "id"):
            message = f"is neither {EVERYBODY} nor an id of actors.csv; {hint(who, actors)}"
            yield row_fault(table, row, "who", message)
    table = book.table("budgets", "from", "to")
    for row, (first, last) in enumerate(zip(table.text("from"), table.text("to"), strict=True)):
        if first and last and last < first:
            yield row_fault(table, row, "to", f"is before {first}, its first day")


def limits(book: Book) -> Iterator[Fault]:
    """A limit names a number, and pieces only of one item."""
    table = book.table("limits", "item", "kind", "quantity", "value_million")
    rows = zip(
        *(table.text(name) for name in ("item", "kind", "quantity", "value_million")), strict=True
    )
    for row, (item, kind, quantity, value) in enumerate(rows):
        if not quantity and not value:
            message = "a value is needed here or in value_million"
            yield row_fault(table, row, "quantity", message)
        if quantity and not item:
            message = "is a number of pieces: name the item, or give value_million"
            yield row_fault(table, row, "quantity", message)
        if item and kind:
            yield row_fault(table, row, "kind", f"is not used with item {item}: leave it blank")


def ways(book: Book) -> Iterator[Fault]:
    """A delivery with a stage says since when, and none is planned for a day after its date."""
    table = book.table("deliveries", "stage", "since", "date", "planned")
    columns = map(table.text, ("stage", "since", "date", "planned"))
    for row, (stage, since, date, planned) in enumerate(zip(*columns, strict=True)):
        if stage and not since:
            yield row_fault(table, row, "since", f"a day is needed with stage {stage}")
        if planned and date and planned > date:
            message = f"is after {date}, its date: what slips was planned for a day before"
            yield row_fault(table, row, "planned", message)


def variants(book: Book) -> Iterator[Fault]:
    """What is a variant is one of several: others are of the same, or it names an offer."""
    offers, packages = (
        book.table("offers", "id", "variant_of"),
        book.table("packages", "package", "variant_of"),
    )
    forms: dict[str, set[str]] = {name: {f"offer {name}"} for name in offers.text("id")}
    told = [
        (table, row, f"{what} {name}", form)
        for table, what, key in ((offers, "offer", "id"), (packages, "package", "package"))
        for row, (name, form) in enumerate(
            zip(table.text(key), table.text("variant_of"), strict=True)
        )
        if form
    ]
    for _, _, name, form in told:
        forms.setdefault(form, set()).add(name)
    sound = book.readable("offers", "id") and book.readable("packages", "package")
    for table, row, name, form in told:
        if sound and forms[form] == {name}:
            near = hint(form, [other for other in forms if other != form])
            message = f"is said of nothing else, so nothing is chosen instead; {near}"
            yield row_fault(table, row, "variant_of", message)
