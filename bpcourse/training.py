"""Training: predict, measure, differentiate, improve; and again.

    X  (n, n_in)    targets  (n, k), or labels (n,)

A batch is some of their rows; an epoch is one walk through all of them. The size of a batch makes
it batch gradient descent (all), mini-batch (some) or stochastic gradient descent (one).
"""

import math
from collections.abc import Iterator

import numpy as np

from .history import History
from .parameters import parameters
from .progress import bar
from .shapes import require_equally_many


class TrainingError(ArithmeticError):
    """The training cannot go on: some number is not finite any more."""


def batches(X, targets, size, *, rng) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """All samples once, in random order, `size` at a time; the last batch may be smaller.

    Yields pairs of X (size, n_in) and targets (size, k). Raises ValueError where they differ in
    length or are empty.

    >>> [len(X_batch) for X_batch, _ in bp.batches(np.zeros((5, 2)), np.zeros(5), 2, rng=rng)]
    [2, 2, 1]
    """
    require_equally_many(X, targets)
    if len(X) == 0:
        raise ValueError("X has no rows, so there is nothing to learn from.")
    if size < 1:
        raise ValueError(f"A batch holds at least one sample, but its size is {size}.")
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        chosen = order[start : start + size]
        yield X[chosen], targets[chosen]


def epochs(
    net, loss, optimizer, X, targets, *, rng, epochs, batch_size=None, penalty=None
) -> Iterator[float]:
    """Train epoch by epoch; after each one, yield the mean loss, as measured before its steps.

    Being a generator it can be stopped, drawn or logged from outside by a plain `for`. Without
    `batch_size` all samples are one batch. A `penalty` is added to the loss and to the gradients.
    Raises TrainingError, saying where and why, as soon as the loss is not a finite number.
    """
    differentiate = getattr(net, "store_gradients", net.backward)  # nobody wants the dX of the data
    for epoch in range(1, epochs + 1):
        total = 0.0
        with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is told below
            for X_batch, targets_batch in batches(X, targets, batch_size or len(X) or 1, rng=rng):
                Y = net.forward(X_batch)  # predict
                L = loss.forward(Y, targets_batch)  # measure
                if penalty:
                    L += penalty.forward(net)
                if not math.isfinite(L):
                    raise TrainingError(_what_happened(net, X_batch, epoch, L))
                differentiate(loss.backward())
                if penalty:
                    penalty.backward(net)
                optimizer.step(net)  # improve
                total += L * len(X_batch)
        yield total / len(X)


def fit(
    net,
    loss,
    optimizer,
    X,
    targets,
    *,
    rng,
    epochs,
    validation=None,
    stopping=None,
    progress=False,
    **options,
) -> History:
    """Train, and return the History: the loss of every epoch, and what else was measured.

    `validation` is a pair of X and targets that are only looked at. With `stopping`, an
    EarlyStopping, the training ends in time and the best arrays are restored. `progress` shows a
    bar. Ctrl-C ends the training, and what was learned so far stays. Takes what `epochs` takes,
    and raises what it raises.
    """
    history = History()
    rate = getattr(optimizer, "learning_rate", None)
    generator = _epochs(net, loss, optimizer, X, targets, rng=rng, epochs=epochs, **options)
    try:
        for value in bar(generator, total=epochs) if progress else generator:
            history.append(value)
            history.learning_rates.append(rate)
            rate = getattr(optimizer, "learning_rate", None)  # that of the next step
            history.add_gradients(net)
            if validation is not None:
                X_held_out, targets_held_out = validation
                history.validation.append(loss.forward(net.predict(X_held_out), targets_held_out))
            if stopping and stopping.update(history.last(), net):
                break
    except KeyboardInterrupt:
        history.interrupted = True
        print(f"Stopped after {len(history)} of {epochs} epochs. What was learned is kept.")
    if stopping and stopping.best_update:
        stopping.restore(net)
    return history


_epochs = epochs  # in `fit` the word is a number


def _what_happened(net, X, epoch, L):
    """Where the first number stands that is not finite, and what is usually the cause."""
    begin = f"The loss is {L} in epoch {epoch}"
    if not np.isfinite(X).all():
        return f"{begin}, because X itself holds {_first(X)}.\nRepair or leave out those rows."
    for w in parameters(net):
        if not np.isfinite(w.value).all():
            return (
                f"{begin}: {w} holds {_first(w.value)}, so the step before was too long.\n"
                "The usual cause is a learning rate that is too large: try a tenth of it."
            )
    for number, layer in enumerate(getattr(net, "layers", [net]), start=1):
        X = layer.forward(X)
        if not np.isfinite(X).all():
            return (
                f"{begin}: the first {_first(X)} leaves layer {number}, {layer}, whose inputs are "
                "finite.\nThe usual cause are weights that have grown from step to step: try a "
                "tenth of the learning rate."
            )
    return (
        f"{begin}, although all that the network answers is finite, up to {np.abs(X).max():.1e}.\n"
        "The loss cannot hold such numbers: try a tenth of the learning rate, or scale the targets."
    )


def _first(array):
    return array[~np.isfinite(array)][0]
