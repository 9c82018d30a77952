"""Playground: a net of your own functions learns points of two classes, and all of it can be set.

The training depends on every control but the probe; the run that is shown is kept while the probe
moves. How the net is trained and looked at is in net_of_parts.py and watched_run.py, where the
points come from in plane_points.py.
"""

from types import SimpleNamespace

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, OwnPoints, Places, Row, Slider, Switch, Text
from ..experiment import Experiment, in_slices
from ..net_of_parts import ALL, OFF, PARTS
from ..plane_points import FORMULAS, plane_points
from ..scene import Axis, Cells, Handle, Panel, Path, Points, Scene, Tiles, Weights
from ..watched_run import FEATURES, FRAMES, SIDE, WatchedRun

EDGE = 1.5  # how far from the middle the plane is seen, in each direction
SHADES = -0.75, 1.75  # the answers with the strongest colours, so that 0 and 1 are pale
ROLES = ("blue", "vermillion")  # of the classes
LAYER_ROLES = ("blue", "vermillion", "green", "purple")
STRENGTHS = (0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
DATA, OWN, NET, TRAIN, LIMITS = "Data", "Own", "Net", "Train", "Limits"  # groups of controls


def _few_for_spirals(state, data):
    return (
        (state.points, state.file, len(state.own)) == ("spirals", "", 0)
        and state.noise >= 0.1
        and data.is_last
        and data.count <= 15
        and data.right[-1].min() >= 95
    )


class Playground(Experiment):
    """Playground: what can a net of your own functions learn?"""

    points = Switch("circles", "points", options=(*FORMULAS, "none"), group=DATA)
    noise = Slider(0.1, "noise", low=0.0, high=0.5, step=0.05, group=DATA)
    seed = Slider(1, "draw", low=1, high=50, step=1, group=DATA)
    own = OwnPoints("points of your own", x=(-EDGE, EDGE), y=(-EDGE, EDGE), group=OWN)
    file = Text("", "a CSV file: 2 numbers, label", longest=100, as_typed=True, group=OWN)
    layers = Slider(2, "hidden layers", low=0, high=3, step=1, group=NET)
    units = Slider(8, "units in each", low=1, high=16, step=1, group=NET)
    activation = Switch(
        "relu", "activation", options=("none", "relu", "tanh", "sigmoid"), group=NET
    )
    inputs = Row("plain", "inputs", options=tuple(FEATURES), group=NET)
    start = Row("He", "first weights", options=("He", "Xavier", "tenths", "zeros"), group=NET)
    norm = Switch(OFF, "batch norm", options=(OFF, "on"), group=NET)
    loss = Switch("cross-entropy", "loss", options=("cross-entropy", "squared"), group=TRAIN)
    optimizer = Row(
        "Adam", "optimizer", options=("SGD", "momentum", "RMSprop", "Adam"), group=TRAIN
    )
    rate = LogSlider(0.02, "rate", low=0.001, high=10.0, group=TRAIN)
    schedule = Row(
        "constant", "schedule", options=("constant", "step", "cosine", "warmup"), group=TRAIN
    )
    batch = Row(20, "batch", options=(5, 10, 20, 50, ALL), group=TRAIN)
    steps = Row(300, "steps", options=(100, 300, 1000, 3000), group=TRAIN)
    l1 = Row(0, "L1", options=STRENGTHS, group=LIMITS)
    l2 = Row(0, "L2", options=STRENGTHS, group=LIMITS)
    dropout = Slider(0.0, "dropout", low=0.0, high=0.8, step=0.1, group=LIMITS)
    clip = Row(OFF, "clip by norm", options=(OFF, 3, 1, 0.3, 0.1, 0.03), group=LIMITS)
    probe = Places([(0.5, 0.5)], "probe", x=(-EDGE, EDGE), y=(-EDGE, EDGE), step=0.1)

    runs_on = PARTS
    each_alone = True
    challenge = Challenge(
        "Spirals, noise 0.1 or more: 95 % right, learned and held out, with 15 weights and biases.",
        _few_for_spirals,
        example={
            "points": "spirals",
            "inputs": "sines",
            "layers": 1,
            "units": 2,
            "activation": "tanh",
            "rate": 0.1,
            "batch": ALL,
            "steps": 1000,
        },
    )
    shows = (Shows({"activation": "none"}, lambda state, data: data.right[-1, 0] < 65),)

    def __init__(self, code="", **values):
        super().__init__(code, **values)
        self.kept = None, None  # what the last run depends on, and the run

    def compute(self, state, **parts):
        run = self._run(state, parts)
        for _, is_time in in_slices(max(1, FRAMES + 1 - run.frames), first=0):
            run.go_on()
            if is_time or run.is_over:
                yield run.seen()
            if run.is_over:
                return

    def _run(self, state, parts):
        """The run of this state: the one that is kept, where only the probe has moved."""
        points = plane_points(state.points, state.noise, state.seed, state.own, state.file)
        still = {name: value for name, value in vars(state).items() if name != "probe"}
        key = str(still), str(points), points.X.tobytes(), points.y.tobytes(), *parts.values()
        if self.kept[0] != key or self.kept[1].was_interrupted:
            self.kept = key, WatchedRun(SimpleNamespace(**parts), state, points)
        return self.kept[1]

    def scene(self, state, data):
        panels = _plane(state, data), _net(data), _losses(data), _norms(data)
        readings = {"right: learned, %": data.right[:, 0]}
        if len(data.points.X_new):
            readings["held out, %"] = data.right[:, 1]
        readings["at the probe"] = at_probe(state, data)
        frames = len(data.steps)
        return Scene(panels, frames, counted=data.steps, large=2, readings=readings)

    def describe(self, state, data, frame):
        points = data.points
        if not len(points.X):
            return f"{points.trouble} There are no points: a click in the picture sets one.".strip()
        step = f"Step {say(data.steps[frame])}."
        loss, answer = data.losses[frame], at_probe(state, data)[frame]
        if not np.isfinite([*loss, answer]).all():
            return f"{step} The numbers have grown beyond all bounds. Take a smaller rate."
        learned, new = (f"{say(share, 3)} %" for share in data.right[frame])
        n, n_new = len(points.X), len(points.X_new)
        right = f"Right: {learned} of {n} learned point{'s' if n > 1 else ''}"
        right += f", {new} of {n_new} held out" if n_new else ""
        losses = f"Loss {say(loss[0], 2)}" + (f" and {say(loss[1], 2)}" if n_new else "")
        side = points.classes[int(answer > 0.5)]
        told = f"{step} {right}. {losses}. {data.count} weights and biases."
        return f"{points.trouble} {told} At the probe {say(answer, 2)}: {side}.".strip()


def at_probe(state, data):
    """The answer at the probe in each frame (frames,)."""
    column, row = (int(np.argmin(np.abs(SIDE - place))) for place in state.probe[0])
    return np.array([answers[row, column] for answers in data.maps])


# ---- what is drawn ----


def _plane(state, data):
    points = data.points
    marks = [
        Cells(
            *(SIDE, SIDE, data.maps, *SHADES),
            colours="sides",
            smooth=True,
            label="answer",
            in_key=False,
        )
    ]
    for kind, role in enumerate(ROLES):
        for X, y, size in ((points.X_new, points.y_new, 5.0), (points.X, points.y, 8.0)):
            here = X[y[:, 0] == kind]
            marks.append(
                Points(
                    *here.T,
                    size=np.full(len(here), size),
                    label=points.classes[kind] if size > 5 else f"{points.classes[kind]}, held out",
                    role=role,
                    in_key=size > 5,
                )
            )
    marks += [
        Handle(*state.own[:, :2].T, moves="own", label="own point", in_key=False),
        Handle(*state.probe.T, moves="probe", label="probe", in_key=False),
    ]
    x, y = (Axis(name, -EDGE, EDGE) for name in points.axes)
    return Panel("Answers; small: held out", x, y, tuple(marks), equal=True)


def _net(data):
    sizes = data.sizes
    places = [(layer, k - (size - 1) / 2) for layer, size in enumerate(sizes) for k in range(size)]
    x, y = np.array(places, dtype=float).T
    start, end = _ends(sizes)
    x0, y0, dx, dy = x[start], y[start], x[end] - x[start], y[end] - y[start]
    rows = max(*sizes, 4)
    names = [*data.features, *_unit_names(sizes), "answer"]
    marks = (
        Weights(x0, y0, dx, dy, w=data.weights, label="weight above 0", role="vermillion"),
        Weights(
            *(x0, y0, dx, dy),
            w=tuple(-w for w in data.weights),
            label="below 0",
            role="blue",
        ),
        Tiles(
            *(x, y, data.tiles),
            side=min(30.0, 215 / (rows + 0.3)),
            low=-1.4,
            high=1.4,
            texts=tuple(names),
            label="what each unit answers",
        ),
    )
    across = Axis("", -0.4, len(sizes) - 0.6, ticks="none")
    upwards = Axis("", -rows / 2 - 0.15, rows / 2 + 0.15, ticks="none")
    return Panel("What each unit answers", across, upwards, marks)


def _ends(sizes):
    """The units at which each weight begins and ends, in the order of W: (edges,) and (edges,)."""
    first = np.cumsum([0, *sizes])
    pairs = [
        (first[layer] + i, first[layer + 1] + j)
        for layer in range(len(sizes) - 1)
        for i in range(sizes[layer])
        for j in range(sizes[layer + 1])
    ]
    return np.array(pairs).T


def _unit_names(sizes):
    for layer, size in enumerate(sizes[1:-1], start=1):
        for k in range(1, size + 1):
            yield f"layer {layer}, unit {k}"


def _losses(data):
    marks = [Path(data.steps, data.losses[:, 0], label="learned", role="blue")]
    if len(data.points.X_new):
        held_out = data.losses[:, 1]
        marks.append(Path(data.steps, held_out, label="held out", role="vermillion"))
    marks = marks if len(data.points.X) else marks[:0]
    y = Axis("loss", 1e-5, 1e5, log=True, fit=True)
    return Panel("Loss", Axis("step", 0, data.last_step), y, tuple(marks))


def _norms(data):
    marks = [
        Path(data.steps, norms, label=f"layer {k}", role=role)
        for k, (norms, role) in enumerate(zip(data.norms.T, LAYER_ROLES, strict=False), start=1)
    ]
    y = Axis("length", 1e-8, 1e5, log=True, fit=True)
    return Panel("Gradient", Axis("step", 0, data.last_step), y, tuple(marks))
