"""Right: stairs are taken away as long as a whole one is left."""


def step_decay(t, lr0, factor, every):
    lr = lr0
    while t >= every:
        t = t - every
        lr *= factor
    return lr
