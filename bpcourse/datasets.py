"""Data sets: small ones made from a formula and `rng`, and real ones that ship with the course.

X  (n, n_in)    targets  (n, k)    both float64
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data"


def lines(n, *, noise, rng, slope=2.0, intercept=0.5):
    """n points around the line  y = slope x + intercept, for x between -1 and 1.

    Returns X (n, 1) and targets (n, 1). `noise` is the standard deviation, in units of y.
    """
    X = rng.uniform(-1, 1, size=(n, 1))
    return X, slope * X + intercept + noise * rng.normal(size=(n, 1))


@dataclass(frozen=True)
class Penguins:
    """342 penguins, measured near Palmer Station, Antarctica, from 2007 to 2009."""

    X: np.ndarray  # (342, 3), one column for each name in `features`
    targets: np.ndarray  # (342, 1), body mass in kg
    species: np.ndarray  # (342,), one of the three names
    features: tuple = ("bill length (mm)", "bill depth (mm)", "flipper length (mm)")
    target: str = "body mass (kg)"


def penguins():
    """The Palmer penguins, those two left out of which nothing was measured.

    See data/penguins.md for source and licence.
    """
    with (DATA / "penguins.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm")
    return Penguins(
        X=np.array([[float(row[column]) for column in columns] for row in rows]),
        targets=np.array([[float(row["body_mass_g"]) / 1000] for row in rows]),
        species=np.array([row["species"] for row in rows]),
    )


def standardise(X, like=None):
    """Every column shifted to mean 0 and scaled to standard deviation 1.

    Mean and deviation are those of `like`, by default of X itself. Raises ValueError for a column
    that is constant, which has no scale.
    """
    like = X if like is None else like
    mean, deviation = like.mean(axis=0), like.std(axis=0)  # (n_in,), (n_in,)
    if not np.all(deviation > 0):
        constant = int(np.argmin(deviation))
        raise ValueError(
            f"Column {constant} holds the same number in every row, so it cannot be scaled.\n"
            "Leave it out."
        )
    return (X - mean) / deviation
