"""Small pictures, with their labels and the answers of a network."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ..nn.arrays import require_array
from ..nn.settings import require_count
from ..nn.shapes import ShapeError, require_matrix
from .figure import new_axes

MOST = 100  # more cannot be read
GAP = 0.7  # between two digits, as a part of their side; it holds the text


def digit_grid(X, labels, predicted=None, *, ax=None, columns=10, **image) -> Axes:
    """Each row of X (n, side * side) as a picture with its label below; wrong answers have a frame.

    `labels` (n,), `predicted` (n,) the answers. Further keywords style the image. Raises ShapeError
    if these do not fit, and ValueError for more than 100 digits or none.
    """
    X = require_matrix("X", X, "A grid of digits")
    labels = require_array("labels", labels)
    predicted = None if predicted is None else require_array("predicted", predicted)
    side = _side(X, labels, predicted)
    columns = require_count("columns", columns, "how many digits stand in a row")
    n, columns = len(X), min(columns, len(X))
    rows = -(-n // columns)
    ax = ax or new_axes(max(3.6, 0.9 + 0.56 * columns), 0.8 + 0.62 * rows)
    step = side * (1 + GAP)
    wrong = np.zeros(n, bool) if predicted is None else labels != predicted
    tone = {"cmap": "gray_r", "vmin": 0, "vmax": np.nanmax(X, initial=1e-9)} | image
    for i, x in enumerate(X):
        left, top = i % columns * step, i // columns * step
        box = (left, left + side, top + side, top)
        ax.imshow(x.reshape(side, side), extent=box, interpolation="nearest", **tone)
        look = {"color": "#D55E00", "weight": "bold"} if wrong[i] else {}
        text = f"{labels[i]} as {predicted[i]}" if wrong[i] else f"{labels[i]}"
        below = (left + side / 2, top + 1.12 * side)
        ax.text(*below, text, ha="center", va="top", fontsize="small", **look)
        if wrong[i]:
            ax.add_patch(
                Rectangle((left, top), side, side, fill=False, linewidth=2, color="#D55E00")
            )
    ax.set(xlim=(-0.1 * side, columns * step), ylim=(rows * step, -0.1 * side))
    ax.set_xticks(np.arange(columns) * step + side / 2, [f"+{c}" for c in range(columns)])
    ax.set_yticks(np.arange(rows) * step + side / 2, np.arange(rows) * columns)
    ax.set(xlabel="number of the sample: row + column", ylabel="row")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.description = _words(labels, predicted, wrong)
    return ax


def _side(X, labels, predicted):
    side = round(X.shape[1] ** 0.5)
    if side == 0 or side * side != X.shape[1]:
        raise ShapeError(
            f"X has {X.shape[1]} columns, which are no square picture.\n"
            "A digit of 8 x 8 pixels is a row of 64 numbers."
        )
    for name, array in (("labels", labels), ("predicted", predicted)):
        if array is not None and np.shape(array) != X.shape[:1]:
            raise ShapeError(
                f"X has {len(X)} rows, but {name} has shape {np.shape(array)}.\n"
                f"Every picture needs one of them: {name} has the shape (n,)."
            )
    if not 1 <= len(X) <= MOST:
        raise ValueError(
            f"A grid shows 1 to {MOST} digits, but X has {len(X)}.\nWrite X[:{MOST}] for the first."
        )
    return side


def _words(labels, predicted, wrong):
    n = len(labels)
    if predicted is None:
        some = ", ".join(map(str, labels[:12])) + ", …" * (n > 12)
        return f"Pictures of digits, {n} in all: {some}."
    text = f"Pictures of digits, {n} in all, of which {n - wrong.sum()} are read rightly."
    told = [f"sample {i} is a {labels[i]}, read as {predicted[i]}" for i in np.flatnonzero(wrong)]
    if not told:
        return text
    more = f", and {len(told) - 3} more" if len(told) > 3 else ""
    return f"{text} Wrong: {'; '.join(told[:3])}{more}."
