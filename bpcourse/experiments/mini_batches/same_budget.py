"""Same budget: gradient descent with batches of some size, beside a run with all samples a step.

A line y = w x + b is fitted to n points, so a place has two weights. The two runs get the same
number of steps, or the same number of samples. The loss that is drawn is the one of all samples,
minus the lowest that there is.
"""

from dataclasses import dataclass

import numpy as np

from ...datasets import lines
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Places, Row, Slider, Switch
from ..experiment import Experiment, in_slices
from ..scene import Axis, Contours, Handle, Panel, Path, Points, Rule, Scene

SAMPLES = 256
SIZES = tuple(2**k for k in range(9))  # all of them divide SAMPLES
EPOCHS, STEPS = 10, 100  # the two budgets
BUDGETS = ("steps", "samples")
GOAL = 0.01  # of the loss at the start
X, Y = np.linspace(-6.5, 7.5, 71), np.linspace(-4.5, 5.3, 50)  # more than the panel at any width
GROUND = np.stack(np.meshgrid(X, Y), axis=-1)  # (50, 71, 2)
LEVELS = np.array([0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0])

CHALLENGE = Challenge(
    "Noise 0.2 or more, start 3 or more away: below 1 % of the first loss within 64 samples.",
    lambda state, data: (
        data.is_last
        and state.noise >= 0.2
        and np.linalg.norm(data.small.w[0] - data.lowest) >= 3
        and data.small.samples_to(GOAL) <= 64
    ),
    example={"size": 1, "rate": 0.2},
)


@dataclass(frozen=True)
class Run:
    """Every place of one run, and the loss there."""

    size: int
    w: np.ndarray  # (steps + 1, 2)
    loss: np.ndarray  # (steps + 1,) above the lowest

    def samples_to(self, part):
        """How many samples are used until the loss is below that part of the first; or infinite."""
        below = self.loss < part * self.loss[0]
        return int(np.argmax(below)) * self.size if below.any() else np.inf

    def worst_of_the_last_epoch(self):
        """The largest loss of the last epoch, as a part of the first."""
        last = self.loss[-(SAMPLES // self.size) :]
        return float(np.max(last) / max(self.loss[0], 1e-300))


@dataclass(frozen=True)
class Race:
    """Both runs, and which of their steps are shown in each frame."""

    H: np.ndarray  # (2, 2) the curvatures
    lowest: np.ndarray  # (2,)
    small: Run
    whole: Run
    small_steps: np.ndarray  # (frames,)
    whole_steps: np.ndarray  # (frames,)
    is_last: bool


class SameBudget(Experiment):
    """Same budget: what does a small batch lose, and what does it win?"""

    size = Row(SAMPLES, "batch size", options=SIZES)
    budget = Switch(BUDGETS[0], "both runs get the same", options=BUDGETS)
    rate = LogSlider(0.05, "learning rate", low=0.01, high=0.5)
    noise = Slider(0.2, "noise of the data", low=0.0, high=1.0, step=0.05)
    seed = Slider(1, "seed", low=1, high=20, step=1)
    start = Places([(-2.0, -1.0)], "start", x=(-2.9, 4.1), y=(-1.8, 2.6))

    runs_on = ("sgd",)
    challenge = CHALLENGE
    shows = (
        Shows(
            {"size": 1},  # the same steps: nearly as low, and both have lost nearly all
            lambda state, data: (
                data.small.loss[-1] < 0.005 * data.small.loss[0]
                and data.whole.loss[-1] > 0.1 * data.small.loss[-1]
            ),
        ),
        Shows(
            {"size": 1, "budget": BUDGETS[1]},  # the same samples: lower by far
            lambda state, data: data.small.loss[-1] < 0.05 * data.whole.loss[-1],
        ),
    )

    def compute(self, state, sgd):
        points, targets = lines(SAMPLES, noise=state.noise, rng=np.random.default_rng(state.seed))
        A, y = np.column_stack([points, np.ones(SAMPLES)]), targets[:, 0]  # (n, 2), (n,)
        H = 2 * A.T @ A / SAMPLES
        lowest = np.linalg.solve(H, 2 * A.T @ y / SAMPLES)

        def grad(X, y, w):
            return 2 * X.T @ (X @ w - y) / len(y)

        def run(places, size):
            w = np.concatenate(places)[: steps_of(state.budget, size) + 1]
            return Run(size, w, loss_at(w, H, lowest))

        rng = np.random.default_rng(state.seed)
        given, start = (grad, A, y), [state.start]
        epochs = steps_of(state.budget, SAMPLES)
        whole = sgd(*given, state.start[0], state.rate, epochs, SAMPLES, rng)
        whole = run([np.asarray(whole, dtype=float)], SAMPLES)
        places, epochs = start, -(-steps_of(state.budget, state.size) * state.size // SAMPLES)
        for epoch, is_time in in_slices(epochs):
            history = sgd(*given, places[-1][-1], state.rate, 1, state.size, rng)
            places = [*places, np.asarray(history, dtype=float)[1:]]
            if is_time:
                small = run(places, state.size)
                shown = shown_steps(state.budget, state.size, len(small.w) - 1)
                yield Race(H, lowest, small, whole, *shown, is_last=epoch == epochs - 1)

    def scene(self, state, data):
        first = max(data.small.loss[0], 1e-300)
        readings = {
            f"loss, batches of {state.size}": data.small.loss[data.small_steps],
            f"loss, all {SAMPLES}": data.whole.loss[data.whole_steps],
        }
        by_steps = data.small_steps, data.whole_steps
        by_samples = data.small_steps * state.size, data.whole_steps * SAMPLES
        panels = (
            _ground(data),
            _losses(data, by_samples, "Loss, by samples used", "samples", SAMPLES, first),
            _losses(data, by_steps, "Loss, by steps", "steps", SAMPLES / state.size, first),
        )
        return Scene(panels, frames=len(data.small_steps), readings=readings)

    def describe(self, state, data, frame):
        told = []
        for run, steps in ((data.small, data.small_steps), (data.whole, data.whole_steps)):
            step = int(steps[frame])
            whose = f"Batches of {run.size}" if run is data.small else f"All {SAMPLES} at once"
            used = f"{_count(step, 'step')}, {_count(step * run.size, 'sample')}"
            told.append(f"{whose}: {used}, {_left(run, step)}.")
        if data.is_last and frame == len(data.small_steps) - 1:
            told.append(_both_halves(state, data))
        return " ".join(told)


def steps_of(budget, size):
    """How many steps a run with batches of that size gets."""
    return STEPS if budget == BUDGETS[0] else EPOCHS * SAMPLES // size


def shown_steps(budget, size, done):
    """For each frame the step of the run with small batches, and that of the other one.

    Of the first `done` steps are known. A frame is a step, or a number of samples.
    """
    if budget == BUDGETS[0]:
        steps = np.arange(done + 1)
        return steps, steps
    samples = np.unique(np.round(np.geomspace(1, EPOCHS * SAMPLES, 80)).astype(int))
    samples = np.append(0, samples[samples <= done * size])
    return samples // size, samples // SAMPLES


def loss_at(w, H, lowest):
    """How far the loss is above the lowest, at places w (..., 2)."""
    off = w - lowest
    return 0.5 * np.sum(off @ H * off, axis=-1)


def _left(run, step):
    part = 100 * run.loss[step] / max(run.loss[0], 1e-300)
    return f"{say(part, 2)} % of the loss left" if np.isfinite(part) else "a loss without end"


def _both_halves(state, data):
    """When the goal was reached, and how calm the last epoch was."""
    there, worst = data.small.samples_to(GOAL), 100 * data.small.worst_of_the_last_epoch()
    told = f"Below 1 % after {_count(there, 'sample')}" if np.isfinite(there) else "Never below 1 %"
    if state.budget == BUDGETS[0] or not np.isfinite(worst):
        return f"{told}."
    return f"{told}; in the last epoch at most {say(worst, 2)} %."


def _count(number, word):
    return f"{say(number)} {word}{'s' * (number != 1)}"


# ---- what is drawn ----


def _ground(data):
    Z = loss_at(GROUND, data.H, data.lowest)
    small, whole = data.small.w[data.small_steps], data.whole.w[data.whole_steps]
    return Panel(
        "The way on the loss map",
        Axis("w", -3.0, 4.2),
        Axis("b", -1.9, 2.7),
        (
            Contours(X, Y, Z, LEVELS, label="loss", in_key=False),
            Path(*whole.T, label=f"all {SAMPLES} in each step", role="blue"),
            Path(*small.T, label="this batch size", role="vermillion"),
            Points(data.lowest[:1], data.lowest[1:], label="lowest point", role="purple"),
            Handle(*data.small.w[:1].T, moves="start", label="start"),
        ),
        equal=True,
    )


def _losses(data, at, title, unit, epoch, first):
    small, whole = data.small.loss[data.small_steps], data.whole.loss[data.whole_steps]
    return Panel(
        title,
        Axis(unit, 1, STEPS * SAMPLES if unit == "samples" else EPOCHS * SAMPLES, log=True),
        Axis("loss", 1e-6, 1e3, log=True, fit=True),
        (
            Path(at[1] * 1.0, whole, label=f"all {SAMPLES}", role="blue", in_key=False),
            Path(at[0] * 1.0, small, label="this batch size", role="vermillion", in_key=False),
            Rule(y=GOAL * first, label="1 % of the first", role="purple"),
            Rule(x=float(epoch), label="one epoch", role="grey"),
        ),
    )
