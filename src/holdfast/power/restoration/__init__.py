"""In which order to repair a grid: exact for small damage, fast for large."""
