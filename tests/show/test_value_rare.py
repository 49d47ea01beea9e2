"""What leads is the first of what can be judged; what is above it and rare is said."""

from __future__ import annotations

import dataclasses

import pytest

from holdfast.scenario import read_scenario
from holdfast.show.answers.valued import sentence
from holdfast.show.voice import Voice
from show import answered


@pytest.fixture(scope="module")
def made(root):
    return answered.value_of(read_scenario(root / "examples" / "valley"), by="saved")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "cannot be judged is higher in the mean"), ("fr", "est plus haut en moyenne")],
)
def test_what_is_rare_and_above_the_first_is_named(made, language, said):
    voice, table = Voice(language, made.scenario), made.table.assign(over=False)
    rare = table.index[table["verdict"].str.startswith("rare")]
    for mean, above in ((1000.0, True), (-1.0, False)):
        table.loc[rare, "saved"] = -1.0
        table.loc[rare[0], "saved"] = mean
        told = sentence(dataclasses.replace(made, table=table), table, voice)
        assert (said in told) == above
        assert (voice.write(table.loc[rare[0], "contents"]) in told) == above
        hidden = table.drop(index=rare)
        assert said not in sentence(dataclasses.replace(made, table=table), hidden, voice)
