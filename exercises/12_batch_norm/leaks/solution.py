import numpy as np


def leaks(make):
    """Does an answer in use depend on more than its own sample? True or False.

    make() is a new trained layer for 3 columns; layer.predict(X) is what it gives.
    """
    rng, layer, later = np.random.default_rng(12), make(), make()
    sample = rng.normal(size=(1, 3))
    alone = layer.predict(sample)
    answers = []
    for n in (2, 100):
        company = rng.normal(8, 5, size=(n, 3))
        for place in (0, n - 1):
            X = company.copy()
            X[place] = sample
            answers += [layer.predict(X)[place], later.predict(X)[place]]
    return not np.allclose(answers, alone, rtol=1e-3, atol=1e-3)
