import numpy as np


def leaks(use):
    """Does an answer in use depend on more than its own sample? True or False.

    use(batches) takes a new trained layer for 3 columns, and asks it for each batch
    of the list in turn; it gives the list of answers.
    """
    draw = np.random.default_rng(12).normal
    sample, company = draw(size=(1, 3)), draw(8, 5, size=(99, 3))
    small, large = np.vstack([company[:1], sample]), np.vstack([company, sample])
    ahead, later = use([sample, small, large]), use([large, small, sample])
    answers = [Y[-1] for Y in [*ahead, *later]]  # the sample stands last
    return not np.allclose(answers, ahead[0], rtol=1e-3, atol=1e-3)
