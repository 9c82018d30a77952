"""train_net is judged by two kinds of data.

* Where all samples are alike, chance decides nothing, so there is a rule.
* A step of the checks' own writes down with which samples, params and rate it is called.
"""

import numpy as np
import pytest

from bpcourse.checking.asking import once
from bpcourse.checking.compare import numbers_in, parts_of, same
from bpcourse.checking.draws import numbers, rate
from bpcourse.checking.promises import checks_of
from bpcourse.checking.result import leaves
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip, Wrong, fail

TOLD = {  # sentences that are needed in two places
    "start_again": "Each step begins with the first params: go on with those of the step before.",
    "no_last": "The samples that are left make a step, too, in each epoch.",
    "one_step_an_epoch": "One step is not an epoch: take one for each batch.",
    "single_samples": "Each step has one sample: `size` of them make a batch.",
    "mean_of_batches": "All batches count alike: weigh each with the number of its samples.",
    "sums": "These are sums over the samples: divide each by n.",
    "sum_of_batches": "The losses of the batches are added: the loss of an epoch is a mean.",
    "over_n_twice": "They are divided by n, and not weighed before: `step` gives a mean already.",
    "last_batch": "That is the loss of the last batch alone.",
    "first_batch": "That is the loss of the first batch alone.",
    "every_step": "That is a loss for each step: make one of each epoch.",
    "running_sum": "The total goes on from epoch to epoch: it begins anew in each.",
}


def one_of(name):
    """That slip as the only one."""
    return {name: TOLD[name]}


def losses_made_of(L, b):
    """What is made of the losses L (epochs, batches) of batches with b samples: pairs."""
    n = b.sum()
    yield "mean_of_batches", L.mean(axis=1)
    yield "sums", L @ b
    yield "sum_of_batches", L.sum(axis=1)
    yield "over_n_twice", L.sum(axis=1) / n
    yield "last_batch", L[:, -1]
    yield "first_batch", L[:, 0]
    yield "every_step", L.ravel()
    yield "running_sum", np.cumsum(L @ b / n)


# ---- where chance decides nothing ----


def linear_step(params, X, y, lr):
    """One step of a linear layer, with the mean squared error."""
    ((W, b),) = params
    E = X @ W + b - y
    dY = 2 * E / E.size
    return [(W - lr * X.T @ dY, b - lr * dY.sum(axis=0))], float(np.mean(E**2))


def rule(step, params, X, y, cfg):
    params, L, b = train(step, params, X, y, cfg)
    return params, (L @ b / len(X)).tolist()


def train(step, params, X, y, cfg, *, sizes=None, keep=lambda params, new: new, lr=None):
    """The last params, the losses (epochs, batches), and the sizes (batches,).

    The samples come in their order; a slip takes other `sizes`, or keeps other params.
    """
    n, size = len(X), cfg["size"]
    sizes = sizes or [min(size, n - start) for start in range(0, n, size)]
    ends = np.cumsum(sizes).tolist()
    L = []
    for _ in range(cfg["epochs"]):
        for b, end in zip(sizes, ends, strict=True):
            batch = X[end - b : end], y[end - b : end]
            new, loss = step(params, *batch, cfg["lr"] if lr is None else lr)
            params = keep(params, new)
            L.append(loss)
    return params, np.reshape(L, (-1, len(sizes))), np.array(sizes)


def slips(step, params, X, y, cfg):
    n, size, given = len(X), min(cfg["size"], len(X)), (step, params, X, y, cfg)
    _, L, b = train(*given)
    _, longer, _ = train(step, params, X, y, cfg | {"epochs": cfg["epochs"] + 1})
    after = np.append(L.ravel()[1:], longer.ravel()[L.size])  # the samples are alike
    right = (L @ b / n).tolist()
    found = [Slip(name, TOLD[name], losses=part.tolist()) for name, part in losses_made_of(L, b)]
    again = train(*given, keep=lambda old, new: old)
    found.append(Slip("start_again", TOLD["start_again"], (params, (again[1] @ b / n).tolist())))
    for name, sizes in (
        ("no_last", [size] * (n // size)),
        ("one_step_an_epoch", [size]),
        ("single_samples", [1] * n),
    ):
        last, other, c = train(*given, sizes=sizes)
        for weights in (c / n, c / c.sum()):
            found.append(Slip(name, TOLD[name], (last, (other @ weights).tolist())))

    def changed(name, sentence, lr=None, **settings):
        last, other, c = train(step, params, X, y, cfg | settings, lr=lr)
        return Slip(name, sentence, (last, (other @ c / n).tolist()))

    return [
        *found,
        changed("no_rate", 'The rate of the steps is 1: hand on cfg["lr"].', lr=1.0),
        changed(
            "rate_over_size",
            'The rate is divided by the batch size: hand on cfg["lr"] as it is.',
            lr=cfg["lr"] / cfg["size"],
        ),
        changed("one_epoch_more", "That is one epoch too many.", epochs=cfg["epochs"] + 1),
        Slip(
            "first_params",
            "These are the params of the start: return the last ones.",
            params=params,
        ),
        Slip("last_loss_only", "That is the last loss: keep one for each epoch.", losses=right[-1]),
        Slip(
            "measured_after",
            "These are losses after the steps: `step` tells the one before.",
            losses=(after.reshape(L.shape) @ b / n).tolist(),
        ),
    ]


def draw(rng, n, n_in, size, epochs, scale=1.0):
    """Samples that are all alike."""
    params = [(scale * numbers(rng, n_in, 2) / 2, scale * numbers(rng, 2) / 2)]
    cfg = {"lr": rate(rng) / 4, "epochs": epochs, "size": size, "seed": int(rng.integers(1000))}
    X, y = numbers(rng, 1, n_in) / 2, scale * numbers(rng, 1, 2)
    return linear_step, params, X.repeat(n, axis=0), y.repeat(n, axis=0), cfg


ALIKE = (
    linear_step,
    [(np.array([[1.0], [-0.5]]), np.array([0.25]))],
    np.array([[1.0, 0.5]] * 5),
    np.array([[3.0]] * 5),
)
CFG = {"lr": 0.125, "epochs": 3, "size": 2, "seed": 4}
RULE = Rule(
    "train_net",
    rule,
    result={
        "params": ["the list of parameters", {"W": "W of layer {i}", "b": "b of layer {i}"}],
        "losses": "the list of losses",
    },
    draw=draw,
    sizes={
        "3 samples that are alike, in batches of 2": (3, 2, 2, 2),
        "2 samples that are alike, in one batch": (2, 2, 2, 2),
    },
    hand={"Where all samples are alike, each step follows from the one before.": (*ALIKE, CFG)},
    edges={
        "A batch larger than n, a single sample, and a single epoch, are no exception.": [
            (*ALIKE, CFG | {"size": 9}),
            (*ALIKE[:2], ALIKE[2][:1], ALIKE[3][:1], CFG | {"size": 1}),
            (*ALIKE, CFG | {"epochs": 1}),
        ],
    },
    slips=slips,
    tip={
        "params": "Each step begins with the params that the step before has returned.",
        "losses": "Add up the loss of each batch times its number of samples, and divide by n.",
    },
)
globals().update(checks_of(__file__, RULE))


# ---- which steps are taken ----


class Run:
    """One training, and the calls of its step."""

    def __init__(self, train_net, n, size, epochs, seed=3, lr=0.125):
        self.n, self.epochs = n, epochs
        self.sizes = [min(size, n - start) for start in range(0, n, size)]
        X = np.column_stack([np.arange(n) + 0.5, np.ones(n)])
        y = 10.0 * np.arange(n)[:, np.newaxis] + 3
        self.rows, self.lrs, self.places, self.told, self.torn = [], [], [], [], False

        def step(params, X_batch, y_batch, lr):
            found = np.rint(np.asarray(X_batch)[:, 0] - 0.5).astype(int).tolist()
            self.torn = self.torn or not np.array_equal(np.asarray(y_batch), y[found])
            ((W, b),) = params
            self.rows.append(found)
            self.lrs.append(float(lr))
            self.places.append(float(W[0, 0]))
            self.told.append(1.0 + len(self.told) ** 2 % 7)
            return [(W + 1.0, b)], self.told[-1]

        cfg = {"lr": lr, "epochs": epochs, "size": size, "seed": seed}
        given = [(np.zeros((1, 1)), np.zeros(1))]
        self.params, self.losses = parts_of(train_net(step, given, X, y, cfg), "params, losses")

    def epoch(self, i):
        each = len(self.sizes)
        return self.rows[i * each : (i + 1) * each]


@once
def first_run(train_net, n, size):
    """A training with two epochs."""
    return Run(train_net, n, size, 2)


@pytest.mark.parametrize(("n", "size"), [(7, 3), (8, 4), (3, 1)])
def test_every_sample_once(train_net, n, size):
    """Each epoch takes a step for each batch, with every sample once and its own target."""
    run = first_run(train_net, n, size)
    if run.torn:
        told = {"torn_pairs": "X and y are shuffled apart: take the same rows of both."}
        seen = "A sample comes to `step` with the target of another one."
        raise Wrong(seen, "wrong_value", offered=told, fitting=told)
    for i in range(2):
        parts = run.epoch(i)
        is_once = sorted(s for part in parts for s in part) == list(range(n))
        if (
            not is_once
            or [len(p) for p in parts] != run.sizes
            or len(run.rows) != 2 * len(run.sizes)
        ):
            told = _wrong_batches(run, size)
            seen = (
                f"{n} samples in batches of {size}: in two epochs the steps have {run.rows[:12]}."
            )
            raise Wrong(seen, "wrong_value", offered=told, fitting=told)


def _wrong_batches(run, size):
    """Why these are not the batches of an epoch: a dictionary of at most one slip."""
    got, each, full = [len(part) for part in run.rows], len(run.sizes), run.n // size
    if got == [run.n] * len(got):
        return {"all_samples": "Each step has all samples: give it those of its batch."}
    if got == run.sizes * 2:
        return {
            "with_replacement": "Samples are drawn anew for each step: cut one order into batches."
        }
    if got == [size] * full * 2 and full < each:
        return one_of("no_last")
    if got == [size] * each * 2:
        return {"padded_last": "The last batch is filled up: it should have what is left."}
    if got == [size] * 2:
        return one_of("one_step_an_epoch")
    if got == [1] * 2 * run.n:
        return one_of("single_samples")
    return {}


def as_they_lie(parts):
    """Are the batches of 4 such as they would be without a shuffle, in whatever order?"""
    return sorted(map(sorted, parts)) == [list(range(s, s + 4)) for s in range(0, 16, 4)]


def test_new_order(train_net):
    """Each epoch has a new order, and it is a random one."""
    run = first_run(train_net, 16, 4)
    one, other = run.epoch(0), run.epoch(1)
    told = {}
    if as_they_lie(one):
        told = {"no_shuffle": "Neighbours in X stay in one batch: shuffle all samples."}
    elif one == other:
        told = {
            "same_order": "Each epoch has the same order: make the generator once, before them."
        }
    if told:
        seen = f"The first steps of two epochs have the samples {one[:1]} and {other[:1]}."
        raise Wrong(seen, "wrong_value", offered=told, fitting=told)


def test_seed(train_net):
    """The same seed takes the same way again, and another seed another one."""
    again, other = (Run(train_net, 16, 4, 2, seed) for seed in (3, 4))
    one = first_run(train_net, 16, 4)
    if one.rows != again.rows:
        told = {"other_chance": 'Chance comes from elsewhere: from cfg["seed"] alone it should.'}
        seen = "Twice the same seed, and the batches are not the same."
        raise Wrong(seen, "wrong_value", offered=told, fitting=told)
    if one.rows == other.rows:
        told = {}
        if not as_they_lie(one.epoch(0)):
            told = {"seed_ignored": 'The order does not depend on cfg["seed"]: make rng from it.'}
        raise Wrong("Two seeds, and the same batches.", "wrong_value", offered=told, fitting=told)


def test_step_after_step(train_net):
    """Each step begins where the one before has ended, with the same rate."""
    run = first_run(train_net, 7, 3)
    if run.places != [float(t) for t in range(len(run.places))]:
        seen = "A step does not begin with the params that the step before has returned."
        told = {} if any(run.places) else one_of("start_again")
        raise Wrong(seen, "wrong_value", offered=told, fitting=told)
    if any(abs(lr - 0.125) > 1e-6 for lr in run.lrs):
        shown = ", ".join(f"{lr:.3g}" for lr in run.lrs[:6])
        told = {}
        if len(set(run.lrs)) > 1:
            told["rate_changes"] = "The rate changes from step to step: here it stays."
        seen = f'cfg["lr"] is 0.125, and the steps get the rates {shown}.'
        raise Wrong(seen, "wrong_value", offered=told, fitting=told)


def test_mean_over_the_samples(train_net):
    """The loss of an epoch is the mean over its samples, also if the last batch is short."""
    run = first_run(train_net, 7, 3)
    each = len(run.sizes)
    if len(run.told) != 2 * each:
        return  # told by another check
    L, b = np.array(run.told).reshape(2, each), np.array(run.sizes)  # (epochs, batches), (batches,)
    slips = [Slip(name, TOLD[name], part.tolist()) for name, part in losses_made_of(L, b)]
    array, problem = numbers_in(run.losses, "the list of losses", "a list of numbers", lists=True)
    if problem:
        fail(problem[0], kind=problem[1])
    same(array.tolist(), (L @ b / run.n).tolist(), "the list of losses", slips)


@pytest.mark.parametrize("seed", [1, 2])
def test_it_learns(train_net, seed):
    """A line is learned, whatever the seed: the loss falls below a hundredth."""
    X = np.linspace(-1, 1, 8)[:, np.newaxis]
    y, start = 2 * X - 1, [(np.zeros((1, 1)), np.zeros(1))]
    _, first = linear_step(start, X, y, 0.0)
    cfg = {"lr": 0.4, "epochs": 6, "size": 3, "seed": seed}
    params, _ = parts_of(train_net(linear_step, start, X, y, cfg), "params, losses")
    for leaf in leaves(params, start, RULE.names["params"]):
        if leaf.problem and leaf.problem[1] != "wrong_value":
            raise Wrong(*leaf.problem)
    _, last = linear_step(params, X, y, 0.0)
    if not last <= 0.01 * first:
        seen = f"After 6 epochs the loss is {last:.3g}; at the start it was {first:.3g}."
        fail(f"{seen} It should have fallen to a hundredth.", kind="wrong_value")
