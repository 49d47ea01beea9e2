"""What of gas stands ready at the nodes of a network on a day, and what is left at its end."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.gas import daily, linepack
from holdfast.gas.storage import INJECTION, injectable, withdrawable
from holdfast.model.networks.params import at
from holdfast.model.networks.sums import mean_by, sum_of

if TYPE_CHECKING:
    from holdfast.model.networks.params import Params
    from holdfast.model.networks.pressures import Pressures
    from holdfast.model.types import Harm


@dataclasses.dataclass(frozen=True, slots=True)
class Offers:
    """What F futures have of gas, in the order in which it is used."""

    wells: Array
    """(F, W) [mcm]."""
    stores: Array
    """(F, S)."""
    imports: Array
    """(F, X)."""
    packed: Array
    """(F, N) linepack."""
    first: Array
    """(F,) of imports, what is bought before stores give anything."""

    def some(self, rows: Array) -> Offers:
        """Of these futures."""
        return Offers(*(getattr(self, f.name)[rows] for f in dataclasses.fields(self)))

    def scaled(self, stores: Array, imports: Array, packed: float) -> Offers:
        """So much (F,) of what stores and imports offer, and of linepack."""
        return Offers(
            self.wells,
            self.stores * stores[:, None],
            self.imports * imports[:, None],
            self.packed * packed,
            self.first,
        )

    def at_nodes(self, p: Pressures) -> Array:
        """(F, N, 4) by node: wells, stores, imports, linepack."""
        made = np.zeros((*self.packed.shape, 4))
        places = (p.well_node, p.store_node, p.import_node)
        for kind, (nodes, given) in enumerate(
            zip(places, (self.wells, self.stores, self.imports), strict=True)
        ):
            for k, node in enumerate(nodes):
                made[:, node, kind] += given[:, k]
        made[:, :, 3] = self.packed
        return made


@dataclasses.dataclass(frozen=True, slots=True)
class Room:
    """What F futures can take in beside what is used."""

    pipes: Array
    """(F, N) [mcm]."""
    stores: Array
    """(F, S)."""

    def some(self, rows: Array) -> Room:
        """Of these futures."""
        return Room(self.pipes[rows], self.stores[rows])


def produced(
    params: Params, left: Array, dark: Array, today: int, rows: Array | slice = slice(None)
) -> Array:
    """(n, W) mcm of each well in the futures of n rows: damaged, and still in part in the dark.

    left (n, A) and dark (n, R) of these futures.
    """
    gas = params.gas
    works = mean_by(left, params.assets.well, gas.well_region.size)
    powered = 1 - at(gas.power_need, rows)[:, None] * dark[:, gas.well_region]
    return np.asarray(at(gas.production, rows)[:, :, today] * works * powered)


def lost(params: Params, left: Array, dark: Array, today: int) -> tuple[Array, Array]:
    """(F,) mcm that wells do not give because they are damaged, and what the others do not give
    because they stand still in the dark; arguments as of `produced`."""
    gas = params.gas
    most = gas.production[:, :, today]
    whole = produced(params, left, np.zeros(dark.shape), today)
    made = produced(params, left, dark, today)
    return np.asarray((most - whole).sum(axis=1)), np.asarray((whole - made).sum(axis=1))


def offered(
    params: Params,
    p: Pressures,
    harm: Harm,
    stock: Array,
    packed: Array,
    still: Array,
    today: int,
    rows: Array,
) -> tuple[Offers, Room]:
    """What there is and what has room in these futures; still (F, R) share of the day in the dark.

    Sources are damaged and stand still in part in the dark; stores give by their fill. What stood
    in pipes that are lost has blown off, and they take in nothing.
    """
    gas, left = params.gas, harm.left[rows]
    held = stock[rows]
    whole = mean_by(left, params.assets.store, gas.capacity.size)
    imports = np.ones((len(rows), 1)) * at(p.imports, rows)[:, :, today]
    most = p.most * pipes_left(p, left)
    held_in = np.minimum(packed[rows], most)
    return (
        Offers(
            wells=produced(params, left, still[rows], today, rows),
            stores=_gives(params, p, held, rows) * whole,
            imports=imports,
            packed=held_in,
            first=at(gas.imports_first, rows) * sum_of(imports),
        ),
        Room(
            pipes=most - held_in,
            stores=np.minimum(takes(params, held, whole), np.maximum(gas.capacity - held, 0.0)),
        ),
    )


def pipes_left(p: Pressures, left: Array) -> Array:
    """(n, N) share of the volume of pipes at each node that is left; left (n, A)."""
    net = p.fed
    volume = net.volume * mean_by(left, p.pipe_asset, len(net.volume))
    made, whole = np.zeros((len(left), len(p.most))), np.zeros(len(p.most))
    for k, ends in enumerate(zip(net.pipe_from, net.pipe_to, strict=True)):
        for node in ends:
            made[:, node] += volume[:, k]
            whole[node] += net.volume[k]
    return np.divide(made, whole, out=np.ones_like(made), where=whole > 0)


def takes(params: Params, held: Array, whole: Array) -> Array:
    """(F, S) mcm that stores of which a share `whole` is left take in a day, by the law of each."""
    gas = params.gas
    made = gas.injection * whole
    for index in set(gas.injection_law.tolist()):
        law = INJECTION[index]
        which = np.flatnonzero((gas.injection_law == index) & (gas.capacity > 0))
        if law == "constant" or not which.size:
            continue
        full = np.broadcast_to(gas.capacity, held.shape)[:, which]
        inside = np.minimum(held[:, which], full)
        made[:, which] = injectable(inside, full, made[:, which], law, gas.cushion[which])
    return np.asarray(made)


def _gives(params: Params, p: Pressures, held: Array, rows: Array) -> Array:
    """(F, S) mcm that whole stores can give, by the law of each."""
    gas = params.gas
    most = np.broadcast_to(at(gas.withdrawal, rows), held.shape)
    share = np.broadcast_to(at(gas.empty_share, rows), held.shape)
    full = np.broadcast_to(gas.capacity, held.shape)
    made = daily.deliverability(held, full, most, share)
    root = np.flatnonzero((p.root > 0) & (gas.capacity > 0))
    if root.size:
        inside = np.minimum(held, full)
        made[:, root] = withdrawable(inside[:, root], full[:, root], most[:, root])
    return np.asarray(made)


def shared(given: Array, offers: Array, nodes: Array, kind: int, parts: Array) -> Array:
    """(F, E) of what a kind gave at its nodes what each element gave, as each had offered.

    given and offers (F, N, 4), parts (F, E) offered by elements at nodes (E,).
    """
    gave, all_of = given[:, nodes, kind], offers[:, nodes, kind]
    share = np.divide(gave, all_of, out=np.zeros_like(gave), where=all_of > 0)
    return np.asarray(parts * share)


def closed(
    p: Pressures, offers: Offers, room: Room, stock: Array, given: Array, filled: Array, ask: Array
) -> tuple[Array, Array, Array, Array, Array]:
    """Stock and linepack at the end, and what was injected, produced and withdrawn, bought.

    given (F, N, 4) by node and kind; filled (F, N) what came into pipes and stores of a node, of
    which `ask` (F, N) was wanted by its pipes, the rest by stores.
    """
    nodes = offers.at_nodes(p)
    drawn = shared(given, nodes, p.store_node, 1, offers.stores)
    into = np.minimum(filled, ask)
    spare = filled - into
    wide = np.zeros_like(filled)
    for k, node in enumerate(p.store_node):
        wide[:, node] += room.stores[:, k]
    part = np.divide(spare, wide, out=np.zeros_like(spare), where=wide > 0)
    put = room.stores * part[:, p.store_node]
    pack = linepack.Linepack(p.most).carried(offers.packed, into, given[:, :, 3])
    left = np.maximum(stock - drawn, 0.0) + put
    made = sum_of(given[:, :, 0])
    return left, np.clip(pack, 0.0, p.most), sum_of(put), made, sum_of(drawn)
