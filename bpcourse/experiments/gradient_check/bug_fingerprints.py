"""Bug fingerprints: what a gradient check shows of a bug, and what training shows of it.

For every number of a net 3-4-4 the claim of the backward pass is divided by the slope that nudging
measures. 1 is right. A net 2-16-3 is trained with the same bug to tell three spiral arms apart.
"""

from dataclasses import dataclass

import numpy as np

from ...datasets import spirals
from ...nn import planted_bugs
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Row, Slider, Switch
from ..experiment import Experiment, in_slices
from ..scene import Axis, Boxes, Curve, Names, Panel, Rule, Scene

NAMES = ("W1", "b1", "W2", "b2")
BUGS = (
    *("mean-forgotten", "mean-twice", "bias-mean", "bias-missing"),
    *("sign", "slope-forgotten", "wrong-slope", "no-transpose"),
)
HIDDEN = {  # what is planted where the name is not told
    "blind-1": "bias-mean",
    "blind-2": "no-transpose",
    "blind-3": "wrong-slope",
    "blind-4": "mean-twice",
    "blind-5": "sign",
}
SAMPLES = Slider(10, "samples in the check", low=1, high=20, step=1)
SIZES = LogSlider(0.5, "size of W1, b1", low=1e-4, high=2.0, coarse=True)
STEPS, EVERY, RATE = 600, 20, 0.5  # of training, and how often the loss is noted
AGREES, FLOOR = 1e-4, 1e-5  # a relative error below agrees; the floor of the error
POINTS = 99  # to train with

CHALLENGE = Challenge(
    "Find a check that lets slope-forgotten pass: 5 samples or more, and no error above 10⁻⁴.",
    lambda state, data: (
        bug_of(state) == "slope-forgotten" and state.samples >= 5 and max(data.errors) < AGREES
    ),
    example={"bug": "slope-forgotten", "size": 5e-4},
)


@dataclass(frozen=True)
class Fingerprint:
    """What the check has found, and the losses of the training so far."""

    ratios: dict  # name → claimed / measured, of the form of the array; 0 where the claim is 0
    off: dict  # name → the relative error of each number
    errors: tuple  # the largest of each array, in the order of NAMES
    by_size: np.ndarray  # the largest error of layer 1, for each size of W1 and b1
    losses: np.ndarray  # (records,) with the bug; none where it cannot be trained
    right: np.ndarray  # (records,) without
    is_last: bool


def bug_of(state):
    """The bug that is planted."""
    return HIDDEN.get(state.bug, state.bug)


def net(size):
    """The net that is checked, and 20 samples for it."""
    rng = np.random.default_rng(36)
    W1, b1 = size * rng.normal(size=(3, 4)), size * rng.normal(size=4)
    W2, b2 = rng.normal(size=(4, 4)), rng.normal(size=4)
    return [(W1, b1), (W2, b2)], rng.normal(size=(20, 3)), rng.integers(4, size=20)


_DONE = {}  # the losses of what has been trained: (bug, activation) → both rows


def training(bug, kind):
    """The losses with the bug and without, again and again, each time for more steps.

    W2 of this net is not square, so that without its transpose nothing can go back.
    """
    if (bug, kind) in _DONE:
        yield _DONE[bug, kind]
        return
    rng = np.random.default_rng(3)
    points, arms = spirals(POINTS, noise=0.05, rng=rng)
    start = [(rng.normal(size=(2, 16)), np.zeros(16)), (rng.normal(size=(16, 3)) / 4, np.zeros(3))]
    passes = [bug, "right"] if bug != "no transpose" else ["right"]
    nets, losses = [start for _ in passes], [[] for _ in passes]
    for step, is_time in in_slices(STEPS + 1):
        for i, planted in enumerate(passes):
            if step % EVERY == 0:
                losses[i].append(planted_bugs.loss(nets[i], points, arms, kind))
            grads = planted_bugs.backward(nets[i], points, arms, planted, kind)
            nets[i] = [
                (W - RATE * dW, b - RATE * db)
                for (W, b), (dW, db) in zip(nets[i], grads, strict=True)
            ]
        if is_time:
            both = [np.array(row) for row in losses]
            yield (both[0] if len(both) > 1 else np.zeros(0)), both[-1]
    _DONE[bug, kind] = (both[0] if len(both) > 1 else np.zeros(0)), both[-1]


class BugFingerprints(Experiment):
    """Bug fingerprints: what do a check and a training show of a bug?"""

    bug = Row("slope-forgotten", "bug", options=(*BUGS, *HIDDEN))
    samples = SAMPLES
    size = SIZES
    activation = Switch("tanh", "activation", options=("tanh", "sigmoid", "relu"))
    guess = Row("none", "your guess", options=("none", *BUGS))

    runs_on = ("numerical_grad", "relative_error")
    challenge = CHALLENGE
    shows = (
        Shows(
            {"bug": "wrong-slope"},
            lambda state, data: (
                len(data.losses)
                and data.losses[-1] < data.losses[0] / 5
                and min(data.errors[:2]) > 0.5
            ),
        ),
    )

    def compute(self, state, numerical_grad, relative_error):
        bug, kind = bug_of(state).replace("-", " "), state.activation
        params, X, y = net(state.size)
        X, y = X[: state.samples], y[: state.samples]
        claimed = _arrays(planted_bugs.backward(params, X, y, bug, kind))
        ratios, off = {}, {}
        for k, name in enumerate(NAMES):

            def loss(w, k=k):
                arrays = _arrays(params)
                arrays[k] = w
                return planted_bugs.loss([arrays[:2], arrays[2:]], X, y, kind)

            measured = numerical_grad(loss, _arrays(params)[k], 1e-5)
            both = claimed[k] == 0, measured == 0
            ratios[name] = np.where(both[0] & both[1], 1.0, claimed[k] / measured)
            off[name] = np.asarray(relative_error(claimed[k], measured, FLOOR), dtype=float)
        errors = tuple(float(off[name].max()) for name in NAMES)
        by_size = _by_size(bug, kind, state.samples)
        for losses, right in training(bug, kind):
            is_last = len(right) == STEPS // EVERY + 1
            yield Fingerprint(ratios, off, errors, by_size, losses, right, is_last)

    def scene(self, state, data):
        panels = _numbers(state, data), _training(state, data), _sizes(state, data)
        readings = {f"error of {name}": e for name, e in zip(NAMES, data.errors, strict=True)}
        return Scene(panels, readings=readings)

    def describe(self, state, data, frame):
        head = "A hidden bug" if state.bug in HIDDEN else state.bug.replace("-", " ").capitalize()
        told = ", ".join(
            f"{name} {say(e, 2) if e > AGREES else 'agrees'}"
            for name, e in zip(NAMES, data.errors, strict=True)
        )
        samples = "1 sample" if state.samples == 1 else f"{state.samples} samples"
        said = f"{head}, {samples}. Largest relative errors: {told}. {_trained(data)}"
        if state.bug in HIDDEN and state.guess != "none":
            is_right = state.guess == bug_of(state)
            said += f" Your guess is {'right' if is_right else 'not the one'}."
        return said


def _trained(data):
    if not len(data.losses):
        return "This net cannot be trained so: its W2 is not square."
    steps = (len(data.losses) - 1) * EVERY
    return (
        f"After {steps} training steps the loss is {say(data.losses[-1], 2)}, "
        f"and {say(data.right[-1], 2)} without it."
    )


def _arrays(pairs):
    return [w for pair in pairs for w in pair]


def _by_size(bug, kind, samples):
    """The largest error of layer 1 for each size of W1 and b1."""
    found = []
    for size in SIZES.values:
        params, X, y = net(size)
        given = params, X[:samples], y[:samples]
        (dW, db), _ = planted_bugs.backward(*given, bug, kind)
        (W, b), _ = planted_bugs.backward(*given, "right", kind)
        errors = [
            np.abs(a - c) / np.maximum(np.maximum(np.abs(a), np.abs(c)), FLOOR)
            for a, c in ((dW, W), (db, b))
        ]
        found.append(max(float(e.max()) for e in errors))
    return np.array(found)


# ---- what is drawn ----

PLACES = {"W1": (0.0, 6.0), "b1": (0.0, 1.0), "W2": (4.5, 6.0), "b2": (4.5, 1.0)}  # upper left
BELOW, ABOVE = 1e-12, 1e3  # the ends of the axis of errors


def _numbers(state, data):
    """A box for each number of the net, with claimed over measured in it."""
    boxes = {"agrees": [], "differs": [], "has another sign": []}
    texts, at = [], []
    for name, (left, top) in PLACES.items():
        ratios, off = np.atleast_2d(data.ratios[name]), np.atleast_2d(data.off[name])
        for (i, j), ratio in np.ndenumerate(ratios):
            x, y = left + j, top - i
            is_off = off[i, j] > AGREES
            kind = "agrees" if not is_off else "differs" if ratio >= 0 else "has another sign"
            boxes[kind].append((x + 0.04, y + 0.06, 0.92, 0.88))
            texts.append(say(ratio, 2 if abs(ratio) > 1 else 1) if is_off else "1")
            at.append((x + 0.5, y + 0.5))
    looks = {
        "agrees": {"role": "blue"},
        "differs": {"role": "vermillion"},
        "has another sign": {"role": "purple", "dashed": True},
    }
    marks = [
        Boxes(*np.array(rows, dtype=float).reshape(-1, 4).T, label=kind, **looks[kind])
        for kind, rows in boxes.items()
    ]
    x, y = np.array(at).T
    marks.append(Names(x, y, tuple(texts), label="claimed over measured", role="ink"))
    x, y = np.array([(left, top + 1.3) for left, top in PLACES.values()]).T
    marks.append(Names(x, y, NAMES, align="left", label="arrays", bold=True, role="ink"))
    guess = "" if state.guess == "none" else f"guess: {state.guess}"
    marks.append(Names(np.array([0.0]), np.array([3.5]), (guess,), align="left", label="the guess"))
    axes = Axis("", -0.1, 8.6, ticks="none"), Axis("", 0.8, 7.8, ticks="none")
    return Panel("Claimed over measured: 1 is right", *axes, tuple(marks))


def _training(state, data):
    marks = []
    for losses, label, role in (
        (data.right, "without the bug", "grey"),
        (data.losses, "with the bug", "vermillion"),
    ):
        steps = np.arange(float(len(losses))) * EVERY
        # what leaves the axis is told in words, not drawn
        marks.append(Curve(steps, np.clip(losses, 1e-3, 1e3), label=label, role=role))
    axes = Axis("training step", 0, STEPS), Axis("loss", 1e-3, 1e3, log=True, fit=True)
    return Panel("Loss of a net in training", *axes, tuple(marks))


def _sizes(state, data):
    sizes = np.array(SIZES.values)
    return Panel(
        "Largest error in layer 1",
        Axis("size", SIZES.low, SIZES.high, log=True),
        Axis("error", BELOW, ABOVE, log=True),
        (
            Curve(sizes, np.clip(data.by_size, BELOW, ABOVE), label="by size", role="blue"),
            Rule(x=state.size, moves="size", label="line at the size", role="green", in_key=False),
        ),
    )
