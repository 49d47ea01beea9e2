"""Vectors of float64 in compiled code: W states side by side, one in each lane.

Arrays of lanes have shape (rows, W), C order. `load` and `store` move one row; `+ - * /` and the
functions below work on all lanes at once. Every operation is rounded lane by lane as the scalar one
is, so that a state's bits do not depend on its neighbours or on W; a product is joined with a sum
(`fma`) only where that is written.

W is a part of the type of `Lanes`, and so is a fingerprint of the sources of the engine: compiled
code that is kept on disk is found again only for the same width and the same sources.
"""

from __future__ import annotations

import hashlib
import operator
from pathlib import Path
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import extending
from numba.core import cgutils, types
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import (
    NativeValue,
    lower_builtin,
    models,
    register_model,
    typeof_impl,
    unbox,
)

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"


def _fingerprint() -> str:
    """Of all sources of the engine: compiled code joins them, and numba looks at one only."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


FINGERPRINT = _fingerprint()
intrinsic: Any = extending.intrinsic
DOUBLE = ir.DoubleType()


class Lanes:
    """How many states lie side by side."""

    def __init__(self, width: int) -> None:
        if width not in (1, 2, 4, 8, 16):
            raise ValueError(f"width is {width}: 1, 2, 4, 8 or 16 are allowed")
        self.width = width


class LanesType(types.Type):
    """Type of `Lanes`: the width, and the sources that code for it is made from."""

    def __init__(self, width: int, fingerprint: str) -> None:
        self.width = width
        super().__init__(name=f"lanes{width}_{fingerprint}")


class VectorType(types.Type):
    """Type of one vector of `width` float64."""

    def __init__(self, width: int) -> None:
        self.width = width
        super().__init__(name=f"vector{width}")


@typeof_impl.register(Lanes)
def _typeof_lanes(value: Lanes, context: Any) -> LanesType:
    return LanesType(value.width, FINGERPRINT)


@register_model(LanesType)
class _LanesModel(models.OpaqueModel):
    """Nothing but its type."""


@unbox(LanesType)
def _unbox_lanes(typ, value, context):
    return NativeValue(context.context.get_dummy_value())


@register_model(VectorType)
class _VectorModel(models.PrimitiveModel):
    """A vector register."""

    def __init__(self, manager: Any, fe_type: VectorType) -> None:
        super().__init__(manager, fe_type, ir.VectorType(DOUBLE, fe_type.width))


def _row(context, builder, array_type, array, row, width):
    """Pointer to a row of lanes."""
    made = cgutils.create_struct_proxy(array_type)(context, builder, value=array)
    first = builder.mul(row, ir.Constant(row.type, width))
    pointer = builder.gep(made.data, [first])
    return builder.bitcast(pointer, ir.VectorType(DOUBLE, width).as_pointer())


@intrinsic
def load(typing, array, row, lanes):
    """The row of an array (rows, W) as a vector."""

    def make(context, builder, sig, args):
        pointer = _row(context, builder, sig.args[0], args[0], args[1], lanes.width)
        value = builder.load(pointer)
        value.align = 8
        return value

    return VectorType(lanes.width)(array, types.intp, lanes), make


@intrinsic
def store(typing, array, row, value):
    """Write a vector into the row of an array (rows, W)."""

    def make(context, builder, sig, args):
        pointer = _row(context, builder, sig.args[0], args[0], args[1], value.width)
        builder.store(args[2], pointer).align = 8
        return context.get_dummy_value()

    return types.void(array, types.intp, value), make


@intrinsic
def splat(typing, value, lanes):
    """The same number in every lane."""

    def make(context, builder, sig, args):
        undefined = ir.Constant(ir.VectorType(DOUBLE, lanes.width), ir.Undefined)
        zero = ir.Constant(ir.IntType(32), 0)
        mask = ir.Constant(ir.VectorType(ir.IntType(32), lanes.width), [0] * lanes.width)
        return builder.shuffle_vector(
            builder.insert_element(undefined, args[0], zero), undefined, mask
        )

    return VectorType(lanes.width)(types.float64, lanes), make


def _call(builder, name, args):
    """Call an LLVM intrinsic on vectors of one type."""
    vector = args[0].type
    kind = ir.FunctionType(vector, [vector] * len(args))
    function = cgutils.get_or_insert_function(
        builder.module, kind, f"llvm.{name}.v{vector.count}f64"
    )
    return builder.call(function, args)


@intrinsic
def fma(typing, x, y, z):
    """x y + z, rounded once."""

    def make(context, builder, sig, args):
        return _call(builder, "fma", args)

    return x(x, x, x), make


@intrinsic
def fnma(typing, x, y, z):
    """z - x y, rounded once."""

    def make(context, builder, sig, args):
        return _call(builder, "fma", [builder.fneg(args[0]), args[1], args[2]])

    return x(x, x, x), make


@intrinsic
def smaller(typing, x, y):
    """The smaller in each lane; y where x is nan."""

    def make(context, builder, sig, args):
        return builder.select(builder.fcmp_ordered("<", *args), *args)

    return x(x, x), make


@intrinsic
def larger(typing, x, y):
    """The larger in each lane; y where x is nan."""

    def make(context, builder, sig, args):
        return builder.select(builder.fcmp_ordered(">", *args), *args)

    return x(x, x), make


@intrinsic
def size(typing, x):
    """|x|."""

    def make(context, builder, sig, args):
        return _call(builder, "fabs", args)

    return x(x), make


def _binary(operation: Any, name: str) -> None:
    """Let an operator of Python work on two vectors of one width."""

    @infer_global(operation)
    class _Typing(AbstractTemplate):
        def generic(self, args, kws):
            if len(args) == 2 and isinstance(args[0], VectorType) and args[0] == args[1]:
                return signature(args[0], *args)
            return None

    @lower_builtin(operation, VectorType, VectorType)
    def _make(context, builder, sig, args):
        return getattr(builder, name)(*args)


for _operation, _name in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _binary(_operation, _name)


@infer_global(operator.neg)
class _Negation(AbstractTemplate):
    def generic(self, args, kws):
        if len(args) == 1 and isinstance(args[0], VectorType):
            return signature(args[0], *args)
        return None


@lower_builtin(operator.neg, VectorType)
def _negate(context, builder, sig, args):
    return builder.fneg(args[0])
