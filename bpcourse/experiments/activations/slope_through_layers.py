"""Slope through layers: what is left of a slope of 1 behind many activations in a row.

    z_1 = z        a_l = f(z_l)        z_{l+1} = w a_l + b

On its way back through layer l a slope is multiplied by f'(z_l), and between two layers by w. With
"centre" the bias b is -w f(0), so that a sum of 0 leads to a sum of 0 in the next layer.
"""

from dataclasses import dataclass

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Slider, Switch
from ..experiment import Experiment
from ..scene import Axis, Curve, Handle, Panel, Path, Points, Rule, Scene, Segments

PLACES = Slider(2.0, "z of the first layer", low=-8, high=8, step=0.25)
LAYERS = Slider(3, "layers", low=1, high=20, step=1)
GRID = np.linspace(-8.5, 8.5, 171)
TANGENT = 2.5  # how far it is drawn to each side
HEIGHTS = {"sigmoid": (-1.2, 1.2), "tanh": (-1.2, 1.2), "relu": (-2, 9)}

CHALLENGE = Challenge(
    "Ten sigmoids or more in a row, and at least 0.01 of the slope arrives.",
    lambda state, data: (
        state.function == "sigmoid" and state.layers >= 10 and data.arrives[-1] >= 0.01
    ),
    example={"z": 0, "layers": 10, "weight": 4.0, "centre": "on"},
)


@dataclass(frozen=True)
class Chain:
    """What happens in each layer, and the curves of the function."""

    z: np.ndarray  # (layers,)
    a: np.ndarray  # (layers,)
    slope: np.ndarray  # (layers,) f'(z)
    arrives: np.ndarray  # (layers + 1,) of a slope of 1, behind 0, 1, 2, ... layers
    curve: np.ndarray  # (171,) f over GRID
    slopes: np.ndarray  # (171,) f' over GRID
    track: np.ndarray  # f at each place that z can have


class SlopeThroughLayers(Experiment):
    """Slope through layers: what arrives of a slope of 1?"""

    function = Switch("sigmoid", "function", options=("sigmoid", "tanh", "relu"))
    z = PLACES
    layers = LAYERS
    weight = LogSlider(1.0, "weight in between", low=0.25, high=8.0)
    centre = Switch("off", "centre: 0 leads to 0", options=("off", "on"))

    runs_on = ("sigmoid", "sigmoid_grad", "tanh_grad", "relu", "relu_grad")
    challenge = CHALLENGE
    shows = (
        Shows({"layers": 10, "z": 0}, lambda state, data: data.arrives[-1] < 1e-6),
        Shows({"layers": 10, "function": "tanh"}, lambda state, data: data.arrives[-1] > 1e-3),
        Shows({"layers": 10, "function": "relu"}, lambda state, data: data.arrives[-1] == 1),
    )

    def compute(self, state, sigmoid, sigmoid_grad, tanh_grad, relu, relu_grad):
        f, slope = {
            "sigmoid": (sigmoid, sigmoid_grad),
            "tanh": (np.tanh, tanh_grad),
            "relu": (relu, relu_grad),
        }[state.function]
        bias = -state.weight * f(np.zeros(1)) if state.centre == "on" else np.zeros(1)
        z = [np.array([float(state.z)])]
        for _ in range(state.layers - 1):
            z.append(state.weight * f(z[-1]) + bias)
        z = np.concatenate(z)
        slopes = np.asarray(slope(z), dtype=float)
        factors = slopes * state.weight ** (np.arange(state.layers) > 0)  # the first has no weight
        arrives = np.append(1.0, np.cumprod(factors))
        track = f(np.array(PLACES.values, dtype=float))
        return Chain(z, f(z), slopes, arrives, f(GRID), slope(GRID), track)

    def scene(self, state, data):
        panels = _arrives(state, data), _curve(state, data), _slopes(data)
        readings = {"arrives": data.arrives}
        return Scene(panels, state.layers + 1, "layer", readings=readings)

    def describe(self, state, data, frame):
        if frame == 0:
            return f"Before the first layer: a slope of 1. The first sum is z = {say(state.z)}."
        z, slope = data.z[frame - 1], data.slope[frame - 1]
        told = f"Layer {frame} of {state.layers}: at z = {say(z)} the slope is {say(slope)}"
        if frame > 1 and state.weight != 1:
            told += f", and the weight is {say(state.weight)}"
        left = data.arrives[frame]
        layers = "1 layer" if frame == 1 else f"{frame} layers"
        arrives = "nothing arrives" if left == 0 else f"{say(left)} of a slope of 1 arrives"
        return f"{told}. Behind {layers} {arrives}."


def _at(data):
    """The layers 1, 2, 3, ..., which are also the frames in which they are shown."""
    return np.arange(1.0, len(data.z) + 1)


def _arrives(state, data):
    return Panel(
        "What arrives of a slope of 1",
        Axis("layer", 0, LAYERS.high + 1, ticks="whole"),
        Axis("slope", 1e-90, 1e20, log=True, fit=True),
        (
            Path(np.append(0.0, _at(data)), data.arrives, label="what arrives", role="vermillion"),
            Rule(y=1.0, label="all of it", role="grey", in_key=False),
            Rule(x=state.layers, moves="layers", label="last layer", role="green"),
        ),
    )


def _curve(state, data):
    at = _at(data)
    far = TANGENT / np.hypot(1, data.slope)
    tangents = Segments(
        *(data.z - far, data.a - far * data.slope),
        *(2 * far, 2 * far * data.slope),
        at=at, label="slope at this layer", role="vermillion", in_key=False,
    )  # fmt: skip
    handle = Handle(
        *(np.array([float(state.z)]), data.a[:1]),
        moves="z",
        along=(np.array(PLACES.values, dtype=float), data.track),
        label="first z",
    )
    return Panel(
        "f, and its slope at this layer",
        Axis("z", -8.5, 8.5),
        Axis("f(z)", *HEIGHTS[state.function]),
        (
            Curve(GRID, data.curve, label="f(z)", role="blue", in_key=False),
            tangents,
            Points(data.z, data.a, at=at, label="this layer", role="vermillion", in_key=False),
            handle,
        ),
    )


def _slopes(data):
    return Panel(
        "How steep it is",
        Axis("z", -8.5, 8.5),
        Axis("slope of f", 0, 1.1),
        (
            Curve(GRID, data.slopes, label="slope", role="blue", in_key=False),
            Points(data.z, data.slope, at=_at(data), label="this layer", role="vermillion"),
        ),
    )
