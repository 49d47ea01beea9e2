"""How kernels of this engine are compiled: no interpreter's lock, no counting of uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba


def njit(
    cache: bool, inner: bool = True, inline: bool = False, signature: Any = None
) -> Callable[[Any], Any]:
    """`numba.njit` with the options of this engine.

    Kernels allocate nothing, so uses of arrays need not be counted. What is `inner` is called by
    kernels alone and is kept on disk as a part of them; by itself numba would not see that a
    constant which it takes from another file has changed. With a `signature` it
    is compiled when it is defined.
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
