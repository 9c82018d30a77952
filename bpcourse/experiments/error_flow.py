"""Error flow: where the error sits while a net learns, over its layers and over the samples.

The net is 2-16-16-1 with ReLU, trained on two half moons. In each layer the error is dZ, the
derivative of the loss with respect to its sums; its size is the mean over units and samples.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from .controls import LogSlider, Slider
from .experiment import Experiment, in_slices
from .nets import forward, two_moons
from .question import Challenge, Option, Question
from .scene import Axis, Cells, Panel, Path, Scene

SIZES = (2, 16, 16, 1)
SAMPLES = 40
RECORDS, EVERY = 40, 10  # how often the net is looked at, and how many steps it trains in between

QUESTION = Question(
    "A net trains on 40 points, and its loss falls to a fifth. What has happened to the errors of "
    "the single points meanwhile?",
    (
        Option(
            "All of them have shrunk alike, by about the same factor.",
            "The weights are shared, and each step helps most where many points pull the same way. "
            "Points in the middle of a crowd are soon done, while a few at the border stay wrong.",
            "M41",
        ),
        Option(
            "Most are nearly gone, and a few points carry almost all of what is left.",
            "Points whose neighbours want the same are settled early. What is left sits in a few "
            "rows of the picture, bright among dark ones, and these few now steer every step.",
        ),
        Option(
            "The largest have shrunk most, so that all are about equally small by now.",
            "A large error pulls harder, that is true. But where a few points want something else "
            "than their many neighbours, they are outvoted, and their errors stay the largest.",
            "M41",
        ),
    ),
    answer=1,
)

CHALLENGE = Challenge(
    "Get the loss below 0.03 by the last step, from a start whose loss is above 1.",
    lambda state, data: data.is_last and data.loss[0] > 1 and data.loss[-1] < 0.03,
)


@dataclass(frozen=True)
class Training:
    """What was seen at the records so far."""

    layers: np.ndarray  # (3, records) mean |dZ| of each layer
    samples: np.ndarray  # (SAMPLES, records) |output - target| of each point
    loss: np.ndarray  # (records,)
    is_last: bool


class ErrorFlow(Experiment):
    """Where the error goes: which layers and which points still have it?"""

    learning_rate = LogSlider(0.05, "learning rate", low=0.003, high=1.0)
    scale = LogSlider(1.0, "size of the first weights, times the usual", low=0.1, high=4.0)
    start = Slider(1, "start number", low=1, high=20, count=20)

    runs_on = ("train_step", "act_backward", "dense_backward")
    question = QUESTION
    challenge = CHALLENGE

    def compute(self, state, train_step, act_backward, dense_backward):
        rng = np.random.default_rng(int(state.start))
        X, y = two_moons(SAMPLES, noise=0.12, rng=np.random.default_rng(7))
        params = [
            (state.scale * rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in), np.zeros(n_out))
            for n_in, n_out in itertools.pairwise(SIZES)
        ]
        layers, samples, losses = [], [], []
        for _, is_time in in_slices(RECORDS + 1):
            cache = forward(params, X, "relu")
            E = cache["Z"][-1] - y  # (n, 1)
            layers.append(
                _layer_errors(params, cache, 2 * E / E.size, act_backward, dense_backward)
            )
            samples.append(np.abs(E[:, 0]))
            losses.append(np.mean(E**2))
            is_last = len(losses) == RECORDS + 1
            if is_time:
                arrays = np.transpose(layers), np.transpose(samples), np.array(losses)
                yield Training(*arrays, is_last=is_last)
            for _ in range(0 if is_last else EVERY):
                params, _ = train_step(params, X, y, state.learning_rate)

    def scene(self, state, data):
        return Scene((_layers(data), _samples(data), _curve(data)), frames=len(data.loss))

    def describe(self, state, data, frame):
        last = len(data.loss) - 1
        head = f"Step {frame} of {last}, after {frame * EVERY} steps of training:"
        if not np.isfinite(data.loss[frame]):
            return f"{head} the loss is too large to compute with. The rate is too large here."
        errors, now = data.layers[:, frame], data.samples[:, frame] ** 2
        few = len(now) // 4
        share = np.sort(now)[-few:].sum() / max(now.sum(), 1e-300)
        told = ", ".join(f"{error:.2g}" for error in errors)
        return (
            f"{head} loss {data.loss[frame]:.3g}. Mean error of layers 1, 2 and 3: {told}. "
            f"The {few} worst of {len(now)} points hold {share:.0%} of the loss."
        )


def _layer_errors(params, cache, dZ, act_backward, dense_backward):
    """The mean |dZ| of every layer, first layer first."""
    errors = [np.mean(np.abs(dZ))]
    for i in range(len(params) - 1, 0, -1):
        dA, _, _ = dense_backward(dZ, cache["A"][i], params[i][0])
        dZ = act_backward(dA, cache["Z"][i - 1], "relu")
        errors.insert(0, np.mean(np.abs(dZ)))
    return errors


def _log(values):
    """The powers of ten, with 0 as a very small number."""
    return np.log10(np.where(values == 0, 1e-30, values))


STEPS = Axis("step of training", -EVERY / 2, (RECORDS + 0.5) * EVERY, ticks="whole")


def _steps(data):
    return np.arange(float(len(data.loss))) * EVERY


def _layers(data):
    cells = Cells(_steps(data), np.arange(1.0, 4.0), _log(data.layers), -5.0, -1.0,
                  label="error of the layer, 0.00001 to 0.1")  # fmt: skip
    return Panel(
        "Mean error of each layer", STEPS, Axis("layer", 0.5, 3.5, ticks="whole"), (cells,)
    )


def _samples(data):
    order = np.argsort(data.samples.mean(axis=1), kind="stable")  # those that stay wrong at the top
    rows = np.arange(1.0, SAMPLES + 1)
    cells = Cells(_steps(data), rows, _log(data.samples[order]), -2.0, 0.5,
                  label="error of the point, 0.01 to 3")  # fmt: skip
    axis = Axis("point, worst at the top", 0.5, SAMPLES + 0.5, ticks="whole")
    return Panel("Error of each point", STEPS, axis, (cells,))


def _curve(data):
    path = Path(_steps(data), data.loss, label="the loss", role="vermillion")
    axis = Axis("step of training", 0, RECORDS * EVERY, ticks="whole")
    return Panel("Loss", axis, Axis("loss", 1e-3, 1e3, log=True), (path,))
