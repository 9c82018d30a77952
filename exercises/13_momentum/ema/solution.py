import numpy as np


def ema(x, beta, correct):
    """The exponential moving average of x (n,), after each of its numbers.

    It starts at 0; if correct is True, that is made up for.
    Returns a new array (n,).
    """
    x_bar, averages = 0.0, []
    for t, x_t in enumerate(x, start=1):
        x_bar = beta * x_bar + (1 - beta) * x_t
        averages.append(x_bar / (1 - beta**t) if correct else x_bar)
    return np.array(averages)
