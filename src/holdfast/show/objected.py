"""What partners object to in the plan shown: a count, and a sentence on each in its language."""

from __future__ import annotations

from holdfast.aid.objections import objections
from holdfast.questions.objected import counted, told
from holdfast.show.catalogue import Catalogue
from holdfast.show.sides import Story
from holdfast.show.voice import Voice


def lines(story: Story, words: Catalogue) -> list[str]:
    """The count, then what binds, then soft stances on what is proposed.

    A public report has the count alone: whoever objects is not named beside it.
    """
    scenario = story.shown.outcome.scenario
    proposed = {row["id"] for row in story.added}
    found = [each for each in objections(scenario) if each.binds or proposed & set(each.deliveries)]
    voice = Voice(words.language)
    voice.words = words
    said = [counted(found), *([] if story.public else told(scenario, found))]
    return voice.sentences(said)
