"""Right: the rate of the stair before, times the factor."""


def step_decay(t, lr0, factor, every):
    if t < every:
        return lr0
    return factor * step_decay(t - every, lr0, factor, every)
