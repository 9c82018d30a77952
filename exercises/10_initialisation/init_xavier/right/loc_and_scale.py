"""Right: the generator is told mean and deviation."""


def init_xavier(n_in, n_out, rng):
    return rng.normal(0.0, (2 / (n_in + n_out)) ** 0.5, (n_in, n_out))
