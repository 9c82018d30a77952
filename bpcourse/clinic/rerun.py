"""Rerun: a patient's run again, with some settings changed.

What the usual cures come to for the patients with seed 0 is stored beside this file, in rerun.json,
since a check should not wait for them. It is made anew by

    python -c "from bpcourse.clinic.rerun import store; store()"
"""

import json
from functools import cache, lru_cache
from pathlib import Path

from .diagnoses import BELONGS, sick
from .training_run import Run

KEPT = 1000  # reruns that are remembered
STORED = Path(__file__).with_suffix(".json")
USUAL = {  # one setting at a time, and what is changed together
    "lr": (0.001, 0.01, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 10.0),
    "start": ("he", "xavier", "zeros"),
    "activation": ("relu", "tanh"),
    "hidden": ((32,), (32, 32)),
    "labels": ("right", "mixed"),
    "penalty": (0.0, 0.0001, 0.001, 0.01, 0.03, 0.1, 0.2),
    "patience": (2, 3, 5, 10),
    "dropout": (0.2, 0.5),
    "epochs": (5, 10, 20, 60),
}
TOGETHER = (
    {"activation": "relu", "start": "he"},
    {"activation": "tanh", "start": "xavier"},
    {"activation": "relu", "start": "he", "hidden": (32,)},
    {"activation": "relu", "start": "he", "hidden": (32, 32)},
    {"activation": "tanh", "hidden": (32,)},
    {"patience": 10, "dropout": 0.2},
)


def rerun(name, seed, change):
    """The share of new digits that are read right after a run with this change of the settings.

    `change` is a dictionary. The same rerun is made once only.
    """
    key = tuple(sorted(change.items()))
    share = _stored().get((name, repr(key))) if seed == 0 else None
    return _rerun(name, seed, key) if share is None else share


@lru_cache(KEPT)
def _rerun(name, seed, key):
    run = Run(sick(name, **dict(key)), seed)
    while not run.is_over:
        run.epoch()
    return run.right(run.new)


@cache
def _stored():
    rows = json.loads(STORED.read_text(encoding="utf-8"))
    return {(name, key): share for name, key, share in rows}


def usual(name):
    """The changes whose reruns are stored for that name."""
    belong = BELONGS[name]
    single = [{setting: v} for setting in belong for v in USUAL[setting]]
    return single + [change for change in TOGETHER if set(change) <= set(belong)]


def store():
    """Make all usual reruns, and write down what they come to."""
    keys = [(name, tuple(sorted(c.items()))) for name in BELONGS for c in usual(name)]
    rows = [json.dumps([name, repr(key), round(_rerun(name, 0, key), 4)]) for name, key in keys]
    STORED.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")
