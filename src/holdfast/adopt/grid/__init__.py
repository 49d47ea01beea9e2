"""Grids as others keep them (MATPOWER, PyPSA, pandapower) into the tables of a scenario."""
