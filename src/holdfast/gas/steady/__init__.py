"""Steady flow of gas in many states of one network: a kernel that holds states side by side."""
