"""Right: multiplied stair by stair, which rounds a little differently."""


def step_decay(t, lr0, factor, every):
    lr = lr0
    for _ in range(int(t // every)):
        lr = lr * factor
    return lr
