"""Scene message: a scene on its way to the page, as plain data and one buffer with its numbers.

One buffer and not many, because each is a message of its own to the notebook's server. What the
page has already is not sent again: while a slider moves, most arrays stay as they were.
"""

from dataclasses import fields

import numpy as np

DRAWN_X, DRAWN_Y = ("x", "X"), ("y", "Y", "y_low", "y_high")


class SceneMessages:
    """The scenes of one conversation, each as what has changed since the one before."""

    def __init__(self):
        self.there = {}  # what the page has: from the place of an array in the scene to the array

    def forget(self):
        """The page begins anew, and has nothing."""
        self.there = {}

    def of(self, scene):
        """The scene as plain data and the bytes of all new arrays in a row, as float64.

        In the data an array is {"from": 3, "to": 8}, a part of the buffer's numbers; or
        {"same": key}, where the page has it under that key; new ones have their "key" with them.
        """
        there, new, end = {}, [], 0

        def plain(value, *key):
            nonlocal end
            if isinstance(value, tuple):
                return [plain(one, *key, i) for i, one in enumerate(value)]
            if not isinstance(value, np.ndarray):
                return value
            name = "/".join(map(str, key))
            there[name] = value
            if _is_same(self.there.get(name), value):
                return {"same": name}
            new.append(np.ravel(value))
            end += value.size
            return {"from": end - value.size, "to": end, "key": name, "columns": value.shape[-1]}

        def plain_mark(mark, panel, *key):
            data = {"mark": type(mark).__name__}
            for field in fields(mark):
                value = _drawn(field.name, getattr(mark, field.name), panel)
                data[field.name] = plain(value, *key, field.name)
            return data

        def plain_panel(panel, p):
            axes = {"x": vars(panel.x), "y": vars(panel.y)}
            marks = [plain_mark(mark, panel, p, m) for m, mark in enumerate(panel.marks)]
            return {"title": panel.title, "equal": panel.equal, "marks": marks} | axes

        data = {
            "panels": [plain_panel(panel, p) for p, panel in enumerate(scene.panels)],
            "frames": scene.frames,
            "counts": scene.counts,
            "counted": None if scene.counted is None else plain(scene.counted, "counted"),
            "large": scene.large,
            "readings": [
                {"label": label, "values": plain(np.atleast_1d(values), "reading", label)}
                for label, values in scene.readings.items()
            ],
        }
        self.there = there
        return data, np.concatenate([*new, []], dtype=np.float64).tobytes()


def _drawn(name, value, panel):
    if name in DRAWN_X:
        return panel.x.drawn(value)
    return panel.y.drawn(value) if name in DRAWN_Y else value


def _is_same(old, new):
    return old is not None and old.shape == new.shape and np.array_equal(old, new)
