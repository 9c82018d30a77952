"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

from functools import cache
from itertools import pairwise

import numpy as np

import bpcourse as bp
from bpcourse import experiments


def he(n_in, n_out=None):
    return np.sqrt(2 / n_in)


def xavier(n_in, n_out):
    return np.sqrt(2 / (n_in + n_out))


def size(A):
    return np.sqrt(np.mean(A**2))


def relu(Z):
    return np.maximum(Z, 0)


@cache
def alike(**values):
    return experiments.AllAlike().data(**values)[1]


@cache
def scale(**values):
    """The sizes behind the last layer, and back at the inputs; and how alike samples are."""
    data = experiments.ScaleThroughDepth().data(**values)[1]
    return np.median(data.forward[:, -1]), np.median(data.back[:, 0]), data.alike[-1]


def factor(std, n_in=64):
    """By which a layer of ReLU units multiplies a size: half of the mean square is left."""
    return std * np.sqrt(n_in / 2)


def eight_alike():
    data = alike()
    assert data.apart[50] == 0  # after 1000 steps
    assert np.abs(data.W[50] - data.W[0]).max() > 0.1
    return [], 8, 1000, 0.5


def twenty_tenths():
    """The sizes by the formula, and as the experiment finds them."""
    one, found = factor(0.1), scale(layers=20, size=0.1)[0]
    assert np.isclose(np.log10(found), np.log10(one**20), atol=0.3)
    return [1e-5], one, one**20, np.sqrt(64), 0.1 * np.sqrt(64), 64, 20


def other_second_weight():
    slope = 1 - np.tanh(0.5) ** 2
    return -0.6 * slope, -0.5 * slope, -0.6, 0.6 * slope, slope


def he_for_32():
    return he(32), 2 / 32, he(100), np.sqrt(1 / 32), 32, 100


def xavier_for_30_20():
    return xavier(30, 20), 2 / 50, he(30), he(20), 30, 20


def wrong_end():
    """By which factors the sizes are off, where n_out stands in place of n_in."""
    first, second = he(256) / he(64), he(16) / he(256)
    return [64, 256, 2, 256, 2, 64, 256, 16, 2, 16, 2, 256], first, second, np.sqrt(0.5), 4


def he_for_50():
    return he(50), 2 / 50, np.sqrt(1 / 50), 1 / 50, 50, 2 / 100, 100


def all_a_half():
    return []


def zero_at_the_end():
    return []


@cache
def after_training(noise):
    """As in the lesson."""
    own = np.random.default_rng(0)
    X, labels = bp.datasets.spirals(300, noise=0.05, rng=own)

    def start(n_in, n_out, *, rng, dtype):
        return 0.5 + noise * rng.normal(size=(n_in, n_out))

    first = bp.Dense(2, 32, init=start, rng=own)
    net = bp.Network(first, bp.Tanh(), bp.Dense(32, 3, init=start, rng=own))
    bp.fit(net, bp.SoftmaxCrossEntropy(), bp.SGD(0.5), X, labels, epochs=2000, rng=own)
    return np.mean(net.predict(X).argmax(axis=1) == labels)


def how_much_difference_is_enough():
    assert after_training(0.001) > 0.95
    return 100 * after_training(1e-12), 100 * after_training(0.0), 32, 60, 0.001, 1e-12


def units_that_stay_copies():
    """The table, and when the units have parted with the smallest noise."""
    a = np.tanh(0.5)
    delta = 2 * (a - 1)
    back, slope = delta * 0.5, 1 - a**2
    data = alike(noise=1e-12)
    return a, delta, back, slope, back * slope, data.apart[30], 600, data.apart[0], 10, 12


def the_right_size():
    one = factor(0.1)
    assert np.isclose(xavier(64, 64), np.sqrt(1 / 64))
    W = xavier(200, 50) ** 2
    through = np.sqrt(200 * W / 2)
    return (
        *(20, 64, 0.01, 0.64, 0.8, 0.32, one, one**20, xavier(64, 64), he(64), 2010, 2015),
        *(W, 200 * W, 200 * W / 2, through, through**20, 200, 50),
    )


def look_inside():
    return []


def bug_hunt_a_start_that_somebody_else_has_made():
    widths = 64, 256, 16, 10
    stds = [he(n_out) for _, n_out in pairwise(widths)]
    return widths, stds, 2


def the_real_thing_digits():
    digits = bp.datasets.digits()
    return len(digits.X), 1998, 4.0, 32


def if_you_want_more():
    _, _, cosine = scale(layers=20, rule="He")
    _, _, tanh = scale(layers=20, rule="He", activation="tanh")
    assert abs(tanh) < 0.05
    return cosine, 20, 100


def init_xavier():
    return 2 / (8 + 2), xavier(8, 2), 8, 2, 16


def init_he():
    return 2 / 8, he(8), 8, 2, 16


def layer_stats():
    """Of the worked step: two layers of one unit."""
    x = np.array([1.0, 3.0])
    first = relu(2 * x - 4)
    second = -first + 5
    return 2 * x - 4, first, -4, 5, second, [(A.mean(), A.std()) for A in (first, second)]


def say_first():
    """Of the teacher's page."""
    return np.mean([3, -3, 0]), size(np.array([3.0, -3, 0])), 0.001, 1e-12, 20, 0.1


def where_people_get_stuck():
    return 200


def cut_when_late():
    return 10.1, 200, 50


def what_people_ask():
    tanh_he = scale(layers=20, rule="He", activation="tanh")[0]
    tanh_xavier = scale(layers=20, rule="Xavier", activation="tanh")[0]
    last = alike(value=0, where="last")
    assert scale(layers=20, rule="Xavier", activation="sigmoid")[1] < 1e-10
    return 100 * last.right[-1], tanh_he, tanh_xavier, 20, 0.5, 0.25
