"""clip_by_value is judged on random arrays, diagnose_flow on the gradients of 12 generated nets."""

import numpy as np
import pytest

from bpcourse.checking.compare import agrees, fail, list_of, same
from bpcourse.checking.given import unchanged

WORDS = ("vanishing", "healthy", "exploding")
NETS = [  # depth, activation, weights' scale; the word is computed, and all three come up
    ("sigmoid", 12, 1.0), ("sigmoid", 8, 1.0), ("sigmoid", 2, 1.0), ("sigmoid", 5, 20.0),
    ("tanh", 12, 0.3), ("tanh", 3, 1.0), ("tanh", 25, 6.0), ("tanh", 8, 0.1),
    ("relu", 10, 1.41), ("relu", 10, 3.5), ("relu", 10, 0.4), ("relu", 5, 1.41),
]  # fmt: skip


def clip(clip_by_value, grads, c):
    with unchanged(grads=grads):
        return list_of(clip_by_value(grads, c), len(grads), "the list of gradients")


def compare(got, grads, c):
    if all(agrees(new, np.clip(g, -c, c)) for new, g in zip(got, grads, strict=True)):
        return
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    known = [
        (
            "That is clipping by norm, which keeps the direction. Here each element is on its own.",
            [g * min(1.0, c / norm) for g in grads],
        ),
        (
            "Each array is shortened as a whole. Here each element is on its own.",
            [g * min(1.0, c / np.sqrt(np.sum(g**2))) for g in grads],
        ),
        (
            "Only large positive elements are clipped: there is a limit below, too.",
            [np.minimum(g, c) for g in grads],
        ),
        ("Negative elements become 0: the lower limit is −c.", [np.clip(g, 0, c) for g in grads]),
        ("The signs are lost.", [np.minimum(np.abs(g), c) for g in grads]),
        (
            "All that is left is the sign: elements inside the limits stay as they are.",
            [c * np.sign(g) for g in grads],
        ),
        (
            "What is too large has become 0: it should become the limit.",
            [np.where(np.abs(g) <= c, g, 0.0) for g in grads],
        ),
        (
            "The limits are the wrong way round: everything becomes one number.",
            [np.full_like(g, -c) for g in grads],
        ),
        (
            "The limits are the wrong way round: everything becomes one number.",
            [np.full_like(g, c) for g in grads],
        ),
        ("Nothing is clipped.", grads),
        (
            "Every array is scaled so that its largest element is c.",
            [g * min(1.0, c / np.max(np.abs(g))) for g in grads],
        ),
        (
            "The small ones are lifted: it is the large ones that are limited.",
            [np.where(np.abs(g) < c, c * np.sign(g), g) for g in grads],
        ),
        ("The limit is 1, whatever c says.", [np.clip(g, -1, 1) for g in grads]),
    ]
    for i, (new, g) in enumerate(zip(got, grads, strict=True)):
        slips = [(sentence, wrong[i]) for sentence, wrong in known]
        same(
            new, np.clip(g, -c, c), f"array {i}", slips, "Each element: not above c, not below −c."
        )


def test_one_large_element_by_hand(clip_by_value):
    """(0.3, 30) with c = 3 becomes (0.3, 3)."""
    grads = [np.array([0.3, 30.0])]
    compare(clip(clip_by_value, grads, 3.0), grads, 3.0)


@pytest.mark.parametrize("c", [0.5, 2.0])
def test_every_element_on_its_own(clip_by_value, rng, c):
    """In arrays of all shapes, every element is limited on its own."""
    grads = [3 * rng.normal(size=(4, 3)), 3 * rng.normal(size=5), 3 * rng.normal(size=(1, 6))]
    compare(clip(clip_by_value, grads, c), grads, c)


def word_for(norms):
    norms = np.asarray(norms)
    if not np.all(np.isfinite(norms)) or norms[0] > 1000 * norms[-1]:
        return "exploding"
    if norms[0] < norms[-1] / 1000 or not norms.any():
        return "vanishing"
    return "healthy"


def judge(diagnose_flow, norms, about):
    with unchanged(norms=norms), np.errstate(all="ignore"):
        got = diagnose_flow(norms)
    told = ", ".join(f"{n:.2g}" for n in (norms if len(norms) < 5 else [*norms[:2], *norms[-2:]]))
    if got is None:
        fail(f"{about}, norms {told}: the word is None.", "Does diagnose_flow end with `return`?")
    if not isinstance(got, str) or got not in WORDS:
        fail(
            f"{about}, norms {told}: {got!r} is none of the three words.",
            f"They are {', '.join(WORDS)}.",
        )
    right = word_for(norms)
    if got != right:
        fail(f"{about}, norms {told}: you say {got}, but it is {right}.", why(got, right, norms))


def why(got, right, norms):
    norms = np.asarray(norms)
    if not np.all(np.isfinite(norms)):
        return "A norm that is inf or nan has exploded: look for that first."
    if not norms.any():
        return "All norms are 0: nothing arrives anywhere, and 0 / 0 is no number."
    ratio = norms[0] / norms[-1] if norms[-1] else np.inf
    if {got, right} == {"vanishing", "exploding"}:
        return "First over last, not last over first: the gradient starts at the last layer."
    if right == "healthy":
        return f"First over last is {ratio:.2g}: between 1/1000 and 1000 it is healthy."
    return (
        f"First over last is {ratio:.2g}: compare that with 1/1000 and 1000, not the norms alone."
    )


CASES = {
    "vanishing": [1e-8, 1e-4, 1.0], "exploding": [1e8, 1e4, 1.0], "even": [1.0, 1.2, 0.9],
    "small everywhere": [1e-6, 2e-6, 1e-6], "large everywhere": [5e4, 3e4, 4e4],
    "a dip in the middle": [0.5, 1e-5, 1.0], "not far enough": [0.01, 0.1, 1.0],
    "not enough": [100.0, 10.0, 1.0], "infinite": [np.inf, 1e200, 1.0],
    "no number": [np.nan, np.inf, 1.0], "silent": [0.0, 0.0, 0.0],
    "nothing arrives": [0.0, 1e-9, 1.0],
}  # fmt: skip


@pytest.mark.parametrize("name", list(CASES))
def test_reads_the_flow(diagnose_flow, name):
    """It reads the flow from a short list of norms."""
    judge(diagnose_flow, np.array(CASES[name]), name.capitalize())


def norms_of(rng, kind, depth, scale, width=24):
    """The gradient norm of every layer of a random net, from the first to the last."""
    f = {
        "sigmoid": lambda Z: 0.5 * (1 + np.tanh(Z / 2)),
        "tanh": np.tanh,
        "relu": lambda Z: np.maximum(Z, 0),
    }[kind]
    slope = {"sigmoid": lambda A: A * (1 - A), "tanh": lambda A: 1 - A**2, "relu": lambda A: A > 0}[
        kind
    ]
    W = rng.normal(size=(depth, width, width)) * (scale / np.sqrt(width))
    A = [rng.normal(size=(16, width))]
    for matrix in W:
        A.append(f(A[-1] @ matrix))
    dA, norms = rng.normal(size=A[-1].shape) / 16, []
    for i in reversed(range(depth)):
        dZ = dA * slope(A[i + 1])
        norms.insert(0, np.sqrt(np.sum((A[i].T @ dZ) ** 2)))
        dA = dZ @ W[i].T
    return np.array(norms)


def test_twelve_nets(diagnose_flow, rng):
    """It reads the flow of 12 nets that are made on the spot."""
    words = set()
    for kind, depth, scale in NETS:
        norms = norms_of(rng, kind, depth, scale)
        words.add(word_for(norms))
        judge(diagnose_flow, norms, f"{depth} layers of {kind}")
    assert words == set(WORDS), "The generated nets are too much alike: a fault of the course."


def test_leaves_what_it_is_given(clip_by_value, rng):
    """The old arrays stay as they were."""
    grads = [rng.normal(size=(2, 3)), 5 * rng.normal(size=3)]
    got = clip(clip_by_value, grads, 1.0)
    assert got is not grads, "You return the list that you were given.\nReturn a new one."
