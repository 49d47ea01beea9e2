"""Rules that need no search: what one would do without it, and what a plan has to beat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from holdfast.questions.search.atoms import cheapest, closures
from holdfast.questions.search.problem import NOTHING, Package, Problem
from holdfast.questions.search.trail import Trail


def fill(problem: Problem, offers: Iterable[int], given: Package = NOTHING) -> Package:
    """Add offers in their order, each with what its conditions bring along, while they fit."""
    package = given
    for offer in offers:
        if offer in package:
            continue
        for closed in closures(problem, offer, package):
            if problem.feasible(closed):
                package = closed
                break
    return package


def cheapest_first(problem: Problem) -> Package:
    """The cheapest offers first, equal ones by name."""
    return fill(problem, sorted(problem.usable, key=lambda i: (problem.cost[i], i)))


def all_of(problem: Problem, offers: Iterable[int]) -> Package:
    """As many of one kind of help as fit, the cheapest first."""
    mine = set(offers) & set(problem.usable)
    return fill(problem, sorted(mine, key=lambda i: (problem.cost[i], i)))


def pro_rata(problem: Problem, tags: Mapping[str, Iterable[int]]) -> Package:
    """Each kind of help in the same share of what is offered of it, as far as offers can be cut.

    The kind of which the least share has been taken gives its next cheapest offer that fits.
    """
    waiting = {
        tag: sorted(set(offers) & set(problem.usable), key=lambda i: (problem.cost[i], i))
        for tag, offers in sorted(tags.items())
    }
    offered = {tag: sum(problem.cost[i] for i in offers) for tag, offers in waiting.items()}
    package = NOTHING
    while True:
        best: tuple[float, str] | None = None
        for tag, offers in waiting.items():
            waiting[tag] = [i for i in offers if i not in package]
            taken = offered[tag] - sum(problem.cost[i] for i in waiting[tag])
            share = taken / offered[tag] if offered[tag] > 0 else 0.0
            if waiting[tag] and (best is None or (share, tag) < best):
                best = (share, tag)
        if best is None:
            return package
        following = waiting[best[1]].pop(0)
        more = fill(problem, [following], package)
        if more == package:
            offered[best[1]] -= problem.cost[following]
        package = more


def greedy_per_cost(problem: Problem, trail: Trail) -> Package:
    """Offers by what each saves alone (with what it brings along) for what it costs."""
    atoms = {i: atom for i in problem.usable if (atom := cheapest(problem, i)) is not None}
    worth = dict(zip(atoms, trail.worth(list(atoms.values())), strict=True))

    def ratio(offer: int) -> float:
        cost = sum(problem.cost[i] for i in sorted(atoms[offer]))
        return worth[offer] / cost if cost > 0 else float("inf") * (worth[offer] > 0 or -1)

    wanted = [i for i in atoms if worth[i] > 0]
    return fill(problem, sorted(wanted, key=lambda i: (-ratio(i), i)))


def naive_rules(
    problem: Problem, trail: Trail, tags: Mapping[str, Iterable[int]]
) -> dict[str, Package]:
    """The package of every rule: pro rata, all of each tag, cheapest first, greedy per cost."""
    held = {tag: frozenset(offers) for tag, offers in sorted(tags.items())}
    rules = {"pro rata": pro_rata(problem, held or {"all": problem.usable})}
    rules |= {f"all {tag}": all_of(problem, offers) for tag, offers in held.items()}
    rules["cheapest first"] = cheapest_first(problem)
    rules["greedy per cost"] = greedy_per_cost(problem, trail)
    return rules
