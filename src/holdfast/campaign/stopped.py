"""How a run is broken off: in a module of its own, for whoever loads nothing that simulates."""

from __future__ import annotations


class Stopped(Exception):
    """Raised by a progress to break a run off; workers that stay are there for the next."""
