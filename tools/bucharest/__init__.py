"""The tables of examples/bucharest-2022, one file a subject, built from data/ and nothing else."""
