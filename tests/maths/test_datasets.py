import numpy as np
import pytest

from bpcourse import datasets


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


def test_every_data_file_names_its_source_and_licence():
    for path in datasets.DATA.glob("*.csv"):
        page = path.with_suffix(".md").read_text(encoding="utf-8")
        assert "**Source**" in page
        assert "**Licence**" in page


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
