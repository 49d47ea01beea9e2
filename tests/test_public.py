"""The public names of the package, and what importing it loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

import holdfast

LIGHT = "import holdfast.power, sys; print([m for m in ('xarray', 'pandas') if m in sys.modules])"


@pytest.mark.parametrize("name", holdfast.__all__)
def test_a_public_name_is_there(name):
    assert getattr(holdfast, name) is not None
    assert name in dir(holdfast)


def test_an_engine_alone_loads_no_data_frames():
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'runs'"):
        holdfast.runs  # noqa: B018
