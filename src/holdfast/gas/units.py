"""Constants of gas and its units."""

BAR = 1e5
"""Pa."""
NORMAL_PRESSURE = 1.01325e5
"""Pa, DIN 1343."""
NORMAL_TEMPERATURE = 273.15
"""K, DIN 1343."""
AIR_DENSITY = 1.2929
"""kg/m3 at 273.15 K and 1.01325 bar."""
