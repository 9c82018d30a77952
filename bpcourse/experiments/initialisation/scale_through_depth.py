"""Scale through depth: how large is what each layer hands on, and what comes back to it?

All layers are equally wide and have no biases. Forward, random inputs of size 1 go in; back, random
numbers of size 1 come from behind the last layer. The size of many numbers is their root mean
square. Every layer multiplies it by about the same factor, which the weights decide.
"""

from dataclasses import dataclass

import numpy as np

from ...nn.mlp import KINDS
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Slider, Switch
from ..experiment import Experiment, in_slices
from ..scene import Axis, Band, Cells, Curve, Panel, Points, Rule, Scene

SAMPLES, DRAWS = 32, 5
LAYERS = Slider(10, "layers", low=1, high=20, step=1)
LOW, HIGH = 0.1, 10.0  # between these the numbers of a layer have a useful size
SLOPES = {  # from the outputs A
    "relu": lambda A: (A > 0) * 1.0,
    "tanh": lambda A: 1 - A**2,
    "sigmoid": lambda A: A * (1 - A),
}
RANGES = {"relu": (0.0, 4.0), "tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0)}  # of what is drawn
BINS = 40

CHALLENGE = Challenge(
    "Typed size, tanh, 20 layers, width 256: from 0.1 to 10 in every layer, forward and back.",
    lambda state, data: (
        (state.rule, state.activation, state.layers, state.width) == ("typed", "tanh", 20, 256)
        and data.is_last
        and data.is_useful
    ),
    example={"activation": "tanh", "layers": 20, "width": 256, "size": 0.08},
)


@dataclass(frozen=True)
class Sizes:
    """What was seen in the draws so far."""

    forward: np.ndarray  # (draws, layers + 1) the size of what leaves each layer; first, the inputs
    back: np.ndarray  # (draws, layers + 1) the size of what comes back there; last, what begins
    shares: np.ndarray  # (layers, BINS) of the first draw: how many outputs are how large
    alike: np.ndarray  # (layers + 1,) the cosine of the angle between two samples, on average
    is_last: bool

    @property
    def is_useful(self):
        both = np.stack([self.forward, self.back])
        return bool(np.all((both >= LOW) & (both <= HIGH)))


class ScaleThroughDepth(Experiment):
    """Scale through depth: how large is what each layer hands on?"""

    size = LogSlider(0.05, "standard deviation of the weights", low=0.01, high=3.0)
    rule = Switch("typed", "first weights", options=("typed", "Xavier", "He"))
    layers = LAYERS
    width = Switch(64, "width", options=(16, 64, 256))
    activation = Switch("relu", "activation", options=("relu", "tanh", "sigmoid"))

    runs_on = ("init_xavier", "init_he")
    challenge = CHALLENGE
    shows = (
        Shows({"layers": 20, "size": 0.1}, lambda state, data: data.forward[:, -1].max() < 1e-3),
        Shows({"layers": 20, "size": 1.0}, lambda state, data: data.forward[:, -1].min() > 1e12),
        Shows(
            {"layers": 20, "rule": "He"},
            lambda state, data: 0.1 < np.median(data.forward[:, -1]) < 10,
        ),
    )

    def compute(self, state, init_xavier, init_he):
        draw = {"Xavier": init_xavier, "He": init_he}.get(state.rule, _typed(state.size))
        f, slope = KINDS[state.activation], SLOPES[state.activation]
        forward, back, alike = [], [], []
        for seed, is_time in in_slices(DRAWS):
            rng = np.random.default_rng(seed)
            A = [rng.normal(size=(SAMPLES, state.width))]
            W = [draw(state.width, state.width, rng) for _ in range(state.layers)]
            for weights in W:
                A.append(f(A[-1] @ weights))
            dA = [rng.normal(size=A[-1].shape)]
            for weights, a in zip(W[::-1], A[:0:-1], strict=True):
                dA.append((dA[-1] * slope(a)) @ weights.T)
            forward.append([_size(a) for a in A])
            back.append([_size(d) for d in dA[::-1]])
            alike.append([_cosine(a) for a in A])
            if seed == 0:
                shares = np.array([_shares(a, RANGES[state.activation]) for a in A[1:]])
            if is_time:
                sizes = np.array(forward), np.array(back)
                yield Sizes(*sizes, shares, np.mean(alike, axis=0), is_last=seed + 1 == DRAWS)

    def scene(self, state, data):
        panels = _sizes(state, data), _outputs(state, data), _alike(state, data)
        ends = np.median(data.forward[:, -1]), np.median(data.back[:, 0])
        return Scene(panels, readings=dict(zip(("forward", "back"), ends, strict=True)))

    def describe(self, state, data, frame):
        forward, back = data.forward[:, -1], data.back[:, 0]
        layers = "1 layer" if state.layers == 1 else f"{state.layers} layers"
        told = f"Behind {layers} the outputs have the size {say(np.median(forward), 2)}"
        if len(forward) > 1:
            told += f" ({say(forward.min(), 2)} to {say(forward.max(), 2)} in {DRAWS} draws)"
        told += f"; 1 went in. Of a size of 1, {say(np.median(back), 2)} comes back to the inputs."
        return told + _trouble(state, data)


def _typed(size):
    return lambda n_in, n_out, rng: size * rng.normal(size=(n_in, n_out))


def _size(A):
    return np.sqrt(np.mean(A**2))


def _shares(A, ends):
    """Which share of the outputs lies in each of the bins; what is beyond is in the last one."""
    low, high = ends
    places = ((A - low) / (high - low) * BINS).astype(int)
    return np.bincount(np.clip(places, 0, BINS - 1).ravel(), minlength=BINS) / A.size


def _cosine(A):
    """Of the angle between two samples, the mean over all pairs; 1 if nothing but 0 is left."""
    norms = np.linalg.norm(A, axis=1)
    if norms.min() == 0:
        return 1.0
    mean = (A / norms[:, np.newaxis]).sum(axis=0)
    return (mean @ mean - len(A)) / (len(A) * (len(A) - 1))


def _trouble(state, data):
    if data.is_useful:
        return " All layers are between 0.1 and 10."
    saturated = data.shares[-1, 0] + data.shares[-1, -1]
    if state.activation == "tanh" and saturated > 0.5:
        return f" {say(round(100 * saturated))} % of the last outputs are near −1 or 1."
    if state.activation != "sigmoid" and np.median(data.forward[:, -1]) < LOW:
        return " The outputs vanish."
    if np.median(data.forward[:, -1]) > HIGH:
        return " The outputs explode."
    return ""


# ---- what is drawn ----


def _sizes(state, data):
    at = np.arange(state.layers + 1.0)
    marks = []
    for sizes, label, role in (
        (data.forward, "forward: outputs", "blue"),
        (data.back, "back: their slopes", "vermillion"),
    ):
        middle = np.median(sizes, axis=0)
        ends = sizes.min(axis=0), sizes.max(axis=0)
        band = f"{DRAWS} draws, {label.partition(':')[0]}"
        marks += [
            Band(at, *ends, label=band, role=role, in_key=False),
            Curve(at, middle, label=label, role=role),
            Points(at, middle, label=label, role=role, in_key=False),
        ]
    return Panel(
        "Size of the numbers in each layer",
        Axis("layer, 0 are the inputs", 0, LAYERS.high + 1, ticks="whole"),
        Axis("root mean square", 1e-40, 1e40, log=True, fit=True),
        (
            Rule(y=LOW, label="0.1 and 10", role="grey"),
            Rule(y=HIGH, label="10", role="grey", in_key=False),
            *marks,
            Rule(x=state.layers, moves="layers", label="last layer", role="green"),
        ),
    )


def _outputs(state, data):
    low, high = RANGES[state.activation]
    width = (high - low) / BINS
    places = low + width * (np.arange(BINS) + 0.5)
    cells = Cells(places, np.arange(1.0, state.layers + 1), data.shares, 0.001, 1.0, log=True,
                  label="share")  # fmt: skip
    label = "output, 4 and more at the right" if state.activation == "relu" else "output"
    axes = Axis(label, low, high), Axis("layer", 0.5, state.layers + 0.5, ticks="whole")
    return Panel("How large the outputs are", *axes, (cells,))


def _alike(state, data):
    at = np.arange(state.layers + 1.0)
    return Panel(
        "How alike two samples are",
        Axis("layer", 0, LAYERS.high + 1, ticks="whole"),
        Axis("cosine of their angle", -0.2, 1.1),
        (
            Rule(y=1.0, label="the same direction", role="grey"),
            Curve(at, data.alike, label="two samples", role="purple"),
            Points(at, data.alike, label="two samples", role="purple", in_key=False),
        ),
    )
