"""Parameters of the threat, defence and damage blocks built by hand, without tables."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.model import damage, defence, threat
from holdfast.model.types import Arrived, Cover, Fight, Raid

ALL = np.ones((1, 1, 1))
"""All that is launched is engaged."""


def pairs(classes, regions):
    return tuple(f"{name} {region}" for name in classes for region in regions)


def threat_params(classes=("a", "b"), regions=("N", "S"), futures=1, **changes):
    """Two classes that always join a wave of 10 (no spread), one regime of supply and of aims."""
    count = len(classes)
    one = np.ones((1, count))
    made = threat.Params(
        classes=classes,
        targets=("grid", "plants"),
        pairs=pairs(classes, regions),
        lead=0,
        record_until=-1,
        recorded=np.zeros((0, count)),
        claimed=np.zeros((0, count)),
        threshold=np.array([15.0]),
        age=np.full(1, 5.0),
        stock=100.0 * one,
        supply_from=np.array([0]),
        supply=np.ones((1, 1, count)),
        order_class=np.zeros(0, np.int64),
        order_from=np.zeros((1, 0)),
        order_until=np.zeros((1, 0)),
        order_rate=np.zeros((1, 0)),
        sanction_class=np.zeros(0, np.int64),
        sanction_from=np.zeros((1, 0)),
        sanction_lost=np.zeros((1, 0)),
        pace=0.0 * one,
        reference=np.ones(count),
        era_from=np.array([-1000]),
        hazard=threat.wave_hazard(np.array([12.0]), np.array([3.0]), np.array([0.12]))[:, None],
        wave_probability=one[:, None],
        wave_size=10.0 * one[:, None],
        wave_spread=np.zeros(count),
        together=np.zeros(1),
        between_probability=0.0 * one[:, None],
        between_size=3.0 * one[:, None],
        salvo_multiplier=0.0 * one,
        region_from=np.array([0]),
        region_share=np.full((1, 1, count, len(regions)), 1.0 / len(regions)),
        energy_share=one,
        harmful=one,
        target_from=np.array([0]),
        target_share=np.array([[[0.5, 0.3]]]),
    )
    return dataclasses.replace(made, **changes)


def defence_params(
    classes=("a", "b"),
    regions=("N", "S"),
    units=(4.0, 2.0),
    kill_share=0.6,
    worth=((0.1, 0.05), (0.2, 0.1)),
    items=(0, -1),
    spared=((0.0, 0.0), (0.0, 0.0)),
    **changes,
):
    """Two systems against two classes, an effect for each; item 0 is fired by the first system.

    worth and spared are by system and class; deployment is even over the regions.
    """
    systems, count = len(units), len(classes)
    system = np.repeat(np.arange(systems), count)
    against = np.tile(np.arange(count), systems)
    item = np.array(items)[system]
    level = np.array(spared, float).ravel()
    even = np.full(len(regions), 1.0 / len(regions))
    at_start = (np.array(units)[:, None] * np.array(worth)).sum(axis=0)[None, :]
    gain = defence.anchor(
        at_start,
        np.full((1, count), kill_share),
        np.full((count, len(regions)), 1.0 / len(regions)),
        even,
        ALL,
    )
    channels = np.full((1, systems), 8.0)
    made = defence.Params(
        classes=classes,
        pairs=pairs(classes, regions),
        rival=np.zeros(1),
        system=system,
        against=against,
        item=item,
        spared_below=level,
        program=np.zeros(len(system), bool),
        hold=np.zeros((1, 1, len(system))),
        plan=np.zeros(1, np.int64),
        served=level,
        order=np.lexsort((level, item)),
        launched=np.lexsort((level, system)),
        rounds=np.full(len(system), 1.5),
        worth=np.array(worth, float).reshape(1, -1) * gain[:, against],
        full=np.full((1, max(items) + 1 or 1), 100.0),
        deployment=even,
        channels=channels,
        channel_use=np.ones(count),
        capacity=defence.capacity_per_channel(np.array([200.0]), np.array(units) * channels, even),
        overdispersion=np.zeros(count),
        overclaim=np.zeros((1, count)),
        ready_rounds=np.full(systems, np.inf),
        reloaded=np.ones(systems),
        jam_from=np.zeros(0, np.int64),
        jammed=np.zeros((1, 0, count * len(regions))),
    )
    return dataclasses.replace(made, **changes)


def damage_params(
    cells=(("sub", 0, "N", 4, "distribution"), ("plant", 1, "N", 2, "generator")),
    regions=("N", "S"),
    **changes,
):
    """Kind k is aimed at as group k; a cell is (name, kind, region, count, what it serves)."""
    names, kind, region, serves = [], [], [], []
    for cell, of, place, count, what in cells:
        for i in range(1, count + 1):
            names.append(f"{cell}/{i}")
            kind.append(of)
            region.append(regions.index(place))
            serves.append(what)
    kind, region = np.array(kind), np.array(region)
    size = damage.group_size(kind * len(regions) + region)
    made = damage.Params(
        names=tuple(names),
        serves=tuple(serves),
        elements=tuple("" for _ in names),
        kinds=("substation", "unit"),
        kind_names=("Substation", "Unit"),
        regions=regions,
        targets=("grid", "plants"),
        kind=kind,
        region=region,
        target=np.array([0, 1]),
        count=np.bincount(kind, minlength=2),
        power_station=np.array([False, True]),
        thermal=np.array([False, True]),
        main_grid=np.array([True, False]),
        distribution=np.array([what == "distribution" for what in serves]),
        needs_part=np.array([True, False]),
        loss_per_hit=np.array([[0.5, 1.0]])[:, kind] / size,
        heavy=np.array([[0.5, 0.5]]),
        destroyed=np.array([[0.25, 0.25]]),
        days=np.array([[[0.0, 3.0, 14.0, 21.0], [0.0, 5.0, 30.0, 60.0]]]),
        left=damage.left_of(np.array([0.5, 0.5]), np.array([0.0, 0.0])),
        days_noise=np.zeros(1),
        pocket_per_hit=np.array([0.02]),
        bare_per_hit=np.array([[0.5, 1.0]])[:, kind] / size,
    )
    return dataclasses.replace(made, **changes)


def raid(toward, claimed=None, aimed=None, harmful=1.0):
    """A raid of these numbers toward (F, C, R); harmful: the share that is no decoy."""
    toward = np.asarray(toward, float)
    futures, count, _ = toward.shape
    launched = toward.sum(axis=2)
    return Raid(
        wave=np.ones(futures),
        days_since_wave=np.zeros(futures),
        stock=np.zeros((futures, count)),
        launched=launched,
        toward=toward,
        claimed=np.full((futures, count), np.nan)
        if claimed is None
        else np.asarray(claimed, float),
        aimed=np.tile([0.5, 0.3], (1, count, 1)) if aimed is None else np.asarray(aimed, float),
        harmful=np.full((1, count), harmful),
    )


def fight(leaks, kills=None):
    """A fight that let these through (F, C, R) and brought those down, if any."""
    leaks = np.asarray(leaks, float)
    return Fight(
        leaks=leaks,
        kills=np.zeros_like(leaks) if kills is None else np.asarray(kills, float),
        destroyed=np.zeros(leaks.shape[:2]),
        jammed=np.zeros(leaks.shape[:2]),
        fired=np.zeros((len(leaks), 1)),
        waiting=np.zeros((len(leaks), 1)),
    )


def cover(ready, futures=1):
    """The same units ready in every future."""
    return Cover(ready=np.tile(np.asarray(ready, float), (futures, 1)))


def arrived(assets, protection=0.0):
    """Nothing has arrived but protection."""
    none = np.zeros((1, 1))
    return Arrived(
        systems=none,
        pieces=none,
        crews=none,
        generator_sets=none,
        import_mw=np.zeros(1),
        gas_mcm=np.zeros(1),
        saving_mw=np.zeros(1),
        protection=np.full((1, assets), float(protection)),
    )
