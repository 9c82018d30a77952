"""Saving: the numbers of a network in a file, to be put back into a network built like it.

    save(net, "digits.npz")        load(net, "digits.npz")

The file holds arrays and nothing that could run, so a file from a stranger is safe to load. It does
not hold the code that builds the network: it says which layers it belongs to, and `load` compares.
"""

import io

import numpy as np

from ..atomic_write import atomic_write
from .layers import innermost
from .parameters import parameters, statistics

FORMAT = "bpcourse network, version 1"


def save(net, path):
    """Write everything that learns in `net`, and the statistics of its layers, to the file `path`.

    These are the arrays that `params` and `stats` of each layer name. An older file is replaced as
    a whole or, where writing fails, left as it was. Raises TypeError where one of them is no number
    and no array of numbers, and FileNotFoundError where the folder is missing.
    """
    from pathlib import Path  # loaded by those who save, not by `import bpcourse`

    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(
            f"There is no folder '{path.parent}' to save {path.name} in.\nMake the folder first."
        )
    places = _places(net)
    arrays = {
        "format": np.array(FORMAT),
        "layers": np.array(_descriptions(net)),
        "names": np.array(list(places), dtype=str),  # so that a missing array is noticed
    }
    for key, place in places.items():
        arrays[key] = np.asarray(place.value)
        if arrays[key].dtype.hasobject:
            raise TypeError(
                f"{place} is a {type(place.value).__name__}, and only numbers can be saved.\n"
                "Let `params` and `stats` name arrays and numbers only."
            )
    with atomic_write(path, "wb") as file:
        np.savez(file, **arrays)


def load(net, path):
    """Put the numbers that `save` wrote to the file `path` back into `net`, built as it was then.

    Nothing in `net` changes unless all of it fits. Raises FileNotFoundError where there is no such
    file, and ValueError where it is damaged, of another kind, or belongs to another network.
    """
    from pathlib import Path

    path = Path(path)
    layers, arrays = _read(path)
    places = _places(net)
    _require_same_layers(_descriptions(net), layers, path.name)
    _require_same_arrays(places, arrays, path.name)
    for key, place in places.items():
        if isinstance(place.value, np.ndarray):
            place.value = arrays[key]
        else:
            setattr(place.layer, place.name, arrays[key].item())  # a plain number stays one


def _descriptions(net):
    """The text of each layer, or the name of its class where it has no text of its own."""
    return [
        type(layer).__name__ if type(layer).__repr__ is object.__repr__ else repr(layer)
        for layer in innermost(net)
    ]


def _places(net):
    """A handle on each array, by the name that it has in the file, as in 1.W."""
    return {
        f"{i}.{place.name}": place
        for i, layer in enumerate(innermost(net), start=1)
        for place in parameters(layer) + statistics(layer)
    }


def _read(path):
    """The descriptions of the layers, and the arrays, in the file `path`."""
    import zipfile

    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileNotFoundError(
            f"There is no file '{path}'.\n"
            "Save a network there first, or look whether the name and the folder are right."
        ) from None
    if not content.startswith(b"PK"):  # as every .npz does
        raise _foreign(path)
    try:
        intact = zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        file = np.load(io.BytesIO(content), allow_pickle=False)  # so nothing in it can run
        ours = "format" in file and str(file["format"]) == FORMAT
        if intact and ours:
            layers, names = file["layers"].tolist(), file["names"].tolist()
            if {"format", "layers", "names", *names} == set(file.files):
                return layers, {name: file[name] for name in names}
    except Exception as error:  # a reader may fail in any way where bytes were changed
        raise _damaged(path) from error
    raise _damaged(path) if ours or not intact else _foreign(path)


def _foreign(path):
    return ValueError(
        f"{path.name} holds no network of this course.\nLoad what save(net, path) has written."
    )


def _damaged(path):
    return ValueError(
        f"{path.name} is damaged: not all that was saved can be read.\n"
        "Take a copy of it, or train and save again."
    )


def _require_same_layers(here, saved, name):
    if here == saved:
        return
    build = f"Build it as it was then: {', '.join(saved)}."
    for i, (ours, theirs) in enumerate(zip(here, saved, strict=False), start=1):
        if ours != theirs:
            raise ValueError(
                f"Layer {i} of this network is {ours}, but in {name} it is {theirs}.\n{build}"
            )
    raise ValueError(
        f"This network has {len(here)} layers, but the one in {name} has {len(saved)}.\n{build}"
    )


def _require_same_arrays(places, arrays, name):
    """The same names, shapes and dtypes: what the descriptions of the layers may not say."""
    if places.keys() != arrays.keys():
        raise ValueError(
            f"The layers of this network name {_listed(places)}, but {name} holds "
            f"{_listed(arrays)}.\nThe class of a layer was changed since: let `params` and `stats` "
            "name what they named then."
        )
    for key, place in places.items():
        here, saved = np.asarray(place.value), arrays[key]
        is_number = not isinstance(place.value, np.ndarray)
        if here.shape != saved.shape or (here.dtype != saved.dtype and not is_number):
            raise ValueError(
                f"{place} has shape {here.shape} and holds {here.dtype}, but in {name} it has "
                f"shape {saved.shape} and holds {saved.dtype}.\n"
                "Build the network with the sizes and the dtype that it had then."
            )


def _listed(keys):
    return ", ".join(sorted(keys)) or "nothing"
