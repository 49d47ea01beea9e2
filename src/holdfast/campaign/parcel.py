"""Arrays by name in few bytes: what a batch sends to the process that asked for it, and leaves.

A checksum, the length of a list of names, types, shapes and lengths, that list, and each array
packed as in a store of zarr. Most of what a country is, is zeros and small whole numbers: packing
takes a tenth of the time that the bytes it saves would take through a pipe and onto a disk.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping

import numpy as np
from numcodecs import blosc  # type: ignore[import-untyped]

from holdfast.arrays import Array

HEAD = struct.Struct("<IQ")
"""Checksum of all that follows it, and bytes of the list."""
PACKER = blosc.Blosc("lz4", clevel=5, shuffle=1, blocksize=0)
blosc.use_threads = False  # a worker has one processor


class Damaged(ValueError):
    """Bytes that are no parcel, or not all of one."""


def packed(fields: Mapping[str, Array]) -> bytes:
    """The arrays as bytes, with all their bits; the same bytes for the same arrays."""
    pieces = [
        PACKER.encode(np.ascontiguousarray(values)) if values.size else b""
        for values in fields.values()
    ]
    listed = [
        (name, values.dtype.str, values.shape, len(piece))
        for (name, values), piece in zip(fields.items(), pieces, strict=True)
    ]
    head = json.dumps(listed).encode()
    body = b"".join([head, *pieces])
    length = struct.pack("<Q", len(head))
    return HEAD.pack(zlib.crc32(body, zlib.crc32(length)), len(head)) + body


def unpacked(parcel: bytes) -> dict[str, Array]:
    """The arrays of a parcel, each of its own. Raises Damaged if it is not whole."""
    if len(parcel) < HEAD.size:
        raise Damaged("it is too short to be a parcel")
    stated, length = HEAD.unpack_from(parcel)
    view = memoryview(parcel)
    if zlib.crc32(view[4:]) != stated:
        raise Damaged("its checksum is not that of what it holds")
    at = HEAD.size + length
    fields = {}
    for name, kind, shape, size in json.loads(bytes(view[HEAD.size : at])):
        values = np.empty(shape, np.dtype(kind))
        if size:
            PACKER.decode(view[at : at + size], out=values)
        fields[name] = values
        at += size
    return fields
