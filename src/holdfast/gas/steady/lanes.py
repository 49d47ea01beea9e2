"""Vectors of float64 in compiled code: W states side by side, one in each lane.

An array of lanes has shape (rows, W), C order; `load` and `store` move one row, `+ - * /` and what
is defined here work on all lanes at once. Every lane is rounded as a scalar would be, so that a
state's bits hang neither on its neighbours nor on W.

W is a part of the type of `Lanes`, and so is a digest of the engine's sources: code that is kept on
disk is found again only for the same width and the same sources.
"""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import extending
from numba.core import cgutils, types
from numba.core.typing.templates import AbstractTemplate, infer_global, signature

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

intrinsic: Any = extending.intrinsic
DOUBLE = ir.DoubleType()
WIDTHS = (1, 2, 4, 8, 16)


def _digest() -> str:
    """Of the sources that a kernel of this engine is made from."""
    made = hashlib.sha256()
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        made.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return made.hexdigest()[:16]


DIGEST = _digest()


class Lanes:
    """How many states lie side by side."""

    def __init__(self, width: int) -> None:
        if width not in WIDTHS:
            raise ValueError(f"width is {width}: one of {WIDTHS} is allowed")
        self.width = width


class LanesType(types.Type):
    """Type of `Lanes`."""

    def __init__(self, width: int) -> None:
        self.width = width
        super().__init__(name=f"gas_lanes{width}_{DIGEST}")


class VectorType(types.Type):
    """Type of one vector of `width` float64."""

    def __init__(self, width: int) -> None:
        self.width = width
        super().__init__(name=f"gas_vector{width}")


@extending.typeof_impl.register(Lanes)
def _typeof_lanes(value: Lanes, context: Any) -> LanesType:
    return LanesType(value.width)


@extending.register_model(LanesType)
class _LanesModel(extending.models.OpaqueModel):
    """Nothing but its type."""


@extending.unbox(LanesType)
def _unbox_lanes(typ, value, context):
    return extending.NativeValue(context.context.get_dummy_value())


@extending.register_model(VectorType)
class _VectorModel(extending.models.PrimitiveModel):
    """A vector register."""

    def __init__(self, manager: Any, fe_type: VectorType) -> None:
        super().__init__(manager, fe_type, ir.VectorType(DOUBLE, fe_type.width))


def _row(context, builder, array_type, array, row, width):
    """Pointer to a row of lanes."""
    made = cgutils.create_struct_proxy(array_type)(context, builder, value=array)
    first = builder.gep(made.data, [builder.mul(row, ir.Constant(row.type, width))])
    return builder.bitcast(first, ir.VectorType(DOUBLE, width).as_pointer())


@intrinsic
def load(typing, array, row, lanes):
    """The row of an array (rows, W) as a vector."""

    def make(context, builder, sig, args):
        value = builder.load(_row(context, builder, sig.args[0], args[0], args[1], lanes.width))
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
        whole = ir.IntType(32)
        one = builder.insert_element(undefined, args[0], ir.Constant(whole, 0))
        mask = ir.Constant(ir.VectorType(whole, lanes.width), [0] * lanes.width)
        return builder.shuffle_vector(one, undefined, mask)

    return VectorType(lanes.width)(types.float64, lanes), make


@intrinsic
def below(typing, x, y, yes, no):
    """`yes` where x < y, else `no`; `no` where either is nan."""

    def make(context, builder, sig, args):
        return builder.select(builder.fcmp_ordered("<", args[0], args[1]), args[2], args[3])

    return x(x, x, x, x), make


def _called(name: str, count: int) -> Callable[..., Any]:
    """An LLVM intrinsic on `count` vectors."""

    def make(context, builder, sig, args):
        vector = args[0].type
        function = cgutils.get_or_insert_function(
            builder.module,
            ir.FunctionType(vector, [vector] * count),
            f"llvm.{name}.v{vector.count}f64",
        )
        return builder.call(function, args)

    return make


@intrinsic
def fma(typing, x, y, z):
    """x y + z, rounded once."""
    return x(x, x, x), _called("fma", 3)


@intrinsic
def root(typing, x):
    """Square root."""
    return x(x), _called("sqrt", 1)


@intrinsic
def size(typing, x):
    """|x|."""
    return x(x), _called("fabs", 1)


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


def _let(operation: Any, name: str) -> None:
    """Let an operator of Python work on vectors of one width."""

    @infer_global(operation)
    class _Typing(AbstractTemplate):
        def generic(self, args, kws):
            if len(args) == 2 and isinstance(args[0], VectorType) and args[0] == args[1]:
                return signature(args[0], *args)
            return None

    @extending.lower_builtin(operation, VectorType, VectorType)
    def _make(context, builder, sig, args):
        return getattr(builder, name)(*args)


for _operation, _name in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _let(_operation, _name)
