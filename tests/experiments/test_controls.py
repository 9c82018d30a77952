import pytest

from bpcourse.experiments.controls import LogSlider, Slider, Switch


def test_a_slider_is_a_row_of_readable_numbers():
    slider = Slider(0.3, "x", low=0.0, high=1.0, count=11)
    assert slider.values == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    assert Slider(0, "x", low=-3, high=3, count=7).values == [-3, -2, -1, 0, 1, 2, 3]


def test_a_logarithmic_slider_goes_by_equal_ratios():
    assert LogSlider(0.1, "x", low=0.01, high=1.0, count=2).values == [
        0.01,
        0.0316,
        0.1,
        0.316,
        1.0,
    ]


def test_what_is_said_is_the_value_and_not_its_place():
    spec = LogSlider(0.1, "learning rate", low=0.01, high=1.0, count=2).spec()
    assert spec["label"] == "learning rate"
    assert spec["texts"] == ["0.01", "0.0316", "0.1", "0.316", "1"]
    assert Slider(0, "x", low=-1, high=1, count=3, unit="kg").spec()["texts"][0] == "−1 kg"


def test_the_nearest_value_is_taken():
    slider = Slider(0.3, "x", low=0.0, high=1.0, count=11)
    assert slider.nearest("0.34") == 0.3
    assert slider.nearest(99) == 1.0


@pytest.mark.parametrize("value", ["nan", "inf", "much", ""])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError):
        Slider(0.3, "x").nearest(value)


def test_a_switch_knows_its_options():
    switch = Switch("a", "which", options=("a", "b"))
    assert switch.values == ["a", "b"]
    assert switch.nearest("b") == "b"
    with pytest.raises(ValueError, match="which knows a, b, but not 'c'"):
        switch.nearest("c")
