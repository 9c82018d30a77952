"""How small is h: the error of a difference, for all nudges from a tenth to 10⁻¹³.

    forward  (f(x + h) - f(x)) / h        central  (f(x + h) - f(x - h)) / 2h

A large h goes wrong because f bends: by about h, or by about h². A small h goes wrong because f is
rounded: two numbers that agree in nearly all digits leave few digits to their difference.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...nn import planted_bugs
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Switch
from ..experiment import Experiment, in_slices
from ..scene import Axis, Curve, Names, Panel, Points, Rule, Scene

NUDGES = LogSlider(1e-2, "nudge h", low=1e-13, high=0.1, coarse=True)
KINDS = {"float64": np.float64, "float32": np.float32}
DIGITS = {"float64": 16, "float32": 7}  # decimal digits that such a number holds
PLACE = 0.7  # where the function of one number is looked at
LEAST = 1e-13  # errors below are drawn there
FLOOR = 1e-8  # of the relative error
T = np.linspace(-2, 2, 161)  # places around x, in units of h
WEIGHT = 5  # the number of the net that is nudged in the small pictures

_rng = np.random.default_rng(8)
NET = [_rng.normal(size=size) / 2 for size in ((4, 6), 6, (6, 3), 3)]  # 51 weights and biases
X, Y = _rng.normal(size=(10, 4)), _rng.integers(3, size=10)
CUTS = np.cumsum([w.size for w in NET])[:-1]

CHALLENGE = Challenge(
    "In float32, find a setting in which no weight of the net is off by 1 % or more.",
    lambda state, data: (
        state.numbers == "float32" and state.function == "net" and 0 < data.error < 0.01
    ),
    example={"numbers": "float32", "function": "net", "h": 1e-2},
)


@dataclass(frozen=True)
class Differences:
    """The error at this nudge, and at all nudges that are computed so far."""

    error: float  # at this h
    found: dict  # for each method the nudges and their errors, two arrays
    rise: np.ndarray  # (161,) f(x + t h) - f(x), in units of the true rise over h
    secant: np.ndarray  # (161,) the same of the straight line
    values: tuple  # the two values of f that are subtracted
    is_last: bool

    def error_of(self, method, h):
        nudges, errors = self.found[method]
        return errors[np.argmin(np.abs(np.log(nudges / h)))]


def one_number(w, kind):
    """exp(sin(w)), computed in numbers of that kind."""
    return np.exp(np.sin(w.astype(kind)))[0]


def net_loss(w, kind):
    """The loss of the net, whose 51 numbers are w."""
    W1, b1, W2, b2 = (
        part.reshape(own.shape)
        for part, own in zip(np.split(w.astype(kind), CUTS), NET, strict=True)
    )
    Z2 = np.tanh(X.astype(kind) @ W1 + b1) @ W2 + b2
    shifted = Z2 - Z2.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(Y)), Y])


def _net_slopes():
    (W1, b1), (W2, b2) = planted_bugs.backward([(NET[0], NET[1]), (NET[2], NET[3])], X, Y)
    return np.concatenate([np.ravel(part) for part in (W1, b1, W2, b2)])


FUNCTIONS = {  # the function, where it is looked at, and its slopes
    "exp(sin(x))": (
        one_number,
        np.array([PLACE]),
        np.array([np.cos(PLACE) * np.exp(np.sin(PLACE))]),
    ),
    "net": (net_loss, np.concatenate([w.ravel() for w in NET]), _net_slopes()),
}


def forward_grad(f, w, h):
    """Forward differences: one side only."""
    here, dw = f(w), np.zeros(w.shape)
    for i in range(len(w)):
        nudged = w.copy()
        nudged[i] += h
        dw[i] = (f(nudged) - here) / h
    return dw


@lru_cache(maxsize=64)
def table(method, numbers, function, numerical_grad, relative_error):
    """The largest relative error for each nudge, nan as long as it is not computed."""
    return np.full(len(NUDGES.values), np.nan)


def error_at(k, method, numbers, function, *functions):
    """The largest relative error of all slopes, with nudge k."""
    errors = table(method, numbers, function, *functions)
    if np.isnan(errors[k]):
        numerical_grad, relative_error = functions
        f, w, right = FUNCTIONS[function]
        differences = numerical_grad if method == "central" else forward_grad
        slopes = differences(lambda w: f(w, KINDS[numbers]), w, NUDGES.values[k])
        errors[k] = np.max(relative_error(np.asarray(slopes, dtype=float), right, FLOOR))
    return max(float(errors[k]), LEAST)


class HowSmallIsH(Experiment):
    """How small is h? The error of a slope, for every nudge."""

    h = NUDGES
    method = Switch("central", "difference", options=("forward", "central"))
    numbers = Switch("float64", "numbers", options=("float64", "float32"))
    function = Switch("exp(sin(x))", "function", options=tuple(FUNCTIONS))

    runs_on = ("numerical_grad", "relative_error")
    challenge = CHALLENGE
    shows = (
        Shows(
            {"h": 1e-7},
            lambda state, data: state.h == 1e-7 and data.error > 2 * data.error_of("central", 1e-5),
        ),
    )

    def compute(self, state, numerical_grad, relative_error):
        what = state.numbers, state.function, numerical_grad, relative_error
        other = "forward" if state.method == "central" else "central"
        at_h = error_at(NUDGES.values.index(state.h), state.method, *what)
        around = _around(state)
        rows = {state.method: [], other: []}
        todo = [(method, k) for method in rows for k in range(len(NUDGES.values))]
        for i, is_time in in_slices(len(todo)):
            method, k = todo[i]
            rows[method].append((NUDGES.values[k], error_at(k, method, *what)))
            if is_time:
                found = {key: np.array(row).reshape(-1, 2).T for key, row in rows.items()}
                yield Differences(at_h, found, *around, is_last=i + 1 == len(todo))

    def scene(self, state, data):
        panels = _errors(state, data), _secant(state, data), _subtraction(state, data)
        return Scene(panels, readings={"error": data.error, "h": state.h})

    def describe(self, state, data, frame):
        above, below = data.values
        whose = "The slope is" if state.function != "net" else "The worst of 51 slopes is"
        head = f"{state.method.capitalize()} difference, h = {say(state.h)}, {state.numbers}."
        told = f"{whose} off by {_percent(data.error)}."
        if above == below:
            return f"{head} {told} Both values of the function are the same number: h is lost."
        agree = agreeing(above, below, state.numbers)
        of = f"{agree} of {DIGITS[state.numbers]} digits"
        return f"{head} {told} The two values of the function agree in {of}."


def _percent(error):
    return f"{say(100 * error, 2)} %" if error >= 1e-4 else f"{say(error, 2)} of its size"


def _function(state):
    """The function of one number that the small pictures show, and its slope."""
    f, w, right = FUNCTIONS[state.function]
    i = min(WEIGHT, len(w) - 1)

    def along(step):
        nudged = w.copy()
        nudged[i] += step
        return float(f(nudged, KINDS[state.numbers]))

    return along, right[i]


def _around(state):
    """The function around x, the straight line through both places, and the two values."""
    along, slope = _function(state)
    here = along(0.0)
    rise = (np.array([along(t * state.h) for t in T]) - here) / (abs(slope) * state.h)
    above, below = along(state.h), along(-state.h) if state.method == "central" else here
    start, width = (-1.0, 2.0) if state.method == "central" else (0.0, 1.0)
    low = (below - here) / (abs(slope) * state.h)
    steep = (above - below) / (abs(slope) * state.h * width)
    return np.clip(rise, -9, 9), np.clip(low + steep * (T - start), -9, 9), (above, below)


def agreeing(above, below, numbers):
    """In how many decimal digits the two values agree."""
    one, other = (f"{value:.{DIGITS[numbers] - 1}e}" for value in (above, below))
    same = 0
    for a, b in zip(one.replace(".", ""), other.replace(".", ""), strict=False):
        if a != b or a == "e":
            break
        same += 1
    return same


# ---- what is drawn ----


def _errors(state, data):
    other = "forward" if state.method == "central" else "central"
    marks = []
    if data.found[other].size:
        marks.append(Curve(*data.found[other], label=other, role="grey"))
    here = np.array([state.h]), np.array([data.error])
    marks += [
        Curve(*data.found[state.method], label=state.method, role="vermillion"),
        Points(*here, size=np.array([13.0]), label="at this h", role="ink"),
        Rule(x=state.h, moves="h", label="line at h", role="green"),
    ]
    return Panel(
        "Relative error of the slope",
        Axis("nudge h", 1e-13, 0.1, log=True),
        Axis("relative error", LEAST, 10.0, log=True),
        tuple(marks),
    )


def _secant(state, data):
    ends = np.array([-1.0, 1.0]) if state.method == "central" else np.array([0.0, 1.0])
    places = np.interp(ends, T, data.rise)
    return Panel(
        "f near x, in units of h",
        Axis("", -2, 2),
        Axis("", -9, 9, fit=True),
        (
            Curve(T, data.rise, label="f", role="blue"),
            Curve(T, data.secant, label="line", role="vermillion"),
            Points(ends, places, label="the two places", role="ink", in_key=False),
        ),
    )


def _subtraction(state, data):
    """The two values, with the digits in which they agree on the left of the line."""
    digits = DIGITS[state.numbers]
    names = ("f(x + h)", "f(x − h)" if state.method == "central" else "f(x)")
    shown = [f"{value:.{digits - 1}f}" for value in data.values]
    same = 0
    while same < len(shown[0]) and shown[0][same] == shown[1][same]:
        same += 1
    rows = np.array([3.0, 2.0])
    kept, other = tuple(s[:same] for s in shown), tuple(s[same:] or "the same" for s in shown)
    difference = data.values[0] - data.values[1]
    middle = np.full(2, 0.1 + 0.6 * same / len(shown[0]))
    return Panel(
        "What is subtracted",
        Axis("", 0, 1, ticks="none"),
        Axis("", 0.2, 3.8, ticks="none"),
        (
            Names(np.full(2, 0.02), rows + 0.42, names, align="left", label="names", role="ink"),
            Names(middle, rows, kept, align="right", label="digits that agree", role="ink"),
            Names(
                middle, rows, other,
                align="left", label="other digits", role="vermillion", bold=True,
            ),
            Names(
                np.array([0.02]), np.array([0.85]), (f"difference {say(difference)}",),
                align="left", label="the difference", role="ink", bold=True,
            ),
        ),
    )  # fmt: skip
