"""Shapes: two arrays can meet only if their axes fit; if they do not, an error says why.

    X  (n, n_in)   a batch: one sample per row     n counts samples, n_in and n_out features

The checks stand where two things meet (entering a layer, leaving `backward`, entering a loss), so
the formulas stay clean. Each returns the array that it was given, as floats.
"""

import numpy as np

from .arrays import require_array, require_floats


class ShapeError(ValueError):
    """Two arrays met whose shapes do not fit."""


def require_matrix(name, array, owner):
    """Return the array as floats; raise ShapeError unless it is a matrix, one sample per row."""
    array = require_floats(name, array)
    if array.ndim != 2:
        raise ShapeError(
            f"{owner} takes a matrix, one sample per row, but {name} has shape {array.shape}.\n"
            f"For a single sample write {name}[np.newaxis, :], which has one row."
        )
    return array


def require_columns(name, array, expected, owner):
    """Return the matrix as floats; raise ShapeError unless it has the columns for `owner`."""
    array = require_matrix(name, array, owner)
    if array.shape[1] != expected:
        raise ShapeError(
            f"{owner} has {expected} inputs, but {name} has shape {array.shape}: "
            f"{array.shape[1]} columns.\n"
            f"In {name} @ W the columns of {name} meet the rows of W, so they must be equally many."
        )
    return array


def require_same_shape(name, array, other_name, other):
    """Return the array as floats; raise ShapeError unless it has the shape of `other`.

    So nothing is broadcast without a word.
    """
    array = require_floats(name, array)
    if array.shape != other.shape:
        repair = _repair(name, array, other_name, other)
        raise ShapeError(
            f"{name} has shape {array.shape}, but {other_name} has shape {other.shape}.\n"
            f"They meet element by element, so the shapes must be equal.{repair}"
        )
    return array


def require_samples(name, array):
    """Return the array; raise ShapeError if it is empty, so that it has no mean."""
    if array.size == 0:
        raise ShapeError(
            f"{name} has shape {array.shape}: there is nothing in it.\n"
            "A mean needs at least one number: look whether all rows were left out before."
        )
    return array


def require_labels(labels, name, array):
    """Return the labels (n,); raise unless each is the number of a column of `array` (n, k).

    ShapeError if the shapes do not fit, ValueError for other numbers, TypeError for other things.
    """
    require_array("labels", labels)
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
    return labels


def require_equally_many(X, targets):
    """Raise ValueError unless every sample has its target."""
    if len(X) != len(targets):
        raise ValueError(
            f"X has {len(X)} rows, but targets has {len(targets)}.\n"
            "Every sample needs exactly one target."
        )


def _repair(name, array, other_name, other):
    """A repair, for the usual mistake: a column against a flat vector."""
    if array.ndim == 2 and array.shape[1:] == (1,) and other.shape == array.shape[:1]:
        return f" Write {other_name}[:, np.newaxis] to make it a column."
    if other.ndim == 2 and other.shape[1:] == (1,) and array.shape == other.shape[:1]:
        return f" Write {name}[:, np.newaxis] to make it a column."
    return ""
