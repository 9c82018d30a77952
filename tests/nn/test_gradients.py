import re

import numpy as np
import pytest

import bpcourse as bp


def test_numerical_gradient_by_hand():
    """f = w0^2 + 3 w1 at (2, 5): the slopes are 4 and 3."""
    w = np.array([2.0, 5.0])
    np.testing.assert_allclose(bp.numerical_gradient(lambda w: w[0] ** 2 + 3 * w[1], w), [4, 3])


def test_numerical_gradient_leaves_w_as_it_was_even_if_f_fails():
    w = np.array([1.0, 2.0])

    def fails(w):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        bp.numerical_gradient(fails, w)
    np.testing.assert_array_equal(w, [1.0, 2.0])


def test_whole_numbers_cannot_be_nudged():
    with pytest.raises(TypeError) as raised:
        bp.numerical_gradient(np.sum, np.array([1, 2], dtype=np.int64))
    assert str(raised.value) == (
        "w holds int64, and a whole number cannot be nudged by 1e-06.\nWrite w.astype(float)."
    )


class Wrong(bp.Dense):
    """A Dense whose dW is put through some mistake."""

    def __init__(self, mistake, rng):
        super().__init__(3, 2, rng=rng)
        self.mistake = mistake

    def backward(self, dY):
        dX = super().backward(dY)
        self.dW = self.mistake(self.dW)
        return dX


def test_the_nudge_of_a_large_number_grows_with_it():
    """At a million, 1e-6 would be lost in rounding; a millionth of it is 1."""
    nudges = []

    def f(w):
        nudges.append(abs(w[0] - 1e6))
        return w[0] ** 2

    assert bp.numerical_gradient(f, np.array([1e6])) == pytest.approx(2e6)
    assert nudges == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize("h", [1e-3, 1e-4])
def test_the_bend_makes_an_error_of_about_h_squared(h):
    """The third derivative of w^3 is 6, so the error is h^2."""
    error = bp.numerical_gradient(lambda w: w[0] ** 3, np.array([0.5]), h)[0] - 0.75
    assert error == pytest.approx(h**2, rel=1e-3)


def test_rounding_makes_an_error_of_about_1e_10_at_the_usual_h(rng):
    """A mean of 2e-11 to 2e-10 for numbers of size 1, and hundreds of times less would be h^2."""
    w = rng.uniform(0.5, 1.5, size=1000)
    errors = [
        abs(bp.numerical_gradient(lambda v: np.exp(v[0]), w[i : i + 1]) - np.exp(w[i]))
        for i in range(1000)
    ]
    assert 2e-11 < np.mean(errors) < 2e-10


@pytest.mark.parametrize(
    ("w", "f", "h", "error", "message"),
    [
        (
            np.ones(2, np.float16),
            np.sum,
            1e-6,
            ValueError,
            "w holds float16, which is too coarse for a nudge of 1e-06.\n"
            "Write w.astype(float), or take a larger h where it holds that already.",
        ),
        (
            [1.0, 2.0],
            np.sum,
            1e-6,
            TypeError,
            "w must be a NumPy array, but it is a list. Write np.array(w).",
        ),
        (
            np.broadcast_to(1.0, 3),
            np.sum,
            1e-6,
            ValueError,
            "w is read-only, and nudging writes into it.\nHand over w.copy().",
        ),
        (
            np.ones(2),
            np.square,
            1e-6,
            TypeError,
            "f gave an array of shape (2,), but it must give one number.\n"
            "Return a sum or a mean, as a loss does.",
        ),
        (
            np.ones(2),
            lambda w: None,
            1e-6,
            TypeError,
            "f gave nothing, but it must give one number.\nReturn a sum or a mean, as a loss does.",
        ),
        (
            np.ones(2),
            np.sum,
            0,
            ValueError,
            "h is 0.\nIt must be a number, above 0 and finite: the size of the nudge.",
        ),
    ],
)
def test_what_cannot_be_nudged_is_refused(w, f, h, error, message):
    with pytest.raises(error) as raised:
        bp.numerical_gradient(f, w, h)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda dW: -dW, "Every number is right but for its sign."),
        (lambda dW: 2 * dW, "twice the right value"),
        (lambda dW: dW / 2, "half the right value"),
        (lambda dW: dW / 5, "the mean is taken twice"),
        (lambda dW: 5 * dW, "the sum over the samples, not the mean"),
        (lambda dW: 0 * dW, "It is zero everywhere, although nudging changes the loss."),
        (lambda dW: dW.T, "has shape (2, 3), but a gradient has the shape of its array, (3, 2)."),
        (lambda dW: dW * np.nan, "backward says nan"),
        (lambda dW: dW + 1e-4, "differs, most at"),
    ],
)
def test_the_checker_finds_the_mistake_and_names_it(mistake, words, rng):
    dX, dW, db = bp.check_gradients(Wrong(mistake, rng), rng.normal(size=(5, 3)), rng)
    assert dX.passed
    assert db.passed
    assert not dW.passed
    assert words in str(dW)


def test_the_checker_finds_a_layer_that_writes_into_what_it_was_given(rng):
    class Careless(bp.Dense):
        def backward(self, dY):
            dY *= 2
            return super().backward(dY)

    with pytest.raises(ValueError, match="read-only"):
        bp.check_gradients(Careless(2, 2, rng=rng), rng.normal(size=(3, 2)), rng)


def test_a_passing_comparison_says_how_close_it_is(rng):
    dX, *_ = bp.check_gradients(bp.Dense(2, 2, rng=rng), rng.normal(size=(3, 2)), rng)
    assert str(dX).startswith("dX: agrees, largest error ")


class Shrunk(bp.Layer):
    """Y = size X, whose backward is `factor` times too large."""

    def __init__(self, size, factor):
        self.size, self.factor = size, factor

    def forward(self, X):
        return self.size * X

    def backward(self, dY):
        return self.factor * self.size * dY


@pytest.mark.parametrize("size", [1.0, 1e-7, 1e-12])
def test_a_gradient_that_is_twice_too_large_is_found_whatever_its_size(size, rng):
    X = rng.normal(size=(5, 3))
    right, wrong = (bp.check_gradients(Shrunk(size, f), X, rng)[0] for f in (1, 2))
    assert right.passed
    assert not wrong.passed
    assert "twice the right value" in str(wrong)


class Doubled(bp.Dense):
    """A Dense whose dW is twice too large."""

    def backward(self, dY):
        dX = super().backward(dY)
        self.dW = 2 * self.dW
        return dX


@pytest.mark.parametrize("seed", range(10))
def test_a_doubled_gradient_behind_twelve_sigmoid_layers_is_found(seed):
    """It is smaller than 1e-6 there, and the loss is about 5."""
    rng = np.random.default_rng(seed)
    layers = [Doubled(4, 4, rng=rng), bp.Sigmoid()]
    for _ in range(11):
        layers += [bp.Dense(4, 4, rng=rng), bp.Sigmoid()]
    comparisons = bp.check_gradients(bp.Network(*layers), rng.normal(size=(10, 4)), rng)
    wrong = [c for c in comparisons if not c.passed]
    assert [c.name for c in wrong] == ["dW of Dense(4, 4)"]
    assert wrong[0] is comparisons[1]
    assert np.abs(wrong[0].claimed).max() < 1e-6


def test_a_gradient_too_small_to_be_seen_is_told_as_such(rng):
    """A term of 1e-14 beside a loss of about 1: no nudge can find it."""

    class Faint(Shrunk):
        def forward(self, X):
            return 1 + super().forward(X)

    dX = bp.check_gradients(Faint(1e-14, 2), rng.normal(size=(5, 3)), rng)[0]
    assert dX.passed
    told = re.sub(r"\de-\d+", "...", str(dX))
    assert told == (
        "dX: agrees, largest error .... But all of it is below ..., which nudging cannot see."
    )


def test_numbers_far_from_0_bring_no_false_alarm(rng):
    """A batch norm takes the 1000 away again, but not the rounding that came with it."""
    net = bp.Network(bp.Dense(5, 4, rng=rng), bp.BatchNorm(4), bp.Tanh())
    comparisons = bp.check_gradients(net, rng.normal(size=(6, 5)) + 1000, rng)
    assert all(c.passed for c in comparisons), "\n".join(map(str, comparisons))


def test_a_layer_that_answers_by_chance_cannot_be_checked(rng):
    with pytest.raises(ValueError) as raised:
        bp.check_gradients(bp.Dropout(0.5, rng=rng), np.ones((4, 3)), rng)
    assert str(raised.value) == (
        "Dropout(0.5) answers the same X differently each time, so nudging compares chance.\n"
        "Leave Dropout out while you check, or give it a generator that repeats itself."
    )


def test_float32_is_not_checked_but_refused(rng):
    layer = bp.Dense(2, 3, rng=rng, dtype=np.float32)
    with pytest.raises(ValueError) as raised:
        bp.check_gradients(layer, np.ones((4, 2)), rng)
    assert str(raised.value) == (
        "The array of dW of Dense(2, 3) holds float32, whose rounding is larger than a nudge.\n"
        "Check it with dtype=np.float64: the formulas are the same."
    )


def test_a_backward_that_returns_nothing_is_told_so(rng):
    class Forgot(bp.Dense):
        def backward(self, dY):
            super().backward(dY)

    with pytest.raises(TypeError) as raised:
        bp.check_gradients(Forgot(2, 2, rng=rng), np.ones((3, 2)), rng)
    assert str(raised.value) == (
        "backward returned nothing.\nIt must end with `return`, and give dX."
    )


def test_a_layer_that_gives_nan_does_not_pass(rng):
    class Lost(Shrunk):
        def forward(self, X):
            return np.full_like(X, np.nan)

    assert not bp.check_gradients(Lost(1, 1), np.ones((2, 2)), rng)[0].passed


@pytest.mark.parametrize(
    ("a", "b", "floor", "error"),
    [
        (0.0, 0.0, 1.0, 0.0),
        (100.0, 99.0, 1e-8, 0.01),
        (99.0, 100.0, 1e-8, 0.01),
        (1e-3, 2e-3, 1e-8, 0.5),
        (1e-3, 2e-3, 1.0, 1e-3),
        (-1.0, 1.0, 1e-8, 2.0),
        (1e-12, 3e-12, 1e-8, 2e-4),
    ],
)
def test_relative_errors_by_hand(a, b, floor, error):
    assert bp.relative_error(a, b, floor=floor) == pytest.approx(error)
    assert bp.relative_error(np.array([a]), np.array([b]), floor=floor)[0] == pytest.approx(error)


def test_relative_errors_of_two_shapes_are_refused():
    with pytest.raises(bp.ShapeError, match=r"a has shape \(3,\), but b has shape \(3, 1\)"):
        bp.relative_error(np.ones(3), np.ones((3, 1)), floor=1.0)
