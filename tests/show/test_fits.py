"""Nothing is cut: words break, and stand whole in every drawing at every width."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import synthetic
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.stocks import stocks
from holdfast.questions.whatif import between
from holdfast.scenario import read_scenario
from holdfast.show import theme
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.measure import broken, text_width
from holdfast.show.report import render
from holdfast.show.sections import plan, shelves
from holdfast.show.sides import Story
from show import world

EN = Catalogue.of("en")
WORDS = st.text(st.characters(categories=("Ll", "Lu")), min_size=1, max_size=40)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12), st.floats(30, 300))
def test_broken_texts_fit_and_keep_every_letter(words, room):
    text = " ".join(words)
    lines = broken(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line) <= room or len(line) == 1 for line in lines)


@pytest.fixture(scope="module", params=["en", "fr"])
def page(request, root) -> str:
    scenario = read_scenario(root / "examples" / "bucharest-2022")
    a = synthetic.outcome(scenario, 24)
    b = synthetic.outcome(with_deliveries(scenario, ["winter-shield"], "b"), 24)
    return render(between(a, b), language=request.param, hindcast=world.hindcast())


def drawn(page: str, identity: str) -> str:
    """All texts of a drawing, one after the other."""
    start = page.index('<svg class="c"', page.index(f'<figure id="{identity}"'))
    figure = page[start : page.index("</figure>", start)]
    return unescape(" ".join(re.findall(r"<text[^>]*>(.*?)</text>", figure, flags=re.S)))


@pytest.mark.parametrize("identity", ["winter", "fan", "difference", "tiles", "regions", "stocks",
                                      "timeline", "hindcast"])  # fmt: skip
def test_no_drawing_cuts_a_word(page, identity):
    assert "…" not in drawn(page, identity)


def test_the_longest_names_stand_whole(page):
    """Every word of the longest partner and item, once in each of the three drawings."""
    said = drawn(page, "timeline").lower()
    french = '<html lang="fr">' in page
    words = ("reconstruction", "développement") if french else ("reconstruction", "development")
    for word in words:
        assert said.count(word) >= 3
    assert said.count("2024") >= 3


def test_texts_stay_within_their_drawing(page):
    """Left and right end of every text, as measured, lie on the canvas."""
    for head, body in re.findall(r'(<svg class="c"[^>]*>)(.*?)</svg>', page, flags=re.S):
        width = float(re.search(r'width="(\d+)"', head)[1])
        for style, inner in re.findall(r"<text ([^>]*)>(.*?)</text>", body, flags=re.S):
            size = float(re.search(r"font(?:-size)?: *(?:\d{3} )?([\d.]+)px", style)[1])
            weight = 600 if re.search(r"(?:font: |font-weight: )600", style) else 400
            place = re.search(r'x="([-\d.]+)"', style) or re.search(r"translate\(([-\d.]+)", style)
            x, taken = float(place[1]), text_width(unescape(inner), size, weight)
            anchor = re.search(r"text-anchor: (\w+)", style)
            left = x - {"middle": taken / 2, "end": taken}.get(anchor[1] if anchor else "", 0)
            assert left >= -3, inner
            assert left + taken <= width + 8, inner


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([1.97, 1.85, 1.86, 1.78, 1.79, 1.66], 2),
        ([0.2, 0.6, 3.0, 9.0], 1),
        ([5.0, 5.0], 1),
        ([17.2, 17.3, 17.9], 1),
    ],
)
def test_tiles_that_lie_close_print_one_decimal_more(values, decimals):
    assert theme.decimals(values) == decimals
    printed = np.round(values, theme.decimals(values))
    assert len(set(printed)) == len(set(values))


def test_a_colour_of_a_tile_means_the_same_hours_as_everywhere(page):
    start = page.index('<figure id="tiles"')
    figure = page[start : page.index("</figure>", start)]
    assert "½" in figure
    assert all(f">{cut}<" in figure for cut in ("1", "2", "4", "8", "12"))


def test_days_of_running_out_are_those_of_the_question(root):
    scenario = read_scenario(root / "examples" / "valley")
    draw = np.random.default_rng(4)
    run = synthetic.outcome(scenario, 40)
    shape = run.data["empty"].shape
    first = draw.integers(5, 260, (shape[0], 1, shape[2]))
    empty = (np.arange(shape[1])[None, :, None] >= first).astype(np.float32)
    run = synthetic.outcome(scenario, 40, empty=empty, held=5.0 * (1 - empty))
    asked = stocks(run).runs_out.set_index("name")
    story = Story.of(run, EN, False)
    made = shelves.stocks(story, EN)
    assert made.numbers.rows
    for name, _, tenth, half in made.numbers.rows:
        row = asked.loc[name]
        for said, day in ((tenth, row["passes_10_percent"]), (half, row["median_zero_day"])):
            assert said == ("–" if day is None else EN.numbers.day(day, year=True))


def test_why_a_stock_runs_out_sooner_is_said_only_if_the_numbers_show_it(root):
    scenario = read_scenario(root / "examples" / "valley")
    helped = with_deliveries(scenario, ["NN:battery:2@2030-12-20"], "b")
    half = (np.arange(40) < 20)[:, None, None]
    a = synthetic.outcome(scenario, 40, held=5.0, empty=0.0, fired=1.0)
    gone = {"empty": half.astype(np.float32)}
    more = synthetic.outcome(helped, 40, held=5.0, fired=1.5, **gone)
    alike = synthetic.outcome(helped, 40, held=5.0, fired=1.0, **gone)
    crews = with_deliveries(scenario, ["EN:crew:2@2030-12-20"], "b")
    no_launcher = synthetic.outcome(crews, 40, held=5.0, fired=1.5, **gone)
    said = [
        any("launchers share" in note for note in shelves.stocks(story, EN).notes)
        for story in (Story.of(between(a, b), EN, False) for b in (more, alike, no_launcher))
    ]
    assert said == [True, False, False]


def test_the_stock_that_runs_out_most_gives_the_title():
    story = Story.of(world.whatif(40), EN, False)
    shown = shelves.chosen(story)
    most = max(shown, key=lambda item: shelves._chance(story, item))
    names = dict(zip(*(story.scenario.table("items").text(n) for n in ("id", "name")), strict=True))
    assert shelves.stocks(story, EN).title.startswith(names[most])


def test_dates_stand_beside_a_bar_or_under_the_name_and_never_upon_it():
    from holdfast.show.figures import timeline

    room = timeline._Room.of(1080, 489)
    for sent in range(0, 480, 40):
        for used in range(sent, 489, 40):
            item = timeline.Delivery(
                "A", "B", "power", sent, sent, used, used + 30, "firm", "13 Oct to 12 Dec"
            )
            found = timeline._beside(item, room)
            taken = text_width(item.when)
            if found is not None:
                x, align = found
                ends = (x, x + taken) if align == "left" else (x - taken, x)
                bar = (room.x(sent), room.x(used + 30))
                assert ends[0] >= bar[1] or ends[1] <= bar[0]
    assert timeline._beside(item, timeline._Room.of(350, 489)) is None
    assert plan.MOST_MARKS == 4
