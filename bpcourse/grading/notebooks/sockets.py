"""Sockets: a plugin by which nbval speaks to its kernel through files, since it has no network."""

import os
from functools import partial

VARIABLE = "BPCOURSE_SOCKETS"  # of the environment: the folder in which the sockets are


def pytest_configure(config):
    from nbval import kernel

    # for "ipc" the address is the beginning of the sockets' paths
    address = os.path.join(os.environ[VARIABLE], "k")  # noqa: PTH118
    kernel.KernelManager = partial(kernel.KernelManager, transport="ipc", ip=address)
