"""diagnose is judged on nets with planted bugs: nine kinds, all of which can be told apart."""

import numpy as np

from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip
from bpcourse.nn import planted_bugs

NAMES = ("W1", "b1", "W2", "b2")
KINDS = (
    *("right", "mean forgotten", "mean twice", "bias mean", "bias missing"),
    *("sign", "slope forgotten", "wrong slope", "no transpose"),
)
RATHER = (*KINDS[:2], *KINDS[5:])  # where a ratio of 0 / 0 may mislead


def rule(case):
    return named(case)


def named(case, *, tolerance=1e-4, n=None, arrays=NAMES, with_one=True):
    """The name of the bug, or what it is taken for with another look."""
    claimed, measured = case["claimed"], case["measured"]
    n = case["n"] if n is None else n

    def is_times(factor, *names):
        for name in names:
            off = np.abs(claimed[name] - factor * measured[name]).max()
            largest = np.abs(measured[name]).max() * max(abs(factor), 0.01)
            if name in arrays and off > tolerance * largest:
                return False
        return True

    for factor, name in ((1, "right"), (n, "mean forgotten"), (1 / n, "mean twice")):
        if is_times(factor, *NAMES):
            return name
    if "b1" in arrays and is_times(1 / n, "b1", "b2"):
        return "bias mean"
    if "b1" in arrays and is_times(0, "b1"):
        return "bias missing"
    if is_times(-1, "W1", "b1"):
        return "sign"
    return of_one(case["one"]) if with_one else "slope forgotten"


def of_one(one, array="b1"):
    a = one["a"]
    with np.errstate(all="ignore"):
        ratio = one["claimed"][array] / one["measured"][array]
    if np.allclose(ratio, 1 / (1 - a**2), rtol=1e-3):
        return "slope forgotten"
    return "wrong slope" if np.allclose(ratio, a / (1 + a), rtol=1e-3) else "no transpose"


PAIRS = {  # who takes the one for the other
    "means_swapped": ("mean forgotten", "mean twice", "A factor of n means that 1/n is missing."),
    "slopes_swapped": (
        "slope forgotten",
        "wrong slope",
        "Without the slope 1 − a² the claim is 1 / (1 − a²) times the measured one.",
    ),
    "biases_swapped": (
        "bias mean",
        "bias missing",
        "A mean leaves 1/n of the bias's gradient, and a missing one leaves 0.",
    ),
}


def slips(case):
    right = named(case)
    for name, (one, other, told) in PAIRS.items():
        yield Slip(name, told, {one: other, other: one}.get(right, right))
    for name in KINDS:
        told = f"Whatever the case, the name is {name!r}."
        yield Slip("always_the_same", told, name)
    exact = "Slopes by nudging are right in about 7 digits: compare with a tolerance."
    yield Slip("exact", exact, named(case, tolerance=0))
    weights = "The biases are not looked at."
    yield Slip("weights_only", weights, named(case, arrays=("W1", "W2")))
    told = "With n samples the last three look alike: ask the single sample."
    for name in KINDS[-3:]:
        yield Slip("no_single_sample", told, name if right in KINDS[-3:] else right)
    told = 'The number of samples is case["n"].'
    yield Slip("fixed_n", told, named(case, n=10))
    told = "A factor of −1 in layer 1 is a sign, and no missing slope."
    yield Slip("sign_unknown", told, of_one(case["one"]) if right == "sign" else right)
    told = "With one sample alone, mistakes in a mean or a sum cannot be seen."
    yield Slip("one_sample_only", told, of_single_sample(case["one"]))
    told = "With an input of 0 the ratios in W1 are 0 / 0: take those in b1."
    in_w1 = of_one(case["one"], "W1")
    yield Slip("zero_over_zero", told, in_w1 if right in KINDS[-3:] else right)
    told = "Return the name, and not its number."
    yield Slip("number", told, float(KINDS.index(right)))
    told = "Names have small letters, and a space between their words."
    for change in (str.capitalize, str.upper, lambda name: name.replace(" ", "_")):
        yield Slip("spelling", told, change(right) if change(right) != right else None)
    told = "Not every bug is in the slope: ask for the common factors first."
    yield Slip("slopes_first", told, of_one(case["one"]))


def of_single_sample(one):
    return named({"n": 1, "claimed": one["claimed"], "measured": one["measured"], "one": one})


def case_of(rng, bug, n=None, *, silent=False, shift=0.0):
    """A net 3-4-4 with that bug, checked; with `silent`, one of its inputs is always 0; `shift` is
    added to the biases of layer 1.
    """
    n = int(rng.integers(4, 13)) if n is None else n
    params = [
        (rng.normal(size=(3, 4)) / 2, rng.normal(size=4) / 4 + shift),
        (rng.normal(size=(4, 4)) / 2, rng.normal(size=4) / 4),
    ]
    X, y = rng.normal(size=(n, 3)), rng.integers(4, size=n)
    if silent:
        X[:, 1] = 0
    (W1, b1), _ = params
    one = checked(rng, params, X[:1], y[:1], bug) | {"a": np.tanh(X[:1] @ W1 + b1)[0]}
    return {"n": n, **checked(rng, params, X, y, bug), "one": one}


def checked(rng, params, X, y, bug):
    """What is claimed, and what is measured, as exactly as nudging measures."""
    claimed = planted_bugs.backward(params, X, y, bug)
    measured = planted_bugs.backward(params, X, y)
    return {
        "claimed": dict(zip(NAMES, flat(claimed), strict=True)),
        "measured": {
            name: w * (1 + 1e-8 * rng.uniform(-1, 1, size=w.shape))
            for name, w in zip(NAMES, flat(measured), strict=True)
        },
    }


def flat(pairs):
    return [w for pair in pairs for w in pair]


def draw(rng, *bugs):
    return (case_of(rng, bugs[rng.integers(len(bugs))]),)


def fixed(seed, bugs, n=None, **net):
    rng = np.random.default_rng(seed)
    return [(case_of(rng, bug, n, **net),) for bug in bugs]


def in_whole_numbers(factor):
    """Claims that are that factor times the slopes, all of them whole numbers."""
    rows = {"W1": [[3, -2], [1, 4]], "b1": [2, -5], "W2": [[1, 2], [-3, 5]], "b2": [4, -1]}
    measured = {name: np.array(row) for name, row in rows.items()}
    claimed = {name: factor * w for name, w in measured.items()}
    one = {"claimed": measured, "measured": measured, "a": np.array([0.5, -0.25])}
    return ({"n": 6, "claimed": claimed, "measured": measured, "one": one},)


RULE = Rule(
    "diagnose",
    rule,
    result="the name",
    draw=draw,
    sizes={
        "any of the nine": KINDS,
        "one factor everywhere": KINDS[:3],
        "a bug in the biases alone": KINDS[3:5],
        "a bug in layer 1 alone": KINDS[5:],
    },
    hand={
        "Where every array has the same factor, it names what became of the mean.": fixed(
            1, KINDS[:3], n=6
        ),
        "Where the biases alone are wrong, it says how.": fixed(2, KINDS[3:5], n=7),
        "Where layer 1 alone is wrong, it names the sign, the slope or the transpose.": fixed(
            3, KINDS[5:], n=8
        ),
    },
    edges={
        "With an input that is always 0 it names the bug as well.": fixed(4, RATHER, silent=True)
        + fixed(4, RATHER),
        # where the transpose is missing, the four ratios are near a / (1 + a), and not equal to it
        "With outputs that are all above 0 it names the bug as well.": fixed(
            2468, KINDS[:5:-1], n=8, shift=1.5
        ),
        "With 3 samples, and with 20, it names the bug as well.": fixed(5, KINDS[:4], n=3)
        + fixed(6, KINDS[:4], n=20),
    },
    whole=[in_whole_numbers(1), in_whole_numbers(6)],
    single=False,  # slopes by nudging are right in 7 digits, which float32 has not
    slips=lambda case: list(slips(case)),
    tip="Ask in this order: one factor everywhere? in the biases? in layer 1? Then the one sample.",
)
for case in RULE.fixed():
    case.expected = RULE.right(case)  # once, and not for each answer
globals().update(checks_of(__file__, RULE))
