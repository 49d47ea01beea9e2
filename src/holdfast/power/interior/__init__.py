"""Interior point method on many states of one grid at once, side by side in vector lanes."""
