"""The frame of a section whose figure is things one below the other, and what its marks mean."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.show.answers.teller import Teller
from holdfast.show.figures import ranked as figure
from holdfast.show.section import Drawing, Key, Numbers, Section


def section(
    identity: str,
    title: str,
    measure: str,
    view: figure.Ranked,
    numbers: Numbers,
    teller: Teller,
    keys: Sequence[Key] = (),
    notes: Sequence[str] = (),
    on_paper: str = "",
) -> Section:
    """Draw the rows, if there are any, over their table."""
    drawing = None
    if view.rows:
        drawing = Drawing.of(
            identity, title, measure, lambda width: figure.draw(view, width, teller.words)
        )
    return Section(
        identity=identity,
        title=title,
        measure=measure,
        drawing=drawing,
        keys=keys,
        numbers=numbers,
        notes=notes,
        on_paper=on_paper,
    )


def keys(rows: Sequence[figure.Row], teller: Teller, kinds: bool = True) -> list[Key]:
    """Say what is drawn in the rows: kinds of help by colour, rival models, groups, pale rows."""
    made = teller.kind_keys([row.token for row in rows]) if kinds else []
    if any(row.marks for row in rows):
        made += teller.rival_keys()
    if any(row.group is not None for row in rows):
        made.append(Key("none", teller.say("answer.key_group"), "bracket"))
    if any(row.pale for row in rows):
        made.append(Key("soft", teller.say("answer.key_pale"), "ring"))
    return made
