"""Answers for people: the report as one HTML file, its figures alone, the brief on two pages."""

from holdfast.show.brief import brief
from holdfast.show.picture import figure
from holdfast.show.report import report

__all__ = ["brief", "figure", "report"]
