"""A decision map: the answers of a network in the plane, and the samples."""

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.ticker import MaxNLocator

from ..nn.arrays import require_array, require_floats
from ..nn.settings import require_count, require_number
from ..nn.shapes import ShapeError, require_samples
from .figure import new_axes

MARKERS = "os^DvP*X<>"


def decision_map(
    net,
    X,
    targets,
    *,
    boundary=0.0,
    ax=None,
    xlabel="x1",
    ylabel="x2",
    margin=0.1,
    resolution=200,
    **points,
) -> Axes:
    """The class that `net` predicts at every place, and on top the samples X (n, 2).

    With several outputs the largest one is the answer, and targets are labels (n,). With a single
    output the answer is class 1 above `boundary` (0 for logits and for tanh, 0.5 for
    probabilities), targets are (n, 1), and thin lines show the height of the output. Areas and
    markers of a class have the same colour, so a marker of another colour than its area is a sample
    on the wrong side. Further keywords style the
    markers. Raises ShapeError unless X has two columns, and ValueError where a sample has no place
    or no class.
    """
    boundary = require_number("boundary", boundary, "the output at which the answer changes")
    meaning = "how much wider than the samples the map is, as a part of them"
    margin = require_number("margin", margin, meaning, at_least=0)
    resolution = require_count("resolution", resolution, "places along each side", at_least=2)
    X, targets = require_floats("X", X), require_array("targets", targets)
    right = _labels(X, targets)  # (n,)
    ax = ax or new_axes()
    x, y = (np.linspace(*_widened(column, margin), resolution) for column in X.T)
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(X.dtype)
    Y = net.predict(places)  # (places, k)
    answers, k = _answers(Y, boundary), max(Y.shape[1], int(right.max(initial=1)) + 1)
    colours = colormaps["viridis"](np.linspace(0.1, 0.95, k))[:, :3]
    ax.imshow(
        answers.reshape(resolution, resolution),
        extent=(x[0], x[-1], y[0], y[-1]),
        origin="lower",
        aspect="auto",
        interpolation="nearest",
        cmap=ListedColormap(0.4 * colours + 0.6),  # pale, so that the samples stand out
        vmin=-0.5,
        vmax=k - 0.5,
    )
    if np.isnan(answers).any():
        ax.patch.set(hatch="xxx", edgecolor="#767676")  # shows where there is no area above it
    _draw_lines(ax, x, y, Y, boundary)
    names = ("-1", "1") if np.min(targets, initial=0) < 0 else tuple(map(str, range(k)))
    for c, name in enumerate(names):
        style = {"s": 20, "marker": MARKERS[c % len(MARKERS)], "edgecolors": "black"}
        style |= {"linewidths": 0.6, "facecolors": [colours[c]], "label": f"class {name}"}
        ax.scatter(*X[right == c].T, **style | points)
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    on_their_side = int(np.sum(_answers(net.predict(X), boundary) == right))
    ax.description = (
        f"{_words(answers, names)} {on_their_side} of {len(X)} samples lie where their class does."
    )
    return ax


def _labels(X, targets):
    if X.ndim != 2 or X.shape[1] != 2:
        raise ShapeError(
            f"A map shows two inputs, but X has shape {X.shape}.\n"
            "Train a net on two columns, as X[:, [0, 1]], and draw that one."
        )
    if len(targets) != len(X):
        raise ShapeError(
            f"X has {len(X)} rows, but targets has {len(targets)}.\n"
            "Every sample needs exactly one target."
        )
    require_samples("X", X)
    lost = ~np.isfinite(X).all(axis=1)
    if lost.any():
        raise ValueError(
            f"Row {int(np.argmax(lost))} of X is no place: it holds a number that is not finite.\n"
            "Repair or leave out such rows."
        )
    if targets.ndim == 1:
        labels = targets.astype(int)
        if np.any(labels != targets) or labels.min() < 0:
            raise ValueError(
                f"targets has shape {targets.shape}, so it holds labels, whole numbers from 0 on.\n"
                "Write targets[:, np.newaxis] where they are what a single output should answer."
            )
        return labels
    return (targets[:, 0] > 0).astype(int) if targets.shape[1] == 1 else targets.argmax(axis=1)


def _widened(column, margin):
    """The range in which a column is drawn."""
    low, high = column.min(), column.max()
    room = margin * (high - low) or 1.0  # a column may hold a single number
    return low - room, high + room


def _answers(Y, boundary):
    """The class that each row of Y (m, k) means; nan if the row is not finite."""
    answers = Y[:, 0] > boundary if Y.shape[1] == 1 else Y.argmax(axis=1)
    return np.where(np.isfinite(Y).all(axis=1), answers, np.nan)


def _draw_lines(ax, x, y, Y, boundary):
    """Thick lines where the answer changes; for a single output, thin ones at equal heights."""
    Y = np.ma.masked_invalid(Y.reshape(len(y), len(x), -1))
    if Y.count() == 0:
        return
    if Y.shape[2] == 1:
        heights = [Y[:, :, 0] - boundary]
        levels = MaxNLocator(6).tick_values(Y.min(), Y.max())
        levels = levels[(Y.min() < levels) & (levels < Y.max()) & (levels != boundary)]
        if levels.size:
            thin = ax.contour(x, y, Y[:, :, 0], levels, colors="#767676", linewidths=0.6)
            ax.clabel(thin, fontsize="x-small")
    else:
        heights = [Y[:, :, c] - np.delete(Y, c, axis=2).max(axis=2) for c in range(Y.shape[2])]
    for height in heights:
        if height.min() < 0 < height.max():
            ax.contour(x, y, height, [0], colors="black", linewidths=1.5, linestyles="-")


def _words(answers, names):
    shares = {name: np.mean(answers == c) for c, name in enumerate(names)}
    told = [f"class {name} on {share:.0%}" for name, share in shares.items() if share > 0]
    if np.isnan(answers).any():
        told.append(f"no finite number on {np.isnan(answers).mean():.0%}")
    return f"The net answers {', '.join(told)} of the area."
