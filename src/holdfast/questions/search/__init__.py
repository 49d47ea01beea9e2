"""Search over packages of help: what is worth most, within every rule, and how sure that is.

Pure: no scenario and no simulation. A value function says what packages save in futures. See
docs/planning.md for what each answers and how.
"""
