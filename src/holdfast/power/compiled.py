"""How kernels of the engine are compiled: without the interpreter's lock and without counting uses.

Kernels allocate nothing, so nothing needs to be counted; counting costs as much as the arithmetic
where a function that is called for every bus looks at many arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba


def njit(
    cache: bool, inner: bool = True, inline: bool = False, signature: Any = None
) -> Callable[[Any], Any]:
    """`numba.njit` with the options of this engine.

    What is called from Python is not `inner`: it needs a way in, which for many arrays is more code
    than the work. With `cache` it is kept on disk, and what is inner with it: by itself numba would
    look at the file of an inner function alone, and not see that a constant it takes from another
    has changed. `inline` is for the small parts of loops. With a `signature` it is
    compiled when it is defined, for these types alone, else when it is first called.
    """
    return numba.njit(  # type: ignore[no-any-return, call-overload]
        signature,
        cache=cache and not inner,
        nogil=True,
        error_model="numpy",
        forceinline=inline,
        no_cpython_wrapper=inner,
        no_cfunc_wrapper=True,
        _nrt=False,
    )
