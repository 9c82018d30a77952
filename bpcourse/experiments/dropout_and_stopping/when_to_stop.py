"""When to stop: a net learns 200 digits, some of which got a random label.

A validation set with right labels is asked after each epoch. The net and its data depend on the
share and the dropout alone: a run is kept, and goes on where it was left, and so patience, minimum
gain and the size of the validation set move at once.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...datasets import digits
from ...nn.activations import ReLU
from ...nn.dropout import Dropout
from ...nn.initializers import he_normal
from ...nn.layers import Dense
from ...nn.losses import SoftmaxCrossEntropy
from ...nn.network import Network
from ...nn.optimizers import Adam
from ...nn.training import epochs
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import Slider, Switch
from ..experiment import Experiment, in_slices
from ..kept_run import KeptRun, kept
from ..scene import Axis, Handle, Panel, Path, Points, Rule, Scene

LEARNED, VALIDATION, TEST = 200, 200, 400  # digits
EPOCHS, UNITS = 100, 128
DROPOUT = (0.0, 0.5)
PATIENCE = tuple(range(1, 41))

CHALLENGE = Challenge(
    "Share 0.4 or more, at most 50 digits for validation: kept weights above 0.83.",
    lambda state, data: (
        data.is_last and state.share >= 0.4 and state.size <= 50 and data.right[data.best] > 0.83
    ),
    example={"size": 40, "patience": 3},
)


@dataclass(frozen=True)
class Watched:
    """What was seen after each epoch; the first entry is the net before the training."""

    train: np.ndarray  # (epochs + 1,) the loss on the labels as they were told
    validation: np.ndarray  # (epochs + 1,)
    right: np.ndarray  # (epochs + 1,) the share of new digits that are read right
    as_told: np.ndarray  # (epochs + 1,) of the digits with a wrong label, the share read as told
    as_true: np.ndarray  # (epochs + 1,) and the share read as they truly are
    stop: int  # the epoch in which it is time to stop, or the last one
    best: int  # the epoch whose weights are kept
    is_stopped: bool
    stops: np.ndarray  # for each patience the epoch in which it is time to stop, or the last
    is_last: bool

    @property
    def gain(self):
        """What the kept weights are better by than those of the last epoch."""
        return float(self.right[self.best] - self.right[-1])


class WhenToStop(Experiment):
    """When to stop: when has a net learned what it can, and when the errors, too?"""

    share = Slider(0.4, "share of random labels", low=0.0, high=0.6, step=0.1)
    patience = Slider(10, "patience", low=PATIENCE[0], high=PATIENCE[-1], step=1)
    min_delta = Slider(0.0, "minimum gain", low=0.0, high=0.1, step=0.01)
    size = Slider(100, "digits for validation", low=20, high=VALIDATION, step=20)
    dropout = Switch(DROPOUT[0], "dropout p", options=DROPOUT)

    runs_on = ("EarlyStopping",)
    challenge = CHALLENGE
    shows = (
        Shows({"share": 0.0}, lambda state, data: abs(data.gain) < 0.03),
        Shows({}, lambda state, data: data.gain > 0.05 and data.as_told[-1] > 0.9),
    )

    def compute(self, state, EarlyStopping):
        run = training(state.share, state.dropout)
        yield watched(run.rows, state, EarlyStopping)
        for _, is_time in in_slices(EPOCHS + 1 - len(run.rows)):
            run.go_on()
            if is_time:
                yield watched(run.rows, state, EarlyStopping)

    def scene(self, state, data):
        readings = {
            "right: kept": float(data.right[data.best]),
            "stop": float(data.right[data.stop]),
            "last": float(data.right[-1]),
        }
        panels = (_losses(state, data), _right(data), _by_heart(data))
        return Scene(panels, frames=len(data.train), counts="epoch", readings=readings)

    def describe(self, state, data, frame):
        now = f"Epoch {frame}: {say(100 * data.right[frame], 2)} % of new digits are right."
        told = f"stop in epoch {data.stop}" if data.is_stopped else "no time to stop comes"
        now += f" Patience {state.patience}: {told}, and the weights of epoch {data.best} are kept:"
        kept, last = (say(100 * data.right[k], 2) for k in (data.best, -1))
        return f"{now} {kept} %, and {last} % in epoch {len(data.right) - 1}."


# ---- the training ----


@lru_cache
def split():
    """X and labels of the digits in a fixed random order."""
    data = digits()
    order = np.random.default_rng(17).permutation(len(data.X))
    return data.X[order], data.targets[order]


class Training(KeptRun):
    """A net that learns the digits, as far as it is: a row before it begins and for each epoch."""

    def __init__(self, share, dropout):
        self._rows = trained(share, dropout)
        self.rows = [next(self._rows)]

    @property
    def is_over(self):
        return len(self.rows) == EPOCHS + 1

    def step(self):
        """One epoch more."""
        self.rows.append(next(self._rows))


training = kept(Training)


def trained(share, dropout):
    """Yields what is seen before the training and after each epoch."""
    rng = np.random.default_rng(1)
    X, truth = split()
    ends = np.cumsum([LEARNED, VALIDATION, TEST])
    X, X_val, X_test = np.split(X[: ends[-1]], ends[:-1])
    truth, y_val, y_test = np.split(truth[: ends[-1]], ends[:-1])
    told = truth.copy()
    drawn = rng.random(LEARNED) < share
    told[drawn] = rng.integers(10, size=drawn.sum())
    wrong = told != truth
    layers = [Dense(64, UNITS, rng=rng, init=he_normal), ReLU()]
    layers += [Dropout(dropout, rng=rng)] if dropout else []
    net, loss = Network(*layers, Dense(UNITS, 10, rng=rng)), SoftmaxCrossEntropy()
    everything = np.concatenate([X, X_val, X_test])

    def seen():
        logits, of_val, of_test = np.split(net.predict(everything), ends[:-1])
        read = logits.argmax(axis=1)[wrong]
        return (
            loss.forward(logits, told),
            losses_of(of_val, y_val),
            np.mean(of_test.argmax(axis=1) == y_test),
            np.mean(read == told[wrong]) if len(read) else 0.0,
            np.mean(read == truth[wrong]) if len(read) else 0.0,
        )

    yield seen()
    settings = {"epochs": EPOCHS, "batch_size": 32, "rng": rng}
    for _ in epochs(net, loss, Adam(0.003), X, told, **settings):
        yield seen()


def losses_of(logits, labels):
    """The loss of each sample (n,)."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]


def watched(rows, state, EarlyStopping):
    """The rows as curves, and when the learner's class stops on them."""
    train, losses, right, as_told, as_true = zip(*rows, strict=True)
    validation = np.array(losses)[:, : state.size].mean(axis=1)
    stopping, w = EarlyStopping(state.patience, state.min_delta), [np.zeros(1)]
    stop, is_stopped = len(rows) - 1, False
    for epoch in range(1, len(rows)):
        w[0][:] = epoch  # in place of a net's weights, so that it is seen whose are kept
        if stopping.update(validation[epoch], w):
            stop, is_stopped = epoch, True
            break
    return Watched(
        *map(np.array, (train, validation, right, as_told, as_true)),
        stop=stop,
        best=int(stopping.best[0][0]) if len(rows) > 1 else 0,
        is_stopped=is_stopped,
        stops=stops_of(validation, state.min_delta),
        is_last=len(rows) == EPOCHS + 1,
    )


def stops_of(validation, min_delta):
    """For each patience the epoch in which it is time to stop, or the last one."""
    best, waited, longest = np.inf, 0, 0
    stops = np.full(len(PATIENCE), len(validation) - 1)
    for epoch, loss in enumerate(validation[1:], start=1):
        if loss < best - min_delta:
            best, waited = loss, 0
            continue
        waited += 1
        if longest < waited <= PATIENCE[-1]:
            longest = waited
            stops[waited - 1] = epoch
    return stops


# ---- what is drawn ----


def _losses(state, data):
    steps = np.arange(len(data.train) * 1.0)
    here = slice(state.patience - 1, state.patience)
    track = data.stops.astype(float), data.validation[data.stops]
    return Panel(
        "Loss; below the flat line would be progress",
        Axis("epoch", 0, EPOCHS),
        Axis("loss", 0.0, 12.0, fit=True),
        (
            Path(steps, data.train, label="training", role="blue"),
            Path(steps, data.validation, label="validation", role="vermillion"),
            Rule(
                y=data.validation[data.best] - state.min_delta,
                label="progress",
                role="grey",
                in_key=False,
            ),
            Rule(x=float(data.best), label="weights kept", role="green"),
            Rule(x=float(data.stop), label="stop", role="purple"),
            Handle(
                track[0][here],
                track[1][here],
                moves="patience",
                along=track,
                label="patience, on the curve",
                in_key=False,
            ),
        ),
    )


def _right(data):
    steps = np.arange(len(data.train) * 1.0)
    return Panel(
        "New digits, right",
        Axis("epoch", 0, EPOCHS),
        Axis("share", 0.0, 1.0),
        (
            Path(steps, data.right, label="right", role="ink", in_key=False),
            Points(*_at(data, data.best), label="weights kept", role="green"),
            Points(*_at(data, data.stop), label="at the stop", role="purple"),
        ),
    )


def _at(data, epoch):
    return np.array([float(epoch)]), data.right[epoch : epoch + 1]


def _by_heart(data):
    steps = np.arange(len(data.train) * 1.0)
    return Panel(
        "Learned digits with a wrong label, read",
        Axis("epoch", 0, EPOCHS),
        Axis("share", 0.0, 1.0),
        (
            Path(steps, data.as_told, label="as told", role="vermillion"),
            Path(steps, data.as_true, label="as they are", role="green"),
            Rule(x=float(data.best), label="weights kept", role="green", in_key=False),
        ),
    )
