"""Adequacy of a grid by drawing outages: hours by themselves, or years hour by hour."""
