"""Plain twin of the day's gas balance: one state, store by store and use by use."""

from __future__ import annotations


def day_of_one_state(
    stock,
    working,
    max_withdrawal,
    empty_share,
    max_injection,
    production,
    import_cap,
    demand,
    priority,
    imports_first=0.0,
):
    """Arrays of one state (W,), (R, U); returns served, stock, withdrawn, imported, injected."""
    give = []
    for held, full, most, share in zip(stock, working, max_withdrawal, empty_share, strict=True):
        fill = min(held / full, 1.0) if full > 0 else 0.0
        give.append(min(most * share + most * (1 - share) * fill, held))
    served, need = serve(demand, priority, production + sum(give) + import_cap)
    withdrawn = min(max(need - production - imports_first * import_cap, 0.0), sum(give))
    imported = max(need - production - withdrawn, 0.0)
    over = max(production - need, 0.0)
    takes = [
        min(most, max(full - held, 0.0))
        for held, full, most in zip(stock, working, max_injection, strict=True)
    ]
    injected = min(over, sum(takes))
    after = [
        held
        - (withdrawn * out / sum(give) if sum(give) > 0 else 0.0)
        + (injected * into / sum(takes) if sum(takes) > 0 else 0.0)
        for held, out, into in zip(stock, give, takes, strict=True)
    ]
    return served, after, withdrawn, imported, injected


def share(part, whole):
    """A ratio, 0 of nothing."""
    return part / whole if whole > 0 else 0.0


def serve(demand, priority, available):
    """What each (R, U) gets of what is available, and its sum: ranks in turn, alike within one."""
    regions, uses = demand.shape
    served, left = [[0.0] * uses for _ in range(regions)], available
    for rank in sorted(set(priority)):
        mine = [(r, u) for r in range(regions) for u in range(uses) if priority[u] == rank]
        asked = sum(demand[r, u] for r, u in mine)
        for r, u in mine:
            served[r][u] = demand[r, u] * share(min(asked, left), asked)
        left -= min(asked, left)
    return served, available - left


live_day = day_of_one_state
"""The kernel lives many states, the twin one."""
