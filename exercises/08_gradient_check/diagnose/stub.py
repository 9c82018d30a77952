import numpy as np


def diagnose(case):
    """The name of the bug, from what is claimed and what is measured.

    case: n; claimed and measured with n samples; one, the same with a single one.
    """
    raise NotImplementedError
