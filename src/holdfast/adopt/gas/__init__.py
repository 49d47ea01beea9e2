"""A gas network that others keep becomes tables of a scenario."""
