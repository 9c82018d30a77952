"""Message: a scene on its way to the page, as plain data and one buffer with all its numbers.

One buffer and not many, because each is a message of its own to the notebook's server.
"""

from dataclasses import fields

import numpy as np

from .scene import Path


def to_message(scene):
    """The scene as plain data, in which an array is named by where it starts and ends, and the
    bytes of all arrays in a row, as float64.
    """
    arrays, end = [], 0

    def plain(value):
        nonlocal end
        if not isinstance(value, np.ndarray):
            return value
        arrays.append(value.ravel())
        end += value.size
        return {"from": end - value.size, "to": end}

    def plain_mark(mark, panel):
        data = {field.name: getattr(mark, field.name) for field in fields(mark)}
        data["x"], data["y"] = panel.drawn(mark)
        if isinstance(mark, Path):
            data["leaves"] = panel.leaves(mark)
        return {"mark": type(mark).__name__} | {name: plain(value) for name, value in data.items()}

    def plain_panel(panel):
        marks = [plain_mark(mark, panel) for mark in panel.marks]
        return vars(panel) | {"x": vars(panel.x), "y": vars(panel.y), "marks": marks}

    data = {"panels": [plain_panel(panel) for panel in scene.panels], "frames": scene.frames}
    return data, np.concatenate(arrays, dtype=np.float64).tobytes()
