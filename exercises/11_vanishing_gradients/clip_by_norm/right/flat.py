"""Right: one long array, cut up again."""

import numpy as np


def clip_by_norm(grads, max_norm):
    flat = np.concatenate([dw.ravel() for dw in grads])
    norm = np.linalg.norm(flat)
    if norm > max_norm:
        flat = flat / norm * max_norm
    places = np.cumsum([dw.size for dw in grads])[:-1]
    pieces = np.split(flat, places)
    return [piece.reshape(dw.shape) for piece, dw in zip(pieces, grads)], norm
