"""How kernels of the engine are compiled: without the interpreter's lock and without counting uses.

Kernels allocate nothing, so nothing needs to be counted; counting costs as much as the arithmetic
where a function that is called for every bus looks at many arrays.
"""

from __future__ import annotations

import functools
from typing import Any

import numba

njit: Any = functools.partial(numba.njit, nogil=True, error_model="numpy", _nrt=False)
"""`numba.njit` with these options; the caller says `cache=True` and, for small parts of loops,
`forceinline=True`."""
