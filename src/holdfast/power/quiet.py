"""HiGHS that says nothing."""

from __future__ import annotations

import highspy


class Quiet(highspy.Highs):
    """HiGHS without a word: `Highs` by itself prints its version when it is made, to call back."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)
