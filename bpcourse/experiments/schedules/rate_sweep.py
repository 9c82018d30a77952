"""Rate sweep: one sweep over the rates, and what training with one of them leads to.

A net 64-32-10 reads digits. In the sweep each step has a larger rate than the one before; the loss
that is followed is a running mean, for each step sees another batch. Then the net is trained anew
with the rate that is marked, three times, and the loss is measured on digits that it has not seen.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ... import datasets
from ...nn.activations import ReLU
from ...nn.layers import Dense
from ...nn.losses import SoftmaxCrossEntropy
from ...nn.network import Network
from ...nn.optimizers import SGD, Adam
from ...nn.training import TrainingError, epochs
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Row, Slider, Switch
from ..experiment import Experiment, in_slices
from ..kept_run import KeptRun, kept
from ..scene import Axis, Curve, Lines, Panel, Points, Rule, Scene

LOW, HIGH = 1e-5, 10.0  # the first and the last rate of a sweep
BATCH, EPOCHS, SEEDS = 32, 8, 3
OPTIMIZERS = {"SGD": SGD, "Adam": Adam}
ONE, ALL = "one", "all"
WORST = 3.0  # a loss of 2.3 is chance; more is drawn as this

CHALLENGE = Challenge(
    "Train with one rate only: SGD, and a loss of new digits below 0.14.",
    lambda state, data: (
        state.trained == ONE and state.optimizer == "SGD" and data.is_last and data.final < 0.14
    ),
    example={"optimizer": "SGD", "mark": 0.5},
)


@dataclass(frozen=True)
class Sweep:
    """The sweep as far as it was made, and the limit that the learner's function finds."""

    rates: np.ndarray  # (steps,)
    losses: np.ndarray  # (steps,)
    smoothed: np.ndarray  # (steps,)
    limit: float

    @property
    def lowest(self):
        """The rate at which the smoothed loss is lowest."""
        smoothed = np.where(np.isfinite(self.smoothed), self.smoothed, np.inf)
        return float(self.rates[int(np.argmin(smoothed))])


@dataclass(frozen=True)
class Trained:
    """The sweep, and the losses on new digits that are known so far."""

    sweep: Sweep
    runs: np.ndarray  # (seeds, EPOCHS) with the marked rate
    rates: np.ndarray  # those that are trained with, in rising order
    ends: np.ndarray  # (rates,) the median loss at the end
    is_last: bool

    @property
    def final(self):
        return float(np.median(self.runs[:, -1])) if len(self.runs) else np.nan


class RateSweep(Experiment):
    """Rate sweep: what does a range test say about the rate to train with?"""

    optimizer = Switch("Adam", "optimizer", options=tuple(OPTIMIZERS))
    mark = LogSlider(0.002, "rate to train with", low=0.001, high=5.0, coarse=True)
    steps = Row(100, "steps of the sweep", options=(50, 100, 200, 400))
    smoothing = Slider(0.8, "smoothing", low=0.0, high=0.95, step=0.05)
    trained = Switch(ONE, "train with rates", options=(ONE, ALL))

    runs_on = ("lr_range_test",)
    challenge = CHALLENGE
    shows = (
        Shows({"mark": 0.02}, lambda state, data: data.is_last and data.final < 0.15),
        Shows(
            {"trained": ALL},
            lambda state, data: (
                data.is_last
                and end_at(data, data.sweep.limit / 10) < 0.6 * end_at(data, data.sweep.lowest)
            ),
        ),
        Shows(
            {"trained": ALL, "optimizer": "SGD"},  # a tenth of the lowest point is too small here
            lambda state, data: (
                data.is_last
                and end_at(data, data.sweep.limit / 10) < 0.7 * end_at(data, data.sweep.lowest / 10)
            ),
        ),
    )

    def compute(self, state, lr_range_test):
        swept = sweep(lr_range_test, state.optimizer, state.steps, state.smoothing)
        others = self.controls["mark"].values if state.trained == ALL else []
        rates = [state.mark, *(rate for rate in others if rate != state.mark)]
        runs = [training(state.optimizer, rate, seed) for rate in rates for seed in range(SEEDS)]
        yield _so_far(swept, runs, state.mark)
        for i, is_time in in_slices(EPOCHS * len(runs)):
            runs[i // EPOCHS].go_on()
            if is_time:
                yield _so_far(swept, runs, state.mark)

    def scene(self, state, data):
        panels = (_sweep(state, data), _training(data), _ends(state, data))
        readings = {"limit": data.sweep.limit, "lowest at": data.sweep.lowest}
        return Scene(panels, readings=readings)

    def describe(self, state, data, frame):
        told = f"{state.optimizer}: in this sweep the loss is lowest at {say(data.sweep.lowest, 2)}"
        told += f", and the limit is {say(data.sweep.limit, 2)}."
        if not len(data.runs):
            return f"{told} The training is under way."
        told += f" Trained with {say(state.mark)}, new digits have the loss {_loss(data.final)}"
        told += f", the median of {len(data.runs)}."
        if data.is_last and state.trained == ALL:
            best = int(np.argmin(data.ends))
            told += f" The best of these rates is {say(data.rates[best])}"
            told += f", with {_loss(data.ends[best])}."
        return told


def _loss(number):
    return say(number, 2) if number < WORST else "of chance or worse"


def end_at(data, rate):
    """The loss at the end with the trained rate that is nearest to `rate`."""
    return float(data.ends[int(np.argmin(np.abs(np.log(data.rates / rate))))])


# ---- the maths ----


@lru_cache
def digits():
    return datasets.digits()


def new_net(rng):
    return Network(Dense(64, 32, rng=rng), ReLU(), Dense(32, 10, rng=rng))


@lru_cache
def sweep(lr_range_test, optimizer, steps, smoothing):
    """One sweep, on a new net, driven by the learner's function."""
    rng, rates = np.random.default_rng(0), np.geomspace(LOW, HIGH, steps)
    X, labels = digits().X, digits().targets
    net, loss = new_net(rng), SoftmaxCrossEntropy()
    used, losses, smoothed = [], [], []
    one = OPTIMIZERS[optimizer](lambda t: used[t])

    def step_fn(lr):
        """One step with the rate lr; the running mean of the losses before each step."""
        here = rng.integers(len(X), size=BATCH)
        used.append(float(lr))
        L = loss.forward(net.forward(X[here]), labels[here])
        mean = smoothing * smoothed[-1] + (1 - smoothing) * L if smoothed else L
        losses.append(L)
        smoothed.append(mean)
        net.backward(loss.backward())
        one.step(net)
        return mean

    with np.errstate(all="ignore"):  # it is meant to explode
        limit = lr_range_test(step_fn, rates)
    return Sweep(np.array(used), np.array(losses), np.array(smoothed), float(limit))


class Training(KeptRun):
    """A net that is trained with one rate, as far as it is."""

    def __init__(self, optimizer, rate, seed):
        self.rate = rate
        self.losses = np.full(EPOCHS, WORST)  # of new digits, after each epoch
        self.epoch = 0
        self._epochs = self._train(optimizer, seed)

    @property
    def is_over(self):
        return self.epoch == EPOCHS

    def step(self):
        """One epoch more. Where numbers are not finite, nothing was learned."""
        try:
            with np.errstate(all="ignore"):
                loss = next(self._epochs)
        except TrainingError:
            self.losses[:], self.epoch = WORST, EPOCHS
            return
        self.losses[self.epoch] = loss if loss < WORST else WORST
        self.epoch += 1

    def _train(self, optimizer, seed):
        """Yields the loss of new digits after each epoch."""
        rng = np.random.default_rng(seed)
        (X, labels), (X_new, labels_new) = datasets.split(
            digits().X, digits().targets, part=0.2, rng=np.random.default_rng(100 + seed)
        )
        net, loss = new_net(rng), SoftmaxCrossEntropy()
        settings = {"rng": rng, "epochs": EPOCHS, "batch_size": BATCH}
        for _ in epochs(net, loss, OPTIMIZERS[optimizer](self.rate), X, labels, **settings):
            yield loss.forward(net.predict(X_new), labels_new)


training = kept(Training)


def trained(optimizer, rate, seed):
    """The loss on new digits after each epoch (EPOCHS,); WORST where nothing was learned."""
    run = training(optimizer, rate, seed)
    while not run.is_over:
        run.go_on()
    return run.losses


def _so_far(swept, runs, mark):
    """What is known of these runs; a rate is known where all its seeds are over."""
    done = {}
    for run in runs:
        if run.is_over:
            done.setdefault(run.rate, []).append(run.losses)
    ends = {
        rate: np.median([losses[-1] for losses in of_rate])
        for rate, of_rate in sorted(done.items())
        if len(of_rate) == SEEDS
    }
    return Trained(
        swept,
        np.reshape(done.get(mark, []), (-1, EPOCHS)),
        np.array(list(ends)),
        np.array(list(ends.values())),
        is_last=all(run.is_over for run in runs),
    )


# ---- what is drawn ----


def _sweep(state, data):
    swept = data.sweep
    return Panel(
        "The sweep: each step has a larger rate",
        Axis("rate", LOW, HIGH, log=True),
        Axis("loss of the batch", 0, 4),
        (
            Points(swept.rates, swept.losses, label="each batch", role="grey",
                   size=np.full(len(swept.rates), 4.0)),
            Curve(swept.rates, swept.smoothed, label="running mean", role="blue"),
            Rule(x=swept.limit, label="limit", role="vermillion"),
            Rule(x=state.mark, moves="mark", label="marked rate", role="green"),
        ),
    )  # fmt: skip


def _training(data):
    epochs = np.tile(np.arange(1.0, EPOCHS + 1), (len(data.runs), 1))
    return Panel(
        "Trained with the marked rate",
        Axis("epoch", 1, EPOCHS, ticks="whole"),
        Axis("loss, new digits", 0.05, 5, log=True),
        (Lines(epochs, data.runs, width=2.0, label="a training", role="blue", in_key=False),),
    )


def _ends(state, data):
    return Panel(
        f"The end, after {EPOCHS} epochs",
        Axis("rate", 10 * LOW, HIGH, log=True),
        Axis("loss, new digits", 0.05, 5, log=True),
        (
            Curve(data.rates, data.ends, label="median of 3", role="blue", in_key=False),
            Points(data.rates, data.ends, label="trained", role="blue", in_key=False),
            Rule(x=data.sweep.limit, label="limit", role="vermillion", in_key=False),
            Rule(x=data.sweep.limit / 10, label="a tenth of it", role="purple"),
            Rule(x=state.mark, label="marked", role="green", in_key=False),
        ),
    )
