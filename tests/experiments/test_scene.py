"""One scene, two drawings: what the page can draw matplotlib can draw, and the other way round."""

import itertools
import re

import numpy as np
import pytest

from bpcourse.experiments.message import to_message
from bpcourse.experiments.scene import (
    COLOURS,
    DASHES,
    MAP,
    MARKERS,
    MARKS,
    Arrows,
    Axis,
    Bars,
    Cells,
    Contours,
    Curve,
    Names,
    Panel,
    Path,
    Points,
    Rule,
    Scene,
    Segments,
)
from bpcourse.experiments.stage import FOLDER
from bpcourse.experiments.still import DRAW, SHAPES, figure

X = np.array([0.0, 1.0, 2.0])
EVERY_MARK = (
    Curve(X, X, label="curve"),
    Path(X, X, label="the path", role="vermillion"),
    Points(X, X, label="points", role="green"),
    Arrows(X, X, X + 1, X + 1, label="arrows", role="blue"),
    Rule(x=1.0, label="upright", role="purple"),
    Rule(y=1.0, label="level", role="purple"),
    Contours(X, X, np.outer(X, X), np.array([0.5, 1.0]), label="contours"),
    Segments(X, X, X, X + 1, label="segments"),
    Segments(X, X, X, X + 1, at=X, label="a segment for each frame", role="purple"),
    Bars(X, X, label="bars", role="blue"),
    Bars(X, X, at=X, label="a bar for each frame", role="green"),
    Cells(X, X, np.outer(X, X), 0.0, 4.0, label="cells"),
    Names(X, X, ("a", "b", "c"), label="names"),
)


def scene_of(*marks, low=0.0, high=3.0, log=False, frames=3):
    axis = Axis("x", low, high, log)
    return Scene((Panel("a panel", axis, axis, marks),), frames=frames)


def source(name):
    return (FOLDER / "src" / name).read_text(encoding="utf-8")


def contrast(one, other):
    """The ratio of relative luminances. Source: WCAG 2.2, definition of contrast ratio."""

    def luminance(colour):
        parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_mark_is_drawn_by_the_page_and_by_matplotlib():
    drawn = re.findall(r"^  (\w+)\(mark, \{", source("marks.js"), flags=re.MULTILINE)
    assert set(drawn) == {mark.__name__ for mark in MARKS} == {mark.__name__ for mark in DRAW}
    assert {type(mark) for mark in EVERY_MARK} == set(MARKS)


def test_every_marker_has_a_shape_on_both_sides():
    shapes = re.search(r"const SHAPES = \{(.*?)\}", source("marks.js"), flags=re.DOTALL)[1]
    assert set(re.findall(r"(\w+):", shapes)) == set(MARKERS.values()) == set(SHAPES)


def test_the_page_uses_the_same_colours():
    css = (FOLDER / "stage.css").read_text(encoding="utf-8")
    for role, colour in COLOURS.items():
        assert f"--bp-{role}: {colour.lower()};" in css


@pytest.mark.parametrize("paper", ["#FFFFFF", "#111111"])
@pytest.mark.parametrize("colour", COLOURS.values(), ids=COLOURS)
def test_every_colour_is_seen_on_light_and_on_dark(colour, paper):
    assert contrast(colour, paper) >= 3


@pytest.mark.parametrize(("theme", "paper"), [("", "#ffffff"), ("dark", "#111111")])
def test_text_is_read_on_light_and_on_dark(theme, paper):
    css = (FOLDER / "stage.css").read_text(encoding="utf-8")
    block = re.search(
        r'\[data-theme="dark"\] \{(.*?)\}' if theme else r"\.bp-stage \{(.*?)\}", css, re.DOTALL
    )[1]
    roles = dict(re.findall(r"--bp-(\w+): (#\w+);", block))
    assert roles["paper"] == paper
    assert contrast(roles["ink"], paper) >= 4.5
    assert contrast(roles["grey"], paper) >= 4.5
    assert contrast(roles["focus"], paper) >= 3


def test_no_two_roles_differ_by_colour_alone():
    looks = {(DASHES[role], MARKERS[role]) for role in COLOURS}
    assert len(looks) == len(COLOURS)


@pytest.mark.parametrize("frame", [0, 1, 2])
def test_matplotlib_draws_every_mark_at_every_frame(frame):
    ax = figure(scene_of(*EVERY_MARK), frame).axes[0]
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert len(labels) == len(set(labels))
    assert labels == [mark.label for mark in EVERY_MARK]


def test_a_path_grows_with_the_frame():
    grown = [
        figure(scene_of(EVERY_MARK[1]), frame).axes[0].lines[1].get_xdata() for frame in (0, 2)
    ]
    assert [len(x) for x in grown] == [1, 3]


def test_the_message_holds_every_number_once():
    data, buffer = to_message(scene_of(*EVERY_MARK))
    numbers = np.frombuffer(buffer)
    for sent, mark in zip(data["panels"][0]["marks"], EVERY_MARK, strict=True):
        assert sent["mark"] == type(mark).__name__
        for name, value in sent.items():
            if isinstance(value, dict):
                there = numbers[value["from"] : value["to"]]
                np.testing.assert_array_equal(there, np.ravel(getattr(mark, name)))


def test_what_leaves_the_picture_is_said():
    path = Path(np.array([0.0, 1.0, 7.0]), X, label="the path")
    scene = scene_of(path)
    assert scene.warnings == [(2, "The path leaves the picture at step 2.")]
    assert to_message(scene)[0]["panels"][0]["marks"][0]["leaves"] == 2


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_said(value):
    path = Path(np.array([0.0, value, 1.0]), X, label="the path")
    assert (1, "From step 1 on, the path is too large to compute with.") in scene_of(path).warnings


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_no_number_is_said_of_every_mark(value):
    bad = np.array([0.0, value, 1.0])
    table = np.ones((3, 3))
    table[1, 2] = value
    for mark, first in (
        (Bars(X, bad, at=np.array([4.0, 2.0, 0.0]), label="the bars"), 2),
        (Bars(X, bad, label="the bars"), 0),
        (Cells(X, X, table, 0.0, 1.0, label="the cells"), 2),
        (Points(bad, X, label="the points"), 0),
    ):
        told = f"From step {first} on, {mark.label} is too large to compute with."
        assert scene_of(mark).warnings == [(first, told)]
        figure(scene_of(mark), 0)


def test_the_cells_grow_dark_to_bright_in_a_map_that_survives_greyscale():
    """The luminance of the colours rises from each to the next."""
    steps = [contrast(colour, "#000000") for colour in MAP]
    assert all(before < after for before, after in itertools.pairwise(steps))


def test_on_a_logarithmic_axis_zero_sinks_out_below_and_does_not_leave():
    path = Path(np.array([1.0, 0.1, 0.0]), np.array([1.0, 0.1, 0.0]), label="the path")
    scene = scene_of(path, low=0.01, log=True)
    assert scene.warnings == []
    assert np.all(np.frombuffer(to_message(scene)[1]) > 0)
    figure(scene, 2)
