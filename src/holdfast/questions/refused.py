"""Questions that cannot be answered as they were asked."""

from __future__ import annotations

from holdfast.scenario import Fault, ScenarioError


class Refused(ValueError):
    """What is asked for does not fit together; the message says why and what to do."""


class QuestionError(ScenarioError):
    """Faults in what was asked, not in the scenario; `faults` lists them all.

    `Fault.file` names where they stand: an option ("b") or a file of facts.
    """

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        head = f"the question has {len(self.faults)} fault{'' if len(self.faults) == 1 else 's'}"
        self.args = ("\n".join([f"{head}:", *(f"  {fault}" for fault in self.faults)]),)
