"""PyPSA, which builds a network and optimises it."""

from __future__ import annotations

import logging

import numpy as np

from holdfast.power import Grid


def pypsa_shed(grid: Grid, branch: np.ndarray, generator: np.ndarray) -> np.ndarray:
    """(S, N) shed by PyPSA's `optimize`, in which a generator at cost 1 stands for it."""
    import pypsa

    logging.disable(logging.INFO)
    found = []
    for out, lost in zip(branch, generator, strict=True):
        network = pypsa.Network()
        network.add("Bus", grid.buses)
        network.add("Load", [f"d{b}" for b in grid.buses], bus=grid.buses, p_set=grid.demand)
        network.add(
            "Generator",
            [f"g{k}" for k in range(len(lost))],
            bus=[grid.buses[k] for k in grid.generator_bus],
            p_nom=grid.capacity * ~lost,
        )
        shed = np.maximum(grid.demand, 0.0)
        network.add(
            "Generator",
            [f"s{b}" for b in grid.buses],
            bus=grid.buses,
            p_nom=shed,
            marginal_cost=1.0,
        )
        network.add(
            "Generator",
            [f"n{b}" for b in grid.buses],
            bus=grid.buses,
            sign=-1.0,
            p_nom=np.maximum(-grid.demand, 0.0),
        )
        for kind, chosen in (("Line", grid.shift == 0), ("Transformer", grid.shift != 0)):
            rows = np.flatnonzero(grid.in_service & ~out & chosen)
            if len(rows):
                more = {} if kind == "Line" else {"phase_shift": np.rad2deg(grid.shift[rows])}
                rating = np.minimum(grid.rating[rows], 1e5)
                reactance = 1.0 / grid.susceptance[rows]
                if kind == "Transformer":
                    reactance = reactance * rating
                network.add(
                    kind,
                    [f"l{k}" for k in rows],
                    bus0=[grid.buses[k] for k in grid.branch_from[rows]],
                    bus1=[grid.buses[k] for k in grid.branch_to[rows]],
                    x=reactance,
                    s_nom=rating,
                    **more,
                )
        network.optimize(solver_name="highs", solver_options={"output_flag": False, "threads": 1})
        found.append(network.generators_t.p[[f"s{b}" for b in grid.buses]].to_numpy()[0])
    return np.array(found)
