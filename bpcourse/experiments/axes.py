"""Axes: what one direction of a panel measures, from where to where.

An axis that fits takes nice limits around what is drawn. While a picture moves, its limits grow at
once and shrink only when less than half of the axis is used, so that they do not dance.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

NICE = (1.0, 2.0, 5.0, 10.0)
FLAT = 1e-3  # numbers that differ by a smaller share would get ticks that all read the same


@dataclass(frozen=True)
class Axis:
    """One direction of a panel. With `fit`, low and high are the widest limits that it may take."""

    label: str
    low: float
    high: float
    log: bool = False
    ticks: str = "all"  # or "whole", where only whole numbers mean something; or "none"
    fit: bool = False

    def holds(self, values):
        """Which values are inside. On a logarithmic axis, to sink towards 0 is not to leave."""
        floor = 0.0 if self.log else self.low
        with np.errstate(invalid="ignore"):
            return np.isfinite(values) & (values >= floor) & (values <= self.high)

    def drawn(self, values):
        """The values as they are drawn: a logarithmic axis has no 0, so that sinks out below."""
        if not self.log or not isinstance(values, np.ndarray):
            return values
        return np.maximum(values, self.low * 1e-6)

    def fitted(self, values, before=None):
        """The axis with nice limits around `values`; `before` is the one that was shown last."""
        if not self.fit:
            return self
        values = np.concatenate([np.ravel(v) for v in values]) if values else np.zeros(0)
        if self.log:
            values = values[values > 0]  # what sinks to 0 needs no room
        values = np.clip(values[np.isfinite(values)], self.low, self.high)
        if not values.size:
            return replace(before or self, fit=True)
        low, high = self._nice(values.min(), values.max())
        if before is not None:
            widest = min(low, before.low), max(high, before.high)
            if self._length(low, high) >= self._length(*widest) / 2:
                low, high = widest
        return replace(self, low=low, high=high)

    def _length(self, low, high):
        return math.log10(high / low) if self.log else high - low

    def _nice(self, low, high):
        """Round limits, a little outside, but never wider than the axis itself."""
        if self.log:
            floor, ceiling = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
            limits = 10.0**floor, 10.0 ** max(ceiling, floor + 1)
            if limits[0] >= self.high:
                limits = self.high / 10, self.high
        else:
            size = max(abs(low), abs(high))
            is_flat = high - low <= FLAT * size
            step = nice_step(((size or 1.0) if is_flat else high - low) / 5)
            slack = FLAT if is_flat else 1e-9  # what is flat is not drawn on the edge
            limits = math.floor(low / step + slack) * step, math.ceil(high / step - slack) * step
            if limits[0] == limits[1]:
                limits = limits[0] - step, limits[1] + step
        return max(limits[0], self.low), min(limits[1], self.high)


def nice_step(least):
    """The smallest of ..., 1, 2, 5, 10, 20, 50, ... that is at least `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * part for part in NICE if power * part >= least * (1 - 1e-9))
