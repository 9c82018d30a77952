"""Histograms of the weights of each layer."""

import numpy as np
from matplotlib.axes import Axes

from ..nn.parameters import weights
from ..nn.settings import require_count
from .figure import new_axes


def weight_histograms(net, *, ax=None, bins=41, **area) -> Axes:
    """A histogram of every matrix of weights, the first at the top, all over the same axis.

    All have the same height, so compare their widths. `bins` is the number of bars. Further
    keywords style the areas. Raises ValueError if there are no weights.
    """
    matrices = weights(net)
    if not matrices:
        raise ValueError(
            f"There are no weights in {net}.\nA Dense has some, an activation has none."
        )
    bins = require_count("bins", bins, "how many bars a histogram has")
    ax = ax or new_axes(height=max(3.6, 1 + 0.5 * len(matrices)))
    finite = [W.value[np.isfinite(W.value)] for W in matrices]
    edges = np.histogram_bin_edges(np.concatenate(finite), bins)
    spreads = [w.std() if w.size else np.nan for w in finite]
    style = {"step": "mid", "facecolor": "#9CC7E5", "edgecolor": "black"} | area
    for row, w in enumerate(finite):
        counts = np.histogram(w, edges)[0]  # (bins,)
        heights = 0.85 * counts / max(counts.max(), 1)
        ax.fill_between((edges[:-1] + edges[1:]) / 2, -row, heights - row, **style)
    names = [f"{W.layer}\nstd {s:.2g}" for W, s in zip(matrices, spreads, strict=True)]
    ax.set_yticks(-np.arange(len(matrices)), names, verticalalignment="bottom")
    ax.set(xlabel="weight", ylabel="layer")
    ax.axvline(0, color="#767676", linestyle=":", linewidth=0.8)
    ax.description = _words(matrices, spreads)
    return ax


def _words(matrices, spreads):
    first, last = (matrices[i].layer for i in (0, -1))
    text = f"The weights have the standard deviation {spreads[0]:.2g} in {first}"
    text += (
        f", the first layer, and {spreads[-1]:.2g} in {last}, the last." if matrices[1:] else "."
    )
    lost = sum(int(np.sum(~np.isfinite(W.value))) for W in matrices)
    return text + f" Left out are {lost} that are not finite." * bool(lost)
