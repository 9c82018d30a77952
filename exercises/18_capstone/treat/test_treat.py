"""treat is judged by the name, by a run with what it changes, and by what it leaves as it was."""

import numpy as np

from bpcourse import clinic
from bpcourse.checking.asking import once, results
from bpcourse.checking.compare import other_kind, parts_of
from bpcourse.checking.in_words import start
from bpcourse.checking.inputs import unchanged
from bpcourse.checking.values import fresh
from bpcourse.checking.wrong import Wrong, fail

NAMES = tuple(clinic.BELONGS)
LEAST, GAIN = 0.5, 0.03  # what a cured run reads right, and how much better than an overfitted one
RERUNS = 2  # at most, for each name


def patients(name):
    """The seeds of those with this name, and what was measured of them."""
    return [(seed, case) for (one, seed), case in clinic.waiting().items() if one == name]


def bar(name, seed):
    """The share of new digits that a cured run reads right."""
    if name == "overfitting":
        return clinic.waiting()[name, seed]["right"][-1] + GAIN
    return LEAST


# ---- the form of what comes back ----

RANGES = {  # the numbers that a setting may have
    "lr": (1e-6, 100.0),
    "penalty": (0.0, 100.0),
    "dropout": (0.0, 0.95),
    "clip": (0.0, 1e6),
}
COUNTS = {"epochs": 60, "patience": 60, "batch": 800, "samples": 800}  # and at most these
WORDS = {
    "activation": ("relu", "tanh", "sigmoid"),
    "start": ("he", "xavier", "zeros", "4 x he"),
    "labels": ("right", "mixed"),
    "batch_norm": (False, True),
}


def required(answer):
    """The name and the change, or Wrong where they are none."""
    cause, change = parts_of(answer, "cause, change")
    if isinstance(cause, dict) and isinstance(change, str):
        told = {"parts_swapped": "The name comes first, then the dictionary of settings."}
        raise Wrong("The cause is a dictionary.", "wrong_kind", offered=told, fitting=told)
    if not isinstance(cause, str):
        seen, kind = other_kind(cause, "the cause", "a text")
        fail(seen, kind=kind)
    if cause not in NAMES:
        _refuse_name(cause)
    if not isinstance(change, dict):
        seen, kind = other_kind(change, "the change", "a dictionary of settings")
        fail(seen, kind=kind)
    return cause, {name: _setting(name, value) for name, value in change.items()}


def _refuse_name(cause):
    told = {"spelling": "Names are in small letters, with spaces between their words."}
    found = told if cause.lower().replace("_", " ").strip() in NAMES else {}
    seen = f"“{cause}” is none of the names: they are {', '.join(NAMES)}."
    raise Wrong(seen, "wrong_value", offered=found, fitting=found)


def _setting(name, value):
    """The value, if a run can be made with it; else Wrong."""
    if name not in clinic.HEALTHY:
        known = ", ".join(clinic.HEALTHY)
        fail(f"There is no setting {name!r}. There are {known}.", kind="unknown_setting")
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if name in WORDS:
        if not isinstance(value, str | bool) or value not in WORDS[name]:
            options = " or ".join(map(repr, WORDS[name]))
            fail(f"{name} is {value!r}, but can be {options}.", kind="unknown_setting")
    elif name == "hidden":
        is_row = isinstance(value, list | tuple) and 1 <= len(value) <= 8
        if not is_row or not all(isinstance(n, int) and 1 <= n <= 128 for n in value):
            fail("hidden is a tuple of at most 8 layers with 1 to 128 units each, as (32,).")
        return tuple(value)
    elif name in COUNTS:
        if not is_number or value != int(value) or not 0 <= value <= COUNTS[name]:
            fail(f"{name} is {value!r}, but is a whole number of at most {COUNTS[name]}.")
        return int(value)
    else:
        low, high = RANGES.get(name, (0.0, 1.0))
        if not is_number or not low <= value <= high:
            fail(f"{name} is {value!r}, but is a number from {low:g} to {high:g}.")
        return float(value)
    return value


# ---- what explains that a patient is not cured ----

TELLS = {  # how one is told, where another name was given
    "healthy": "It reads held-out digits about as well as those it has learned, and most of them.",
    "rate too large": "The norms were not 0 at the start, and end at 0: no unit is left.",
    "rate too small": "The norms hardly change, and alone even 20 digits are not learned.",
    "zero start": "The norm of the first layer is 0 from the start, and exactly 0.",
    "vanishing gradients": (
        "At the start the norm of the first layer is small beside that of the last, and not 0."
    ),
    "exploding start": "The first loss is in the thousands, before any step.",
    "labels mixed up": "The net can learn: 20 digits alone it learns by heart.",
    "penalty too strong": "The norms end at a thousandth of what they were, in all layers.",
    "overfitting": "What it has learned it reads far better than held-out digits: look at the gap.",
}
ENOUGH = {  # why a change of the right settings does not help
    "rate too large": "The rate is still too large for this net, or now too small: {change}.",
    "rate too small": "The rate does not suit this net: {change}.",
    "zero start": "All units of a layer still begin alike: {change}.",
    "vanishing gradients": "Sigmoid slopes are 0.25 at most: is every layer rid of them?",
    "exploding start": "The first numbers still do not fit the layers: {change}.",
    "labels mixed up": "The labels still belong to other digits.",
    "penalty too strong": "The penalty still holds the weights near 0: {change}.",
    "overfitting": "It still learns the wrong labels by heart, or nothing at all.",
}


@once
def answers(treat, name):
    """What it gives for all patients with this name."""
    return list(results(treat, [((fresh(case),), False) for _, case in patients(name)]))


def says_always_the_same(treat):
    """Does it give all patients one name? Not where it cannot be asked."""
    try:
        return len({answer[0] for name in NAMES for answer in answers(treat, name)}) == 1
    except Exception:  # it is told where it is asked
        return False


def wrong_name(treat, name, cause):
    """Slips for a wrong name: id → sentence."""
    if says_always_the_same(treat):
        return {"always_the_same": f"Whatever the case, the name is “{cause}”."}
    return {f"{name.replace(' ', '_')}_missed": TELLS[name]}


def wrong_settings(name, change):
    """Slips for a change of what does not belong to the cause: id → sentence."""
    foreign = [setting for setting in change if setting not in clinic.BELONGS[name]]
    if len(change) > 7:
        told = "Whoever changes everything cures, and learns nothing about the cause."
        return {"changes_everything": told}
    if foreign:
        told = "does not belong" if len(foreign) == 1 else "do not belong"
        about = f"{start(' and '.join(foreign))} {told} to “{name}”"
        return {"foreign_settings": f"{about}: see the table of the task."}
    if not change and name != "healthy":
        return {"nothing_changed": "The name is right, and the run is as sick as before."}
    return {}


def require(treat, *names):
    """Raise Wrong unless all patients with these names get them, and a change that cures."""
    for name in names:
        given = [required(answer) for answer in answers(treat, name)]
        for cause, change in given:
            _require_name(treat, name, cause)
            _require_settings(name, change)
        if name != "healthy":
            _require_cures(name, [change for _, change in given])


def _require_name(treat, name, cause):
    if cause != name:
        found = wrong_name(treat, name, cause)
        seen = f"This run is named “{cause}”, and it is “{name}”."
        raise Wrong(seen, "wrong_value", offered=found, fitting=found)


def _require_settings(name, change):
    if found := wrong_settings(name, change):
        seen = f"“{name}” is right, and {change or 'no change'} is no cure for it."
        raise Wrong(seen, "wrong_value", offered=found, fitting=found)


def _require_cures(name, changes):
    """A rerun for each kind of change, at most a few."""
    kinds = {}
    for (seed, _), change in zip(patients(name), changes, strict=True):
        kinds.setdefault(str(sorted(change.items())), (seed, change))
    for seed, change in list(kinds.values())[:RERUNS]:
        least = bar(name, seed)
        share = clinic.rerun(name, seed, change)
        if share < least:
            found = {"not_cured": ENOUGH[name].format(change=change)}
            seen = f"“{name}” is right. After a rerun with {change} {share:.0%} of new digits are "
            seen += f"read right, and should be {least:.0%} at least."
            raise Wrong(seen, "wrong_value", offered=found, fitting=found)


# ---- the checks ----


def test_example(treat):
    """In the example of the task it finds the zero start, and another start cures it."""
    losses, norms = np.array([2.303, 2.301]), np.array([[0.0, 0.02], [0.0, 0.001]])
    case = {"train": losses, "validation": losses, "right": np.array([0.11, 0.08, 0.1])}
    case |= {"norms": norms, "silent": np.ones((2, 1)), "by_heart": 2.0}
    cause, change = required(treat(case))
    _require_name(treat, "zero start", cause)
    _require_settings("zero start", change)


def test_healthy(treat):
    """Healthy runs are named so, and nothing is changed."""
    require(treat, "healthy")


def test_rates(treat):
    """A rate that is too large or too small is named, and a rerun with another one reads."""
    require(treat, "rate too large", "rate too small")


def test_starts(treat):
    """A start with zeros or with far too large weights is named, and another start cures it."""
    require(treat, "zero start", "exploding start")


def test_vanishing(treat):
    """Vanishing gradients are named, and cured by what makes the way back shorter or wider."""
    require(treat, "vanishing gradients")


def test_labels(treat):
    """Labels that are mixed up are named, and put right."""
    require(treat, "labels mixed up")


def test_penalty(treat):
    """A penalty that is too strong is named, and weakened."""
    require(treat, "penalty too strong")


def test_overfitting(treat):
    """Overfitting is named, and after the rerun more of the new digits are read right."""
    require(treat, "overfitting")


def test_asked_again(treat):
    """Asked again, it keeps nothing from the calls before."""
    one, other = (clinic.waiting()[name, 0] for name in ("zero start", "labels mixed up"))
    given = [required(treat(fresh(case))) for case in (one, other, one)]
    if given[0] != given[2]:
        fail("Asked the same twice, it gives two different answers.", kind="keeps_state")


def test_leaves_its_arguments(treat):
    """The case stays as it was."""
    for patient in (("rate too small", 0), ("exploding start", 1)):  # with nan in it, and without
        case = fresh(clinic.waiting()[patient])
        with unchanged(case=case):
            treat(case)
