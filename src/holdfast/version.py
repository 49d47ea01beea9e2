"""The version, in one place, and that of the mechanisms."""

__version__ = "0.1.0"
MECHANISMS = 2
"""To be raised by one by whoever changes what a draw of what nobody knows does to a country: an
equation, a rule or a constant of `model`. Pairs that a fit kept before are of other mechanisms
then: `check` tells of them, and the fit is to be made anew."""
