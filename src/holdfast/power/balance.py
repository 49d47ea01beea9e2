"""Least shed of a transport network, shared fairly: many states at once.

In a transport network flow on a link is free within its capacity; no reactance is needed. What is
shed is least, slice by slice in the order of priority, and within a slice the cuts are shared in
proportion to demand as far as the network allows: the largest ratio of shed to demand is as small
as can be, then the next largest, and so on. That solution is unique (Fujishige 1980, Mathematics of
Operations Research 5(2), 186-196: lexicographically optimal base of a polymatroid). It is found
with maximum flows and minimum cuts (Dinkelbach 1967, Management Science 13(7), 492-498).
`docs/blocks/power.md` has the equations and the proof.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from holdfast.power.kernels import share_states

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True, slots=True)
class Network:
    """Nodes joined by links, with generators at nodes, in the order in which they are used."""

    nodes: int
    """Number of nodes N."""
    links: Ints
    """(L, 2) the two ends of each link, nodes 0 to N - 1; parallel links may stand beside."""
    places: Ints
    """(G,) node of each generator."""
    merit: Ints
    """(G,) generators in order of use, the first first: each of 0 to G - 1 once."""
    starts: Ints = dataclasses.field(init=False, repr=False)
    """(N + 1,) where each node's arcs begin."""
    arcs: Ints = dataclasses.field(init=False, repr=False)
    """(2L, 2) other end, and link l if the arc runs along it, -1 - l if against it."""

    def __post_init__(self) -> None:
        """Check, and list the arcs of each node. Raises ValueError naming the argument."""
        links = _indices("links", np.reshape(self.links, (-1, 2)), self.nodes)
        if (links[:, 0] == links[:, 1]).any():
            raise ValueError("links: a link joins a node with itself")
        places = _indices("places", np.ravel(self.places), self.nodes)
        merit = _indices("merit", np.ravel(self.merit), len(places))
        if len(merit) != len(places) or len(np.unique(merit)) != len(places):
            raise ValueError("merit must hold each generator once")
        count = np.arange(len(links), dtype=np.int64)
        tails = np.concatenate([links[:, 0], links[:, 1]])
        order = np.argsort(tails, kind="stable")
        arcs = np.stack(
            [np.concatenate([links[:, 1], links[:, 0]]), np.concatenate([count, ~count])], axis=1
        )[order]
        starts = np.searchsorted(tails[order], np.arange(self.nodes + 1)).astype(np.int64)
        made = {"links": links, "places": places, "merit": merit, "starts": starts, "arcs": arcs}
        for name, value in made.items():
            kept = np.ascontiguousarray(value)
            kept.flags.writeable = False
            object.__setattr__(self, name, kept)


@dataclasses.dataclass(frozen=True, slots=True)
class Shares:
    """What each state sheds and how it is run."""

    shed: Floats
    """(S, N, K) demand not served, by priority slice [MW]."""
    dispatch: Floats
    """(S, G) output of each generator [MW]."""
    flow: Floats
    """(S, L) flow from the first end of each link to the second [MW]; one of many that fit."""
    total: Floats
    """(S,) demand not served [MW]."""


def share(
    network: Network, supply: npt.ArrayLike, capacity: npt.ArrayLike, demand: npt.ArrayLike
) -> Shares:
    """Least and fairly shared shed of every state, and the dispatch in order of merit.

    `supply` (S, G) is what each generator can give [MW], `capacity` (S, L) what each link can carry
    either way [MW], `demand` (S, N, K) what is asked in K slices [MW], of which the first is kept
    first. Any of them may have length 1 along S. A state's result is the same, to the last bit,
    whatever other states are computed with it. Balance holds to 1e-10 of the state's demand.

    Raises ValueError, naming the argument, if a value is negative, nan or infinite or a shape does
    not fit.
    """
    given = _widen(
        {
            "supply": _amounts("supply", supply, (len(network.places),)),
            "capacity": _amounts("capacity", capacity, (len(network.links),)),
            "demand": _amounts("demand", demand, (network.nodes, -1)),
        }
    )
    shed, dispatch, flow = least(network, **given)
    return Shares(shed, dispatch, flow, shed.sum(axis=2).sum(axis=1))


def least(
    network: Network, supply: Floats, capacity: Floats, demand: Floats
) -> tuple[Floats, Floats, Floats]:
    """Shed, dispatch and flow as of `share`, of S states whose arrays are known to fit.

    All are contiguous and of length S; nothing is checked.
    """
    shed, dispatch, flow = (np.zeros(given.shape) for given in (demand, supply, capacity))
    share_states(
        network.starts,
        network.arcs,
        network.links,
        network.places,
        network.merit,
        supply,
        capacity,
        demand,
        np.zeros((5, network.nodes)),
        np.zeros((4, network.nodes), dtype=np.int64),
        shed,
        dispatch,
        flow,
    )
    return shed, dispatch, flow


def _widen(given: dict[str, Floats]) -> dict[str, Floats]:
    """Arrays of one state repeated for as many states as the others have."""
    lengths = {len(value) for value in given.values()} - {1}
    if len(lengths) > 1:
        found = ", ".join(f"{name} {len(value)}" for name, value in given.items())
        raise ValueError(f"the numbers of states differ: {found}")
    states = lengths.pop() if lengths else 1
    return {
        name: np.ascontiguousarray(np.broadcast_to(value, (states, *value.shape[1:])))
        for name, value in given.items()
    }


def _amounts(name: str, value: npt.ArrayLike, shape: tuple[int, ...]) -> Floats:
    """A contiguous (S, *shape) array of finite numbers, none below 0; -1 is any length."""
    made = np.ascontiguousarray(value, dtype=np.float64)
    fits = made.ndim == 1 + len(shape) and all(
        want in (-1, have) for want, have in zip(shape, made.shape[1:], strict=True)
    )
    if not fits:
        wanted = ", ".join("any" if want == -1 else str(want) for want in shape)
        raise ValueError(f"{name} has shape {made.shape}, expected (states, {wanted})")
    if not (np.isfinite(made).all() and (made >= 0).all()):
        raise ValueError(f"{name} holds a value that is negative, nan or infinite")
    return made


def _indices(name: str, value: npt.ArrayLike, below: int) -> Ints:
    """Whole numbers from 0 to `below` - 1."""
    given = np.asarray(value)
    if given.size and not np.issubdtype(given.dtype, np.integer):
        raise ValueError(f"{name} must be whole numbers, not {given.dtype}")
    made = given.astype(np.int64)
    if made.size and (made.min() < 0 or made.max() >= below):
        raise ValueError(f"{name} must lie between 0 and {below - 1}")
    return made
