"""Depth meter: how much of the gradient arrives at the first layer of a deep net.

On its way back the gradient is multiplied by a matrix and by slopes at every layer. Factors below
1 in the mean make it vanish, factors above 1 make it explode, and more training changes neither.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from ...nn.mlp import mlp_forward
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Slider, Switch
from ..experiment import Experiment, in_slices
from ..nets import signed_moons
from ..scene import Axis, Cells, Curve, Panel, Path, Points, Rule, Scene

WIDTH = 16
SAMPLES = 32
RECORDS = 40  # how often the net is looked at while it trains
DEPTHS = Slider(3, "layers", low=1, high=30, step=1)

CHALLENGE = Challenge(
    "With 20 layers or more: a healthy flow before training, and in the end a loss below 0.1.",
    lambda state, data: (
        state.depth >= 20 and data.is_last and data.words[0] == "healthy" and data.loss[-1] < 0.1
    ),
    example={"depth": 20, "activation": "relu", "weights": "He", "steps": 2000},
)


@dataclass(frozen=True)
class Depth:
    """What was seen at the records so far."""

    norms: np.ndarray  # (layers, records) the gradient's norm in each layer, first layer first
    words: tuple  # (records,) by diagnose_flow
    loss: np.ndarray  # (records,)
    spread: np.ndarray  # (records,) how different the outputs are: their standard deviation
    is_last: bool


class DepthMeter(Experiment):
    """Depth meter: how much of the gradient arrives at the first layer?"""

    depth = DEPTHS
    activation = Switch("sigmoid", "activation", options=("sigmoid", "tanh", "relu"))
    weights = Switch("Xavier", "first weights", options=("Xavier", "He"))
    gain = LogSlider(1.0, "first weights, times", low=0.2, high=5.0)
    learning_rate = LogSlider(0.005, "learning rate", low=0.001, high=0.5)
    steps = Switch(200, "steps", options=(200, 2000))

    runs_on = ("mlp_backward", "global_norm", "diagnose_flow")
    challenge = CHALLENGE
    shows = (
        Shows({"depth": 10}, lambda state, data: data.norms[0, 0] < data.norms[-1, 0] / 1000),
        Shows(
            {"depth": 10, "steps": 2000},
            lambda state, data: data.loss[-1] > 0.95 and data.norms[0].max() < 1e-5,
        ),
        Shows(
            {"depth": 10, "activation": "relu", "weights": "He"},
            lambda state, data: data.words[0] == "healthy" and data.loss[-1] < data.loss[0] / 5,
        ),
    )
    opens_at = 0  # before training, where the layers are compared

    def compute(self, state, mlp_backward, global_norm, diagnose_flow):
        rng = np.random.default_rng(5)
        X, y = signed_moons(SAMPLES, noise=0.1, rng=rng)
        sizes = (2, *[WIDTH] * (state.depth - 1), 1)
        params = [
            (state.gain * _scale(state.weights, n_in, n_out) * rng.normal(size=(n_in, n_out)),
             np.zeros(n_out))
            for n_in, n_out in itertools.pairwise(sizes)
        ]  # fmt: skip
        norms, words, losses, spreads = [], [], [], []
        every = state.steps // RECORDS
        for i, is_time in in_slices(state.steps + 1):
            cache = mlp_forward(params, X, state.activation)
            grads = mlp_backward(params, cache, y)
            if i % every == 0:
                norms.append([global_norm(list(pair)) for pair in grads])
                words.append(diagnose_flow(np.array(norms[-1])))
                losses.append(np.mean((cache["Z"][-1] - y) ** 2))
                spreads.append(np.std(cache["Z"][-1]))
            if is_time:
                arrays = np.transpose(norms), tuple(words), np.array(losses), np.array(spreads)
                yield Depth(*arrays, is_last=i == state.steps)
            params = [
                (W - state.learning_rate * dW, b - state.learning_rate * db)
                for (W, b), (dW, db) in zip(params, grads, strict=True)
            ]

    def scene(self, state, data):
        panels = _profile(state, data), _while_training(state, data), _curve(state, data)
        readings = {"loss": data.loss, "first layer": data.norms[0], "last layer": data.norms[-1]}
        counted = np.arange(float(len(data.loss))) * (state.steps // RECORDS)
        return Scene(panels, len(counted), "training step", counted, readings=readings)

    def describe(self, state, data, frame):
        norms = data.norms[:, frame]
        head = f"After {frame * (state.steps // RECORDS)} of {state.steps} training steps:"
        if not (np.isfinite(norms).all() and np.isfinite(data.loss[frame])):
            before = f"Before training the flow was {data.words[0]}."
            return f"{head} the numbers are too large to compute with. {before}"
        layers = "the 1 layer" if len(norms) == 1 else f"layer 1 of {len(norms)}"
        told = f"{head} the gradient is {say(norms[0])} long in {layers}"
        if len(norms) > 1:
            told += f" and {say(norms[-1])} in the last"
        if frame == 0:
            ratio = f"a ratio of {say(norms[0] / norms[-1], 2)}" if norms[-1] else "nothing arrives"
            return f"{told}, {ratio}: {data.words[0]}."
        if data.loss[frame] > 0.9 and data.spread[frame] < 0.05:
            return f"{told}. The net still answers nearly the same for every point."
        return f"{told}. Before training the flow was {data.words[0]}."


def _scale(rule, n_in, n_out):
    """The standard deviation of the first weights. Sources: Glorot and Bengio (2010); He (2015)."""
    return np.sqrt(2 / (n_in + n_out)) if rule == "Xavier" else np.sqrt(2 / n_in)


def _profile(state, data):
    layers, norms = np.arange(1.0, len(data.norms) + 1), data.norms
    return Panel(
        "Length of the gradient in each layer",
        Axis("layer, the first on the left", 0, DEPTHS.high + 1, ticks="whole"),
        Axis("length", 1e-16, 1e12, log=True, fit=True),
        (
            Curve(layers, norms.T, label="at this step", role="vermillion"),
            Curve(layers, norms[:, 0], label="before training", role="blue"),
            Points(layers, norms[:, 0], label="a layer", role="blue", in_key=False),
            Rule(x=state.depth, moves="depth", label="last layer", role="green"),
        ),
    )


def _while_training(state, data):
    every = state.steps // RECORDS
    x, y = np.arange(float(len(data.loss))) * every, np.arange(1.0, len(data.norms) + 1)
    cells = Cells(x, y, data.norms, 1e-10, 10.0, log=True, grows=True, label="length")
    axes = (
        Axis("training step", -every / 2, (RECORDS + 0.5) * every, ticks="whole"),
        Axis("layer", 0.5, len(y) + 0.5, ticks="whole"),
    )
    return Panel("The same while it trains", *axes, (cells,))


def _curve(state, data):
    x = np.arange(float(len(data.loss))) * (state.steps // RECORDS)
    path = Path(x, data.loss, label="the loss", role="vermillion")
    axis = Axis("training step", 0, state.steps, ticks="whole")
    return Panel("Loss", axis, Axis("loss", 1e-6, 1e6, log=True, fit=True), (path,))
