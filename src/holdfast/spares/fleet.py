"""From parts that are short to systems that stand still, with and without cannibalisation."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from holdfast.spares.asked import Asked, Floats
from holdfast.spares.tails import at_least


def availability(
    base_backorders: npt.ArrayLike,
    quantity_per_system: npt.ArrayLike = 1,
    systems: npt.ArrayLike = 1,
) -> Floats:
    """(..., B) expected share of a base's systems that lack no part, parts of I kinds.

    `base_backorders` (..., I, B) units short; `quantity_per_system` (I,) whole, how many of each a
    system holds; `systems` (B,) at each base. A hole is as likely in any of the N Z places as in
    any other, independently by kind (Sherbrooke 2004, section 2.8):

        A = prod_i max(0, 1 - EBO_i / (N Z_i)) ^ Z_i

    Raises ValueError that names every argument that is wrong.
    """
    asked = Asked()
    short = asked.amounts("base_backorders", base_backorders)
    each = asked.amounts("quantity_per_system", quantity_per_system, low=1, whole=True)
    fleet = asked.amounts("systems", systems, above=True)
    short = np.atleast_2d(short)
    shape = asked.together(
        base_backorders=short.shape, quantity_per_system=(*each.shape, 1), systems=fleet.shape
    )
    _kinds(asked, shape, short, each)
    asked.settle()
    return np.asarray(share_up(short, each[..., None], fleet).prod(axis=-2))


def share_up(short: Floats, each: Floats, fleet: Floats) -> Floats:
    """Expected share of systems that lack no part of one kind."""
    return np.asarray(np.maximum(1 - short / (fleet * each), 0.0) ** each)


def cannibalised(
    pipeline: npt.ArrayLike,
    pipeline_variance: npt.ArrayLike,
    base_stock: npt.ArrayLike,
    quantity_per_system: npt.ArrayLike = 1,
    systems: npt.ArrayLike = 1,
) -> Floats:
    """(..., B) expected share of systems that are whole if holes are brought together in few.

    `pipeline`, `pipeline_variance` (..., I, B) of `Backorders` or `Transient`, `base_stock`
    (..., I, B), `quantity_per_system` (I,), `systems` (B,) whole. With k systems given up for
    parts, I kinds allow s + k Z of each to be missing, so

        P(at most k down) = prod_i P(X_i <= s_i + k Z_i)

    (Hillestad 1982, RAND R-2785, section IV; Sherbrooke 2004, chapter 8). Removing and refitting
    takes no time and breaks nothing, and pipelines of kinds are independent.

    Raises ValueError that names every argument that is wrong.
    """
    asked = Asked()
    mean = np.atleast_2d(asked.amounts("pipeline", pipeline))
    spread = np.atleast_2d(asked.amounts("pipeline_variance", pipeline_variance))
    stock = np.atleast_2d(asked.amounts("base_stock", base_stock, whole=True))
    each = asked.amounts("quantity_per_system", quantity_per_system, low=1, whole=True)
    fleet = asked.amounts("systems", systems, low=1, whole=True)
    shape = asked.together(
        pipeline=mean.shape,
        pipeline_variance=spread.shape,
        base_stock=stock.shape,
        quantity_per_system=(*each.shape, 1),
        systems=fleet.shape,
    )
    _kinds(asked, shape, mean, each)
    asked.settle()
    fleet = np.broadcast_to(fleet, (*shape[:-2], shape[-1]))
    up = np.zeros(fleet.shape)
    for down in range(int(fleet.max(initial=0))):
        enough = 1 - at_least(stock + down * each[..., None] + 1, mean, np.maximum(spread, mean))
        up += (down < fleet) * np.maximum(enough, 0).prod(axis=-2)
    return up / fleet


def _kinds(asked: Asked, shape: tuple[int, ...], parts: Floats, each: Floats) -> None:
    """Notes a `quantity_per_system` of more kinds than there are."""
    if shape and shape[-2] != parts.shape[-2]:
        asked.wrong.append(
            f"quantity_per_system has shape {each.shape}: one number or ({parts.shape[-2]},) is "
            "allowed"
        )
