"""The numbers of this lesson's questions, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add.
"""

import numpy as np


def mse_of_two():
    error = np.array([1.0, 3.0]) - np.array([2.0, 2.0])
    slips = np.mean(error) ** 2, np.sum(error**2), np.mean(error**2) / 2
    return np.mean(error**2), error, slips


def silent_pairs():
    return (np.zeros((20, 1)) - np.zeros(20)).shape


def what_moves():
    return []


def share_of_one():
    from bpcourse.experiments import OneOutlier

    data = {}
    for loss in ("squared", "absolute"):
        _, data[loss] = OneOutlier().data(distance=2.0, loss=loss)
    percent = [100 * one.share[one.moved] for one in data.values()]
    return [], [5, 20, 100 / 20, 40, *percent, 2, 0.2, (2 / 0.2) ** 2]


def blank_loss_of_two():
    error = np.array([2.0, 4.0]) - np.array([1.0, 7.0])
    slips = np.sum(error**2), np.mean(error) ** 2, np.mean(error**2) / 2, np.mean(error)
    return np.mean(error**2), error, error**2, slips


def blank_slope_of_second():
    n, error = 2, 4.0 - 7.0
    return 2 / n * error, [error, 2 * error, error / n, -error, n, 2 / n]


def mse_of_three():
    error = np.array([1.0, -1.0, 2.0])
    slips = np.sum(error**2), np.mean(error) ** 2, np.mean(error**2) / 2
    return np.mean(error**2), error, error**2, slips, len(error)


def errors_doubled():
    error = np.array([1.0, -1.0, 2.0])
    return np.mean((2 * error) ** 2) / np.mean(error**2), [2, 1]


def right_but_large():
    y = np.array([3.0, 1.0, 4.0, 1.5])
    assert np.isclose(np.mean((y[:, np.newaxis] - y) ** 2), 2 * y.var())
    return [], [0]


# ---- the lesson's text, the teacher's page, and the worked steps of the exercises ----


def one_number_for_five():
    values = np.array([1.0, 2.0, 3.0, 4.0, 100.0])
    assert np.median(values) == np.median([*values[:-1], 1e6]) == 3
    return values.mean(), np.median(values), values


def the_slope_of_the_loss():
    x, y = np.array([1.0, 2.0]), np.array([1.0, 7.0])
    prediction = 3 * x - 1
    error = prediction - y
    return prediction, error, error**2, np.mean(error**2), 2 / 2 * error, 2 * x


def one_point_far_away():
    from bpcourse.experiments import OneOutlier

    share = []
    for line in ("refitted", "stays"):
        _, data = OneOutlier().data(distance=8.0, line=line)
        share.append(100 * data.share[data.moved])
    _, data = OneOutlier().data(distance=8.0, loss="absolute")
    assert np.allclose(data.over_distance["absolute"][60:], data.slopes["absolute"])
    return 8, share


def bug_hunt_right_predictions_large_loss():
    import bpcourse as bp

    mass = bp.datasets.penguins().targets[:, 0]
    table = mass[:, np.newaxis] - mass
    return table.shape, 2014, np.mean(table**2), mass.var()  # the year is that of the source


def real_penguins():
    return bug_hunt_right_predictions_large_loss()[0], 0.2


def what_people_ask():
    from bpcourse.experiments.one_neuron import fit_by_hand

    return fit_by_hand.SLOPE, fit_by_hand.INTERCEPT


def predict():
    x, w, b = np.array([4, 5]), np.array([10, 2]), 1
    return x, w, b, x * w, np.sum(x * w), np.sum(x * w) + b


def mse():
    y_hat, y = np.array([4.0, 1, 7]), np.array([2.0, 1, 8])
    error = y_hat - y
    return y_hat, y, error, error**2, np.sum(error**2), np.mean(error**2)


def mse_grad():
    y_hat, y = np.array([4.0, 1]), np.array([2.0, 2])
    return y_hat, y, y_hat - y, 2 / 2 * (y_hat - y)
