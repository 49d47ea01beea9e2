"""The figures of the report, one idea a file: each draws plain arrays on a canvas of a width."""
