"""Answers for people: the report as one HTML file."""

from holdfast.show.report import report

__all__ = ["report"]
