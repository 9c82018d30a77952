"""Right: the steps of this stair are taken off first, so the division has no rest."""


def step_decay(t, lr0, factor, every):
    return factor ** ((t - t % every) / every) * lr0
