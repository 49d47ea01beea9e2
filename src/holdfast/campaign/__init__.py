"""The campaign: blocks put together, day by day, for many futures."""
