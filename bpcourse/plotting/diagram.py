"""A network as units and the weights between them."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from ..nn.layers import innermost
from .figure import new_axes

MOST = 10  # units of one column that are drawn
NUMBERED = 12  # weights that have room for their number
POSITIVE = {"color": "#0072B2", "linestyle": "-", "label": "positive weight"}
NEGATIVE = {"color": "#D55E00", "linestyle": "--", "label": "negative weight"}
BROKEN = {"color": "black", "linestyle": ":", "label": "not a finite number", "linewidth": 1.5}


def network_diagram(net, *, ax=None, **line) -> Axes:
    """The units of each layer in a column, and a line for each weight, thicker for larger ones.

    Positive weights are blue, negative ones red and dashed. In a small net the numbers are on the
    lines and the biases under the units. Of a wide layer the first 10 units are drawn. Further
    keywords style the lines. Raises ValueError if there are no weights.
    """
    columns = _columns(net)
    layers = [layer for layer, _ in columns]
    sizes = [len(layers[0].W)] + [layer.W.shape[1] for layer in layers]
    places = [_places(x, n) for x, n in enumerate(sizes)]
    tallest = max(map(len, places))
    ax = ax or new_axes(max(5.6, 1.4 * len(sizes)), max(3.6, 0.5 + 0.4 * tallest))
    numbered = sum(layer.W.size for layer in layers) <= NUMBERED
    _draw_weights(ax, layers, places, line)
    for x, (units, n) in enumerate(zip(places, sizes, strict=True)):
        ax.scatter(*units.T, s=120, facecolor="white", edgecolor="black", zorder=3)
        texts = [""] * len(units)
        if numbered:
            texts = [f"b = {b:.2g}" for b in layers[x - 1].b] if x else _inputs(n)
        elif n > len(units):
            texts[-1] = f"and {n - len(units)} more"
        _write_below(ax, units, texts)
    if numbered:
        _write_weights(ax, layers, places)
    names = [f"{sizes[0]} inputs" if sizes[0] > 1 else "1 input"]
    names += ["\n".join(map(str, [layer, *after])) for layer, after in columns]
    ax.set_xticks(range(len(sizes)), names, fontsize="small")
    ax.set(xlim=(-0.3, len(sizes) - 0.7), ylim=(-tallest / 2 - 0.1, tallest / 2 - 0.2), yticks=[])
    ax.set(xlabel="from the input to the output", ylabel="units")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.description = _words(layers, sizes)
    return ax


def _columns(net):
    """Pairs of a layer with weights and the list of the layers up to the next such layer."""
    columns = []
    for layer in innermost(net):
        if getattr(layer, "W", None) is not None:
            columns.append((layer, []))
        elif columns:
            columns[-1][1].append(layer)
    if not columns:
        raise ValueError(
            f"There are no weights in {net}.\nA Dense has some, an activation has none."
        )
    return columns


def _places(x, n):
    """The places of the units of a column (units, 2): centred, from top to bottom."""
    shown = min(n, MOST)
    return np.column_stack([np.full(shown, x), (shown - 1) / 2 - np.arange(shown)])


def _inputs(n):
    return [f"x{i + 1}" for i in range(n)]


def _draw_weights(ax, layers, places, line):
    largest = max(_heights(layer.W).max(initial=0) for layer in layers) or 1.0
    drawn = []  # the styles that occur, for the legend
    for layer, sources, ends in zip(layers, places[:-1], places[1:], strict=True):
        W = layer.W[: len(sources), : len(ends)]
        finite = np.isfinite(W)
        kinds = ((POSITIVE, finite & (W > 0)), (NEGATIVE, finite & (W < 0)), (BROKEN, ~finite))
        for look, which in kinds:
            pairs = np.argwhere(which)
            if len(pairs):
                widths = [0.3 + 3.5 * (_heights(W)[i, j] / largest) for i, j in pairs]
                style = {"linewidth": widths} | look | line
                ends_of_lines = [(sources[i], ends[j]) for i, j in pairs]
                ax.add_collection(LineCollection(ends_of_lines, **style))
                drawn += [look] * (look not in drawn)
    if drawn:
        handles = [Line2D([], [], **look) for look in drawn]
        above = {"loc": "lower center", "bbox_to_anchor": (0.5, 1)}
        ax.legend(handles=handles, ncols=3, frameon=False, **above)


def _write_weights(ax, layers, places):
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    for layer, sources, ends in zip(layers, places[:-1], places[1:], strict=True):
        for i, j in np.argwhere(layer.W):
            at = 0.72 * sources[i] + 0.28 * ends[j]  # in the middle the lines cross
            text = f"{layer.W[i, j]:.2g}"
            ax.text(*at, text, ha="center", va="center", fontsize="small", bbox=box)


def _write_below(ax, units, texts):
    for place, text in zip(units, texts, strict=True):
        below = {"xytext": (0, -9), "textcoords": "offset points", "ha": "center", "va": "top"}
        ax.annotate(text, place, fontsize="small", **below)


def _heights(W):
    """The size of each weight; 0 where it is not finite."""
    return np.where(np.isfinite(W), np.abs(W), 0)


def _words(layers, sizes):
    negative, total = (sum(count(layer.W) for layer in layers) for count in (_negative, np.size))
    text = (
        f"Inputs: {sizes[0]}. Units in the layers after them: {', '.join(map(str, sizes[1:]))}. "
        f"{negative} of {total} weights are negative."
    )
    strongest = max(layers, key=lambda layer: _heights(layer.W).max())
    i, j = np.unravel_index(np.argmax(_heights(strongest.W)), strongest.W.shape)
    if _heights(strongest.W).max() > 0:
        text += f" The strongest, {strongest.W[i, j]:.2g}, leads from input {i + 1} of {strongest} "
        text += f"to its unit {j + 1}."
    lost = sum(int(np.sum(~np.isfinite(layer.W))) for layer in layers)
    return text + f" {lost} are not finite." * bool(lost)


def _negative(W):
    return int(np.sum(W < 0))
