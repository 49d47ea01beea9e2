"""The page of stocks with what is ready of air defence."""

from __future__ import annotations

import re

from holdfast.questions.readiness import least_ready, readiness
from holdfast.questions.run import run
from holdfast.questions.stocks import stocks
from holdfast.scenario import read_scenario
from holdfast.show.report import render
from show.answered import stocks_of
from show.test_answers import figures, headline


def test_the_page_of_stocks_has_the_week_in_which_least_of_each_type_is_ready(root):
    made = stocks(run(read_scenario(root / "examples" / "spares"), 4, workers=1))
    page = render(made)
    assert figures(page)[-1] == "readiness"
    figure = re.search(r"<figure id=\"readiness\".*?</figure>", page, flags=re.S)[0]
    table = re.search(r"<tbody>.*?</tbody>", figure, flags=re.S)[0]
    rows = least_ready(readiness(made.outcome))
    assert table.count("<tr") == len(rows) > 0
    assert "four futures in five" in figure
    assert "readiness" not in figures(render(made, public=True))


def test_the_headline_says_which_stock_is_out_first_and_by_when(root):
    made = stocks_of(read_scenario(root / "examples" / "valley"))
    assert headline(render(made)) == (
        "Interceptor runs out first: by 27 Dec 2030 in a tenth of the futures, in 24 of 24 "
        "simulated futures by 30 Apr 2031."
    )
    assert headline(render(made, public=True)) == (
        "No stock is out in a tenth of the futures by 28 Apr 2031; likeliest is Diesel, in 1 of "
        "24 simulated futures."
    )
