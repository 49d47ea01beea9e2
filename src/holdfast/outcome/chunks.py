"""The data of an outcome as a store of zarr, version 2, written and read without zarr.

An outcome is some sixty small arrays. Libraries for arrays that do not fit the memory take some ten
milliseconds for each, most of it to hand a few kilobytes from one thread to another; here it is the
time the disk takes. What is written is what xarray would write by way of zarr, byte for byte, but
that a piece of a blank is a file too; any reader of zarr can open it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from numcodecs import blosc  # type: ignore[import-untyped]
from xarray.conventions import encode_cf_variable, encode_dataset_coordinates

from holdfast.arrays import Array

AXIS = "future"
"""The only axis along which an array is cut, and along which more may be added."""
DIMENSIONS = "_ARRAY_DIMENSIONS"
CODEC = {"id": "blosc", "cname": "lz4", "clevel": 5, "shuffle": 1, "blocksize": 0}
"""How pieces are packed: what zarr does by itself."""
PACKER = blosc.Blosc("lz4", clevel=5, shuffle=1, blocksize=0)
blosc.use_threads = False  # for pieces so small they cost more than the work


def write(data: xr.Dataset, path: Path, written: int, most: int) -> None:
    """Begin a store, or add futures to the `written` that it holds; at most `most` to a file."""
    variables, attributes = encode_dataset_coordinates(data.drop_encoding())
    if not written:
        path.mkdir()
        _put_json(path / ".zgroup", {"zarr_format": 2})
        _put_json(path / ".zattrs", attributes)
    for name, variable in variables.items():
        if not written:
            _begin(path / str(name), variable, name, most)
        elif AXIS in variable.dims:
            _add(path / str(name), variable, name, written)


def size(path: Path) -> int:
    """Bytes of the data of a store once they are read."""
    return sum(
        int(np.prod(card["shape"])) * np.dtype(card["dtype"]).itemsize
        for card in map(_card, _folders(path))
    )


def read(path: Path) -> xr.Dataset:
    """All data of a store that `write` has made."""
    variables = {}
    for folder in _folders(path):
        attributes = json.loads((folder / ".zattrs").read_text(encoding="utf-8"))
        axes = attributes.pop(DIMENSIONS)
        variables[folder.name] = xr.Variable(axes, _values(folder), attributes)
    attributes = json.loads((path / ".zattrs").read_text(encoding="utf-8"))
    return xr.decode_cf(xr.Dataset(variables, attrs=attributes), mask_and_scale=False)


def _folders(path: Path) -> list[Path]:
    return sorted(card.parent for card in path.glob("*/.zarray"))


def _card(folder: Path) -> dict[str, Any]:
    """What is said of one array: its shape, that of its pieces, its type."""
    made: dict[str, Any] = json.loads((folder / ".zarray").read_text(encoding="utf-8"))
    return made


def _put_json(file: Path, content: Mapping[Any, Any]) -> None:
    file.write_text(json.dumps(content, indent=2, default=lambda value: value.tolist()))


def _encoded(variable: xr.Variable, name: Hashable) -> tuple[xr.Variable, Array]:
    """A variable as it is kept, dates as whole numbers, and its values in the order of C."""
    made = encode_cf_variable(variable, name=name) if variable.dtype.kind == "M" else variable
    return made, np.ascontiguousarray(made.values).reshape(made.shape)


def _begin(folder: Path, variable: xr.Variable, name: Hashable, most: int) -> None:
    """An array with its first futures."""
    made, values = _encoded(variable, name)
    pieces = [
        min(count, most) if axis == AXIS else count
        for axis, count in zip(made.dims, made.shape, strict=True)
    ]
    card = {
        "shape": list(made.shape),
        "chunks": [max(count, 1) for count in pieces],
        "dtype": values.dtype.str,
        "fill_value": "NaN" if values.dtype.kind == "f" else None,
        "order": "C",
        "filters": None,
        "dimension_separator": ".",
        "compressor": CODEC,
        "zarr_format": 2,
    }
    folder.mkdir()
    _put_json(folder / ".zarray", card)
    _put_json(folder / ".zattrs", {**made.attrs, DIMENSIONS: list(made.dims)})
    if values.size:
        _put(folder, card, values, made.dims, 0)


def _add(folder: Path, variable: xr.Variable, name: Hashable, written: int) -> None:
    """More futures of an array that is there, after the `written` it has."""
    made, values = _encoded(variable, name)
    card, axis = _card(folder), made.dims.index(AXIS)
    if values.dtype.str != card["dtype"]:
        raise ValueError(f"{folder.name} holds {card['dtype']}, not {values.dtype.str}")
    card["shape"][axis] = written + made.shape[axis]
    _put_json(folder / ".zarray", card)
    _put(folder, card, values, made.dims, written)


def _put(
    folder: Path, card: Mapping[str, Any], values: Array, axes: tuple[Hashable, ...], first: int
) -> None:
    """Values whose first future is the array's `first` into files; the last file may be begun."""
    if AXIS not in axes:
        _pack(_file(folder, card, 0, 0), values)
        return
    axis, most = axes.index(AXIS), card["chunks"][axes.index(AXIS)]
    values = np.moveaxis(values, axis, 0)
    done = 0
    while done < len(values):
        number, place = divmod(first + done, most)
        file = _file(folder, card, axis, number)
        count = min(most - place, len(values) - done)
        piece = _unpack(file, card) if place else _blank(card)
        np.moveaxis(piece, axis, 0)[place : place + count] = values[done : done + count]
        _pack(file, piece)
        done += count


def _values(folder: Path) -> Array:
    """The whole of an array."""
    card = _card(folder)
    shape, pieces = card["shape"], card["chunks"]
    if 0 in shape:
        return np.zeros(shape, card["dtype"])
    if pieces == shape:
        return _unpack(_file(folder, card, 0, 0), card)
    axis = next(place for place, end in enumerate(shape) if pieces[place] < end)
    count = math.ceil(shape[axis] / pieces[axis])
    found = [_unpack(_file(folder, card, axis, number), card) for number in range(count)]
    return np.concatenate(found, axis).take(range(shape[axis]), axis)


def _file(folder: Path, card: Mapping[str, Any], axis: int, number: int) -> Path:
    """Where the piece of this number along an axis stands."""
    places = ["0"] * max(len(card["shape"]), 1)
    places[axis] = str(number)
    return folder / ".".join(places)


def _blank(card: Mapping[str, Any]) -> Array:
    """A piece that holds nothing yet."""
    made = np.zeros(card["chunks"], card["dtype"])
    if card["fill_value"] is not None:
        made[...] = np.nan
    return made


def _pack(file: Path, piece: Array) -> None:
    file.write_bytes(PACKER.encode(np.ascontiguousarray(piece)))


def _unpack(file: Path, card: Mapping[str, Any]) -> Array:
    """A piece as an array of its own; a file that is not there is blank, as in any zarr store."""
    made = _blank(card)
    if file.exists():
        PACKER.decode(file.read_bytes(), out=made)
    return made
