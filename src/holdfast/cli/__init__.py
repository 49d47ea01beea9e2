"""The command `holdfast`: thin words around the questions."""

from holdfast.cli.program import app, main

__all__ = ["app", "main"]
