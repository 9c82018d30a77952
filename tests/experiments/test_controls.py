import numpy as np
import pytest

from bpcourse.experiments.controls import (
    Blank,
    Button,
    LogSlider,
    OwnPoints,
    Places,
    Row,
    Slider,
    Switch,
    Text,
)


def test_a_slider_is_a_row_of_readable_numbers():
    slider = Slider(0.3, "x", low=0.0, high=1.0, step=0.1)
    assert slider.values == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]


def test_whole_steps_give_whole_numbers():
    values = Slider(0, "x", low=-3, high=3, step=1).values
    assert values == [-3, -2, -1, 0, 1, 2, 3]
    assert all(type(value) is int for value in values)


def test_a_logarithmic_slider_has_round_numbers_at_about_equal_ratios():
    """At most two digits each; 1, 2 and 5 are among them; no step is larger than a seventh."""
    values = LogSlider(0.05, "rate", low=0.01, high=3.0).values
    assert (values[0], values[-1]) == (0.01, 3.0)
    assert {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0} <= set(values)
    assert all(value == float(f"{value:.2g}") for value in values)
    ratios = np.array(values[1:]) / np.array(values[:-1])
    assert ratios.min() > 1.03
    assert ratios.max() < 1.14


def test_a_coarse_one_has_1_2_and_5_of_every_power():
    slider = LogSlider(1, "x", low=0.5, high=100, coarse=True)
    assert slider.values == [0.5, 1, 2, 5, 10, 20, 50, 100]


def test_what_is_said_is_the_value_and_not_its_place():
    spec = LogSlider(0.1, "learning rate", low=0.01, high=1.0, coarse=True).spec()
    assert spec["label"] == "learning rate"
    assert spec["texts"] == ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"]
    assert Slider(0, "x", low=-1, high=1, step=1, unit="kg").spec()["texts"][0] == "−1 kg"
    assert Slider(0, "x", low=0, high=90, step=45, unit="°").spec()["texts"][1] == "45°"


def test_the_nearest_value_is_taken():
    slider = Slider(0.3, "x", low=0.0, high=1.0, step=0.1)
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


def test_options_may_be_numbers_and_stay_what_they_are():
    row = Row(8, "batch", options=(1, 8, 64))
    assert row.spec()["texts"] == ["1", "8", "64"]
    assert [row.nearest(value) for value in ("8", 8.0, "64.0")] == [8, 8, 64]
    with pytest.raises(ValueError, match="batch knows 1, 8, 64, but not '9'"):
        row.nearest("9")


PLACES = Places([(0.0, 1.0), (2.0, 0.5)], "points", x=(-3, 3), y=(-2, 2), step=0.1)


def test_places_are_read_back_from_what_is_written():
    moved = np.array([[0.3, -1.2], [-0.1, 2.0]])
    assert PLACES.written(moved) == "0.3,-1.2;-0.1,2"
    np.testing.assert_array_equal(PLACES.nearest(PLACES.written(moved)), moved)


def test_places_stay_in_their_range_and_on_their_steps():
    np.testing.assert_allclose(PLACES.nearest([(9, -9), (0.123, 0.0)]), [[3, -2], [0.1, 0]])
    assert PLACES.written(PLACES.nearest([(-0.01, 0), (0, 0)])) == "0,0;0,0"


@pytest.mark.parametrize("value", ["", "1,2", "1,2;3", "a,b;c,d", [(np.nan, 0), (0, 0)], 3])
def test_what_are_no_places_is_refused(value):
    with pytest.raises(ValueError, match="points needs"):
        PLACES.nearest(value)


def test_a_blank_is_none_until_a_number_is_typed():
    blank = Blank("the next slope")
    assert (blank.start, blank.nearest(None), blank.nearest("None")) == (None, None, None)
    assert blank.nearest("−1,5") == blank.nearest(-1.5) == -1.5
    with pytest.raises(ValueError):
        blank.nearest("much")


def test_a_control_may_begin_anew_with_others():
    assert Row("a", "x", options=("a", "b")).spec()["anew_with"] == ()
    spec = Row("a", "x", options=("a", "b"), anew_with=("patient",)).spec()
    assert (spec["start"], spec["anew_with"]) == ("a", ("patient",))


def test_a_blank_may_be_for_one_step_only():
    assert not Blank("a slope").spec()["each_step"]
    assert Blank("a slope", each_step=True).spec()["each_step"]


def test_a_text_is_bounded_and_comes_back_from_its_code():
    text = Text("", "a formula", longest=12)
    assert text.nearest("  a *  b + a ") == "a*b+a"
    assert text.nearest("a" * 100) == "a" * 12
    for typed in ("a b", "a*b", "b=2*a;3*b", "", "␣"):
        value = text.nearest(typed)
        assert " " not in text.written(value)
        assert text.nearest(text.written(value)) == value


def test_a_button_counts():
    assert Button("draw again").nearest("3") == 3
    assert Button("draw again").nearest(-1) == 0


def test_own_points_are_places_with_a_class_and_there_are_none_at_the_start():
    own = OwnPoints("own points", x=(-1, 1), y=(-2, 2))
    assert own.nearest(own.start).shape == (0, 3)
    assert own.written(own.nearest("")) == ""
    points = own.nearest([(0.52, -3, 1), (9, 0.26, 0)])
    np.testing.assert_allclose(points, [(0.5, -2, 1), (1, 0.25, 0)])
    assert own.written(points) == "0.5,-2,1;1,0.25,0"
    np.testing.assert_allclose(own.nearest(own.written(points)), points)


@pytest.mark.parametrize(
    "value", ["1,2", "1,2,3", "1,2,x", "nan,0,1", [(0, 0, 0.5)], "0,0,0;" * 61]
)
def test_what_is_no_list_of_own_points_is_refused(value):
    with pytest.raises(ValueError, match="own points"):
        OwnPoints("own points", x=(-1, 1), y=(-2, 2)).nearest(value)


def test_a_text_may_keep_its_spaces_as_they_were_typed():
    text = Text("", "a file", as_typed=True)
    assert text.nearest(" points (1).csv ") == "points (1).csv"
    assert text.nearest(text.written("points (1).csv")) == "points (1).csv"
    assert Text("", "a formula").nearest("a + b") == "a+b"


def test_a_control_says_in_which_group_it_is():
    assert Slider(0.3, "x", group="Data").spec()["group"] == "Data"
    assert Blank("x").spec()["group"] == ""
