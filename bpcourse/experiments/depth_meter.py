"""Depth meter: how much of the gradient arrives at the first layer of a deep net.

On its way back the gradient is multiplied by a matrix and by slopes at every layer. Factors below
1 in the mean make it vanish, factors above 1 make it explode, and more training cures neither.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from .controls import LogSlider, Slider, Switch
from .experiment import Experiment, in_slices
from .nets import forward, two_moons
from .question import Challenge, Option, Question
from .scene import Axis, Cells, Curve, Panel, Path, Points, Scene

WIDTH = 16
SAMPLES = 32
RECORDS, EVERY = 40, 5
LOWEST, HIGHEST = 1e-12, 1e6  # of the norms that are drawn

QUESTION = Question(
    "A net of 10 sigmoid layers learns nothing in 200 steps: its loss stays where it was. You let "
    "it train for 2000 steps. What do you expect?",
    (
        Option(
            "It needs patience: ten times the steps give about ten times the progress.",
            "The first layers get a gradient millions of times smaller than the last one. At that "
            "pace they would need millions of times more steps, not ten times more.",
            "M25",
        ),
        Option(
            "Hardly anything: the first layers get almost no gradient, so they do not move.",
            "At each sigmoid layer the gradient is multiplied by a slope of at most 0.25. After "
            "ten there is next to nothing left, and no number of steps makes up for such factors.",
        ),
        Option(
            "It explodes: so many layers add up too many gradients.",
            "Along a path slopes are multiplied, not added, and those of the sigmoid are small. It "
            "takes large weights to make the product grow; you can try that with the gain.",
            "M25",
        ),
    ),
    answer=1,
)


def _deep_and_calm(state, data):
    return state.depth >= 20 and data.is_last and data.word == "healthy" and data.falls


CHALLENGE = Challenge(
    "With 20 layers or more: keep the flow healthy and get the loss to a half of what it was.",
    _deep_and_calm,
)


@dataclass(frozen=True)
class Depth:
    """What was seen at the records so far."""

    norms: np.ndarray  # (layers, records) the gradient's norm in each layer, first layer first
    words: tuple  # (records,) by diagnose_flow
    loss: np.ndarray  # (records,)
    is_last: bool

    @property
    def word(self):
        return self.words[0]

    @property
    def falls(self):
        return bool(self.loss[-1] < self.loss[0] / 2)


class DepthMeter(Experiment):
    """Depth meter: how much of the gradient arrives at the first layer?"""

    depth = Slider(10, "layers", low=1, high=30, count=30)
    gain = LogSlider(1.0, "gain: the weights, times the usual", low=0.2, high=5.0)
    activation = Switch("sigmoid", "activation", options=("sigmoid", "tanh", "relu"))
    weights = Switch("Xavier", "initialisation", options=("Xavier", "He"))
    learning_rate = LogSlider(0.02, "learning rate", low=0.001, high=1.0)

    runs_on = ("mlp_backward", "global_norm", "diagnose_flow")
    question = QUESTION
    challenge = CHALLENGE

    def compute(self, state, mlp_backward, global_norm, diagnose_flow):
        rng = np.random.default_rng(5)
        X, y = two_moons(SAMPLES, noise=0.1, rng=rng)
        sizes = (2, *[WIDTH] * (int(state.depth) - 1), 1)
        params = [
            (state.gain * _scale(state.weights, n_in, n_out) * rng.normal(size=(n_in, n_out)),
             np.zeros(n_out))
            for n_in, n_out in itertools.pairwise(sizes)
        ]  # fmt: skip
        norms, words, losses = [], [], []
        for i, is_time in in_slices(RECORDS * EVERY + 1):
            cache = forward(params, X, state.activation)
            grads = mlp_backward(params, cache, y)
            if i % EVERY == 0:
                norms.append([global_norm(list(pair)) for pair in grads])
                words.append(diagnose_flow(np.array(norms[-1])))
                losses.append(np.mean((cache["Z"][-1] - y) ** 2))
            if is_time:
                is_last = i == RECORDS * EVERY
                yield Depth(np.transpose(norms), tuple(words), np.array(losses), is_last)
            params = [
                (W - state.learning_rate * dW, b - state.learning_rate * db)
                for (W, b), (dW, db) in zip(params, grads, strict=True)
            ]

    def scene(self, state, data):
        return Scene((_profile(data), _while_training(data), _curve(data)), frames=len(data.loss))

    def describe(self, state, data, frame):
        last, norms = len(data.loss) - 1, data.norms[:, frame]
        head = f"Step {frame} of {last}, after {frame * EVERY} steps of training:"
        if not (np.isfinite(norms).all() and np.isfinite(data.loss[frame])):
            return f"{head} exploded. Before training the flow was {data.word}."
        layers = "1 layer" if len(norms) == 1 else f"{len(norms)} layers"
        ratio = f"a ratio of {norms[0] / norms[-1]:.2g}" if norms[-1] else "nothing at all"
        return (
            f"{head} loss {data.loss[frame]:.3g}, norm of the gradient {norms[0]:.2g} in the first "
            f"layer and {norms[-1]:.2g} in the last, {ratio}. Before training, {layers} of "
            f"{state.activation}: {data.word}."
        )


def _scale(rule, n_in, n_out):
    """The standard deviation of the first weights. Sources: Glorot and Bengio (2010); He (2015)."""
    return np.sqrt(2 / (n_in + n_out)) if rule == "Xavier" else np.sqrt(2 / n_in)


def _profile(data):
    layers = np.arange(1.0, len(data.norms) + 1)
    norms = data.norms[:, 0]
    marks = (
        Curve(layers, norms, label="before training", role="blue"),
        Points(layers, norms, label="one layer", role="blue"),
    )
    axes = (
        Axis("layer", 0, len(layers) + 1.0, ticks="whole"),
        Axis("norm of the gradient", LOWEST, HIGHEST, log=True),
    )
    return Panel("The gradient in each layer", *axes, marks)


def _while_training(data):
    x, y = np.arange(float(len(data.loss))) * EVERY, np.arange(1.0, len(data.norms) + 1)
    powers = np.log10(np.where(data.norms == 0, 1e-300, data.norms))
    cells = Cells(x, y, powers, -10.0, 1.0, label="norm, 10⁻¹⁰ to 10")
    axes = (
        Axis("step of training", -EVERY / 2, (RECORDS + 0.5) * EVERY, ticks="whole"),
        Axis("layer", 0.5, len(y) + 0.5, ticks="whole"),
    )
    return Panel("The same while it trains", *axes, (cells,))


def _curve(data):
    x = np.arange(float(len(data.loss))) * EVERY
    path = Path(x, data.loss, label="the loss", role="vermillion")
    axis = Axis("step of training", 0, RECORDS * EVERY, ticks="whole")
    return Panel("Loss", axis, Axis("loss", 1e-3, 1e3, log=True), (path,))
