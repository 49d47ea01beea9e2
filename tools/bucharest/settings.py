"""scenario.toml of the example."""

from __future__ import annotations

from bucharest.tables import FREEZE, START

TEXT = f'''# Built by tools/build_bucharest.py from data/: change the builder, not this file.
name = "bucharest-2022"
title = "Bucharest 2022: six regions, two winters"
description = """
Foreign ministers meet in Bucharest on 29 November 2022 and are asked for air defence, for help to
repair power and gas networks, for ammunition and spare parts. Six macro-regions, public national
totals only, from 1 October 2022 to 31 March 2024, known as of the day of the meeting. Costs in
euro; dollars at 1.04. Most regional figures are estimates with ranges: docs/bucharest.md says
which, and what does not fit together.
"""
start = {START}
days = 548
freeze = {FREEZE}
report_from = {FREEZE}
seed = 20221129
currency = "EUR"

[weights.cold]
value = 1.0
source = "judgement: an hour under 16 degrees C indoors counts as one without power (WHO-2018)"
'''
