"""Other solvers of the same states, for benchmarks."""
