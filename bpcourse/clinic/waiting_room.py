"""Waiting room: patients who were examined beforehand, since a run takes longer than a look at it.

They are stored beside this file, in waiting_room.json, and made anew by

    python -c "from bpcourse.clinic.waiting_room import store; store()"
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

from .diagnoses import BELONGS, sick
from .measurements import examined

SEEDS = range(10)
STORED = Path(__file__).with_suffix(".json")
DIGITS = 5


@cache
def waiting():
    """The cases by name and seed: (name, seed) → what was measured, see Record.case."""
    patients = json.loads(STORED.read_text(encoding="utf-8"))
    return {(p["name"], p["seed"]): {k: _read(v) for k, v in p["case"].items()} for p in patients}


def _read(value):
    return np.array(value, dtype=float) if isinstance(value, list) else value


def _written(value):
    if np.ndim(value):
        return [_written(part) for part in value]
    return float(f"{value:.{DIGITS}g}")


def store():
    """Examine them all, and write down what was measured."""
    patients = [
        json.dumps(
            {
                "name": name,
                "seed": seed,
                "case": {k: _written(v) for k, v in examined(sick(name), seed).case().items()},
            }
        )
        for name in BELONGS
        for seed in SEEDS
    ]
    STORED.write_text("[\n" + ",\n".join(patients) + "\n]\n", encoding="utf-8")
