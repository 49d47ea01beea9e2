"""The benchmark of readiness: without echelons is without, and its own take the place of others."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from holdfast.scenario import read_scenario


@pytest.fixture
def benchmark(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    spec = importlib.util.spec_from_file_location(
        "benchmark_readiness", root / "benchmarks" / "readiness.py"
    )
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def test_without_echelons_is_without(benchmark, root):
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    plain = benchmark.in_place(scenario)
    assert not len(plain.table("readiness/mending"))
    assert plain.known("readiness.whole_units") == 0
    made = benchmark.mended(scenario, whole=True)
    assert set(made.table("readiness/mending").text("echelon")) == {"unit", "home", "abroad"}
    assert made.known("readiness.whole_units") == 1
    assert benchmark.mended(scenario).known("readiness.whole_units") == 0
