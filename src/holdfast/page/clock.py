"""The clock: when sessions and waits end, and when something was written down; nothing else."""

from __future__ import annotations

import time


def now() -> float:
    """Seconds since 1970, UTC."""
    return time.time()
