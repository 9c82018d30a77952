"""The numbers of this lesson's questions, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add.
"""

import numpy as np

from bpcourse.experiments import ConfidentlyWrong

h = 1e-6  # a nudge


def shares_of(z):
    return np.exp(z) / np.sum(np.exp(z))


def five_to_all():
    z = np.array([2.0, 1.0, 0.0])
    assert np.allclose(shares_of(z), shares_of(z + 5))
    return [], [*(z + 5), 5]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def updates_until(enough, slope):
    """From the logit −8, with the rate 1: how many updates, and where it was after 1000."""
    z, count, at_1000 = -8.0, 0, None
    while sigmoid(z) <= enough:
        z -= slope(sigmoid(z))
        count += 1
        at_1000 = z if count == 1000 else at_1000
    return count, at_1000


def race_of_two_losses():
    with_cross_entropy, _ = updates_until(0.9, lambda a: a - 1)
    with_square, at_1000 = updates_until(0.9, lambda a: 2 * (a - 1) * a * (1 - a))
    assert 1 < at_1000 + 8 < 1.2
    a = sigmoid(-8)
    ratio = (1 - a) / (2 * a * (1 - a) ** 2)
    wrong = 2 * with_cross_entropy, with_square / 10
    return with_square, with_cross_entropy, a, ratio, a * (1 - a), wrong, 1000


def slope(f, x):
    return (f(x + h) - f(x - h)) / (2 * h)


SIX_THREE_ONE = np.log([6.0, 3.0, 1.0])
TWO_ONE_NOTHING = np.array([2.0, 1.0, 0.0])


def cost(z, y):
    return -np.log(shares_of(z)[y])


def slopes(z, y):
    """Of the cost by each logit, by nudging."""
    return np.array([slope(lambda x, j=j: cost(replaced(z, j, x), y), z[j]) for j in range(len(z))])


def replaced(z, j, x):
    return np.where(np.arange(len(z)) == j, x, z)


def own_slopes(z):
    """How each probability changes with its own logit."""
    return np.array(
        [slope(lambda x, j=j: shares_of(replaced(z, j, x))[j], z[j]) for j in range(len(z))]
    )


def blank_probability():
    E = np.exp(SIX_THREE_ONE)
    logits = SIX_THREE_ONE / SIX_THREE_ONE.sum()
    return shares_of(SIX_THREE_ONE)[1], E, E.sum(), E[1] / E.max(), logits[1], SIX_THREE_ONE


def blank_cross_entropy():
    p = shares_of(SIX_THREE_ONE)
    return cost(SIX_THREE_ONE, 2), p, 1 - p[2], -np.log10(p[2]), -np.log(p.max()), 10


def first_losses():
    return [], np.log([2, 3, 10]), [1 / 10, 2, 10, 23]


def blank_slope_of_logit():
    p, right = shares_of(SIX_THREE_ONE), slopes(SIX_THREE_ONE, 2)
    return right[2], p, own_slopes(SIX_THREE_ONE)[2], -1 / p[2]


def ratio_of_slopes():
    def ratio(a):
        z = np.log(a / (1 - a))
        of_cross_entropy = slope(lambda z: -np.log(sigmoid(z)), z)
        return of_cross_entropy / slope(lambda z: (sigmoid(z) - 1) ** 2, z), slope(sigmoid, z)

    (right, flat), (middle, steep) = ratio(0.02), ratio(0.5)
    return right, flat, middle, steep, 2 * right, 0.5, 1


def straight_part():
    z = np.array([-20.0, 0.0, 0.0])
    raised = replaced(z, 0, z[0] + 1)
    assert np.isclose(cost(z, 0) - cost(raised, 0), 1, atol=1e-6)
    gain = shares_of(raised)[0] / shares_of(z)[0]
    return 1, gain, slope(lambda z: -np.log(sigmoid(z)), 0.0), 0.5


def untrained_ten():
    return np.log(10), 10, 0.1, 1 - 0.1, np.log10(10), np.log(2)


def grad_of_second():
    right = slopes(TWO_ONE_NOTHING, 1)
    return right, shares_of(TWO_ONE_NOTHING), own_slopes(TWO_ONE_NOTHING)


def sure_or_right():
    return [], 94 - 92


# ---- the passages of the lesson, its words and its exercises ----


def ten_mornings():
    """The score of 0.5 everywhere."""
    return 0.5**10, 0.5


def probabilities_out_of_any_numbers():
    E = np.exp(TWO_ONE_NOTHING)
    assert np.isfinite(np.exp(709.0))
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(710.0))
    assert np.exp(-1000.0) == 0
    return E, E.sum(), shares_of(TWO_ONE_NOTHING), 5, 710, -1000


def the_price_of_a_surprise():
    return (
        shares_of(TWO_ONE_NOTHING),
        cost(TWO_ONE_NOTHING, 1),
        -np.log(0.001),
        0.001,
        SIX_THREE_ONE,
        6,
    )


def the_gradient_what_was_given_minus_what_was_right():
    return slopes(TWO_ONE_NOTHING, 1)


def confidently_wrong():
    """The table, and what the experiment shows of a unit and of ten nets."""
    _, cured = ConfidentlyWrong().data(times=1500)
    nets = {times: [_net(times, seed) for seed in range(1, 11)] for times in (1, 50, 300)}
    with_cross_entropy = np.median([one.updates[0] for one in nets[50]])
    with_50 = np.median([one.updates[1] for one in nets[50]])
    assert np.isfinite([one.updates[1] for one in nets[50]]).all()
    stuck = [one for one in nets[300] if np.isinf(one.updates[1])]
    assert len(stuck) == 4
    assert nets[300][0] in stuck  # the first seed, which the experiment opens with
    assert stuck[0].logit[1, -1] > 0  # past the other end
    a = sigmoid(-8)
    both = a - 1, 2 * (a - 1) * a * (1 - a)
    return cured.updates[1], with_cross_entropy, with_50, both, both[0] / both[1], 50, 300, -8, 85


def _net(times, seed):
    return ConfidentlyWrong().data(learner=f"net-{seed}", times=times)[1]


def real_penguins():
    return 2014


def if_you_want_more():
    return 1 / 3


def softmax():
    p = shares_of(np.array([1.0, 0.0]))
    return p, np.exp(-1), 1 + np.exp(-1), 1000, 1001


def cross_entropy():
    first = -np.log(shares_of(TWO_ONE_NOTHING)[0])
    parts = np.exp([-1.0, -2.0])
    return parts, 1 + parts.sum(), first, (first + 1000) / 2, -1000, -np.log(1e-9)


def softmax_ce_grad():
    P = np.array([[0.7, 0.2, 0.1], [0.3, 0.3, 0.4]])
    E = P - np.eye(3)[[0, 2]]
    return P, E, E / 2


def bce_with_logits():
    a = sigmoid(-3.0)
    halves = np.log(a), np.log(1 - a)
    parts = -0.2 * halves[0], -0.8 * halves[1]
    assert sigmoid(40.0) == 1
    return a, halves, parts, sum(parts), 0.2, 0.8, 40, 710


def fit_two_classes():
    wrapped = np.array([0, 1], dtype=np.uint8) - np.uint8(1)
    return wrapped, 256, 999
