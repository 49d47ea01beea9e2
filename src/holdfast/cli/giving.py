"""How the answer to a question is given: a bar while it is found, its page, JSON or words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from holdfast.cli import output, pages

if TYPE_CHECKING:
    from holdfast.power.progress import Progress
    from holdfast.scenario import Scenario
    from holdfast.show.answers.kinds import Answer
    from holdfast.show.voice import Voice

Made = TypeVar("Made", bound="Answer")


@dataclass(frozen=True, slots=True)
class Form:
    """What a command was told of how to answer. Raises Refused as `pages.refuse` does."""

    page: Path | None
    public: bool
    language: str
    json: bool

    def __post_init__(self) -> None:
        pages.refuse(self.page, self.public)


def give(
    form: Form,
    scenario: Scenario,
    ask: Callable[[Progress], Made],
    document: Callable[[Made], dict[str, Any]],
    tell: Callable[[Made, Voice], None],
    bar: str = "terminal.bar_trying",
) -> None:
    """Ask, then write the page, and print the answer as a JSON document or as it is told."""
    from holdfast.cli import progress
    from holdfast.show.voice import Voice

    voice = Voice(form.language, scenario)
    with progress.bar(voice.say(bar)) as shown:
        made = ask(shown)
    pages.write(made, form.page, form.public, form.language)
    if form.json:
        output.print_json(document(made))
        return
    tell(made, voice)
    pages.told(form.page, voice)
