"""The brief: two pages of A4 whatever the scenario, tagged, small, the same every time."""

from __future__ import annotations

import csv
import io
import re
from importlib.resources import files

import numpy as np
import pytest
from pypdf import PdfReader

import synthetic
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.flips import Flips
from holdfast.questions.whatif import between
from holdfast.questions.worth import Worth
from holdfast.scenario import Scenario, new, read_scenario
from holdfast.show.brief import brief, deliveries, flipping, rows, valued
from holdfast.show.brief import page as brief_page
from holdfast.show.brief.fit import cut
from holdfast.show.brief.page import page
from holdfast.show.brief.write import compiled, render, scales
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.measure import text_width
from holdfast.show.headline import Headline, headline
from holdfast.show.sections.basis import basis
from holdfast.show.sides import Story
from show import world
from show.papers import A4, Paper

FUTURES = 80
LARGEST = 1_000_000
LONG = "Interministerialkoordinierungsstelleübersetzungsfehlerfrei " * 3
PACKAGE = "shield"


@pytest.fixture(scope="module")
def valley(root) -> Scenario:
    return read_scenario(root / "examples" / "valley")


def made_up(answer, public: bool = False, size: float = 3.0) -> list[Worth]:
    """A worth for each row: the first the most, the second not told apart, the last nothing."""
    run = valued(answer)
    draw, windows, found = np.random.default_rng(3), len(run.windows()), []
    names = deliveries(answer, public)
    for place, name in enumerate(names):
        within = np.full((windows, FUTURES), 50.0)
        noise = draw.normal(size=(windows, FUTURES))
        amount = noise if place == 1 else size / (1 + place) + 0.2 * noise
        found.append(Worth(name, within + amount * (place < len(names) - 1 or place == 0), within))
    return found


def compared(scenario: Scenario, *added: str):
    a = synthetic.outcome(scenario, FUTURES)
    b = synthetic.outcome(with_deliveries(scenario, added, "b"), FUTURES, hours_planned=1.0)
    return between(a, b)


def worded(scenario: Scenario, name: str) -> Scenario:
    """The scenario with every name of an actor, item and region as long as can be."""
    texts = dict(scenario.files)
    for file in ("actors.csv", "items.csv", "regions.csv"):
        table = list(csv.DictReader(io.StringIO(texts[file])))
        made = io.StringIO()
        writer = csv.DictWriter(made, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "name": f"{row['name']} {name}".strip()} for row in table)
        texts[file] = made.getvalue()
    title = re.sub(r'title = ".*"', f'title = "{name[:190]}"', texts["scenario.toml"])
    return Scenario.from_files({**texts, "scenario.toml": title})


@pytest.fixture(scope="module")
def answer(valley):
    return compared(valley, "shield", "repair")


@pytest.fixture(scope="module")
def paper(answer) -> Paper:
    return Paper(render(answer, worths=made_up(answer), hindcast=world.hindcast()))


def many(valley: Scenario):
    kinds = ("NN:battery", "EN:transformer", "NN:generator_set", "EN:crew")
    added = [f"{kinds[n % 4]}:{n}@2031-0{1 + n % 4}-0{1 + n % 9}" for n in range(1, 25)]
    return compared(worded(valley, LONG), *added)


def empty(valley: Scenario):
    texts = {name: text for name, text in valley.files.items() if name != "deliveries.csv"}
    return synthetic.outcome(Scenario.from_files(texts), FUTURES)


def fresh(valley: Scenario, folder):
    return synthetic.outcome(read_scenario(new(folder / "fresh")), FUTURES)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("case", ["two plans", "one", "many", "empty", "fresh", "other letters"])
def test_it_has_two_pages_of_a4(case, language, valley, answer, tmp_path):
    asked = {
        "two plans": lambda: answer,
        "one": lambda: synthetic.outcome(valley, FUTURES),
        "many": lambda: many(valley),
        "empty": lambda: empty(valley),
        "fresh": lambda: fresh(valley, tmp_path),
        "other letters": lambda: compared(worded(valley, "Łódź Київ Αθήνα"), "shield"),
    }[case]()
    made = Paper(render(asked, language, worths=made_up(asked)))
    assert len(made.sizes) == 2
    assert made.is_a4
    assert made.root["/Lang"] == language
    assert all(made.fonts().values()), made.fonts()
    assert all(figure.alt for figure in made.figures())
    assert str(valued(asked).seed) in made.texts[1]
    assert valued(asked).scenario.digest in made.texts[1]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("public", [False, True])
def test_nothing_is_cut_off_at_the_edge_of_a_page(language, public, valley):
    words = Catalogue.of(language)
    for asked in (many(valley), compared(valley, "shield")):
        story = Story.of(asked, words, public)
        data = page(story, made_up(asked, public), world.hindcast(), words)
        assert len(scales(data)) == 2
        assert min(scales(data)) > 0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_first_page_with_room_takes_blocks_of_the_second(language, valley, answer):
    """As many as fit: the foot of a page of few rows is not left blank, that of many has none."""
    words = Catalogue.of(language)
    titles = [words.say(key) for key in ("brief.open", "basis.floors", "basis.read")]
    few, many_ = (
        Paper(render(asked, language, worths=made_up(asked))) for asked in (answer, many(valley))
    )
    for made in (few, many_):
        assert [" ".join(made.texts).count(f"{title} ") for title in titles] == [1, 1, 1]
    assert [title in few.texts[0] for title in titles] == [True, False, False]
    assert not any(title in many_.texts[0] for title in titles)
    ends: list[float] = []
    few.reader.pages[0].extract_text(
        visitor_text=lambda text, at, *_: ends.append(at[5]) if text.strip() else None
    )
    foot, last = sorted(set(ends))[:2]
    assert last - foot < 0.15 * A4[1]


def test_ten_rows_at_most_and_what_is_left_is_counted(valley):
    asked = many(valley)
    assert len(deliveries(asked)) == rows.MOST_VALUED
    text = Paper(render(asked, worths=made_up(asked))).texts[0]
    assert text.count("Northern neighbour") + text.count("Eastern neighbour") == rows.MOST
    assert "10 more rows, of €" in text
    assert " million, save less, or rarely, or nothing, and are not shown." in text
    assert "4 cheaper rows were not tried: only the 20 costliest are." in text


def test_it_is_tagged_and_its_figures_speak(paper):
    assert paper.root["/MarkInfo"]["/Marked"]
    tags = paper.tags()
    assert tags.count("/H1") == 1
    assert {"/H2", "/H3", "/Table", "/TH", "/TD", "/TR", "/L", "/LI", "/P"} <= set(tags)
    alts = [figure.alt for figure in paper.figures()]
    assert len(alts) == 2
    assert alts[0].startswith("Hours without power, day by day")
    assert "As pledged: " in alts[0]
    assert paper.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in paper.root["/Metadata"].get_object().get_data().decode()


def test_it_says_what_the_report_says(paper):
    headline = "With the package “shield” and the package “repair”"
    assert headline in paper.texts[0]
    assert headline in str(paper.reader.metadata.title)
    assert (
        "Looking back: 2 of 7 medians in band, of figures that the model was not fitted to"
        in " ".join(paper.texts)
    )
    assert "What it leaves out" in paper.texts[1]


def test_a_row_says_who_what_when_how_much_and_how_sure(answer):
    story = Story.of(answer, Catalogue.of("en"), False)
    told = rows.table(story, rows.ranked(story, made_up(answer)), Catalogue.of("en"))
    first = told[0]
    assert (first["partner"], first["what"]) == ("Northern neighbour", "2 × Battery")
    assert first["order"] == ["at once", "only if in stock"]
    assert first["use"][0].replace("\u00a0", " ") == "19 Jan 2031"
    assert (first["cost"], first["kind"], first["caveat"]) == ("200", "military", "none")
    value, verdict = first["saved"][0]
    assert re.fullmatch(r"\+[23]\.\d+\u00a0±\u00a00\.0\d+", value)
    assert verdict == ""
    assert first["flips"] == "nothing drawn flips it"
    unsure = next(row for row in told if row["saved"][0][1] == "not told apart")
    assert unsure["flips"].startswith("in all ")
    assert told[-1]["saved"][0] == ["0", "no future differs"]


def test_order_is_service_less_lead_and_use(answer):
    """Battery: arrives 20 Dec, lead 60 days, use 30 days."""
    story = Story.of(answer, Catalogue.of("en"), False)
    each = next(each for each in rows.candidates(story) if each.row["item"] == "battery")
    assert each.used - each.sent == float(each.item["lead_days"]) + float(each.item["use_days"])


def test_a_rare_saving_shows_no_mean(answer):
    worths = made_up(answer)
    rare = worths[0].within.copy()
    rare[:, :2] += 500.0
    worths[0] = Worth(worths[0].delivery, rare, worths[0].within)
    story = Story.of(answer, Catalogue.of("en"), False)
    ranked = rows.ranked(story, worths)
    assert ranked[-2].worth is worths[0], "what is rare is not ranked, so only nothing is behind it"
    assert ranked[-1].whole.changed == 0
    told = rows.table(story, ranked, Catalogue.of("en"))
    assert ["rare", "2 of 80 futures; too few to judge"] in told[-2]["saved"]
    assert [row["flips"] for row in told[-2:]] == [
        "not judged: too rare",
        "nothing: no future differs",
    ]
    french = rows.table(story, ranked, Catalogue.of("fr"))
    assert ["rare", "2 avenirs sur 80\u202f; trop peu pour juger"] in french[-2]["saved"]


def test_one_run_alone_shows_what_is_still_to_come(valley):
    run = synthetic.outcome(valley, FUTURES)
    assert deliveries(run) == ["d1", "d2"]
    text = Paper(render(run, worths=made_up(run))).texts[0]
    assert "The 2 pledges still to come that save most" in text


def test_a_public_brief_dates_no_military_help(answer):
    worths = made_up(answer, public=True)
    text = Paper(render(answer, public=True, worths=worths)).texts[0]
    assert "Battery" not in text
    assert "Interceptor" not in text
    assert "Large transformer" in text
    assert "week of" in text
    assert "Military help and what military stocks hold are left out" in text


@pytest.mark.parametrize(
    ("language", "said", "title"),
    [
        ("en", "All 2 rows are military and left out of a public brief.", "What is added, and"),
        ("fr", "Les 2 lignes sont toutes militaires et restent hors d’une", "Ce qui est ajouté"),
    ],
)
def test_a_public_brief_of_military_help_alone_says_why_it_is_empty(language, said, title, valley):
    asked = compared(valley, "shield")
    text = " ".join(Paper(render(asked, language, public=True, worths=[])).texts[0].split())
    assert said in text
    assert title in text
    assert "Nothing" not in text
    assert "Rien" not in text
    assert not re.search(r"\b0 (deliver|livraison)", text)


def test_an_empty_table_says_which_kind_of_nothing_it_is(valley):
    words = Catalogue.of("en")
    settings = valley.files["scenario.toml"]
    later = settings.replace("report_from = 2030-12-01", "report_from = 2031-03-01")
    short = Scenario.from_files({**valley.files, "scenario.toml": later})
    for asked, said in (
        (compared(valley), "Nothing is added."),
        (
            compared(short, "EN:crew:1@2030-12-02"),
            "The delivery that is added falls outside the reported time.",
        ),
        (empty(valley), "Nothing that is pledged arrives after the day of knowledge."),
    ):
        data = page(Story.of(asked, words, False), [], None, words)
        assert data["empty"] == said
        assert "0" not in data["table_title"]


@pytest.mark.parametrize(
    ("language", "needed"),
    [
        ("en", "too few futures to say: 60 are needed"),
        ("fr", "trop peu d’avenirs pour le dire\u00a0: il"),
    ],
)
def test_too_few_futures_to_say_what_flips_says_how_many_it_takes(language, needed, answer):
    words = Catalogue.of(language)
    story = Story.of(answer, words, False)
    whole = rows.ranked(story, made_up(answer))[0].whole
    assert flipping.written(Flips((), few=True), whole, words).startswith(needed)


@pytest.mark.parametrize("ranged", [False, True])
def test_the_values_used_are_not_called_ranges_where_none_has_one(ranged, answer, root):
    words = Catalogue.of("en")
    drawn = read_scenario(root / "examples" / "bucharest-2022")
    asked = synthetic.outcome(drawn, FUTURES) if ranged else answer
    story = Story.of(asked, words, False)
    rested = basis(story, words)
    assert not any("(" in each.value for each in rested.main) or rested.ranged
    data = page(story, made_up(asked), None, words)
    title, head = data["assumptions_title"], data["assumptions_heads"][1]
    if ranged:
        assert (title, head) == ("Assumptions with the widest ranges", "Value and range")
    else:
        assert (title, head) == ("Values used (no ranges stated)", "Value")


@pytest.mark.parametrize("public", [False, True])
def test_the_raster_is_called_by_week_where_its_columns_are_weeks(public, answer):
    alt = Paper(render(answer, public=public, worths=made_up(answer, public))).figures()[0].alt
    assert alt.startswith(f"Hours without power, {'week by week' if public else 'day by day'}")


@pytest.mark.parametrize("repeats", [1, 2, 4])
def test_the_headline_fills_two_lines_at_the_most(repeats, answer, monkeypatch):
    """However long it is; the text of the heading is found in the PDF by its size."""
    sentence = " ".join(
        [*(["With a package of a long name"] * repeats), "time without power falls."]
    )
    monkeypatch.setattr(brief_page, "headline", lambda *_: Headline(sentence, "Lead.", "Caution."))
    words = Catalogue.of("en")
    data = brief_page.page(Story.of(answer, words, False), made_up(answer), None, words)
    lines: set[float] = set()
    reader = PdfReader(io.BytesIO(compiled(data)))

    def seen(text, current, _matrix, font, size):
        serif = "Serif" in str((font or {}).get("/BaseFont"))
        if text.strip() and serif and size == pytest.approx(data["headline_size"]):
            lines.add(round(current[5]))

    reader.pages[0].extract_text(visitor_text=seen)
    assert data["headline"] == sentence
    assert len(lines) in (1, 2)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_number_that_explains_an_error_stands_in_the_lead(language, answer):
    words = Catalogue.of(language)
    story = Story.of(answer, words, False)
    said = basis(story, words).read[0]
    example = re.match(r"[“«]\s?(.*?)\s?[”»]", said)[1]
    assert "±" in example
    assert example in headline(story, words).lead


def test_a_french_brief_names_partners_in_french(answer):
    text = Paper(render(answer, "fr", worths=made_up(answer))).texts[0]
    assert "Voisin du nord" in text
    assert "neighbour" not in text
    assert re.search(r"0,\d+ million de personnes", " ".join(text.split()))


def test_the_same_answer_gives_the_same_bytes(answer):
    made = render(answer, worths=made_up(answer))
    assert made == render(answer, worths=made_up(answer))
    assert len(made) < LARGEST
    assert b"/CreationDate" not in made


def test_it_is_written_whole_and_a_refused_language_leaves_what_was_there(answer, tmp_path):
    path = brief(answer, tmp_path / "out" / "brief.pdf", worths=made_up(answer))
    before = path.read_bytes()
    assert before.startswith(b"%PDF-")
    with pytest.raises(ValueError, match="no report in"):
        brief(answer, path, language="de", worths=made_up(answer))
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["brief.pdf"]


def test_the_template_asks_for_nothing_and_says_nothing_of_its_own():
    text = (files("holdfast.show.brief") / "brief.typ").read_text("utf-8")
    assert not re.search(r"#import|#include|@preview|https?://|read\(", text)
    assert "sys.inputs" in text


def test_texts_are_cut_to_their_lines_and_long_words_may_break():
    text = cut(LONG, 100, 2)
    assert text.endswith("…")
    assert text_width(text.replace("\u200b", ""), 8.0) <= 200
    assert max(map(len, re.split("[\u200b ]", text))) <= 17
    assert cut("short", 100, 2) == "short"
