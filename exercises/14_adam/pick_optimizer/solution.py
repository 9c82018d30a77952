import numpy as np


def pick_optimizer(problem):
    """The optimizer and the rate with which 200 steps reach the goal.

    problem: H (2, 2), start (2,), seen (200, 2) of zeros and ones, goal.
    Returns (name, lr); the name is "sgd", "momentum", "rmsprop" or "adam".
    """
    H, start = problem["H"], problem["start"]
    flat, steep = np.linalg.eigvalsh(H)  # the curvatures of both directions
    if H[0, 1] != 0:  # the valley lies across the axes
        return "momentum", 3 / steep
    if flat > 0.9 * steep:  # a round bowl: one rate suits both
        return "sgd", 1 / steep
    return "adam", 0.1 * np.abs(start).max()  # a tenth of the way
