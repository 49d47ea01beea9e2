"""The page on the questions says what the code says."""

from __future__ import annotations

import re

import pytest

from holdfast.outcome.metrics import METRICS
from holdfast.questions import record


@pytest.fixture
def page(root):
    return (root / "docs" / "questions.md").read_text(encoding="utf-8")


def test_every_metric_is_on_the_page(page):
    for metric in METRICS:
        assert re.search(rf"`{metric.name}`.* \| {re.escape(metric.unit)} \|", page), metric.name
    for name in record.METRICS:
        assert f"| `{name}` |" in page


def test_the_example_runs(page, root, monkeypatch, capsys):
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(root)
    exec(compile(code, "the example", "exec"), {})
    assert "hours_without_power" in capsys.readouterr().out
