"""Follow one weight: its gradient is a sum over samples, and for each sample a sum over paths.

    one path, one sample:   output delta · weights and gates on the way back · input of the weight

The net is 2-3-3-1 with ReLU. A path is open for a sample if all gates on it are.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from ...nn.mlp import mlp_forward
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import Places, Row, Slider
from ..experiment import Experiment
from ..nets import signed_moons
from ..scene import Axis, Bars, Handle, Names, Panel, Path, Points, Rule, Scene, Segments

SIZES = (2, 3, 3, 1)
SAMPLES = 6
X, Y = signed_moons(SAMPLES, noise=0.1, rng=np.random.default_rng(3))
X = X.round(1) + 0.0  # (SAMPLES, 2); + 0.0 turns −0 into 0
WEIGHTS = [
    (layer, i, j)
    for layer in range(len(SIZES) - 1)
    for i in range(SIZES[layer])
    for j in range(SIZES[layer + 1])
]
NAMES = tuple(f"W{layer + 1}[{i},{j}]" for layer, i, j in WEIGHTS)
WIDE = 1.35  # how far the layers stand apart, in units


def _disagree(state, data):
    """Do the samples pull in opposite directions, and nearly cancel?"""
    largest = np.max(np.abs(data.by_sample))
    return len(data.by_sample) >= 4 and 0 < abs(data.gradient) < largest / 5


CHALLENGE = Challenge(
    "4 samples or more: a gradient that is not 0, but below a fifth of what one sample adds.",
    _disagree,
    example={"samples": 6, "weight": "W1[0,1]"},
)


@dataclass(frozen=True)
class Followed:
    """What makes the gradient of one weight."""

    X: np.ndarray  # (n, 2)
    y: np.ndarray  # (n, 1)
    layer: int
    i: int  # from which unit
    j: int  # to which
    inputs: np.ndarray  # (n,) what the weight was multiplied with
    delta: np.ndarray  # (n,) at the output
    paths: np.ndarray  # (paths, layers behind): the unit of each layer on the way
    factors: np.ndarray  # (paths, layers behind - 1): the weights on the way
    gates: np.ndarray  # (n, paths, layers behind) is the unit's gate open? the output has none
    gradient: float  # the entry of dW, by mlp_backward

    @property
    def products(self):
        """(n, paths) what each path adds in each sample."""
        on_the_way = np.prod(self.factors, axis=1) * np.all(self.gates, axis=2)  # (n, paths)
        return self.inputs[:, np.newaxis] * on_the_way * self.delta[:, np.newaxis]

    @property
    def by_sample(self):
        return self.products.sum(axis=1)  # (n,)


class FollowWeight(Experiment):
    """Follow one weight: which paths and samples make its gradient?"""

    weight = Row("W1[0,0]", "weight", options=NAMES)
    samples = Slider(1, "samples in the batch", low=1, high=SAMPLES, step=1)
    bias = Slider(0.2, "bias of the hidden units", low=-1.0, high=3.0, step=0.1)
    places = Places(X.tolist(), "samples", x=(-2.0, 2.0), y=(-1.5, 1.5), step=0.1)

    runs_on = ("mlp_backward",)
    challenge = CHALLENGE
    shows = (
        Shows(
            {"samples": SAMPLES, "bias": 3.0},
            lambda state, data: data.gates.all() and np.count_nonzero(data.products) == 18,
        ),
    )

    def compute(self, state, mlp_backward):
        rng = np.random.default_rng(31)
        params = [
            (rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in), np.full(n_out, state.bias))
            for n_in, n_out in itertools.pairwise(SIZES)
        ]
        params[-1] = params[-1][0], np.full(1, 0.2)
        n = state.samples
        X, y = state.places[:n], Y[:n]
        cache = mlp_forward(params, X, "relu")
        layer, i, j = WEIGHTS[NAMES.index(state.weight)]
        gradient = float(mlp_backward(params, cache, y)[layer][0][i, j])
        delta = 2 * (cache["Z"][-1] - y)[:, 0] / n  # (n,)
        paths = _paths(layer, j)
        opened = [Z > 0 for Z in cache["Z"][:-1]] + [np.ones((n, 1), bool)]
        gates = np.array(
            [[opened[layer + k][:, unit] for k, unit in enumerate(path)] for path in paths]
        ).transpose(2, 0, 1)  # (n, paths, layers behind)
        factors = np.array(
            [[params[layer + 1 + k][0][a, b] for k, (a, b) in enumerate(itertools.pairwise(path))]
             for path in paths]
        ).reshape(len(paths), -1)  # fmt: skip
        inputs = cache["A"][layer][:, i]
        return Followed(X, y, layer, i, j, inputs, delta, paths, factors, gates, gradient)

    def scene(self, state, data):
        n, paths = data.products.shape
        readings = {
            "products": np.arange(n * paths + 1),
            "sum so far": np.append(0.0, np.cumsum(data.products)),
            "dW by mlp_backward": data.gradient,
        }
        panels = _net(data), _sums(data), _plane(data)
        return Scene(panels, n * paths + 1, "product", readings=readings)

    def describe(self, state, data, frame):
        n, paths = data.products.shape
        total = data.products.sum()
        agree = abs(total - data.gradient) < 1e-6 * max(1, abs(data.gradient))
        end = f"mlp_backward says {say(data.gradient)} for {state.weight}, "
        end += "which is the sum of all products." if agree else "which is NOT the sum of products."
        told = f"{n * paths} products" if n * paths > 1 else "1 product"
        counts = f"{n} sample{'s' * (n > 1)} × {paths} path{'s' * (paths > 1)} = {told}"
        if frame == 0:
            return f"{counts[0].upper()}{counts[1:]}, and none is added yet. {end}"
        sample, path = divmod(frame - 1, paths)
        if data.gates[sample, path].all():
            how = f"adds {say(data.products[sample, path])}"
        else:
            how = "has a shut gate, and adds 0"
        return (
            f"Product {frame} of {n * paths}: path {path + 1} of sample {sample + 1} {how}, one of "
            f"{counts}. {end}"
        )


def _paths(layer, j):
    """All ways from unit j of that layer's outputs to the end, a row of units for each."""
    return np.array(list(itertools.product([j], *(range(size) for size in SIZES[layer + 2 :]))))


# ---- what is drawn ----


def _place(layer, unit):
    """Where a unit stands: layers from left to right, units from top to bottom."""
    return np.array([WIDE * layer, (SIZES[layer] - 1) / 2 - unit])


def _pieces(pairs, at=None, **look):
    """Segments between pairs of places."""
    starts, ends = (np.array([pair[k] for pair in pairs]).reshape(-1, 2) for k in (0, 1))
    at = None if at is None else np.array(at, dtype=float)
    return Segments(*starts.T, *(ends - starts).T, at=at, **look)


class _Labels:
    """Short texts, each at a place and in a frame."""

    def __init__(self):
        self.places, self.texts, self.at = [], [], []

    def add(self, place, text, frame):
        self.places.append(place)
        self.texts.append(text)
        self.at.append(float(frame))

    def mark(self, **look):
        x, y = np.array(self.places, dtype=float).reshape(-1, 2).T
        return Names(x, y, tuple(self.texts), at=np.array(self.at), **look)


def _net(data):
    edges = [(_place(k, a), _place(k + 1, b)) for k, a, b in WEIGHTS]
    middles = np.array([start + 0.4 * (end - start) for start, end in edges])
    picked = _place(data.layer, data.i), _place(data.layer + 1, data.j)
    walked, blocked, carried, factors = ([], []), ([], []), _Labels(), _Labels()
    n, paths = data.products.shape
    for sample, path in itertools.product(range(n), range(paths)):
        _walk(data, sample, path, 1 + sample * paths + path, walked, blocked, carried, factors)
    places = np.array([_place(k, u) for k, size in enumerate(SIZES) for u in range(size)])
    inputs = np.array([_place(0, 0), _place(0, 1)]) - [0.14, 0]
    at = WEIGHTS.index((data.layer, data.i, data.j))
    return Panel(
        "The way back to one weight",
        Axis("", -0.6, 3 * WIDE + 0.75, ticks="none"),
        Axis("", -1.35, 1.4, ticks="none"),
        (
            _pieces(edges, label="all weights", role="grey", width=0.6, in_key=False),
            _pieces(*blocked, label="behind a shut gate", role="purple", width=2.0),
            _pieces(*walked, label="the delta on its way back", role="blue", width=3.0),
            _pieces([picked], label="the weight", role="vermillion", width=3.0, in_key=False),
            Points(*places.T, label="units", in_key=False),
            factors.mark(label="factors on the way", role="ink"),
            carried.mark(label="what is carried back", role="blue", dy=15.0, bold=True),
            Names(*inputs.T, ("x₁", "x₂"), label="inputs", align="right"),
            Handle(
                *middles[at : at + 1].T,
                moves="weight",
                along=tuple(middles.T),
                label="followed weight",
                role="vermillion",
            ),
        ),
    )  # fmt: skip


def _walk(data, sample, path, frame, walked, blocked, carried, factors):
    """From the output back to the weight, along one path: what is multiplied, what is carried."""
    units, gates = data.paths[path], data.gates[sample, path]
    value, is_open = data.delta[sample], True
    last = data.layer + len(units)
    carried.add(_place(last, units[-1]), say(value, 2), frame)
    for k in range(len(units) - 2, -1, -1):
        here, behind = (
            _place(data.layer + 1 + k, units[k]),
            _place(data.layer + 2 + k, units[k + 1]),
        )
        pairs, at = walked if is_open else blocked
        pairs.append((behind, here))
        at.append(frame)
        if not is_open:
            continue
        value *= data.factors[path, k]
        factors.add((here + behind) / 2, f"· {say(data.factors[path, k], 2)}", frame)
        is_open = gates[k]
        carried.add(here, say(value, 2) if is_open else "gate shut: 0", frame)
    if is_open:
        middle = (_place(data.layer + 1, data.j) + _place(data.layer, data.i)) / 2
        product = say(data.products[sample, path], 2)
        factors.add(
            middle + np.array([0.3, -0.36]), f"· {say(data.inputs[sample], 2)} = {product}", frame
        )


def _sums(data):
    products = data.products.ravel()
    numbers, so_far = np.arange(1.0, len(products) + 1), np.append(0.0, np.cumsum(products))
    return Panel(
        "Products and their sum",
        Axis("product", 0, SAMPLES * 3 + 0.5, ticks="whole", fit=False),
        Axis("sum", -1e6, 1e6, fit=True),
        (
            Bars(numbers, products, label="product", role="blue", width=5.0),
            Path(np.append(0.0, numbers), so_far, label="sum so far", role="vermillion"),
            Rule(y=data.gradient, label="dW", role="purple"),
        ),
    )


def _plane(data):
    marks = []
    for target, role in ((-1.0, "green"), (1.0, "purple")):
        places = data.X[data.y[:, 0] == target]
        size = np.full(len(places), 22.0)  # seen around the handles
        marks.append(Points(*places.T, size=size, label=f"target {say(target)}", role=role))
    held = Handle(*data.X.T, moves="places", label="sample", role="ink", in_key=False)
    return Panel(
        "The samples, to be dragged", Axis("x₁", -2.1, 2.1), Axis("x₂", -1.6, 1.6), (*marks, held)
    )
