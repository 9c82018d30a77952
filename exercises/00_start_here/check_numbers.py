"""The numbers of this lesson's questions, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add.
"""

import numpy as np


def mean_of_columns():
    X = np.zeros((5, 3))
    return X.mean(axis=0).size, X.size


def four_for_three_columns():
    Z, b = np.zeros((4, 3)), np.zeros(4)
    return [], [*Z.shape, *b.shape], (Z[:, :, np.newaxis] + b).shape


def will_it_fit():
    Z, fitting = np.zeros((4, 3)), []
    for shape in ((3,), (4,), (1, 3), (3, 1), (4, 1)):
        try:
            fitting.append((Z + np.zeros(shape)).shape)
        except ValueError:
            fitting.append(None)
    assert fitting == [(4, 3), None, (4, 3), None, (4, 3)]
    return [], Z.shape


def axis_that_goes():
    X = np.zeros((6, 2))
    return X.mean(axis=0).size, [X.mean(axis=1).size, X.mean().size, 0, 1]


def column_meets_table():
    Z = np.zeros((4, 1)) + np.zeros((4, 3))
    return Z.shape, [1, 4, 3]


def square_and_silent():
    X = np.arange(9.0).reshape(3, 3) ** 2
    wrong = X - X.mean(axis=1)
    assert not np.allclose(wrong.mean(axis=1), 0)
    return [], [*wrong.shape, 1]


def means_of_five_rows():
    X = np.zeros((5, 3))
    return X.mean(axis=1).shape, [*X.shape, 1]


def row_on_table():
    Z, b = np.arange(6).reshape(2, 3), np.array([10, 20, 30])
    return (Z + b)[1, 2], [Z[1, 2] + b[1], Z[1, 2] + b.sum(), Z[1, 2], *b, Z[1, 2]]


# ---- the lesson's text, its words, and the worked steps of its exercises ----


def real_penguins():
    import bpcourse as bp

    X = bp.datasets.penguins().X
    return len(X), 2014, X.mean(axis=0)  # the year is that of the source


def if_you_want_more():
    return (np.zeros((4, 3))[:, :, np.newaxis] + np.zeros(3)).shape


def shape():
    return np.zeros((4, 3)).shape


def add_bias():
    Z, b = np.arange(1, 7).reshape(3, 2), np.array([10, 20])
    return Z.shape, Z, b, Z + b


def row_means():
    X = np.array([[4, 8], [1, 2], [0, 0]])
    return X.shape, 5, X, X.sum(axis=1) / 2  # 5 rows are a hint's own example
