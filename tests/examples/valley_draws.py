"""What the day of the valley that is worked out by hand rests on: names and uniform numbers."""

from __future__ import annotations

from statistics import NormalDist

FUTURE = 1307
REGIONS = ("UPP", "MID", "LOW")
BLOCKS = ("night", "morning", "day", "evening")
ASSETS = (
    *(f"{region}-substations/{i}" for region in REGIONS for i in (1, 2, 3)),
    "LOW-plant/1",
    "LOW-plant/2",
)
PAIRS = ("missile UPP", "missile MID", "missile LOW")
UNITS = ("LOW-thermal/1", "LOW-thermal/2")

DRAWS: dict[tuple[str, str], tuple[tuple[str, ...], tuple[float, ...]]] = {
    ("weather on the eve", "campaign"): (("nation",), (0.036829908868394434,)),
    ("weather deviation", "day"): (("nation",), (0.09404186527604697,)),
    ("threat region share", "pair"): (
        PAIRS, (0.7860548301593392, 0.3218908940711186, 0.22251230332718153),
    ),
    ("threat region", "day"): (PAIRS[:2], (0.34397815490702055, 0.6940326802656197)),
    ("defence rival", "pair"): (("nation",), (0.4772583845937727,)),
    ("defence raid", "day"): (("missile",), (0.7277304588957895,)),
    ("defence kill", "day"): (
        PAIRS, (0.8492900347901055, 0.24202074059408163, 0.686430443912572),
    ),
    ("damage hit", "day"): (
        ASSETS,
        (
            0.8857053261254914, 0.06717829294321975, 0.7385991738848309,
            0.2768467124947117, 0.12319848309685055, 0.87445496885889,
            0.5526216616554117, 0.3819595476083476, 0.012443511482625458,
            0.01767266162381198, 0.825807743809622,
        ),
    ),
    ("damage severity", "day"): (
        (ASSETS[1], ASSETS[8], ASSETS[9]),
        (0.43469658580083326, 0.08902374525741819, 0.14169656541960973),
    ),
    ("time of the raid", "day"): (("nation",), (0.7478599651321262,)),
    ("trip is common", "day"): (UNITS, (0.03853717813212321, 0.5809277391424702)),
    ("trip of all", "day"): (("grid",), (0.08998090490571486,)),
    ("trip", "day"): (UNITS, (0.4288677971707898, 0.14724334019410568)),
    ("turn in the restart", "day"): (UNITS, (0.33823414119520423, 0.6385481942983954)),
    ("collapse", "day"): (("grid",), (0.2604824678776806,)),
}  # fmt: skip
"""Every uniform number that this day rests on, by purpose and by what it holds for."""


def drawn(purpose: str) -> tuple[float, ...]:
    return next(values for (name, _), (_, values) in DRAWS.items() if name == purpose)


def normal(uniform: float) -> float:
    return NormalDist().inv_cdf(uniform)
