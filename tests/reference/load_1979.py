"""Hourly load of the IEEE Reliability Test System, as shares of the annual peak.

IEEE Reliability Test System Task Force 1979, IEEE Transactions on Power Apparatus and Systems
PAS-98(6), 2047-2054, tables 1 to 3: weekly peak in percent of annual peak, daily peak in percent of
weekly peak, hourly load in percent of daily peak. 52 weeks of 7 days, Monday first: 8,736 hours.
"""

from __future__ import annotations

import numpy as np

WEEKS = """86.2 90.0 87.8 83.4 88.0 84.1 83.2 80.6 74.0 73.7 71.5 72.7 70.4 75.0 72.1 80.0 75.4 83.7
87.0 88.0 85.6 81.1 90.0 88.7 89.6 86.1 75.5 81.6 80.1 88.0 72.2 77.6 80.0 72.9 72.6 70.5 78.0 69.5
72.4 72.4 74.3 74.4 80.0 88.1 88.5 90.9 94.0 89.0 94.2 97.0 100.0 95.2"""
DAYS = "93 100 98 96 94 77 75"
HOURS = {
    ("winter", "working"): """67 63 60 59 59 60 74 86 95 96 96 95
    95 95 93 94 99 100 100 96 91 83 73 63""",
    ("winter", "weekend"): """78 72 68 66 64 65 66 70 80 88 90 91
    90 88 87 87 91 100 99 97 94 92 87 81""",
    ("summer", "working"): """64 60 58 56 56 58 64 76 87 95 99 100
    99 100 100 97 96 96 93 92 92 93 87 72""",
    ("summer", "weekend"): """74 70 66 65 64 62 62 66 81 86 91 93
    93 92 91 91 92 94 95 95 100 93 88 80""",
    ("between", "working"): """63 62 60 58 59 65 72 85 95 99 100 99
    93 92 90 88 90 92 96 98 96 90 80 70""",
    ("between", "weekend"): """75 73 69 66 65 65 68 74 83 89 92 94
    91 90 90 86 85 88 92 100 97 95 90 85""",
}


def numbers(text):
    return np.array(text.split(), dtype=float) / 100


def season(week):
    """Season of a week, counted from 1."""
    if week <= 8 or week >= 44:
        return "winter"
    return "summer" if 18 <= week <= 30 else "between"


def load_shares():
    """(8736,) hourly load over annual peak."""
    made = []
    for week, weekly in enumerate(numbers(WEEKS), start=1):
        for day, daily in enumerate(numbers(DAYS)):
            kind = "working" if day < 5 else "weekend"
            made.append(weekly * daily * numbers(HOURS[season(week), kind]))
    return np.concatenate(made)
