import numpy as np


def leaks(use):
    """Does an answer in use depend on more than its own sample? True or False.

    use(batches) takes a new trained layer for 3 columns, and asks it for each batch
    of the list in turn; it gives the list of answers.
    """
    raise NotImplementedError
