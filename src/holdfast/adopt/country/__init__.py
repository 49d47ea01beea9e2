"""A fictional country on a public grid: all tables of a scenario, drawn by seed and name."""
