"""Follow one weight: its gradient is a sum over samples, and for each sample a sum over paths.

    one path, one sample:   input of the weight · slopes and weights on the way · output delta

The net is 2-3-3-1 with ReLU. A path is open for a sample if all gates on it are.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from .controls import Row, Slider
from .experiment import Experiment
from .nets import forward, two_moons
from .question import Challenge, Option, Question
from .scene import Axis, Bars, Names, Panel, Path, Points, Rule, Scene, Segments

SIZES = (2, 3, 3, 1)
SAMPLES = 8
WEIGHTS = tuple(
    f"W{layer + 1}[{i},{j}]"
    for layer in range(len(SIZES) - 1)
    for i in range(SIZES[layer])
    for j in range(SIZES[layer + 1])
)

QUESTION = Question(
    "A weight in the first layer leads into a unit from which three paths go on to the output. "
    "The batch has 6 samples, and all gates are open. How many products does its gradient add up?",
    (
        Option(
            "One: the chain rule multiplies along the path, from the weight to the loss.",
            "Along one path the slopes multiply. But the unit feeds three others, so a nudge "
            "reaches the output on three ways at once, and that for each sample anew.",
            "M23",
        ),
        Option(
            "Three: one for each path.",
            "Three would be right for one sample. The loss is a mean over the whole batch, and "
            "each sample's paths bring their own products, with other inputs and other slopes.",
            "M42",
        ),
        Option(
            "Six: one for each sample.",
            "Six would be right if one path led on. Where a value forks, each of the ways it takes "
            "brings a product of its own, and the three are added up.",
            "M23",
        ),
        Option(
            "Eighteen: for each sample one for each path.",
            "Slopes multiply along a path, and whatever reaches the loss on several ways adds up: "
            "over the 3 paths and over the 6 samples, which makes 18 products.",
        ),
    ),
    answer=3,
)


def _disagree(state, data):
    """Do the samples pull in opposite directions, and nearly cancel?"""
    loudest = np.max(np.abs(data.by_sample))
    return len(data.by_sample) >= 4 and 0 < abs(data.gradient) < loudest / 5


CHALLENGE = Challenge(
    "With 4 samples or more, find a weight that stays nearly where it is although samples pull at "
    "it: its gradient is not 0, but less than a fifth of what the loudest sample alone adds.",
    _disagree,
)


@dataclass(frozen=True)
class Followed:
    """What makes the gradient of one weight."""

    layer: int
    i: int  # from which unit
    j: int  # to which
    inputs: np.ndarray  # (n,) what the weight was multiplied with
    paths: np.ndarray  # (paths, layers behind): the unit of each layer on the way
    by_path: np.ndarray  # (n, paths) the product along each path
    open: np.ndarray  # (n, paths) are all gates on it open?
    gradient: float  # the entry of dW, by mlp_backward

    @property
    def by_sample(self):
        return self.by_path.sum(axis=1)  # (n,)


class FollowWeight(Experiment):
    """Follow one weight: which paths and samples make its gradient?"""

    weight = Row("W1[0,0]", "weight", options=WEIGHTS)
    samples = Slider(6, "samples in the batch", low=1, high=SAMPLES, count=SAMPLES)

    runs_on = ("mlp_backward",)
    question = QUESTION
    challenge = CHALLENGE

    def compute(self, state, mlp_backward):
        rng = np.random.default_rng(139)
        params = [
            (rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in), np.full(n_out, 0.2))
            for n_in, n_out in itertools.pairwise(SIZES)
        ]
        X, y = two_moons(SAMPLES, noise=0.1, rng=rng)
        X, y = X[: int(state.samples)], y[: int(state.samples)]
        cache = forward(params, X, "relu")
        layer, i, j = int(state.weight[1]) - 1, int(state.weight[3]), int(state.weight[5])
        gradient = float(mlp_backward(params, cache, y)[layer][0][i, j])
        delta = 2 * (cache["Z"][-1] - y) / y.size  # (n, 1)
        paths = _paths(layer, j)
        gates = [Z > 0 for Z in cache["Z"][:-1]]
        is_open = np.stack([_open(gates, layer, path) for path in paths], axis=1)
        weights = np.array([_product(params, layer, path) for path in paths])  # (paths,)
        inputs = cache["A"][layer][:, i]
        by_path = inputs[:, np.newaxis] * is_open * weights * delta  # (n, paths)
        return Followed(layer, i, j, inputs, paths, by_path, is_open, gradient)

    def scene(self, state, data):
        return Scene((_net(data), _sums(data)), frames=len(data.inputs) + 1)

    def describe(self, state, data, frame):
        last, paths = len(data.inputs), data.by_path.shape[1]
        told = "1 path" if paths == 1 else f"{paths} paths"
        head = f"Step {frame} of {last}:"
        agree = abs(data.by_sample.sum() - data.gradient) < 1e-6 * max(1, abs(data.gradient))
        verdict = "as the sum says" if agree else "and NOT what the sum says"
        end = f"mlp_backward says {data.gradient:.3g} for {state.weight}, {verdict}."
        if frame == 0:
            return f"{head} no sample is in yet. From this weight {told} lead to the output. {end}"
        now = data.by_path[frame - 1]
        return (
            f"{head} sample {frame} meets the weight with the input {data.inputs[frame - 1]:.2g}, "
            f"and {int(data.open[frame - 1].sum())} of {told} open. It adds {now.sum():.2g}; "
            f"the sum so far is {data.by_sample[:frame].sum():.3g}. {end}"
        )


def _paths(layer, j):
    """All ways from unit j of that layer's outputs to the end, a row of units for each."""
    grids = np.meshgrid(*(np.arange(size) for size in SIZES[layer + 2 :]), indexing="ij")
    rest = np.stack([grid.ravel() for grid in grids], axis=1) if grids else np.zeros((1, 0), int)
    return np.column_stack([np.full(len(rest), j), rest])


def _open(gates, layer, path):
    """(n,) Are all gates on the path open? The last layer has none."""
    return np.all(
        [gates[layer + k][:, unit] for k, unit in enumerate(path) if layer + k < len(gates)]
        or [np.ones(len(gates[0]), bool)],
        axis=0,
    )


def _product(params, layer, path):
    """The weights on the path behind the followed one, multiplied."""
    steps = enumerate(itertools.pairwise(path))
    return np.prod([params[layer + 1 + k][0][a, b] for k, (a, b) in steps])


# ---- what is drawn ----


def _place(layer, unit):
    """Where a unit stands: layers from left to right, units from top to bottom."""
    return float(layer), (SIZES[layer] - 1) / 2 - float(unit)


def _pieces(pairs, at=None, **look):
    """Segments between pairs of places."""
    starts, ends = (np.array([pair[k] for pair in pairs]).reshape(-1, 2) for k in (0, 1))
    at = None if at is None else np.array(at, dtype=float)
    return Segments(*starts.T, *(ends - starts).T, at=at, **look)


def _net(data):
    edges = [
        (_place(layer, a), _place(layer + 1, b))
        for layer in range(len(SIZES) - 1)
        for a in range(SIZES[layer])
        for b in range(SIZES[layer + 1])
    ]
    ways = [
        [
            (_place(data.layer + 1 + k, a), _place(data.layer + 2 + k, b))
            for k, (a, b) in enumerate(itertools.pairwise(path))
        ]
        for path in data.paths
    ]
    kinds = {True: ([], []), False: ([], [])}
    for sample, states in enumerate(data.open):
        for way, is_open in zip(ways, states, strict=True):
            pairs, at = kinds[bool(is_open)]
            pairs += way
            at += [sample + 1] * len(way)
    picked = [(_place(data.layer, data.i), _place(data.layer + 1, data.j))]
    places = np.array([_place(k, u) for k, size in enumerate(SIZES) for u in range(size)])
    texts = ("x", "layer 1", "layer 2", "output")
    return Panel(
        "The net, and the ways of this sample",
        Axis("layer", -0.35, 3.35, ticks="none"),
        Axis("unit", -1.6, 1.9, ticks="none"),
        (
            _pieces(edges, label="all weights", width=0.5),
            _pieces(*kinds[False], label="a way with a shut gate", role="purple", width=2.0),
            _pieces(*kinds[True], label="an open way", role="blue", width=4.0),
            _pieces(picked, label="the weight", role="vermillion", width=5.0),
            Points(*places.T, label="units"),
            Names(np.arange(4.0), np.full(4, 1.65), texts, label="layers"),
        ),
    )


def _sums(data):
    n = len(data.inputs)
    so_far = np.append(0.0, np.cumsum(data.by_sample))
    reach = 1.25 * max(np.max(np.abs(so_far)), np.max(np.abs(data.by_sample)), 1e-3)
    samples = np.arange(1.0, n + 1)
    return Panel(
        "What each sample adds",
        Axis("sample", 0, n + 0.5, ticks="whole"),
        Axis("part of the gradient", -reach, reach),
        (
            Bars(samples, data.by_sample, label="this sample, all its ways", role="blue"),
            Path(np.arange(n + 1.0), so_far, label="the sum so far", role="vermillion"),
            Rule(y=data.gradient, label="dW by mlp_backward", role="purple"),
        ),
    )
