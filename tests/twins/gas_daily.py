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
    regions, uses = demand.shape
    give = []
    for held, full, most, share in zip(stock, working, max_withdrawal, empty_share, strict=True):
        fill = min(held / full, 1.0) if full > 0 else 0.0
        give.append(min(most * share + most * (1 - share) * fill, held))
    left = production + sum(give) + import_cap
    served = [[0.0] * uses for _ in range(regions)]
    need = 0.0
    for rank in sorted(set(priority)):
        mine = [(r, u) for r in range(regions) for u in range(uses) if priority[u] == rank]
        asked = sum(demand[r, u] for r, u in mine)
        for r, u in mine:
            served[r][u] = demand[r, u] * min(1.0, left / asked) if asked > 0 else 0.0
        need += min(asked, left)
        left -= min(asked, left)
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
