import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bpcourse as bp


def sizes(n, size, rest="keep"):
    X = np.zeros((n, 1))
    return [len(x) for x, _ in bp.batches(X, X, size, rng=np.random.default_rng(0), rest=rest)]


@given(n=st.integers(1, 20), size=st.integers(1, 25))
def test_batches_hold_every_sample_once_with_its_own_target(n, size):
    rng = np.random.default_rng(0)
    X = np.arange(n, dtype=float)[:, np.newaxis]
    found = list(bp.batches(X, 10 * X, size, rng=rng))
    np.testing.assert_array_equal(np.sort(np.concatenate([x for x, _ in found]), axis=0), X)
    assert all(np.array_equal(10 * x, targets) for x, targets in found)
    assert [len(x) for x, _ in found] == [size] * (n // size) + [n % size] * (n % size > 0)


@pytest.mark.parametrize(
    ("X", "targets", "size", "message"),
    [
        (3, 2, 1, "X has 3 rows, but targets has 2.\nEvery sample needs exactly one target."),
        (0, 0, 1, "X has no rows, so there is nothing to learn from."),
        (
            3,
            3,
            0,
            "size is 0.\nIt must be a whole number, 1 or more: how many samples a batch holds.",
        ),
    ],
)
def test_batches_that_cannot_be_made_are_refused(X, targets, size, message, rng):
    with pytest.raises(ValueError) as raised:  # at once, and not when the first batch is asked for
        bp.batches(np.zeros((X, 1)), np.zeros((targets, 1)), size, rng=rng)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("rest", "expected"),
    [("keep", [4, 4, 2]), ("drop", [4, 4]), ("share", [3, 3, 4])],
)
def test_what_is_left_is_kept_dropped_or_shared_by_hand(rest, expected):
    assert sizes(10, 4, rest) == expected


@given(n=st.integers(1, 40), size=st.integers(1, 45))
def test_shared_batches_differ_by_at_most_one_and_none_is_too_large(n, size):
    found = sizes(n, size, "share")
    assert sum(found) == n
    assert max(found) <= size
    assert max(found) - min(found) <= 1
    assert len(found) == len(sizes(n, size))


def test_other_samples_are_left_out_each_time(rng):
    X = np.arange(5.0)[:, np.newaxis]
    left_out = {
        10 - int(sum(x.sum() for x, _ in bp.batches(X, X, 2, rng=rng, rest="drop")))
        for _ in range(50)
    }
    assert left_out == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("n", "size", "rest", "message"),
    [
        (3, 2, "leave", "rest is 'leave'.\nIt must be one of 'keep', 'drop', 'share'."),
        (
            3,
            4,
            "drop",
            "X has 3 rows, fewer than a batch of 4, so rest='drop' leaves all out.\n"
            "Make the batches smaller, or keep the rest.",
        ),
    ],
)
def test_a_rest_that_leaves_nothing_is_refused(n, size, rest, message):
    with pytest.raises(ValueError) as raised:
        sizes(n, size, rest)
    assert str(raised.value) == message
