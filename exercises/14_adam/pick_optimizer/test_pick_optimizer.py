"""pick_optimizer is judged by 200 steps with what it picks, on six kinds of landscapes."""

import numpy as np

from bpcourse.checking.inputs import unchanged
from bpcourse.checking.result import leaves
from bpcourse.checking.values import fresh
from bpcourse.checking.wrong import Wrong, fail

NAMES = ("sgd", "momentum", "rmsprop", "adam")
STEPS, TAIL, EPS = 200, 20, 1e-8
RATES = np.geomspace(1e-4, 10.0, 80)  # with which it is looked who could have done it
KINDS = {  # the two curvatures, whether it is turned, whether the first feature is rare, the goal
    "round": (1.0, 1.0, False, False, 1e-12),
    "along": (1e-4, 1.0, False, False, 1e-6),
    "across_10": (1e-2, 1.0, True, False, 1e-6),
    "across_30": (1 / 900, 1.0, True, False, 1e-6),
    "rare": (1.0, 1.0, False, True, 1e-12),
    "rare_and_small": (1 / 900, 1.0, False, True, 1e-2),
}
PAIR = {"name": "the name", "lr": "the rate"}


def landscape(rng, kind, steep=None, far=None):
    """A problem of that kind. `steep` multiplies the curvatures, and `far` the start."""
    flat, high, turned, rare, goal = KINDS[kind]
    steep = (0.5, 1.0, 3.0)[rng.integers(3)] if steep is None else steep
    far = (0.5, 1.0, 4.0)[rng.integers(3)] if far is None else far
    H, start = np.diag([flat, high]), far * np.array([1.0, np.sqrt(flat / high)])
    seen = np.ones((STEPS, 2))
    if rare:
        seen[:, 0] = 0
        seen[rng.integers(12) :: 20, 0] = 1
    if turned:
        angle = np.deg2rad(rng.integers(30, 61))
        Q = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        H, start = Q @ H @ Q.T, Q @ start
    elif rng.integers(2):  # the two features change their places
        H, start, seen = H[::-1, ::-1].copy(), start[::-1].copy(), seen[:, ::-1].copy()
    return {"H": steep * H, "start": start, "seen": seen, "goal": goal}


def left(problem, name, lr):
    """What is left of the first loss on average over the last steps, for each rate of lr (r,)."""
    H, lr = problem["H"], np.reshape(lr, (-1, 1))
    w = np.tile(problem["start"], (len(lr), 1))  # (r, 2)
    m, s, tail = np.zeros_like(w), np.zeros_like(w), 0.0
    for t, seen in enumerate(problem["seen"], start=1):
        g = (w @ H) * seen
        if name == "sgd":
            w = w - lr * g
        elif name == "momentum":
            m = 0.9 * m + g
            w = w - lr * m
        elif name == "rmsprop":
            s = 0.9 * s + 0.1 * g**2
            w = w - lr * g / (np.sqrt(s) + EPS)
        else:
            m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
            m_hat, s_hat = m / (1 - 0.9**t), s / (1 - 0.999**t)
            w = w - lr * m_hat / (np.sqrt(s_hat) + EPS)
        if t > STEPS - TAIL:
            tail = tail + np.sum((w @ H) * w, axis=1) / TAIL
    part = tail / (problem["start"] @ H @ problem["start"])
    return np.where(np.isfinite(part), part, np.inf)


def required(pair):
    """Raise Wrong unless this is one of the names, and a number that a descent can use."""
    is_pair = isinstance(pair, tuple | list) and len(pair) == 2
    given = pair[0] if is_pair else NAMES[0]
    if is_pair and isinstance(pair[1], str):
        swapped = (
            {"pair_swapped": "The name comes first, then the rate."} if _is_name(pair[1]) else {}
        )
        seen = f"The rate is the text {pair[1]!r}, but should be a number."
        raise Wrong(seen, "wrong_kind", offered=swapped, fitting=swapped)
    if isinstance(given, str) and given not in NAMES:
        _refuse_name(given)
    named = given if isinstance(given, str) else NAMES[0]
    for leaf in leaves(pair, (named, 1.0), PAIR):
        if leaf.problem and leaf.problem[1] not in ("wrong_value", "not_finite"):
            raise Wrong(*leaf.problem)
    lr = float(pair[1])
    if not 0 < lr < np.inf:
        told = "A rate is a number above 0."
        raise Wrong(f"The rate is {lr:.4g}.", "wrong_value", tip=told)
    return given, lr


def _is_name(text):
    return text.strip().lower() in NAMES


def _refuse_name(given):
    names = ", ".join(f'"{name}"' for name in NAMES)
    seen = f'"{given}" is none of the names: they are {names}.'
    told = {"spelling": "Names are in small letters, without spaces."}
    found = told if _is_name(given) else {}
    raise Wrong(seen, "wrong_value", offered=found, fitting=found)


FITS = {  # what explains that somebody cannot win there, whatever the rate
    "sgd": "One rate for both directions: the steep one limits it, and the flat one is slow.",
    "momentum": "The flat direction is too flat even for momentum: it needs a rate of its own.",
    "rmsprop": "RMSprop's steps stay about as long as the rate, so it does not settle.",
    "adam_across": (
        "Adam has a rate for each coordinate, and this valley lies across both: look at the "
        "numbers off the diagonal."
    ),
    "adam": "Adam does not settle so exactly. Is there any direction here that needs its own rate?",
    "momentum_round": "A velocity swings here for too long, and nothing is flat: plain steps do.",
}


def causes(problem, name, lr):
    """What explains that the goal is missed: id → sentence."""
    goal = problem["goal"]
    parts = left(problem, name, RATES * np.abs(problem["start"]).max())
    if name in ("sgd", "momentum"):  # their rates go with the curvature, the others' with the way
        parts = left(problem, name, RATES / np.abs(problem["H"]).max())
    if np.all(parts > goal):
        across = problem["H"][0, 1] != 0
        H = np.diagonal(problem["H"])
        key = f"{name}_across" if name == "adam" and across else name
        if name == "momentum" and not across and H[0] == H[1]:
            key = "momentum_round"
        return {f"not_{key}": FITS[key]}
    now = left(problem, name, lr)[0]
    if now > 1:
        return {"diverges": f"With this rate {name} ends higher than it began: take a smaller one."}
    if left(problem, name, 2 * lr)[0] < now or left(problem, name, 4 * lr)[0] < now:
        return {"rate_too_small": f"{name} can do it: with this rate its steps are too short."}
    return {"rate_too_large": f"{name} can do it: with this rate its steps are too long."}


def require(pick_optimizer, problems):
    """Raise Wrong unless what is picked reaches the goal in all of these."""
    for problem in problems:
        name, lr = required(pick_optimizer(fresh(problem)))
        with np.errstate(all="ignore"):
            part = left(problem, name, lr)[0]
            if part <= problem["goal"]:
                continue
            found = causes(problem, name, lr)
        seen = (
            f"{name} with the rate {lr:.4g} leaves {part:.2g} of the first loss, and the goal is "
            f"{problem['goal']:.2g}."
        )
        about = f"With curvatures {_words(np.diagonal(problem['H']))} on the diagonal"
        if problem["H"][0, 1]:
            about += f" and {problem['H'][0, 1]:.3g} off it"
        raise Wrong(seen, "wrong_value", offered=found, fitting=found, about=about)


def _words(pair):
    return " and ".join(f"{number:.3g}" for number in pair)


def of(kind, rng):
    """A fixed one of that kind, and one that is drawn."""
    return [landscape(np.random.default_rng(14), kind, 1.0, 1.0), landscape(rng, kind)]


def test_example(pick_optimizer):
    """In the example of the task, what is picked reaches the goal."""
    round_bowl = {"H": 4.0 * np.eye(2), "start": np.ones(2), "seen": np.ones((STEPS, 2))}
    require(pick_optimizer, [round_bowl | {"goal": 1e-12}])


def test_a_round_bowl(pick_optimizer, rng):
    """In a round bowl it picks who reaches the goal."""
    require(pick_optimizer, of("round", rng))


def test_a_valley_along_the_axes(pick_optimizer, rng):
    """In a valley along the axes it picks who reaches the goal."""
    require(pick_optimizer, of("along", rng))


def test_a_valley_across_the_axes(pick_optimizer, rng):
    """In a valley across the axes, 10 times as long as wide, it picks who reaches the goal."""
    require(pick_optimizer, of("across_10", rng))


def test_a_long_valley_across_the_axes(pick_optimizer, rng):
    """In a valley across the axes, 30 times as long as wide, it picks who reaches the goal."""
    require(pick_optimizer, of("across_30", rng))


def test_a_rare_feature(pick_optimizer, rng):
    """Where a feature is rare, it picks who reaches the goal."""
    require(pick_optimizer, of("rare", rng))


def test_a_rare_and_small_feature(pick_optimizer, rng):
    """Where a feature is rare and small, it picks who reaches the goal."""
    require(pick_optimizer, of("rare_and_small", rng))


def test_another_scale(pick_optimizer, rng):
    """Where everything is steeper or flatter, nearer or farther, the rate goes with it."""
    for kind, steep, far in (
        ("round", 8.0, 1.0),
        ("across_30", 0.125, 4.0),
        ("along", 1.0, -8.0),  # the other way round
        ("rare_and_small", 8.0, 0.125),
    ):
        require(pick_optimizer, [landscape(rng, kind, steep, far)])


def test_asked_again(pick_optimizer):
    """Asked again, it keeps nothing from the calls before."""
    one, other = (landscape(np.random.default_rng(2), kind) for kind in ("round", "across_30"))
    picked = [required(pick_optimizer(fresh(problem))) for problem in (one, other, one)]
    if picked[0] != picked[2]:
        fail("Asked the same twice, it picks two different pairs.", kind="keeps_state")


def test_leaves_its_arguments(pick_optimizer):
    """The problem stays as it was."""
    problem = landscape(np.random.default_rng(3), "along")
    with unchanged(problem=problem):
        pick_optimizer(problem)
