"""Data of an outcome that are too large for memory, read piece by piece."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xarray as xr
from zarr.storage import LocalStore


class _Held(LocalStore):
    """A store that keeps something alive as long as anything can be read from it.

    What is not there any more reads as nought in a zarr store, so a folder that is to go must not
    go before the last reader.
    """

    holder: Any = None

    def with_read_only(self, read_only: bool = False) -> _Held:
        made = super().with_read_only(read_only)
        made.holder = self.holder
        return made


def opened(path: Path, holder: Any) -> xr.Dataset:
    """A store of zarr of which no more is read than is asked for, each time anew.

    `holder` is kept alive as long as any of it may be read.
    """
    store = _Held(path, read_only=True)
    store.holder = holder
    data: xr.Dataset = xr.open_dataset(
        store,  # type: ignore[arg-type]  # xarray takes it and does not say so
        engine="zarr",
        chunks=None,
        cache=False,
        backend_kwargs={"consolidated": False},
    )
    return data
