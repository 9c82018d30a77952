"""The planted batches: the right makers are right, and each wrong one shows where it is said to."""

import numpy as np
import pytest

from bpcourse.nn import planted_batches
from bpcourse.nn.planted_batches import RIGHT, WRONG, new

N = 30


def handed_out(maker, size, rng, n=N):
    """What a maker gives for data whose rows carry their numbers: pairs of lists, and the data."""
    X, y = np.arange(n)[:, np.newaxis].copy(), np.arange(n)
    pairs = [
        (X_batch[:, 0].tolist(), y_batch.tolist()) for X_batch, y_batch in maker(X, y, size, rng)
    ]
    return pairs, (X, y)


def order(maker, size=7, seed=0):
    pairs, _ = handed_out(maker, size, np.random.default_rng(seed))
    return [i for _, y_batch in pairs for i in y_batch]


@pytest.mark.parametrize("size", [1, 7, 10, 30, 40])
@pytest.mark.parametrize("planted", RIGHT)
def test_a_right_maker_hands_out_every_sample_once_in_batches_of_that_size(planted, size, rng):
    pairs, (X, y) = handed_out(new(planted), size, rng)
    assert all(rows == targets for rows, targets in pairs)
    assert sorted(i for _, targets in pairs for i in targets) == list(range(N))
    assert [len(rows) for rows, _ in pairs] == [len(y[i : i + size]) for i in range(0, N, size)]
    np.testing.assert_array_equal(X[:, 0], np.arange(N))
    np.testing.assert_array_equal(y, np.arange(N))


@pytest.mark.parametrize("planted", RIGHT)
def test_a_right_maker_draws_a_new_order_from_the_generator_in_each_call(planted):
    rng = np.random.default_rng(5)
    maker = new(planted)
    first, second = (handed_out(maker, 7, rng)[0] for _ in range(2))
    assert first != second
    assert first == handed_out(maker, 7, np.random.default_rng(5))[0]


@pytest.mark.parametrize("size", [7, 10])
def test_where_a_wrong_maker_shows(size):
    """Each at what its sentence says, and a short batch and an empty one in one of two sizes."""
    short = size == 7
    torn = {planted for planted in WRONG if is_torn(planted, size)}
    assert torn == {planted_batches.torn, planted_batches.only_x} | (
        {planted_batches.torn_at_the_end} if short else set()
    )
    uneven = {planted for planted in WRONG if sizes_differ(planted, size)}
    always = {planted_batches.never_the_last}
    of_the_rest = {planted_batches.no_rest, planted_batches.filled_up, planted_batches.even_sizes}
    assert uneven == always | (of_the_rest if short else {planted_batches.empty_last})


def is_torn(planted, size):
    pairs, _ = handed_out(new(planted), size, np.random.default_rng(1))
    return any(rows != targets for rows, targets in pairs)


def sizes_differ(planted, size):
    pairs, (_, y) = handed_out(new(planted), size, np.random.default_rng(1))
    return [len(rows) for rows, _ in pairs] != [len(y[i : i + size]) for i in range(0, N, size)]


def test_each_other_wrong_maker_shows_in_its_order_or_in_the_data():
    at_home = list(range(N))
    assert sorted(order(planted_batches.drawn_again)) != at_home
    assert order(planted_batches.no_shuffle) == at_home
    assert np.sum(np.diff(order(planted_batches.in_blocks)) == 1) > 20
    assert order(planted_batches.same_seed, seed=1) == order(planted_batches.same_seed, seed=2)
    copied, rng = planted_batches.copied_rng, np.random.default_rng(0)
    assert handed_out(copied, 7, rng)[0] == handed_out(copied, 7, rng)[0]
    assert order(copied, seed=1) != order(copied, seed=2)
    own = new(planted_batches.own_chance)
    assert order(own) != order(own)
    assert order(new(planted_batches.own_chance)) == order(new(planted_batches.own_chance))


def test_who_shuffles_in_place_hands_out_the_right_batches_and_changes_the_data(rng):
    changed = {}
    for planted in planted_batches.DATA:
        pairs, (X, y) = handed_out(planted, 7, rng)
        assert all(rows == targets for rows, targets in pairs)
        changed[planted] = [array.tolist() != list(range(N)) for array in (X[:, 0], y)]
    assert list(changed.values()) == [[True, True], [True, False], [False, True]]
