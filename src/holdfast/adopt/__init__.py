"""Workbooks: a scenario there and back without loss, and the sheets that people keep."""
