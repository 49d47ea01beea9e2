"""A made-up answer about stocks; see `answered`."""

from __future__ import annotations

import dataclasses

import numpy as np

import synthetic
from holdfast.questions.stocks import Stocks, stocks
from holdfast.scenario import Scenario


def stocks_of(scenario: Scenario) -> Stocks:
    """The stocks of a made-up run in which interceptors are used up, and diesel in few futures."""
    made = synthetic.outcome(scenario, futures=24)
    held = made.data["held"].copy()
    items = held["item"].values.tolist()
    days = np.arange(held.sizes["day"])
    last = 20 + 3 * np.arange(held.sizes["future"])
    empty = made.data["empty"] * 0
    held[:, :, items.index("interceptor")] = np.maximum(60 - 60 * days / last[:, None], 0).round()
    held[0, 40:, items.index("diesel")] = 0
    empty.loc[{"item": "interceptor"}] = (held.sel(item="interceptor") < 1).astype("float32")
    empty[0, 40:, items.index("diesel")] = 1
    data = made.data.assign(held=held, empty=empty)
    return stocks(dataclasses.replace(made, data=data))
