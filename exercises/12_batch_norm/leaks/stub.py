import numpy as np


def leaks(make):
    """Does an answer in use depend on more than its own sample? True or False.

    make() is a new trained layer for 3 columns; layer.predict(X) is what it gives.
    """
    raise NotImplementedError
