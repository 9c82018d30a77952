import numpy as np


def treat(case):
    """What makes a run sick, and the settings that cure it.

    case: what was measured; norms (2, layers), at the start and in the end.
    Returns (cause, change): a name, and a dictionary of settings.
    """
    raise NotImplementedError
