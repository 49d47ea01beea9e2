"""The address of a scheduler: read where nothing is simulated, so it loads nothing else."""

from __future__ import annotations

import re

ADDRESS = "tcp://HOST:PORT, or tls://HOST:PORT, PORT a whole number of 1 to 65,535"
_ADDRESS = re.compile(r"(?:tcp|tls)://(?P<host>[\w.-]+|\[[0-9a-fA-F:.]+\]):(?P<port>[0-9]{1,5})")


def host_and_port(address: str) -> tuple[str, int]:
    """The two halves of the address of a scheduler. Raises ValueError with what is allowed."""
    found = _ADDRESS.fullmatch(address)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise ValueError(f"{address!r} is no address of a scheduler: {ADDRESS}")
    return found["host"].strip("[]"), int(found["port"])
