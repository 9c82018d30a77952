"""Operation data: the operations of a line as plain data, in the order in which they happen."""

import numpy as np

from .snapshots import snapshot


def as_data(roots):
    """{"list": [...], "roots": [...]}: each operation names those that it takes by their places.

    Empty where no arrays meet in the line.
    """
    told = []
    places = [None if root is None else _add(told, root) for root in roots]
    has_arrays = any(one["kind"] not in ("name", "number") and _meets(told, one) for one in told)
    return {"list": told, "roots": places} if has_arrays else {}


def _add(told, one):
    of = [_add(told, part) for part in one.of]
    data = {"text": one.text, "kind": one.kind, "sign": one.sign, "of": of, "fits": one.fits}
    data["value"] = snapshot(one.value) if one.fits else None
    data["letters"], data["axis"] = list(one.letters), one.axis
    told.append(data)
    return len(told) - 1


def _meets(told, one):
    shapes = [told[place]["value"].get("shape") for place in one["of"]]
    return any(shape for shape in shapes)


def frozen(roots):
    """The same operations with arrays of their own: what is in those of a name may change."""
    for root in roots:
        if root is not None:
            _freeze(root)
    return roots


def _freeze(one):
    if isinstance(one.value, np.ndarray):
        one.value = one.value.copy()
    for part in one.of:
        _freeze(part)
