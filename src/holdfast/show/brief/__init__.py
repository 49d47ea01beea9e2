"""The brief: two pages of A4 for a meeting, as a tagged PDF."""

from holdfast.show.brief.write import brief, deliveries, valued

__all__ = ["brief", "deliveries", "valued"]
