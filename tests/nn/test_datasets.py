import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bpcourse as bp
from bpcourse import datasets
from bpcourse.content import PACKAGE

REGRESSION = {"lines": datasets.lines, "sine": datasets.sine}
TWO_CLASSES = {
    "xor": datasets.xor,
    "two_moons": datasets.two_moons,
    "circles": datasets.circles,
}
TOYS = REGRESSION | TWO_CLASSES | {"spirals": datasets.spirals}
EACH_TOY = pytest.mark.parametrize("make", TOYS.values(), ids=TOYS)


@EACH_TOY
@given(n=st.integers(1, 30), noise=st.sampled_from([0, 0.1, 2.0]))
def test_a_toy_has_as_many_samples_as_asked_for(make, n, noise):
    X, targets = make(n, noise=noise, rng=np.random.default_rng(n))
    assert X.shape == (n, X.shape[1])
    assert X.dtype == np.float64
    assert len(targets) == n
    assert np.all(np.isfinite(X))


@EACH_TOY
def test_all_randomness_of_a_toy_is_in_rng(make):
    same, again, other = (
        np.column_stack(make(9, noise=0.1, rng=np.random.default_rng(seed))) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(same, again)
    assert not np.array_equal(same, other)
    rng = inspect.signature(make).parameters["rng"]
    assert rng.kind == rng.KEYWORD_ONLY
    assert rng.default is rng.empty


@pytest.mark.parametrize("make", (REGRESSION | TWO_CLASSES).values(), ids=REGRESSION | TWO_CLASSES)
def test_targets_of_one_output_are_a_column_of_floats(make, rng):
    _, targets = make(7, noise=0.1, rng=rng)
    assert (targets.shape, targets.dtype) == ((7, 1), np.float64)


@pytest.mark.parametrize("make", TWO_CLASSES.values(), ids=TWO_CLASSES)
@given(n=st.integers(1, 30))
def test_of_two_classes_none_has_more_than_one_sample_more(make, n):
    _, targets = make(n, noise=0.1, rng=np.random.default_rng(n))
    assert set(np.unique(targets)) <= {0.0, 1.0}
    assert abs(np.sum(targets == 0) - np.sum(targets == 1)) <= 1


@given(n=st.integers(1, 30), classes=st.integers(1, 6))
def test_spirals_have_labels_and_even_classes(n, classes):
    _, targets = datasets.spirals(n, classes=classes, noise=0.1, rng=np.random.default_rng(n))
    assert (targets.shape, targets.dtype) == ((n,), np.int64)
    counts = np.bincount(targets, minlength=classes)
    assert len(counts) == classes
    assert counts.max() - counts.min() <= 1


def test_xor_is_its_table_without_noise(rng):
    X, targets = datasets.xor(4, noise=0, rng=rng)
    np.testing.assert_array_equal(X, [[0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_array_equal(targets, [[0], [1], [1], [0]])


def test_sine_lies_on_the_wave_without_noise(rng):
    X, targets = datasets.sine(500, noise=0, rng=rng)
    np.testing.assert_allclose(targets, np.sin(X))
    assert -np.pi <= X.min() < -3
    assert 3 < X.max() <= np.pi


def test_moons_are_half_circles_without_noise(rng):
    """The upper one around (0, 0), the lower one around (1, 1/2), both with radius 1."""
    X, targets = datasets.two_moons(200, noise=0, rng=rng)
    upper, lower = X[targets[:, 0] == 0], X[targets[:, 0] == 1] - [1, 0.5]
    np.testing.assert_allclose(np.hypot(*upper.T), 1)
    np.testing.assert_allclose(np.hypot(*lower.T), 1)
    assert np.all(upper[:, 1] >= 0)
    assert np.all(lower[:, 1] <= 0)


def test_circles_have_their_radius_without_noise(rng):
    X, targets = datasets.circles(200, noise=0, inner=0.3, rng=rng)
    np.testing.assert_allclose(np.hypot(*X.T), np.where(targets[:, 0] == 0, 1, 0.3))


def test_spiral_arms_start_in_even_directions_and_turn_alike(rng):
    """Of 4 arms, each points a quarter turn on; taken back by turns * r, all its points do."""
    X, targets = datasets.spirals(200, classes=4, turns=0.5, noise=0, rng=rng)
    angle = np.arctan2(X[:, 1], X[:, 0]) - np.pi * np.hypot(*X.T)
    quarter = (angle / (np.pi / 2) - targets) % 4
    np.testing.assert_allclose(np.minimum(quarter, 4 - quarter), 0, atol=1e-9)


@EACH_TOY
def test_noise_is_the_standard_deviation_of_what_is_added(make):
    clean, noisy = (
        np.column_stack(make(5000, noise=noise, rng=np.random.default_rng(1))) for noise in (0, 0.3)
    )
    moved = (noisy - clean)[:, np.any(noisy != clean, axis=0)]
    assert abs(moved.std() - 0.3) < 0.01


@EACH_TOY
@pytest.mark.parametrize("n", [0, -3, 2.5, "200"])
def test_a_number_of_samples_that_is_no_count_is_refused(make, n, rng):
    with pytest.raises(ValueError) as raised:
        make(n, noise=0.1, rng=rng)
    assert str(raised.value) == (
        f"n is {n!r}.\nIt must be a whole number, 1 or more: how many samples there are."
    )


@EACH_TOY
@pytest.mark.parametrize("noise", [-0.1, np.nan, np.inf])
def test_noise_that_is_no_deviation_is_refused(make, noise, rng):
    with pytest.raises(ValueError) as raised:
        make(10, noise=noise, rng=rng)
    assert str(raised.value) == (
        f"noise is {noise}.\nIt must be a number, at least 0 and finite: the standard deviation of "
        "what is added, 0 for nothing."
    )


def test_a_number_of_arms_that_is_no_count_is_refused(rng):
    with pytest.raises(ValueError) as raised:
        datasets.spirals(10, classes=0, noise=0.1, rng=rng)
    assert str(raised.value) == (
        "classes is 0.\nIt must be a whole number, 1 or more: how many arms the spiral has."
    )


def test_lines_lie_on_the_line_without_noise(rng):
    X, targets = datasets.lines(50, noise=0, rng=rng, slope=3, intercept=-1)
    np.testing.assert_allclose(targets, 3 * X - 1)
    assert X.shape == targets.shape == (50, 1)


def test_lines_scatter_as_told(rng):
    X, targets = datasets.lines(5000, noise=0.3, rng=rng)
    assert abs((targets - 2 * X - 0.5).std() - 0.3) < 0.01


def test_penguins_are_those_of_the_source():
    """The means are those that the source's own table gives for the 342 birds."""
    penguins = datasets.penguins()
    assert penguins.X.shape == (342, 3)
    assert penguins.targets.shape == (342, 1)
    assert penguins.X.dtype == penguins.targets.dtype == np.float64
    np.testing.assert_allclose(penguins.X.mean(axis=0), [43.92, 17.15, 200.92], atol=0.005)
    np.testing.assert_allclose(penguins.targets.mean(), 4.20175, atol=5e-6)
    names, counts = np.unique(penguins.species, return_counts=True)
    assert dict(zip(names, counts, strict=True)) == {"Adelie": 151, "Chinstrap": 68, "Gentoo": 123}


def test_their_scales_are_unequal_enough_for_a_long_valley():
    X = datasets.penguins().X
    A = np.column_stack([X[:, 2], np.ones(len(X))])
    assert np.linalg.cond(A.T @ A) > 1e6
    A[:, 0] = datasets.standardise(X[:, 2:])[:, 0]
    assert np.linalg.cond(A.T @ A) < 1.01


def test_digits_are_those_of_the_source():
    """The counts are those that the source's own page gives for its test part."""
    X, targets = datasets.digits()
    assert (X.shape, X.dtype) == ((1797, 64), np.float64)
    assert (targets.shape, targets.dtype) == ((1797,), np.int64)
    counts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    np.testing.assert_array_equal(np.bincount(targets), counts)
    assert (X.min(), X.max()) == (0, 1)


def test_wines_are_those_of_the_source():
    """The counts and ranges are those that the source's own page gives."""
    wine = datasets.wine()
    assert (wine.X.shape, wine.X.dtype) == ((178, 13), np.float64)
    assert (wine.targets.shape, wine.targets.dtype) == ((178,), np.int64)
    np.testing.assert_array_equal(np.bincount(wine.targets), [59, 71, 48])
    proline = wine.X[:, wine.features.index("proline")]
    assert (proline.min(), proline.max()) == (278, 1680)
    deviations = wine.X.std(axis=0)
    assert deviations.max() / deviations.min() > 1000  # unequal scales, which is what it is for


def test_digits_and_wines_are_what_scikit_learn_carries():
    sklearn = pytest.importorskip(
        "sklearn.datasets", reason='needs scikit-learn: python -m pip install "bpcourse[peers]"'
    )
    for ours, theirs, scale in (
        (datasets.digits(), sklearn.load_digits(), 16),
        (datasets.wine(), sklearn.load_wine(), 1),
    ):
        np.testing.assert_array_equal(scale * ours.X, theirs.data)
        np.testing.assert_array_equal(ours.targets, theirs.target)


def test_every_data_file_is_small_and_names_its_source_and_licence():
    files = [path for path in (PACKAGE / "data").iterdir() if path.suffix != ".md"]
    assert len(files) == 3
    for path in files:
        page = path.with_suffix(".md").read_text(encoding="utf-8")
        assert "**Source**" in page
        assert "**Licence**" in page
        assert path.stat().st_size < 50_000


def test_standardise_uses_the_scale_it_is_given(rng):
    train, test = rng.normal(5, 2, size=(100, 2)), rng.normal(5, 2, size=(10, 2))
    scaled = datasets.standardise(train)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(scaled.std(axis=0), 1)
    np.testing.assert_allclose(
        datasets.standardise(test, like=train), (test - train.mean(axis=0)) / train.std(axis=0)
    )


def test_a_constant_column_cannot_be_standardised():
    with pytest.raises(ValueError) as raised:
        datasets.standardise(np.array([[1.0, 7.0], [2.0, 7.0]]))
    assert str(raised.value) == (
        "Column 1 holds the same number in every row, so it cannot be scaled.\nLeave it out."
    )


def test_a_column_of_one_fraction_is_constant_although_its_deviation_is_not_quite_0():
    X = np.full((3, 1), 0.1)
    assert X.std() > 0
    with pytest.raises(ValueError, match="Column 0 holds the same number in every row"):
        datasets.Standardiser(X)


def test_a_standardiser_remembers_the_training_part_only():
    """1 and 3 have mean 2 and deviation 1; so 10 becomes 8, with whomever it comes."""
    scale = datasets.Standardiser(np.array([[1.0], [3.0]]))
    np.testing.assert_array_equal(scale(np.array([[10.0]])), [[8.0]])
    np.testing.assert_array_equal(scale(np.array([[10.0], [1e6]])), [[8.0], [999_998.0]])


def test_a_standardiser_keeps_float32_and_what_it_is_given(rng):
    X = rng.normal(5, 2, size=(20, 3)).astype(np.float32)
    X.flags.writeable = False
    assert datasets.Standardiser(X)(X).dtype == np.float32


def test_a_standardiser_refuses_other_columns():
    scale = datasets.Standardiser(np.array([[1.0, 2.0], [3.0, 5.0]]))
    with pytest.raises(bp.ShapeError) as raised:
        scale(np.ones((4, 3)))
    assert str(raised.value) == (
        "X has shape (4, 3), but the rows of the training part have shape (2,).\n"
        "Every column is scaled as it was there, so give the same columns in the same order."
    )


@given(n=st.integers(2, 40), part=st.floats(0.01, 0.99))
def test_split_holds_every_sample_once_with_its_own_target(n, part):
    X = np.arange(n, dtype=float)[:, np.newaxis]
    (X_train, train), (X_held_out, held_out) = datasets.split(
        X, 10 * np.arange(n), part=part, rng=np.random.default_rng(0)
    )
    together = np.concatenate([X_train, X_held_out])
    np.testing.assert_array_equal(np.sort(together, axis=0), X)
    np.testing.assert_array_equal(np.concatenate([train, held_out]), 10 * together[:, 0])
    assert len(X_held_out) == min(max(1, round(part * n)), n - 1)


def test_split_shuffles_and_only_rng_decides_how():
    X = np.arange(50.0)[:, np.newaxis]
    parts = [datasets.split(X, X, rng=np.random.default_rng(seed))[1][0] for seed in (1, 1, 2)]
    np.testing.assert_array_equal(parts[0], parts[1])
    assert not np.array_equal(parts[0], parts[2])
    assert not np.array_equal(np.sort(parts[0], axis=0), parts[0])


def test_the_parts_are_copies(rng):
    X = np.arange(10.0)[:, np.newaxis]
    (train, _), (held_out, _) = datasets.split(X, X, rng=rng)
    train[:] = held_out[:] = -1
    np.testing.assert_array_equal(X[:, 0], np.arange(10.0))


LEAKED = (
    "part has leaked into its mean.\nSplit first; then make a Standardiser from the training part, "
    "and call it on both."
)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_what_was_standardised_before_is_not_split(dtype, rng):
    X = rng.normal(7, 3, size=(30, 2)).astype(dtype)
    leaked = np.column_stack([X[:, 0], datasets.standardise(X)[:, 1]])
    with pytest.raises(ValueError) as raised:
        datasets.split(leaked, X, rng=rng)
    assert str(raised.value) == (
        f"Column 1 of X was standardised already, so the held-out {LEAKED}"
    )
    with pytest.raises(ValueError) as raised:
        datasets.split(X, datasets.standardise(X), rng=rng)
    assert str(raised.value) == (
        f"Column 0 of targets was standardised already, so the held-out {LEAKED}"
    )


def test_what_needs_no_scaling_is_split(rng):
    """-1 and 1 in equal numbers have mean 0 and deviation 1 by nature."""
    X = 2 * datasets.xor(40, noise=0, rng=rng)[0] - 1
    assert datasets.standardise(X).tolist() == X.tolist()
    datasets.split(X, X[:, 0], rng=rng)


def test_numbers_that_only_look_standardised_are_split():
    for seed in range(50):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(1000, 20))
        datasets.split(X, X, rng=rng)


@pytest.mark.parametrize(
    ("n", "n_targets", "part", "message"),
    [
        (3, 2, 0.2, "X has 3 rows, but targets has 2.\nEvery sample needs exactly one target."),
        (1, 1, 0.2, "X has 1 row, but each of the two parts needs one.\nTake more samples."),
        (0, 0, 0.2, "X has no rows, but each of the two parts needs one.\nTake more samples."),
        *(
            (
                5,
                5,
                part,
                f"part is {part}.\n"
                "It must be a number, above 0 and below 1: the share that is held out, 0.2 for one "
                "sample in five.",
            )
            for part in (0, 1, -0.1, 20, np.nan)
        ),
    ],
)
def test_parts_that_cannot_be_made_are_refused(n, n_targets, part, message, rng):
    with pytest.raises(ValueError) as raised:
        datasets.split(np.zeros((n, 1)), np.zeros(n_targets), part=part, rng=rng)
    assert str(raised.value) == message


def test_names_as_targets_can_be_split(rng):
    penguins = datasets.penguins()
    (X, species), (X_new, species_new) = datasets.split(penguins.X, penguins.species, rng=rng)
    assert len(species) == len(X) == 274
    assert len(species_new) == len(X_new) == 68


@pytest.mark.parametrize("part", [0.0, 0.2, 0.4, 1.0])
def test_of_redrawn_labels_one_in_k_is_right_by_chance(part, rng):
    """Of 20 000 with 10 classes, part * 9/10 are wrong, within 4 standard errors."""
    labels = rng.integers(0, 10, size=20_000)
    kept = labels.copy()
    wrong = np.mean(datasets.mislabel(labels, part, rng=rng) != labels)
    expected = part * 9 / 10
    assert abs(wrong - expected) <= 4 * np.sqrt(expected * (1 - expected) / len(labels))
    np.testing.assert_array_equal(labels, kept)


def test_redrawn_labels_are_of_the_classes_and_of_the_same_type(rng):
    labels = np.zeros(1000, np.uint8)
    assert not datasets.mislabel(labels, 1.0, rng=rng).any()
    changed = datasets.mislabel(labels, 1.0, rng=rng, classes=3)
    assert changed.dtype == np.uint8
    np.testing.assert_array_equal(np.unique(changed), [0, 1, 2])


@pytest.mark.parametrize("labels", [np.zeros((3, 1), int), np.zeros(3), np.array([-1, 0])])
def test_what_are_no_labels_cannot_be_mislabelled(labels, rng):
    with pytest.raises(ValueError, match="It must be a row of whole numbers from 0 on"):
        datasets.mislabel(labels, 0.5, rng=rng)
