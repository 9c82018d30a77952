"""Experiments: pictures that follow the hand, and run on the learner's own code where it passes.

Each lesson's experiments are a folder here, each experiment a file in it: StepSize is the class in
gradient_descent/step_size.py, and `from bpcourse.experiments import StepSize` finds it there.
"""

import re
from functools import cache
from importlib import import_module
from pathlib import Path


@cache
def modules():
    """Where each experiment is: a dictionary from its class's name to the name of its module."""
    return {_class_name(path.stem): f".{path.parent.name}.{path.stem}" for path in _files()}


def _files():
    files = Path(__file__).parent.glob("[a-z]*/[a-z]*.py")
    return sorted(path for path in files if path.parent.joinpath("__init__.py").exists())


def _class_name(module):
    """step_size holds StepSize."""
    return re.sub(r"(?:^|_)([a-z])", lambda letter: letter[1].upper(), module)


def __getattr__(name):  # Python asks here for a name that is not loaded yet
    if name in modules():
        return getattr(import_module(modules()[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return [*globals(), *modules()]
