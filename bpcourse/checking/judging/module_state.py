"""The state of a module of checks: what in it can change while its checks are run.

A check that counts its calls in a list of its module, say, would find another list the second time.
"""

import types

import numpy as np

CONSTANT = (
    *(type(None), bool, int, float, complex, str, bytes, type(...), range),
    *(types.ModuleType, types.BuiltinFunctionType, np.ufunc),
)


class ModuleState:
    """A module as it is now.

    Seen are its names, and what is in its lists, dictionaries, sets, arrays and random generators,
    in what its functions remember, and in the objects of its own classes.
    """

    def __init__(self, module):
        self.module = module
        self.names = {name: v for name, v in vars(module).items() if name[:2] != "__"}
        look = _Look(module.__name__)
        self.changing = [v for v in self.names.values() if look.inner(v) is not None]
        self.inner = self._look()

    def is_as_before(self):
        """Has nothing changed since then?"""
        now = {name: v for name, v in vars(self.module).items() if name[:2] != "__"}
        return (
            now.keys() == self.names.keys()
            and all(now[name] is value for name, value in self.names.items())
            and self._look() == self.inner
        )

    def _look(self):
        look = _Look(self.module.__name__)
        return [look.state(value) for value in self.changing]


class _Look:
    """One look at the values of a module of that name."""

    def __init__(self, module):
        self.module, self.seen = module, set()

    def state(self, value):
        """A value that is equal to a later one as long as nothing has changed."""
        if type(value) in CONSTANT:
            return value if value == value else "nan"
        if id(value) in self.seen:
            return id(value)
        self.seen.add(id(value))
        return id(value), self.inner(value)

    def inner(self, value):
        """What is in a value, apart from its identity; None where nothing in it can change."""
        kind = type(value)
        if _is_constant(value):
            return None
        if kind is types.FunctionType:
            return self.memory(value) if value.__module__ == self.module else None
        if kind in (list, tuple, set, frozenset):
            return list(map(self.state, value))
        if kind is dict:
            return [(key, self.state(part)) for key, part in value.items()]
        if kind is np.ndarray:
            return value.shape, value.dtype.str, value.tobytes()
        if kind is np.random.Generator:
            return str(value.bit_generator.state)
        if hasattr(value, "cache_info"):  # a function that keeps its results
            return value.cache_info().currsize
        own = value if isinstance(value, type) else kind
        if own.__module__ == self.module and hasattr(value, "__dict__"):
            named = vars(value).items()
            return [(name, self.state(part)) for name, part in named if name[:2] != "__"]
        return None

    def memory(self, function):
        """What a function keeps from one call to the next; None for most functions."""
        kept = [function.__defaults__, function.__kwdefaults__]
        for cell in function.__closure__ or ():
            try:
                kept.append(cell.cell_contents)
            except ValueError:  # it has no value yet
                kept.append(None)
        kept += [part for name, part in vars(function).items() if name != "pytestmark"]
        return None if all(map(_is_constant, kept)) else list(map(self.state, kept))


def _is_constant(value):
    kind = type(value)
    return kind in CONSTANT or (kind is tuple and all(map(_is_constant, value)))
