"""Right: new places appended, and the slope as a matrix product's result."""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    places = [np.asarray(w0) * 1.0]
    while len(places) < steps + 1:
        slope = np.asarray(grad_fn(places[-1]))
        places.append(np.add(places[-1], np.multiply(-lr, slope)))
    return np.concatenate([place[np.newaxis] for place in places])
