"""Answers for people: the report as one HTML file, the brief as two pages of A4."""

from holdfast.show.brief import brief
from holdfast.show.report import report

__all__ = ["brief", "report"]
