"""Real data sets, which come with the course.

Beside each file in bpcourse/data is a page with its source and its licence.
"""

from typing import NamedTuple

import numpy as np


class Penguins(NamedTuple):
    """342 penguins, measured near Palmer Station, Antarctica, from 2007 to 2009."""

    X: np.ndarray  # (342, 3), one column for each name in `features`
    targets: np.ndarray  # (342, 1), body mass in kg
    species: np.ndarray  # (342,), one of the three names
    features: tuple = ("bill length (mm)", "bill depth (mm)", "flipper length (mm)")
    target: str = "body mass (kg)"


def penguins() -> Penguins:
    """The Palmer penguins, without the two of which nothing was measured.

    See data/penguins.md for source and licence.
    """
    table = _table("penguins.csv")
    columns = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm")
    return Penguins(
        X=np.array([table[column] for column in columns], dtype=np.float64).T.copy(),
        targets=np.array(table["body_mass_g"], dtype=np.float64)[:, np.newaxis] / 1000,
        species=np.array(table["species"]),
    )


class Wine(NamedTuple):
    """178 Italian wines from three producers, whose features have very unequal scales."""

    X: np.ndarray  # (178, 13), one column for each name in `features`
    targets: np.ndarray  # (178,), the producer: 0, 1 or 2
    features: tuple


def wine() -> Wine:
    """Wines by three producers, with chemical measurements: a small set with three classes.

    See data/wine.md for source and licence.
    """
    table = _table("wine.csv")
    producer = table.pop("producer")
    return Wine(
        X=np.array(list(table.values()), dtype=np.float64).T.copy(),
        targets=np.array(producer, dtype=np.int64) - 1,
        features=tuple(name.replace("_", " ") for name in table),
    )


class Digits(NamedTuple):
    """1797 handwritten digits, each a picture of 8 x 8 pixels."""

    X: np.ndarray  # (1797, 64), the ink in each pixel, row by row: 0 is none, 1 is full
    targets: np.ndarray  # (1797,), the digit: 0 to 9


def digits() -> Digits:
    """The handwritten digits; X[i].reshape(8, 8) is picture i.

    See data/digits.md for source and licence.
    """
    with np.load(_path("digits.npz"), allow_pickle=False) as file:
        return Digits(file["pixels"] / 16.0, file["labels"].astype(np.int64))


def _path(name):
    from pathlib import Path  # loaded when a file is read, not by `import bpcourse`

    return Path(__file__).parent.parent / "data" / name


def _table(name):
    """The columns of a CSV file by name, each a tuple of texts."""
    import csv

    with _path(name).open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    return dict(zip(names, zip(*rows, strict=True), strict=True))
