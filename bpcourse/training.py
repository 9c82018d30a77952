"""Training: predict, measure, differentiate, improve; and again.

    X  (n, n_in)    targets  (n, k)

A batch is some of their rows; an epoch is one walk through all of them.
"""


def batches(X, targets, size, *, rng):
    """All samples once, in random order, `size` at a time; the last batch may be smaller.

    Yields pairs of X (size, n_in) and targets (size, k). Raises ValueError where they differ in
    length or are empty.
    """
    if len(X) != len(targets):
        raise ValueError(
            f"X has {len(X)} rows, but targets has {len(targets)}.\n"
            "Every sample needs exactly one target."
        )
    if len(X) == 0:
        raise ValueError("X has no rows, so there is nothing to learn from.")
    if size < 1:
        raise ValueError(f"A batch holds at least one sample, but its size is {size}.")
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        chosen = order[start : start + size]
        yield X[chosen], targets[chosen]


def epochs(net, loss, optimizer, X, targets, *, rng, epochs, batch_size=None):
    """Train epoch by epoch; after each one, yield the mean loss, as measured before its steps.

    Being a generator it can be stopped, drawn or logged from outside by a plain `for`. Without
    `batch_size` all samples are one batch.
    """
    for _ in range(epochs):
        total = 0.0
        for X_batch, targets_batch in batches(X, targets, batch_size or max(1, len(X)), rng=rng):
            Y = net.forward(X_batch)  # predict
            L = loss.forward(Y, targets_batch)  # measure
            net.backward(loss.backward())  # differentiate
            optimizer.step(net)  # improve
            total += L * len(X_batch)
        yield total / len(X)


def fit(net, loss, optimizer, X, targets, *, rng, **options):
    """Train, and return the loss of every epoch as a list. Takes what `epochs` takes."""
    return list(epochs(net, loss, optimizer, X, targets, rng=rng, **options))
