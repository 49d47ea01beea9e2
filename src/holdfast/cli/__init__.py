"""The command `holdfast`: thin words around the questions."""

from __future__ import annotations

from typing import Any

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; the exit status is the process's."""
    from holdfast.cli.interrupt import watch

    watch()
    from holdfast.cli.program import main as run

    run()


def __getattr__(name: str) -> Any:
    """The application, loaded when it is first asked for: Ctrl-C is to be heard before."""
    if name == "app":
        from holdfast.cli.program import app

        return app
    raise AttributeError(f"module 'holdfast.cli' has no attribute {name!r}")
