import numpy as np
import pytest

import bpcourse as bp
from bpcourse.plotting import decision_map

X = np.array([[-1.0, 0.0], [-0.5, 1.0], [0.5, 0.0], [1.0, 1.0]])
TARGETS = np.array([[0.0], [0.0], [1.0], [1.0]])


class Answers:
    """A net that answers the columns that `f` makes of x1 and x2, and only predicts."""

    def __init__(self, *f):
        self.f = f

    def predict(self, X):
        return np.column_stack([np.broadcast_to(f(*X.T), len(X)) for f in self.f]).astype(float)


RIGHT_HALF = Answers(lambda x1, x2: x1)


def areas(ax):
    """What the picture shows at each place."""
    return np.ma.filled(ax.images[0].get_array().astype(float), np.nan)


def test_one_output_is_class_1_above_the_boundary():
    ax = decision_map(RIGHT_HALF, X, TARGETS)
    assert (areas(ax)[:, :100] == 0).all()
    assert (areas(ax)[:, 100:] == 1).all()
    assert ax.description == (
        "The net answers class 0 on 50%, class 1 on 50% of the area. "
        "4 of 4 samples lie where their class does."
    )


def test_the_boundary_can_be_that_of_probabilities():
    """x1 runs from -1.2 to 1.2, of which a quarter is above 0.6."""
    ax = decision_map(RIGHT_HALF, X, TARGETS, boundary=0.6)
    assert "class 1 on 25%" in ax.description
    assert "3 of 4 samples" in ax.description


def test_several_outputs_answer_with_the_largest():
    net = Answers(lambda x1, x2: -x1, lambda x1, x2: 0, lambda x1, x2: x1 - 0.5)
    ax = decision_map(net, X, np.array([0, 0, 2, 2]))
    assert [areas(ax)[0, place] for place in (0, 120, -1)] == [0, 1, 2]
    assert "3 of 4 samples lie where their class does." in ax.description


def test_up_is_up():
    """The first row of the picture is its lower edge."""
    ax = decision_map(Answers(lambda x1, x2: x2 - 0.5), X, TARGETS)
    assert ax.images[0].origin == "lower"
    assert areas(ax)[0, 0] == 0
    assert areas(ax)[-1, 0] == 1


def test_every_class_has_a_marker_and_a_colour_of_its_own():
    ax = decision_map(RIGHT_HALF, X, TARGETS)
    zero, one = (c for c in ax.collections if c.get_label().startswith("class"))
    np.testing.assert_array_equal(zero.get_offsets(), X[:2])
    np.testing.assert_array_equal(one.get_offsets(), X[2:])
    assert len(zero.get_paths()[0]) != len(one.get_paths()[0])
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["class 0", "class 1"]


def test_classes_differ_in_lightness_also_where_they_are_areas():
    colours = decision_map(RIGHT_HALF, X, TARGETS).images[0].get_cmap().colors
    lightness = colours @ [0.299, 0.587, 0.114]
    assert abs(lightness[0] - lightness[1]) > 0.2


def test_targets_of_minus_one_and_one_are_called_so():
    ax = decision_map(RIGHT_HALF, X, 2 * TARGETS - 1)
    assert "class -1 on 50%, class 1 on 50%" in ax.description
    assert "4 of 4" in ax.description


def test_it_only_predicts(rng):
    net = bp.Network(bp.Dense(2, 3, rng=rng), bp.Tanh(), bp.Dense(3, 1, rng=rng))
    net.forward(X)
    dX = net.backward(TARGETS)
    decision_map(net, X, TARGETS)
    np.testing.assert_array_equal(net.backward(TARGETS), dX)


def test_a_net_in_float32_is_asked_in_float32(rng):
    asked = []

    class Net:
        def predict(self, X):
            asked.append(X.dtype)
            return X[:, :1]

    decision_map(Net(), X.astype(np.float32), TARGETS)
    assert set(asked) == {np.dtype(np.float32)}


@pytest.mark.parametrize("targets", [np.zeros((4, 1)), np.zeros(4, int)])
def test_one_class_alone_is_drawn_without_a_line(targets):
    ax = decision_map(Answers(lambda x1, x2: -1.0), X, targets)
    ax.figure.canvas.draw()
    assert ax.description == (
        "The net answers class 0 on 100% of the area. 4 of 4 samples lie where their class does."
    )


def test_where_the_net_answers_no_number_it_is_hatched_and_said():
    broken = Answers(lambda x1, x2: np.where(x1 > 0, np.nan, -1.0))
    ax = decision_map(broken, X, TARGETS)
    ax.figure.canvas.draw()
    assert np.isnan(areas(ax)[:, 100:]).all()
    assert ax.patch.get_hatch()
    assert ax.description == (
        "The net answers class 0 on 50%, no finite number on 50% of the area. "
        "2 of 4 samples lie where their class does."
    )


def test_no_number_at_all_can_be_drawn():
    for k in (1, 3):
        net = Answers(*[lambda x1, x2: np.nan] * k)
        assert "no finite number on 100%" in decision_map(net, X, TARGETS).description


def test_a_single_sample_has_room_around_it():
    ax = decision_map(RIGHT_HALF, X[:1], TARGETS[:1])
    assert ax.get_xlim() == (-2.0, 0.0)


@pytest.mark.parametrize(
    ("shape", "targets", "message"),
    [
        (
            (4, 3),
            TARGETS,
            "A map shows two inputs, but X has shape (4, 3).\n"
            "Train a net on two columns, as X[:, [0, 1]], and draw that one.",
        ),
        (
            (4, 2),
            TARGETS[:3],
            "X has 4 rows, but targets has 3.\nEvery sample needs exactly one target.",
        ),
    ],
)
def test_what_does_not_fit_is_refused(shape, targets, message):
    with pytest.raises(bp.ShapeError) as raised:
        decision_map(RIGHT_HALF, np.zeros(shape), targets)
    assert str(raised.value) == message


def test_a_sample_that_has_no_place_is_named(rng):
    X = rng.normal(size=(4, 2))
    X[2, 1] = np.nan
    with pytest.raises(ValueError) as raised:
        decision_map(bp.Dense(2, 1, rng=rng), X, np.zeros((4, 1)))
    assert str(raised.value) == (
        "Row 2 of X is no place: it holds a number that is not finite.\n"
        "Repair or leave out such rows."
    )


def test_targets_in_a_row_that_are_no_labels_are_refused(rng):
    with pytest.raises(ValueError) as raised:
        decision_map(bp.Dense(2, 1, rng=rng), rng.normal(size=(2, 2)), np.array([0.5, 1.0]))
    assert str(raised.value) == (
        "targets has shape (2,), so it holds labels, whole numbers from 0 on.\n"
        "Write targets[:, np.newaxis] where they are what a single output should answer."
    )
