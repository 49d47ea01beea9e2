"""The screen of a run under way, as a person meets it."""

from __future__ import annotations

import pytest

from page.conftest import LONG

pytestmark = pytest.mark.chromium


def test_a_run_is_watched_and_ended_early(person):
    page = person.open("/run?scenario=whole-valley")
    page.get_by_label("Futures", exact=True).fill("20000")
    page.get_by_label("Name of the run").fill("watched")
    page.get_by_text("Seed, day of knowledge, cluster").click()
    page.get_by_label("Seed").fill("5")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="watched, a run of whole-valley").click()
    page.get_by_role("heading", name="watched is running").wait_for()
    keep = page.get_by_role("button", name="Stop here and keep")
    keep.wait_for(timeout=LONG)
    page.get_by_role("img", name="Hours without power per person and day").wait_for(timeout=LONG)
    page.get_by_role("heading", name="Without power:").wait_for()
    assert page.get_by_role("rowheader").count() == 4
    keep.click()
    page.get_by_role("heading", name="watched is done").wait_for(timeout=LONG)
    page.get_by_role("main").get_by_role("link", name="Report").wait_for()
    found = person.server.ask("/api/runs/watched")
    assert found["seed"] == 5
    assert 0 < found["futures"] < 20000
    person.no_other_host_was_asked()


def test_axe_finds_nothing_on_a_run_that_waits_for_its_batches(person):
    made = person.server.ask(
        "/api/jobs", {"scenario": "whole-valley", "futures": 20000, "workers": 1}
    )
    page = person.open(f"/run/{made['id']}")
    page.get_by_role("row").first.wait_for(timeout=LONG)
    assert person.faults() == []
    person.server.ask(f"/api/jobs/{made['id']}/cancel", {})
    page.get_by_role("heading", name="was cancelled").wait_for()
    person.no_other_host_was_asked()


def test_a_number_that_no_run_has_is_told(person):
    person.open("/run/99999").get_by_text("there is no job 99999").wait_for()
    person.open("/run/none").get_by_text("there is no job 0").wait_for()


def test_a_run_that_has_ended_is_opened_again(person):
    made = person.server.ask("/api/jobs", {"scenario": "valley", "futures": 4, "name": "ended"})
    page = person.open(f"/run/{made['id']}")
    page.get_by_role("heading", name="ended is done").wait_for(timeout=LONG)
    page.reload()
    page.get_by_role("heading", name="ended is done").wait_for()
    page.get_by_role("main").get_by_role("link", name="Report").wait_for()
    person.no_other_host_was_asked()
