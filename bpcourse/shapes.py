"""Shapes: two arrays meet only if their axes fit; if they do not, the error says why.

    X  (n, n_in)   a batch: one sample per row     n counts samples, n_in and n_out features

The checks stand where two things meet (entering a layer, leaving `backward`, entering a loss), so
the formulas stay clean.
"""

import numpy as np


class ShapeError(ValueError):
    """Two arrays met whose shapes do not fit."""


def require_array(name, array):
    """Raise TypeError unless `array` is a NumPy array."""
    if not isinstance(array, np.ndarray):
        raise TypeError(
            f"{name} must be a NumPy array, but it is a {type(array).__name__}. Write "
            f"np.array({name})."
        )


def require_columns(name, array, expected, owner):
    """Raise ShapeError unless `array` is a matrix with `expected` columns, as `owner` needs it."""
    require_matrix(name, array, owner)
    if array.shape[1] != expected:
        raise ShapeError(
            f"{owner} has {expected} inputs, but {name} has shape {array.shape}: "
            f"{array.shape[1]} columns.\n"
            f"In {name} @ W the columns of {name} meet the rows of W, so they must be equally many."
        )


def require_matrix(name, array, owner):
    """Raise ShapeError unless `array` is a matrix: one sample per row."""
    require_array(name, array)
    if array.ndim != 2:
        raise ShapeError(
            f"{owner} takes a matrix, one sample per row, but {name} has shape {array.shape}.\n"
            f"For a single sample write {name}[np.newaxis, :], which has one row."
        )


def require_labels(labels, name, array):
    """Raise ShapeError or ValueError unless `labels` (n,) name a column in every row of `array`."""
    require_array("labels", labels)
    require_array(name, array)
    if array.ndim != 2 or labels.shape != array.shape[:1]:
        raise ShapeError(
            f"{name} has shape {array.shape}, but labels has shape {labels.shape}.\n"
            f"Every row of {name} needs one label, a whole number: labels has the shape (n,)."
        )
    if labels.dtype.kind not in "iu":
        raise ValueError(
            f"labels holds {labels.dtype}, but a label is the number of a column.\n"
            "Write labels.astype(int)."
        )
    k = array.shape[1]
    if np.count_nonzero(labels // np.intp(k)):  # 0 for exactly the labels from 0 to k - 1
        raise ValueError(
            f"labels goes from {labels.min()} to {labels.max()}, but {name} has {k} columns.\n"
            f"Labels count from 0 to {k - 1}."
        )


def require_equally_many(X, targets):
    """Raise ValueError unless every sample has its target."""
    if len(X) != len(targets):
        raise ValueError(
            f"X has {len(X)} rows, but targets has {len(targets)}.\n"
            "Every sample needs exactly one target."
        )


def require_same_shape(name, array, other_name, other):
    """Raise ShapeError unless the two shapes are equal: nothing is broadcast in silence."""
    require_array(name, array)
    require_array(other_name, other)
    if array.shape != other.shape:
        repair = _repair(name, array, other_name, other)
        raise ShapeError(
            f"{name} has shape {array.shape}, but {other_name} has shape {other.shape}.\n"
            f"They meet element by element, so the shapes must be equal.{repair}"
        )


def _repair(name, array, other_name, other):
    """The usual slip is a column against a flat vector; then the repair can be named."""
    if array.ndim == 2 and array.shape[1:] == (1,) and other.shape == array.shape[:1]:
        return f" Write {other_name}[:, np.newaxis] to make it a column."
    if other.ndim == 2 and other.shape[1:] == (1,) and array.shape == other.shape[:1]:
        return f" Write {name}[:, np.newaxis] to make it a column."
    return ""
