"""Rules of a coalition: worked by hand, against brute force, and blind to who is a member."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.aid.choices import among
from holdfast.aid.rules import (
    CAVEAT,
    CONDITION,
    REFUSAL,
    VETO,
    Gift,
    Stance,
    Tie,
    against,
    differing,
    kept,
    met,
    rule_of,
    standing,
    unmet,
)

GUN = Gift("g1", "AA", "gun", kind="military", adds="system")
SETS = Gift("s1", "BB", "sets", kind="humanitarian", adds="generator_set", region="north")
NO = Stance(2, "AA", "guns", 0, "refuses", "hard", item="gun")


def rules(gift: Gift, *said: Stance) -> list[str]:
    return [rule_of(one) for one in against(gift, standing(said)) if one.binds]


def test_a_hard_refusal_bars_the_item_of_its_partner_alone():
    assert rules(GUN, NO) == [REFUSAL]
    assert rules(replace(GUN, partner="BB"), NO) == []
    assert rules(replace(GUN, item="other"), NO) == []


def test_a_soft_stance_is_shown_and_does_not_bind():
    soft = replace(NO, hardness="soft")
    assert rules(GUN, soft) == []
    assert against(GUN, standing([soft])) == (soft,)


@pytest.mark.parametrize(
    ("later", "left"),
    [
        (Stance(3, "AA", "guns", 5, "offers", "lifted"), []),
        (Stance(3, "AA", "guns", 5, "undecided"), []),
        (Stance(3, "AA", "guns", 5, "refuses", "lifted", item="gun"), []),
        (Stance(3, "AA", "guns", 5, "refuses", "hard"), [REFUSAL]),
        (Stance(3, "AA", "other", 5, "offers", "lifted"), [REFUSAL]),
        (Stance(3, "BB", "guns", 5, "offers", "lifted"), [REFUSAL]),
    ],
)
def test_the_last_word_of_a_partner_on_a_topic_holds(later, left):
    """A later row without an item is about what the topic was about."""
    assert rules(GUN, NO, later) == rules(GUN, later, NO) == left


def test_a_later_word_on_another_item_place_or_use_leaves_what_was_barred():
    for other in (
        Stance(3, "AA", "guns", 5, "refuses", "hard", item="radar"),
        Stance(3, "AA", "guns", 5, "offers", "soft", item="radar"),
        Stance(3, "AA", "guns", 5, "offers", "lifted", item="gun", region="north"),
        Stance(3, "AA", "guns", 5, "undecided", "soft", use="military"),
    ):
        assert rules(GUN, NO, other) == rules(GUN, other, NO) == [REFUSAL], other
    both = (NO, replace(NO, row=3, day=5, item="radar"))
    assert rules(replace(GUN, item="radar"), *both) == [REFUSAL]
    lifted = Stance(4, "AA", "guns", 9, "offers", "lifted", item="radar")
    assert rules(GUN, *both, lifted) == [REFUSAL]
    assert rules(replace(GUN, item="radar"), *both, lifted) == []


def test_a_later_word_on_nothing_named_is_about_all_of_the_topic():
    both = (NO, replace(NO, row=3, day=5, item="radar"))
    lifted = Stance(4, "AA", "guns", 9, "offers", "lifted")
    for item in ("gun", "radar"):
        assert rules(replace(GUN, item=item), *both, lifted) == []
    assert [one.item for one in standing([*both, lifted])] == ["gun", "radar"]
    unnamed = Stance(1, "AA", "guns", 0, "conditional", "soft")
    assert [one.row for one in standing([unnamed])] == [1]
    assert [one.row for one in standing([unnamed, replace(NO, day=3)])] == [2]


def test_a_place_and_a_use_are_barred():
    place = Stance(2, "BB", "the north", 0, "refuses", "hard", region="north")
    assert rules(SETS, place) == [CAVEAT]
    assert rules(replace(SETS, region="south"), place) == []
    # what goes everywhere goes there too
    assert rules(replace(SETS, region=""), place) == [CAVEAT]
    use = Stance(2, "AA", "weapons", 0, "refuses", "hard", use="military")
    assert rules(GUN, use) == [CAVEAT]
    assert rules(replace(GUN, kind="humanitarian"), use) == []
    assert rules(GUN, replace(use, use="system")) == [CAVEAT]
    both = replace(place, item="sets", use="humanitarian")
    assert rules(SETS, both) == [CAVEAT]
    assert rules(replace(SETS, item="lamps"), both) == []


def test_a_stance_on_nothing_of_the_catalogue_bars_nothing():
    assert rules(GUN, replace(NO, item="")) == []


def test_a_veto_binds_everybody_and_only_if_it_is_hard():
    veto = replace(NO, partner="CC", veto=True)
    assert rules(GUN, veto) == rules(replace(GUN, partner="BB"), veto) == [VETO]
    assert rules(GUN, replace(veto, hardness="soft")) == []
    assert rules(GUN, veto, replace(veto, row=3, day=9, hardness="lifted")) == []


def test_where_sources_differ_both_stand_and_the_harder_binds():
    other = Stance(3, "AA", "guns", 0, "offers", "soft", item="gun", source="b")
    held = standing([other, NO])
    assert set(held) == {other, NO}
    assert held == standing([NO, other])
    assert [one.row for one in against(GUN, held)] == [NO.row]
    assert differing(held, NO) == (other,)
    assert differing(held, replace(other, row=9)) == (NO,)


def test_a_hard_condition_without_a_tie_binds():
    asks = replace(NO, stance="conditional")
    assert rules(GUN, asks) == [CONDITION]


# --- ties ---


def gift(name: str) -> Gift:
    return Gift(name, f"partner-{name}", f"item-{name}")


def tie(gift: str, *needs: str, least: int | None = None) -> Tie:
    return Tie(2, f"tie-{gift}", gift, needs, len(needs) if least is None else least)


A, B, C, D = map(gift, "abcd")


def names(gifts) -> str:
    return "".join(one.name for one in gifts)


def test_all_any_and_at_least():
    everything = [A, B, C, D]
    assert names(kept(everything, [tie("a", "b", "x")])) == "bcd"
    assert names(kept(everything, [tie("a", "b", "x", least=1)])) == "abcd"
    assert names(kept(everything, [tie("a", "b", "c", "x", least=2)])) == "abcd"
    assert names(kept(everything, [tie("a", "b", "x", "y", least=2)])) == "bcd"


def test_a_cycle_is_kept_whole_or_broken_whole():
    ring = [tie("a", "b"), tie("b", "c"), tie("c", "a")]
    assert names(kept([A, B, C, D], ring)) == "abcd"
    assert names(kept([A, B, D], ring)) == "d"
    assert names(kept([A, B, C, D], [*ring, tie("c", "x")])) == "d"


def test_a_chain_falls_from_its_end():
    chain_ = [tie("a", "b"), tie("b", "c"), tie("c", "x")]
    assert names(kept([A, B, C, D], chain_)) == "d"
    assert [lost for _, lost in unmet([A, B, C, D], chain_)] == [(A,), (B,), (C,)]


def test_a_tie_may_speak_of_an_item_a_partner_or_a_group():
    offered = replace(B, groups=frozenset({"offer", "package"}))
    for need in ("b", "item-b", "partner-b:item-b", "offer", "package"):
        assert met(tie("a", need), [A, offered])
    assert not met(tie("a", "partner-c:item-b"), [A, offered])


def test_a_gift_is_not_its_own_condition():
    """It asks for a gun of another; one of its own is none."""
    two = replace(A, name="a2")
    wish = Tie(2, "t", "partner-a:item-a", ("item-a",), 1)
    assert kept([A, two], [wish]) == ()
    assert names(kept([A, replace(B, item="item-a")], [wish])) == "ab"


def test_what_has_arrived_is_given_whatever_it_was_tied_to():
    past = replace(A, past=True)
    assert names(kept([past, B], [tie("a", "x"), tie("b", "a")])) == "ab"
    assert unmet([past, B], [tie("a", "x")]) == ()


NAMES = "abcde"
LINKS = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), min_size=1, max_size=3),
        st.integers(1, 3),
    ).filter(lambda drawn: drawn[0] not in drawn[1]),
    max_size=6,
)  # fmt: skip


def holds(chosen, ties) -> bool:
    there = [gift(name) for name in chosen]
    return all(met(one, there) for one in ties if one.gift in chosen)


@given(LINKS, st.sets(st.sampled_from(NAMES)))
def test_a_planner_may_choose_what_is_kept_beside_the_plan(links, planned):
    """Brute force: whatever is chosen is given if all keep to their conditions, the plan too."""
    ties = [tie(name, *needs, least=min(least, len(needs))) for name, needs, least in links]
    plan = [gift(name) for name in NAMES if name in planned]
    offered = [gift(name) for name in NAMES if name not in planned]
    made = among(offered, plan, [], ties, [])
    for size in range(len(offered) + 1):
        for some in combinations(range(len(offered)), size):
            chosen = [offered[at] for at in some]
            given_ = set(kept([*plan, *chosen], ties))
            assert made.allowed(some) == (set(chosen) <= given_), (some, plan)
            assert {offered[at] for at in made.closed(some)} == set(chosen) & given_


@given(LINKS, st.permutations(NAMES))
def test_kept_is_the_largest_set_in_which_all_conditions_are_met(links, order):
    """Brute force: the union of all sets that satisfy themselves, which satisfies itself too."""
    ties = [tie(name, *needs, least=min(least, len(needs))) for name, needs, least in links]
    sets = chain.from_iterable(combinations(NAMES, size) for size in range(len(NAMES) + 1))
    union = set().union(*(chosen for chosen in sets if holds(chosen, ties)))
    found = kept([gift(name) for name in order], ties[::-1])
    assert {one.name for one in found} == union
    assert holds(union, ties)


def test_what_is_said_again_without_an_item_bars_all_that_was_barred_in_any_order():
    rounds = replace(NO, row=3, item="round")
    again = Stance(4, "AA", "guns", 9, "refuses", "hard")
    for said in ((NO, rounds, again), (rounds, NO, again), (again, rounds, NO)):
        assert rules(GUN, *said) == [REFUSAL]
        assert rules(replace(GUN, item="round"), *said) == [REFUSAL]
        assert rules(replace(GUN, item="radar"), *said) == []


def test_the_hardest_of_one_day_binds_on_what_another_source_names():
    firm = Stance(5, "AA", "guns", 4, "refuses", "hard", source="x")
    soft = Stance(6, "AA", "guns", 4, "refuses", "soft", item="gun", source="y")
    for said in ((firm, soft), (soft, firm)):
        assert rules(GUN, *said) == [REFUSAL]
