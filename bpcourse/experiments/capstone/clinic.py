"""Clinic: patients without a name, measurements that are asked for one by one, and a rerun.

In round 0 each of the eight sicknesses has come once. Every further round draws eight patients, by
its number, from the eight sicknesses and from those who are healthy.
"""

from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np

from ... import clinic
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import Button, Row, Slider
from ..experiment import Experiment, in_slices
from ..kept_run import KeptRun, kept
from ..scene import Axis, Cells, Curve, Lines, Names, Panel, Points, Rule, Scene

LETTERS = tuple("ABCDEFGH")
FIRST_ROUND = (
    *("zero start", "labels mixed up", "vanishing gradients", "overfitting"),
    *("rate too large", "penalty too strong", "exploding start", "rate too small"),
)
ASKED = ("loss", "norms", "sizes", "alone")  # each after those before it
NOT_YET = "none"
OTHERS = ("patient", "round")  # with another patient, all that was asked and said begins anew
CAUSES = tuple(name.replace(" ", "-") for name in clinic.BELONGS)
CURES = {  # the settings that each of them changes
    "rate-0.01": {"lr": 0.01},
    "rate-0.1": {"lr": 0.1},
    "rate-1": {"lr": 1.0},
    "He-start": {"start": "he"},
    "ReLU-and-He-start": {"activation": "relu", "start": "he"},
    "clip-at-1": {"clip": 1.0},
    "batch-norm": {"batch_norm": True},
    "labels-right": {"labels": "right"},
    "no-penalty": {"penalty": 0.0},
    "early-stopping": {"patience": 5},
}
MOMENTS = (0, 25, 50, 75, 100)  # % of the run, at which the net is looked at
LOW, HIGH = 1e-3, 1e5  # of the losses that are drawn
SMALL, LARGE = 1e-6, 1e5  # of the norms
CHANCE = float(np.log(10))
CURED, BETTER = 0.5, 0.03  # what a cured run reads, and how much better than an overfitted one
MOST = 40  # runs that are kept

HEALED = 6  # patients of a round


def _so_far(state, data):
    letters = f": {', '.join(data.healed)}" if data.healed else ""
    return f"{len(data.healed)} of {HEALED}{letters}"


CHALLENGE = Challenge(
    "Name six of a round's eight patients, and cure the cause alone.",
    lambda state, data: len(data.healed) >= HEALED,
    before=(
        {"patient": "A", "cause": "zero-start", "cure": "He-start"},
        {"patient": "B", "cause": "labels-mixed-up", "cure": "labels-right"},
        {"patient": "C", "cause": "vanishing-gradients", "cure": "ReLU-and-He-start"},
        {"patient": "E", "cause": "rate-too-large", "cure": "rate-0.1"},
        {"patient": "F", "cause": "penalty-too-strong", "cure": "no-penalty"},
    ),
    example={"patient": "G", "cause": "exploding-start", "cure": "He-start"},
    so_far=_so_far,
)


class Watched(KeptRun):
    """A run so far, and what was seen in its net at the moments."""

    def __init__(self, name, seed, change):
        """The patient of this name, with a change: pairs of a setting and its value."""
        settings = clinic.sick(name, **dict(change))
        self.run = clinic.Run(settings, seed)
        self.looks = [] if change else [clinic.look(self.run)]
        self.right = self.run.right(self.run.new)  # the share of new digits
        self.at = [round(moment / 100 * settings["epochs"]) for moment in MOMENTS]

    @property
    def is_over(self):
        return self.run.is_over

    @property
    def epochs(self):
        return self.run.settings["epochs"]

    def step(self):
        """One epoch more."""
        self.run.epoch()
        if self.looks and (len(self.run.train) - 1 in self.at or self.is_over):
            self.looks.append(clinic.look(self.run))
        self.right = self.run.right(self.run.new)

    def curve(self, losses, per_epoch=1):
        """x in % of the run and the losses, as far as they are numbers."""
        losses = np.array(losses)
        losses = losses[: np.argmin(np.isfinite(losses))] if np.isnan(losses).any() else losses
        x = 100 * np.arange(len(losses)) / (self.epochs * per_epoch)
        return x, np.clip(losses, LOW, HIGH)


@dataclass(frozen=True)
class Seen:
    """A patient as far as it was examined, and its rerun."""

    name: str
    first: Watched
    again: Watched | None  # none without a cure
    by_heart: np.ndarray | None  # the losses on 20 digits alone, if they were asked for
    is_named: bool
    is_by_cause: bool  # does the cure change what belongs to the cause, and nothing else?
    healed: tuple  # the letters of those of the round who were named, and cured by their cause
    is_last: bool

    @property
    def is_cured(self):
        least = self.first.right + BETTER if self.name == "overfitting" else CURED
        return self.is_last and self.again is not None and self.again.right >= least

    @property
    def is_healed(self):
        """Is it named, and does the cure of its cause help? Who is healthy needs none."""
        needs_none = self.name == "healthy" and self.again is None
        return self.is_named and (needs_none or (self.is_by_cause and self.is_cured))


class Clinic(Experiment):
    """Clinic: what makes these runs sick, and what cures them?"""

    patient = Row("A", "patient", options=LETTERS)
    asked = Row(ASKED[0], "measured so far", options=ASKED, anew_with=OTHERS)
    moment = Slider(50, "moment, % of the run", low=0, high=100, step=25)
    cause = Row(NOT_YET, "cause", options=(NOT_YET, *CAUSES), anew_with=OTHERS)
    cure = Row(NOT_YET, "cure", options=(NOT_YET, *CURES), anew_with=OTHERS)
    round = Button("new patients")

    challenge = CHALLENGE
    shows = (
        Shows(
            {"patient": "C", "asked": "norms", "cure": "ReLU-and-He-start"},
            lambda state, data: data.is_by_cause and data.is_cured,
        ),
    )

    def __init__(self, code="", **values):
        super().__init__(code, **values)
        self.healed = set()  # pairs of a round and a letter

    def compute(self, state):
        name, seed = patient_of(state.round, state.patient)
        change = CURES.get(state.cure)
        first = watched(name, seed, ())
        again = None if change is None else watched(name, seed, tuple(change.items()))
        is_named = state.cause == name.replace(" ", "-")
        is_by_cause = bool(change) and set(change) <= set(clinic.BELONGS[name])
        seen = partial(Seen, name, first, again, is_named=is_named, is_by_cause=is_by_cause)
        seen_so_far = partial(seen, by_heart=None, healed=self._healed(state.round), is_last=False)
        going = [one for one in (first, again) if one and not one.is_over]
        if going:
            yield seen_so_far()  # at once, as far as they are
        for _, is_time in in_slices(sum(one.epochs for one in going)):
            going = [one for one in going if not one.is_over]
            if going:
                going[0].go_on()
                if is_time:
                    yield seen_so_far()
        by_heart = alone(name, seed) if state.asked == ASKED[-1] else None
        last = seen(by_heart=by_heart, healed=self._healed(state.round), is_last=True)
        if last.is_healed:
            self.healed.add((state.round, state.patient))
            last = replace(last, healed=self._healed(state.round))
        yield last

    def _healed(self, number):
        """The letters of those who are healed in that round."""
        return tuple(letter for letter in LETTERS if (number, letter) in self.healed)

    def scene(self, state, data):
        measured = {"norms": _norms, "sizes": _sizes, "alone": _alone}.get(state.asked, _unasked)
        readings = {"new digits right": data.first.right}
        if data.again:
            readings["after the rerun"] = data.again.right
        return Scene((_losses(state, data), measured(state, data)), large=2, readings=readings)

    def describe(self, state, data, frame):
        told = [_loss(state, data), _measured(state, data)]
        if data.again:
            told.append(f"With {_words(state.cure)}: {_percent(data.again.right)}.")
        told.append(_named(state, data))
        return " ".join(filter(None, told))


# ---- the patients ----


def patient_of(number, letter):
    """The name and the seed of that patient in a round."""
    place = LETTERS.index(letter)
    if number == 0:
        return FIRST_ROUND[place], 0
    rng = np.random.default_rng(number)
    names = rng.choice(list(clinic.BELONGS), size=len(LETTERS))
    return str(names[place]), int(rng.integers(1000, size=len(LETTERS))[place])


watched = kept(Watched, MOST)


@lru_cache(MOST)
def alone(name, seed):
    """The losses on 20 digits alone."""
    return clinic.by_heart(clinic.sick(name), seed)


# ---- what is said ----


def _percent(share):
    return f"{say(round(100 * share))} %"


def _words(name):
    return name.replace("-", " ")


def _look(state, data):
    """What was seen last at the moment that is looked at, or before."""
    return data.first.looks[min(MOMENTS.index(state.moment), len(data.first.looks) - 1)]


def _loss(state, data):
    last = data.first.run.train[-1]
    end = f"loss {say(last)} in the end" if np.isfinite(last) else "its loss became no number"
    right = f"{_percent(data.first.right)} of new digits right"
    return f"Patient {state.patient}: {end}, {right}."


def _measured(state, data):
    look = _look(state, data)
    if state.asked == "norms":
        one, last = (say(value, 2) for value in look.norms[[0, -1]])
        return f"Norms at {state.moment} %: {one} in layer 1, {last} in the last."
    if state.asked == "sizes":
        return f"At {state.moment} %, {_percent(look.silent.max())} of a layer's units are silent."
    if data.by_heart is not None:
        steps = len(data.by_heart) - 1
        return f"20 digits alone: loss {say(data.by_heart[-1], 2)} after {steps} steps."
    return ""


def _named(state, data):
    if state.cause == NOT_YET:
        return ""
    further = ASKED.index(state.asked)
    if data.is_named:
        told = "the losses alone" if not further else f"{further} of 3 further measurements"
        return f"You have named it, with {told}."
    if further < len(ASKED) - 1:
        following = "20 digits alone" if further == 2 else f"the {ASKED[further + 1]}"
        return f"It has another cause: ask for {following} next."
    return "It has another cause: compare the start with the end."


# ---- what is drawn ----


def _losses(state, data):
    run = data.first.run
    per_epoch = -(-len(run.learned[1]) // run.settings["batch"])
    steps = data.first.curve(run.steps, per_epoch)
    marks = [
        _guessing(),  # below the curves, since many of them stay there
        Lines(*(row[np.newaxis] for row in steps), label="each step", role="grey", width=0.7),
        Curve(*data.first.curve(run.train), label="learned digits", role="blue"),
        Curve(*data.first.curve(run.validation), label="held-out digits", role="vermillion"),
    ]
    if data.again:
        rerun = data.again.run
        marks += [
            Curve(*data.again.curve(rerun.train), label="rerun, learned", role="purple"),
            Curve(*data.again.curve(rerun.validation), label="rerun, held out", role="green"),
        ]
    if state.cause != NOT_YET:
        told = f"{_words(state.cause)} {'✓' if data.is_named else '✗'}"
        at = np.array([50.0]), np.array([CHANCE])
        marks.append(Names(*at, (told,), label="your name for it", dy=14.0, bold=True))
    moment = {"x": float(state.moment), "moves": "moment", "label": "moment of the look"}
    marks.append(Rule(**moment, role="ink", in_key=False))
    axes = Axis("% of the run", 0, 100), Axis("loss", LOW, HIGH, log=True, fit=True)
    return Panel("Loss", *axes, tuple(marks))


def _unasked(state, data):
    told = "Norms, sizes, 20 digits alone:", "ask for what tells you most."
    x, y = np.full(2, 0.5), np.array([0.55, 0.45])
    axes = Axis("", 0, 1, ticks="none"), Axis("", 0, 1, ticks="none")
    return Panel("Not measured yet", *axes, (Names(x, y, told, label="not measured yet"),))


def _norms(state, data):
    start, now = data.first.looks[0].norms, _look(state, data).norms
    marks = []
    for norms, label, role in (
        (start, "at the start", "blue"),
        (now, f"at {state.moment} %", "vermillion"),
    ):
        layers = np.arange(1.0, len(norms) + 1)[np.isfinite(norms)]
        norms = norms[np.isfinite(norms)]
        drawn = np.clip(norms, SMALL, LARGE)
        marks.append(Curve(layers, drawn, label=label, role=role, in_key=False))
        marks.append(Points(layers, drawn, label=label, role=role))
        zeros = layers[norms == 0]
        marks.append(
            Names(zeros, np.full(len(zeros), SMALL), ("0",) * len(zeros), label="no norm", dy=10.0)
        )
    axes = (
        Axis("layer", 0.5, len(start) + 0.5, ticks="whole"),
        Axis("norm", SMALL / 3, LARGE, log=True),
    )
    return Panel("Norm of the gradient in each layer", *axes, tuple(marks))


def _sizes(state, data):
    """Weights above, outputs of the hidden layers below, the first layer on top."""
    look = _look(state, data)
    Z = np.concatenate([look.outputs[::-1], look.weights[::-1]])
    exponents = np.log10(clinic.EDGES)
    x, y = (exponents[:-1] + exponents[1:]) / 2, np.arange(float(len(Z)))
    names = [f"A{k}" for k in range(len(look.outputs), 0, -1)]
    names += [f"W{k}" for k in range(len(look.weights), 0, -1)]
    marks = (
        Cells(x, y, Z, 0.0, 1.0, label="share of the numbers"),
        Names(np.full(len(y), -4.1), y - 0.15, tuple(names), align="right", label="layers"),
    )
    axes = Axis("size, as a power of ten", -5.2, 4), Axis("", -0.5, len(y) - 0.5, ticks="none")
    return Panel(f"Weights W, outputs A, at {state.moment} %", *axes, marks)


def _alone(state, data):
    losses = np.zeros(0) if data.by_heart is None else data.by_heart
    losses = np.clip(losses[np.isfinite(losses)], LOW, HIGH)
    curve = Curve(np.arange(float(len(losses))), losses, label="on the 20", role="purple")
    axes = Axis("step", 0, 200), Axis("loss", LOW, HIGH, log=True, fit=True)
    return Panel("Loss on 20 digits alone", *axes, (curve, _guessing()))


def _guessing():
    return Rule(y=CHANCE, label="a guess, ln 10", role="ink", in_key=False)
