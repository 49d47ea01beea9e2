"""Bundles: frozen dataclasses of numpy arrays whose axes, units and meaning are declared once.

One declaration serves the shape check when a bundle is built, the tables in the docs, and the
dimensions and attributes of the xarray dataset that a run leaves behind.
"""

from __future__ import annotations

import dataclasses
import functools
import operator
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, dataclass_transform

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Declared:
    """What `array` said of one field: its axes in order, its unit and its meaning."""

    name: str
    axes: tuple[str, ...]
    unit: str
    doc: str


def array(axes: str, unit: str, doc: str, blank: float | None = None) -> Any:
    """Declare an array field: axes as words ("future region"), unit ("MW", "1") and meaning.

    An axis may have length 1 where the value is the same all along it, so a certain parameter is
    (1, region) and an uncertain one (future, region). A field with a value `blank` may be left out
    when the bundle is built, and has it then all along.
    """
    named = tuple(axes.split())
    meta = {"axes": named, "unit": unit, "doc": doc}
    if blank is None:
        return dataclasses.field(metadata=meta)
    return dataclasses.field(
        default_factory=lambda: np.full((1,) * len(named), blank), metadata=meta
    )


@dataclass_transform(
    eq_default=False, frozen_default=True, field_specifiers=(array, dataclasses.field)
)
def bundle(cls: type[T]) -> type[T]:
    """Make a frozen dataclass whose declared arrays are checked and made read-only when built.

    One is the same as another only if it is that one.

    Raises ValueError on building when an array has the wrong number of axes, or when two arrays of
    one bundle disagree about the length of an axis that they share.
    """

    def settle(self: Any) -> None:
        values = read(self)
        for value in values:
            if type(value) is not np.ndarray:
                return cast(self)
            value.setflags(write=False)
        _agree(made, tuple([value.shape for value in values]))

    def cast(self: Any) -> None:
        for name in names:
            object.__setattr__(self, name, np.asarray(getattr(self, name)))
        settle(self)

    cls.__post_init__ = settle  # type: ignore[attr-defined]
    made: Any = dataclasses.dataclass(eq=False, frozen=True, slots=True)(cls)
    names = tuple(spec.name for spec in declared(made))
    read = _reader(names)
    return made  # type: ignore[no-any-return]


def _reader(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What reads these attributes of an object at once."""
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda owner: tuple(getattr(owner, name) for name in names)


@functools.lru_cache(maxsize=4096)
def _agree(cls: type, shapes: tuple[tuple[int, ...], ...]) -> None:
    """Raises ValueError where shapes are not as declared; the same shapes are looked at once."""
    lengths: dict[str, int] = {}
    for spec, shape in zip(declared(cls), shapes, strict=True):
        if len(shape) != len(spec.axes):
            raise ValueError(
                f"{cls.__name__}.{spec.name} has shape {shape}, "
                f"declared as ({', '.join(spec.axes)})"
            )
        for axis, length in zip(spec.axes, shape, strict=True):
            if length != 1 and lengths.setdefault(axis, length) != length:
                raise ValueError(
                    f"{cls.__name__}.{spec.name} has {length} along {axis!r}, "
                    f"where another array of the bundle has {lengths[axis]}"
                )


def declared(owner: Any) -> tuple[Declared, ...]:
    """The array fields of a bundle or of its class, in order of declaration."""
    return _declared(owner if isinstance(owner, type) else type(owner))


@functools.cache
def _declared(cls: Any) -> tuple[Declared, ...]:
    return tuple(
        Declared(field.name, field.metadata["axes"], field.metadata["unit"], field.metadata["doc"])
        for field in dataclasses.fields(cls)
        if "axes" in field.metadata
    )


def arrays(owner: Any) -> Iterator[tuple[Declared, Array]]:
    """Each declared array of a bundle, with its declaration."""
    for spec in declared(owner):
        yield spec, getattr(owner, spec.name)
