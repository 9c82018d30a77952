"""EarlyStopping is judged update by update: when it says stop, and what it has kept by then.

A run is (losses, patience, min_delta). Its outcome is the update in which it is time to stop, 0
for none, and the update whose loss and weights are kept. A known mistake is another way to run.
"""

from pathlib import Path

import numpy as np

from bpcourse.checking.compare import difference, number_of, same
from bpcourse.checking.draws import numbers
from bpcourse.checking.exercise import read
from bpcourse.checking.in_words import other_kind
from bpcourse.checking.wrong import Wrong, fail

EXAMPLE = read(Path(__file__).parent).examples[0]
COUNTS = [  # what is below shows apart what people count
    ((1.0, 0.75, 0.5, 0.625, 0.625, 0.375, 0.5, 0.75, 0.625, 1.0, 1.0, 1.0), 3, 0.0),
    ((1.0, 1.25, 0.75, 1.0, 0.5, 0.75, 0.625, 0.875, 0.75, 0.875), 2, 0.0),
    ((2.0, 1.0, 1.5, 1.25, 1.125, 1.0625, 1.03125, 1.5, 2.0), 4, 0.0),
    ((0.5, 0.75, 0.25, 0.125), 1, 0.0),
    ((-1.0, -2.0, -1.5, -1.5, -1.5), 3, 0.0),
]
PLATEAUS = [
    ((1.0, 0.5, 0.5, 0.5, 0.5, 0.5), 3, 0.0),
    ((0.75, 0.75, 0.25, 0.25, 0.25), 2, 0.0),
]
GAINS = [
    ((8.0, 6.0, 5.75, 5.5, 5.25, 5.0, 4.75, 4.5, 4.25), 3, 0.5),
    ((8.0, 7.75, 7.375, 7.0, 6.875, 6.75, 6.625, 6.5), 3, 0.5),
    ((1.0, 0.5, 0.25, 0.125, 0.0625), 2, 0.25),
    ((4.0, 3.0, 3.25, 2.875, 3.125, 2.75, 2.6875), 2, 0.5),
    ((4.0, 3.0, 3.25, 3.375), 3, 0.5),
]
LONG = [
    (tuple(20.0 - k for k in range(20)), 2, 0.0),
    ((3.0, 2.0, 2.5), 5, 0.0),
    ((1e6, 1e-9, 2e-9), 3, 0.0),
]
SHOULD = ("stop", "go", "keep")
NANS = [
    ((1.0, 0.5, np.nan, np.nan, np.nan), 3, 0.0),
    ((1.0, np.nan, 0.5, np.nan, 0.75), 2, 0.0),
    ((np.nan, np.nan, 1.0), 3, 0.0),
    ((np.nan, np.nan, np.nan), 2, 0.0),
]


def progress(loss, best, last, min_delta):
    return loss < best - min_delta


def follow(run, *, is_better=progress, late=0, start=np.inf, counts="row", keeps="best"):
    """The outcome of one run: when it stops, and which update is kept. Both count from 1."""
    losses, patience, min_delta = run
    best, last, waited, kept = start, start, 0, 0
    for k, loss in enumerate(losses, start=1):
        if is_better(loss, best, last, min_delta):
            best, kept = loss, k
            waited = {"row": 0, "total": waited, "from 1": 1}[counts]
        else:
            waited += 1
        if keeps == "smaller" and loss < best:
            best, kept = loss, k
        last = loss
        if waited >= patience + late:
            return k, (k if keeps == "last" else kept)
    return 0, (len(losses) if keeps == "last" else kept)


def known(run):
    """The known mistakes: id, sentence, and the outcome."""
    _, patience, _ = run
    return [
        ("counts_total", "The count is not set back to 0 after progress: they have to be in a row.",
         follow(run, counts="total")),
        ("stops_late", "It stops one update too late: when the count has reached the patience.",
         follow(run, late=1)),
        ("stops_early", "It stops one update too early: progress sets the count to 0.",
         follow(run, late=-1)),
        ("stops_early", "It stops one update too early: progress sets the count to 0.",
         follow(run, counts="from 1")),
        ("first_rise", "It stops at the first update without progress: patience is left out.",
         follow(run, late=1 - patience)),
        ("compares_with_last", "The loss is compared with the one before: compare with the best.",
         follow(run, is_better=lambda loss, best, last, d: loss < last - d)),
        ("le", "As good as the best is no progress: a plateau would never end.",
         follow(run, is_better=lambda loss, best, last, d: loss <= best - d)),
        ("min_delta_sign", "min_delta is added: the loss has to be below the best by more than it.",
         follow(run, is_better=lambda loss, best, last, d: loss < best + d)),
        ("min_delta_ignored", "min_delta is left out.",
         follow(run, is_better=lambda loss, best, last, d: loss < best)),
        ("min_delta_relative", "min_delta is taken as a part of the best loss: subtract it.",
         follow(run, is_better=lambda loss, best, last, d: loss < best * (1 - d))),
        ("best_is_max", "The largest loss counts as the best: it is the smallest.",
         follow(run, start=-np.inf, is_better=lambda loss, best, last, d: loss > best + d)),
        ("best_is_max", "The largest loss counts as the best: it is the smallest.",
         follow(run, is_better=lambda loss, best, last, d: best == np.inf or loss > best + d)),
        ("initial_zero", "The best loss starts at 0, so no loss is ever better: start at np.inf.",
         follow(run, start=0.0)),
        ("keeps_last", "What is kept belongs to the last update, and not to the best one.",
         follow(run, keeps="last")),
        ("keeps_small_gains", "A gain of min_delta or less is no progress, so it is not kept.",
         follow(run, keeps="smaller")),
        ("nan_is_best", "nan counts as progress: no comparison with nan is True, so ask `<`.",
         follow(run, is_better=lambda loss, best, last, d: not loss >= best - d)),
    ]  # fmt: skip


def made(EarlyStopping, patience, min_delta):
    stopping = EarlyStopping(patience, min_delta)
    if not hasattr(stopping, "update"):
        seen, kind = other_kind(stopping, "what EarlyStopping makes", "an object with `update`")
        fail(f"{seen[0].upper()}{seen[1:]}", kind=kind)
    return stopping


def asked(stopping, loss, w):
    """What update says, as True or False."""
    got = stopping.update(loss, w)
    if not isinstance(got, bool | np.bool_):
        seen, kind = other_kind(got, "what update returns", "True or False")
        fail(f"{seen[0].upper()}{seen[1:]}", kind=kind)
    return bool(got)


def kept(stopping, shapes, what):
    """The arrays in best; Wrong where they are no list of arrays of these shapes."""
    if not hasattr(stopping, "best"):
        fail("There is no attribute `best`.", "Set `self.best`.", kind="no_best")
    best = stopping.best
    if not isinstance(best, list | tuple) or len(best) != len(shapes):
        seen, kind = other_kind(best, "`best`", f"a list of {len(shapes)} arrays")
        fail(f"{what}: {seen}".removesuffix("\nDoes your function end with `return`?"),
             kind="nothing_kept" if best is None else kind)  # fmt: skip
    for array, shape in zip(best, shapes, strict=True):
        if not isinstance(array, np.ndarray) or array.shape != shape:
            seen, kind = other_kind(array, "an array of `best`", f"an array of shape {shape}")
            fail(f"{what}: {seen}", kind=kind)
    return best


def weights(k):
    """New arrays, from whose numbers it is seen that they belong to update k."""
    return [np.full((2, 3), k + 0.5), np.array([-1.0 * k])]


def outcome(EarlyStopping, run):
    """When an answer stops, and which update it has kept; arrays are new in each update."""
    losses, patience, min_delta = run
    stopping, when = made(EarlyStopping, patience, min_delta), 0
    for k, loss in enumerate(losses, start=1):
        if asked(stopping, loss, weights(k)):
            when = k
            break
    if getattr(stopping, "best", None) is None:
        return (when, 0), stopping
    best = kept(stopping, [(2, 3), (1,)], f"After {k} updates")
    return (when, round(-float(best[1][0]))), stopping


def hold(EarlyStopping, runs):
    """Raise Wrong unless all of these runs go as they should."""
    seen, offered, told, out = "", set(), {}, set()
    for run in runs:
        right = follow(run)
        got, stopping = outcome(EarlyStopping, run)
        by_id = {}
        for name, sentence, value in known(run):
            by_id.setdefault(name, (sentence, []))[1].append(value)
        for name, (sentence, values) in by_id.items():
            if got in values and got != right:
                told[name] = sentence
            if right not in values:
                offered.add(name)
            if got not in values:
                out.add(name)
        if got == right:
            loss = number_of(getattr(stopping, "best_loss", None), "`best_loss`")
            best = float(run[0][right[1] - 1]) if right[1] else np.inf
            same(loss, best, f"{words(run)}: `best_loss`")
        elif not seen:
            seen = f"{words(run)}: it {said(got)}, but should {said(right, *SHOULD)}."
    if seen:
        fitting = {name: sentence for name, sentence in told.items() if name not in out}
        raise Wrong(seen, "wrong_value", offered=offered | set(fitting), fitting=fitting)


def words(run):
    losses, patience, min_delta = run
    shown = ", ".join(f"{loss:g}" for loss in losses[:12]) + ", ..." * (len(losses) > 12)
    return f"Patience {patience}, min_delta {min_delta:g}, losses {shown}"


def said(result, stop="stops", go="goes", keep="keeps"):
    when, which = result
    first = f"{stop} in update {when}" if when else f"{go} on to the end"
    return f"{first} and {keep} the weights of {f'update {which}' if which else 'none'}"


def test_example(EarlyStopping):
    """The example of the task comes out as it is written there."""
    *lines, last = EXAMPLE.code.strip().splitlines()
    made(EarlyStopping, 2, 0.0)
    names = {"np": np, "EarlyStopping": EarlyStopping}
    exec("\n".join(lines), names)
    hold(EarlyStopping, [((0.9, 0.7, 0.8, 0.75), 2, 0.0)])
    got = eval(last, names)
    if got != eval(EXAMPLE.gives):
        fail(f"The example gives {got}, but should give {EXAMPLE.gives}.", kind="keeps_state")


def test_counts(EarlyStopping):
    """It stops when so many updates in a row have brought no progress."""
    hold(EarlyStopping, COUNTS)


def test_plateaus(EarlyStopping):
    """As good as the best is no progress."""
    hold(EarlyStopping, PLATEAUS)


def test_gains(EarlyStopping):
    """Only a gain of more than min_delta is progress."""
    hold(EarlyStopping, GAINS)


def test_never(EarlyStopping):
    """Where it is never time to stop, the best is kept all the same."""
    hold(EarlyStopping, LONG)


def test_nan(EarlyStopping):
    """A loss that is nan is no progress."""
    hold(EarlyStopping, NANS)


def test_random_runs(EarlyStopping, rng):
    """On random losses it follows the rule."""
    runs = [
        (tuple(rng.integers(1, 17, size=14) / 8), int(patience), min_delta)
        for patience, min_delta in ((1, 0.0), (2, 0.125), (3, 0.25), (5, 0.0))
    ]
    hold(EarlyStopping, runs)


def test_what_is_kept_stays(EarlyStopping, rng):
    """What is kept does not change when the training goes on in the same arrays."""
    w = [numbers(rng, 2, 3), numbers(rng, 3)]
    before = [array.copy() for array in w]
    stopping = made(EarlyStopping, 3, 0.0)
    asked(stopping, 1.0, w)
    if any(not np.array_equal(old, new) for old, new in zip(before, w, strict=True)):
        fail("update changes the weights.", "It only looks at them.", kind="changes_its_input")
    kept(stopping, [(2, 3), (3,)], "After the first update")
    for array in w:
        array += 1.0
    before_the_second = [array.copy() for array in w]
    asked(stopping, 2.0, w)
    pairs = zip(before_the_second, w, strict=True)
    if any(not np.array_equal(old, new) for old, new in pairs):
        told = "It only looks at them; whoever trains puts the best back afterwards."
        fail("update changes the weights.", told, kind="changes_its_input")
    best = kept(stopping, [(2, 3), (3,)], "After the first update")
    if all(difference(one, right, "best") is None for one, right in zip(best, before, strict=True)):
        return
    told = {"reference": "Copy each array: a list of the same arrays goes on with the training."}
    seen = "The training changes its arrays in place, and `best` changes with them."
    raise Wrong(seen, "wrong_value", offered=told, fitting=told)


def test_the_list_stays(EarlyStopping):
    """Nor does it change when the list gets other arrays."""
    w = weights(1)
    stopping = made(EarlyStopping, 3, 0.0)
    asked(stopping, 1.0, w)
    w[:] = weights(7)
    best = kept(stopping, [(2, 3), (1,)], "After the first update")
    if difference(best[0], weights(1)[0], "best") is not None:
        told = {"reference": "Copy each array: `best` is the very list that the training uses."}
        seen = "The training puts new arrays into its list, and `best` changes with it."
        raise Wrong(seen, "wrong_value", offered=told, fitting=told)


def test_before_the_first_update(EarlyStopping):
    """Before the first update the best loss is infinite, and nothing is kept."""
    stopping = made(EarlyStopping, 3, 0.0)
    if getattr(stopping, "best", 0) is not None:
        fail("Before the first update `best` is not None, but should be.", kind="best_at_start")
    loss = getattr(stopping, "best_loss", None)
    if not isinstance(loss, float) or loss != np.inf:
        kind = "initial_zero" if isinstance(loss, int | float) and loss == 0 else ""
        fail(
            f"Before the first update `best_loss` is {loss!r:.40}, but should be np.inf.", kind=kind
        )


def test_two_trainings(EarlyStopping):
    """Two of them do not know of each other."""
    one, other = made(EarlyStopping, 2, 0.0), made(EarlyStopping, 2, 0.0)
    got = []
    for a, b in ((1.0, 3.0), (2.0, 2.0), (3.0, 1.0)):
        got.append((asked(one, a, weights(1)), asked(other, b, weights(2))))
    alone = made(EarlyStopping, 2, 0.0)
    said_alone = [asked(alone, loss, weights(1)) for loss in (1.0, 2.0, 3.0)]
    if [pair[0] for pair in got] != said_alone:
        told = "What is counted or kept is shared by all objects: set it on `self` in `__init__`."
        fail("A second training beside it changes what the first one says.", told, kind="shared")


def test_numbers_of_numpy(EarlyStopping):
    """Losses may be NumPy's own numbers, and arrays whole numbers or single precision."""
    stopping = made(EarlyStopping, 1, 0.0)
    w = [np.array([1, 2]), np.array([0.5], dtype=np.float32)]
    got = [asked(stopping, np.float32(loss), w) for loss in (1.0, 0.5, 0.75)]
    if got != [False, False, True]:
        return  # told by another check
    best = kept(stopping, [(2,), (1,)], "After three updates")
    same(best[0], np.array([1.0, 2.0]), "the first array of `best`")
