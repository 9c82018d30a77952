"""Training: predict, measure, differentiate, improve, and repeat.

    X  (n, n_in)    targets  (n, k), or labels (n,)

A batch is some of their rows; an epoch is one walk through all of them. The size of a batch makes
it batch gradient descent (all), mini-batch (some) or stochastic gradient descent (one).
"""

import math
from collections.abc import Iterator

import numpy as np

from ..progress_bar import with_bar
from .arrays import require_array, require_floats
from .batch_norm import BatchNorm
from .batches import parts, shuffled
from .history import History
from .layers import predict
from .network import backward_without_dX
from .parameters import parameters, statistics
from .settings import require_count, require_methods, require_rng


class TrainingError(ArithmeticError):
    """The training cannot go on, because a number is no longer finite."""


def epochs(
    net,
    loss,
    optimizer,
    X,
    targets,
    *,
    rng,
    epochs,
    batch_size=None,
    rest="keep",
    penalty=None,
    steps=None,
) -> Iterator[float]:
    """Train epoch by epoch; after each one, yield the mean loss, as measured before each step.

    It is a generator, so a plain `for` can stop, draw or log the training. Without `batch_size` all
    samples are one batch. `rest` is that of `batches`. If the last batch has few samples, its step
    is as long as the others, but more of it is noise; what you measure at the end of an epoch comes
    just after it. A `penalty` is added to the loss and to the gradients. The loss of every step is
    appended to the list `steps`.

    Raises ValueError where a BatchNorm would get a batch of one sample, and TrainingError, saying
    where and why, as soon as the loss is not a finite number.
    """
    require_methods("net", net, "forward", "backward")
    require_methods("loss", loss, "forward", "backward")
    require_methods("optimizer", optimizer, "step")
    if penalty is not None:
        require_methods("penalty", penalty, "forward", "backward")
    require_rng(rng, "The order of the samples")
    epochs = require_count("epochs", epochs, "how often all samples are used", at_least=0)
    require_array("X", X)
    size = len(X) if batch_size is None else batch_size
    batch_parts = parts(X, targets, "batch_size", size, rest)
    _refuse_a_batch_of_one(net, batch_parts)
    X = require_floats("X", X)

    def train():
        for epoch in range(1, epochs + 1):
            total, n = 0.0, 0
            with np.errstate(over="ignore", invalid="ignore"):  # reported below
                for X_batch, targets_batch in shuffled(X, targets, batch_parts, rng):
                    Y = net.forward(X_batch)  # predict
                    L = loss.forward(Y, targets_batch)  # measure
                    if penalty:
                        L += penalty.forward(net)
                    if not math.isfinite(L):
                        raise TrainingError(_what_happened(net, X_batch, epoch, L))
                    backward_without_dX(net, loss.backward())  # differentiate
                    if penalty:
                        penalty.backward(net)
                    optimizer.step(net)  # improve
                    total, n = total + L * len(X_batch), n + len(X_batch)
                    if steps is not None:
                        steps.append(L)
            yield total / n

    return train()


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

    `validation` is a pair of X and targets, on which the loss is measured after each epoch. With
    `stopping`, an EarlyStopping, the training ends in time and the best arrays are restored.
    `progress` shows a bar. Ctrl-C ends the training, and keeps what was learned so far. The options
    are those of `epochs` (batch_size, rest, penalty), and so are the errors.
    """
    if validation is not None and (
        not isinstance(validation, tuple | list) or len(validation) != 2
    ):
        raise ValueError(
            "validation is a pair of X and targets, but this is no pair.\n"
            "Write validation=(X_new, targets_new)."
        )
    if stopping is not None:
        require_methods("stopping", stopping, "update", "restore")
    history = History()
    options |= {"rng": rng, "epochs": epochs, "steps": history.steps}
    generator = _epochs(net, loss, optimizer, X, targets, **options)
    rate = getattr(optimizer, "learning_rate", None)
    if progress:
        generator = with_bar(generator, epochs, "epochs", note="loss {:.4g}".format)
    try:
        for value in generator:
            history.append(value)
            history.learning_rates.append(rate)
            rate = getattr(optimizer, "learning_rate", None)  # that of the next step
            history.add_gradients(net)
            if validation is not None:
                X_held_out, targets_held_out = validation
                history.validation.append(loss.forward(predict(net, X_held_out), targets_held_out))
            if stopping and stopping.update(history.last(), net):
                break
    except KeyboardInterrupt:
        history.interrupted = True
        print(f"Stopped after {len(history)} of {epochs} epochs. What was learned is kept.")
    if stopping and stopping.best_update:
        stopping.restore(net)
    return history


_epochs = epochs  # inside `fit` the name is a number


def _refuse_a_batch_of_one(net, batch_parts):
    """A single sample is its own mean: BatchNorm would learn nothing, and count a variance of 0."""
    sizes = [part.stop - part.start for part in batch_parts]
    norms = [array.layer for array in statistics(net) if isinstance(array.layer, BatchNorm)]
    if norms and min(sizes) == 1:
        n = batch_parts[-1].stop
        raise ValueError(
            f"{norms[0]} takes the mean and variance of its batch, but {n} samples in batches of "
            f"{max(sizes)} leave a batch of one, which is its own mean.\n"
            "Take a batch_size from 2 on that leaves no sample alone, or rest='share'."
        )


def _what_happened(net, X, epoch, L):
    """A sentence on where the first number is that is not finite, and one on the usual cause."""
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
