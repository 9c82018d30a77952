"""Pristine: has the code that ran here changed anything that the next code would notice?

A child answers for several exercises of one submission, as long as it is as new before each. That
spares a fork, and no exercise feels what another one did. A child that lies about it spoils
nothing but its own submission's answers.
"""

import builtins
import gc
import math
import os
import random
import sys
import threading
import types
import warnings

import numpy as np

MODULES = (builtins, math, random, np, np.linalg, np.random, os, sys, warnings)
SEED = 0  # of random numbers without a seed: grading twice gives the same score
MAY_CHANGE = {"stdin", "stdout", "stderr", "last_type", "last_value", "last_traceback", "last_exc"}


class Pristine:
    """What was there in the beginning; made before the fork, so a child has nothing to copy."""

    def __init__(self):
        self.touched = False
        for module in MODULES:
            module.__class__ = self._watched_class()
        self.state = _state()
        self.folder = self.environment = None
        self.threads = 0

    def _watched_class(self):
        """A class of modules that notice when a name in them is set.

        To compare all names would touch, and so copy, half the memory of the fork server.
        """
        watcher = self

        class Module(types.ModuleType):
            def __setattr__(self, name, value):
                watcher.touched = watcher.touched or name not in MAY_CHANGE
                super().__setattr__(name, value)

            def __delattr__(self, name):
                watcher.touched = True
                super().__delattr__(name)

        Module.__name__ = Module.__qualname__ = "module"
        return Module

    def begin(self):
        """The child is in its folder."""
        self.folder, self.touched = _folder(), False
        self.threads = threading.active_count()
        self.environment = dict(os.environ)

    def seed(self):
        """Begin the generators that everybody shares anew, which is cheaper than to compare."""
        random.seed(SEED)
        np.random.seed(SEED)  # noqa: NPY002 - code of others may use it

    def is_unchanged(self):
        """Is everything as it was, but for the generators?"""
        return (
            not self.touched
            and _folder() == self.folder
            and not os.listdir()  # noqa: PTH208
            and threading.active_count() == self.threads
            and os.environ == self.environment
            and _state() == self.state
        )


def _folder():
    """Without a Path, because it is asked before each answer."""
    return os.getcwd()  # noqa: PTH109


def _state():
    return (
        np.geterr(),
        np.get_printoptions(),
        list(warnings.filters),
        list(sys.path),
        sys.getrecursionlimit(),
        gc.isenabled(),
    )
