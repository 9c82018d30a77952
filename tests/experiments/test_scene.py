"""One scene, two drawings: what the page can draw matplotlib can draw, and the other way round."""

import itertools
import re

import numpy as np
import pytest

from bpcourse.design import tokens
from bpcourse.experiments.jupyter import FOLDER, style
from bpcourse.experiments.matplotlib_scene import DRAW, SHAPES, figure
from bpcourse.experiments.scene import (
    COLOURS,
    DASHES,
    MAPS,
    MARKERS,
    MARKS,
    Arrows,
    Axis,
    Band,
    Bars,
    Boxes,
    Cells,
    Contours,
    Curve,
    Handle,
    Lines,
    Names,
    Panel,
    Path,
    Points,
    Rule,
    Scene,
    Segments,
    Tiles,
    Weights,
)
from bpcourse.experiments.scene_message import SceneMessages

X = np.array([0.0, 1.0, 2.0])
TABLE = np.outer(X, X)
EVERY_MARK = (
    Curve(X, X, label="curve"),
    Curve(X, TABLE, label="a curve for each frame", role="grey"),
    Lines(TABLE, TABLE.T, label="lines"),
    Band(X, X, X + 1, label="band", role="blue"),
    Path(X, X, label="the path", role="vermillion"),
    Points(X, X, label="points", role="green"),
    Points(X, X, at=X, size=5 * X, label="a point for each frame"),
    Arrows(X, X, X + 1, X + 1, label="arrows", role="blue"),
    Arrows(X, X, X + 1, X + 1, at=X, label="an arrow for each frame", role="blue"),
    Rule(x=1.0, label="upright", role="purple"),
    Rule(y=1.0, moves="control", label="level", role="purple"),
    Contours(X, X, TABLE, np.array([0.5, 1.0]), label="contours"),
    Segments(X, X, X, X + 1, label="segments"),
    Segments(X, X, X, X + 1, at=X, label="a segment for each frame", role="purple"),
    Bars(X, X, label="bars", role="blue"),
    Bars(X, X, at=X, label="a bar for each frame", role="green"),
    Boxes(X, X, X, X, label="boxes"),
    Boxes(X, X, X, X, at=X, fill="none", dashed=True, label="dashed boxes"),
    Cells(X, X, TABLE, 0.0, 4.0, label="cells"),
    Cells(X, X, TABLE, 0.1, 4.0, log=True, grows=True, label="growing cells"),
    Cells(X, X, TABLE, 0.0, 4.0, written=True, ghost=TABLE > 1, label="numbers in cells"),
    Cells(X, X, TABLE, -4.0, 4.0, smooth=True, colours="sides", label="a map of the plane"),
    Cells(X, X, (TABLE, TABLE.T + 1, TABLE), 0.0, 4.0, label="cells for each frame"),
    Tiles(X, X, 3 * (np.stack(3 * [TABLE]),), 20.0, -4.0, 4.0, ("a", "b", "c"), label="tiles"),
    Weights(X, X, X, X, w=(X, -X, X + 1), label="weights for each frame", role="blue"),
    Names(X, X, ("a", "b", "c"), label="names"),
    Names(X, X, ("a", "b", "c"), at=X, align="left", label="a name for each frame"),
    Handle(X, X, moves="points", label="handles"),
    Handle(X[:1], X[:1], moves="angle", along=(X, X), label="handle on a track"),
)


def scene_of(*marks, low=0.0, high=3.0, log=False, frames=3, **facts):
    axis = Axis("x", low, high, log)
    return Scene((Panel("a panel", axis, axis, marks),), frames=frames, **facts)


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


# ---- the two drawings ----


def test_every_mark_is_drawn_by_the_page_and_by_matplotlib():
    table = re.search(
        r"export const draw = \{(.*?)^\};", source("marks.js"), re.DOTALL | re.MULTILINE
    )[1]
    drawn = re.findall(r"^  (\w+)\(.*\{", table, flags=re.MULTILINE)
    assert set(drawn) == {mark.__name__ for mark in MARKS} == {mark.__name__ for mark in DRAW}
    assert {type(mark) for mark in EVERY_MARK} == set(MARKS)


def test_every_marker_has_a_shape_on_both_sides():
    shapes = re.search(r"const SHAPES = \{(.*?)\}", source("marks.js"), flags=re.DOTALL)[1]
    assert set(re.findall(r"(\w+):", shapes)) == set(MARKERS.values()) == set(SHAPES)


@pytest.mark.parametrize("frame", [0, 1, 2])
def test_matplotlib_draws_every_mark_at_every_frame(frame):
    ax = figure(scene_of(*EVERY_MARK), frame).axes[0]
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert len(labels) == len(set(labels))
    silent = Contours, Cells, Tiles, Names  # they explain themselves, by numbers, a bar, or words
    assert labels == [mark.label for mark in EVERY_MARK if not isinstance(mark, silent)]


def test_a_path_grows_with_the_frame():
    path = Path(X, X, label="the path")
    grown = [figure(scene_of(path), frame).axes[0].lines[1].get_xdata() for frame in (0, 2)]
    assert [len(x) for x in grown] == [1, 3]


def test_a_curve_of_many_rows_shows_the_row_of_its_frame():
    curve = Curve(X, np.array([X, X + 1, X + 2]), label="the curve")
    shown = [figure(scene_of(curve), frame).axes[0].lines[0].get_ydata()[0] for frame in (0, 2)]
    assert shown == [0.0, 2.0]


def test_the_large_panel_is_larger_than_its_witnesses_in_the_still_too():
    panels = [Panel(name, Axis("x", 0, 3), Axis("y", 0, 3), EVERY_MARK[:1]) for name in "abc"]
    for large in (1, 2):
        fig = figure(Scene(tuple(panels), large=large), 0)
        fig.draw_without_rendering()
        areas = [ax.get_position().width * ax.get_position().height for ax in fig.axes]
        assert min(areas[:large]) > 1.3 * max(areas[large:])


def test_what_cannot_be_shown_is_told_by_what_the_player_counts():
    path = Path(X, np.array([0.0, 5.0, np.nan]), label="the loss")
    told = [sentence for _, sentence in scene_of(path).warnings]
    assert told == [
        "The loss leaves the picture at step 1.",
        "From step 2 on, the loss is too large to compute with.",
    ]
    counted = scene_of(path, counts="training step", counted=10 * X)
    assert [sentence for _, sentence in counted.warnings] == [
        told[0].replace("step 1", "training step 10"),
        told[1].replace("step 2", "training step 20"),
    ]


# ---- colours ----


@pytest.fixture(params=["light", "dark"])
def theme(request):
    """The colours of that theme."""
    css = tokens()
    start = css.index(f'[data-theme="{request.param}"]')
    return dict(re.findall(r"--bp-([\w-]+): (#\w{6});", css[start : css.index("}", start)]))


def test_the_light_theme_has_the_colours_of_the_still():
    for role, colour in COLOURS.items():
        assert f"--bp-{role}: {colour.lower()};" in tokens()


def test_pages_that_stand_alone_have_the_same_dark_colours():
    blocks = re.findall(r"\{([^{}]*--bp-paper: #111111;[^{}]*)\}", tokens())
    told = [dict(re.findall(r"--bp-([\w-]+): (#\w{6});", block)) for block in blocks]
    assert len(told) == 2
    assert told[0] == told[1]


@pytest.mark.parametrize("paper", ["#FFFFFF", "#111111"])
@pytest.mark.parametrize("colour", COLOURS.values(), ids=COLOURS)
def test_every_colour_is_seen_on_light_and_on_dark(colour, paper):
    assert contrast(colour, paper) >= 3


@pytest.mark.parametrize("role", [*COLOURS, "edge", "accent", "focus"])
def test_what_is_to_be_seen_has_3_to_1(theme, role):
    assert contrast(theme[role], theme["paper"]) >= 3


@pytest.mark.parametrize("role", ["ink", "grey", "right", "wrong", "link"])
@pytest.mark.parametrize("under", ["paper", "soft"])
def test_what_is_to_be_read_has_4_5_to_1(theme, role, under):
    assert contrast(theme[role], theme[under]) >= 4.5


def test_text_on_the_accent_is_read(theme):
    assert contrast(theme["on-accent"], theme["accent"]) >= 4.5


@pytest.mark.parametrize("role", COLOURS)
def test_text_in_the_colour_of_a_mark_is_read(theme, role):
    """The page mixes the colour with ink; the shares are those of theme.js."""
    shares = re.search(r"Math\.round\(([\d.]+) \* part \+ ([\d.]+) \* ink", source("theme.js"))
    parts = [[int(theme[name][i : i + 2], 16) for i in (1, 3, 5)] for name in (role, "ink")]
    mixed = np.round(np.array([float(share) for share in shares.groups()]) @ np.array(parts))
    assert contrast("#" + "".join(f"{int(part):02x}" for part in mixed), theme["paper"]) >= 4.5


def test_no_two_roles_differ_by_colour_alone():
    looks = {(DASHES[role], MARKERS[role]) for role in COLOURS}
    assert len(looks) == len(COLOURS)


def test_heights_grow_dark_to_bright_in_a_map_that_survives_greyscale():
    """The luminance of the colours rises from each to the next."""
    steps = [contrast(colour, "#000000") for colour in MAPS["height"]]
    assert all(before < after for before, after in itertools.pairwise(steps))


def test_a_page_that_uses_the_style_finds_every_token_it_names():
    css = style()
    named = set(re.findall(r"var\((--bp-[\w-]+)\)", css))
    assert named <= set(re.findall(r"(--bp-[\w-]+):", css))


# ---- the message ----


def test_the_message_holds_every_number_once():
    data, buffer = SceneMessages().of(scene_of(*EVERY_MARK, readings={"loss": X, "rate": 0.1}))
    numbers = np.frombuffer(buffer)
    for sent, mark in zip(data["panels"][0]["marks"], EVERY_MARK, strict=True):
        assert sent["mark"] == type(mark).__name__
        for name, value in sent.items():
            arrays = getattr(mark, name, None)
            several = (
                zip(value, arrays, strict=True) if isinstance(value, list) else [(value, arrays)]
            )
            for told, array in several:
                if isinstance(told, dict):
                    there = numbers[told["from"] : told["to"]]
                    np.testing.assert_array_equal(there, np.ravel(array))
    loss, rate = data["readings"]
    np.testing.assert_array_equal(numbers[loss["values"]["from"] : loss["values"]["to"]], X)
    assert (rate["label"], rate["values"]["to"] - rate["values"]["from"]) == ("rate", 1)


def test_what_the_page_has_is_not_sent_again():
    """A moved curve is sent, the ground that has stayed as it was is not; after a new page all."""
    ground = EVERY_MARK[11]
    messages = SceneMessages()
    sizes = []
    for shift in (0.0, 1.0, 1.0):
        _, buffer = messages.of(scene_of(Curve(X, X + shift, label="curve"), ground))
        sizes.append(len(buffer) // 8)
    assert sizes == [3 + 3 + 3 + 3 + 9 + 2, 3, 0]
    messages.forget()
    assert len(messages.of(scene_of(ground))[1]) == 8 * (3 + 3 + 9 + 2)


def test_of_what_differs_from_frame_to_frame_only_new_frames_are_sent():
    messages = SceneMessages()
    tables = TABLE, TABLE + 1, TABLE + 2
    messages.of(scene_of(Cells(X, X, tables[:2], 0.0, 4.0, label="cells")))
    data, buffer = messages.of(scene_of(Cells(X, X, tables, 0.0, 4.0, label="cells")))
    assert len(buffer) == 8 * TABLE.size
    assert [list(told)[0] for told in data["panels"][0]["marks"][0]["Z"]] == [
        "same",
        "same",
        "from",
    ]


def test_a_changed_shape_or_place_is_sent_anew():
    messages = SceneMessages()
    messages.of(scene_of(Curve(X, X, label="curve")))
    for x, y in ((X[:2], X[:2]), (X, X), (X, TABLE)):
        data, buffer = messages.of(scene_of(Curve(x, y, label="curve")))
        told = data["panels"][0]["marks"][0]["y"]
        assert "from" in told
        assert told["columns"] == y.shape[-1]
        assert len(buffer) > 0


# ---- what cannot be seen is said ----


def test_the_frame_is_named_from_which_on_a_map_or_a_weight_is_lost():
    lost = TABLE * np.nan
    cells = Cells(X, X, (TABLE, lost, lost), 0.0, 4.0, label="the map")
    assert scene_of(cells).warnings == [
        (1, "From step 1 on, the map is too large to compute with.")
    ]
    weights = Weights(X, X, X, X, w=(X, X, X + np.inf), label="weights")
    assert [frame for frame, _ in scene_of(weights).warnings] == [2]


def test_what_leaves_the_picture_is_said():
    path = Path(np.array([0.0, 1.0, 7.0]), X, label="the path")
    assert scene_of(path).warnings == [(2, "The path leaves the picture at step 2.")]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_said(value):
    path = Path(np.array([0.0, value, 1.0]), X, label="the path")
    told = (1, "From step 1 on, the path is too large to compute with.")
    assert scene_of(path).warnings == [told]


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_no_number_is_said_of_every_mark(value):
    bad = np.array([0.0, value, 1.0])
    table = np.ones((3, 3))
    table[1, 2] = value
    for mark, first in (
        (Bars(X, bad, at=np.array([4.0, 2.0, 0.0]), label="the bars"), 2),
        (Bars(X, bad, label="the bars"), 0),
        (Cells(X, X, table, 0.0, 1.0, grows=True, label="the cells"), 2),
        (Cells(X, X, table, 0.0, 1.0, label="the cells"), 0),
        (Curve(X, table.T, label="the curve"), 2),
        (Points(bad, X, label="the points"), 0),
    ):
        told = f"From step {first} on, {mark.label} is too large to compute with."
        assert scene_of(mark).warnings == [(first, told)]
        figure(scene_of(mark), 0)


def test_what_two_panels_cannot_show_is_said_once():
    path = Path(np.array([0.0, 1.0, 7.0]), X, label="the path")
    axis = Axis("x", 0.0, 3.0)
    panels = tuple(Panel(name, axis, axis, (path,)) for name in "ab")
    assert len(Scene(panels, frames=3).warnings) == 1


def test_what_ends_in_one_frame_is_said_in_one_sentence():
    marks = [Path(np.array([0.0, 7.0, 1.0]), X, label=label) for label in ("one path", "another")]
    lost = [Bars(X, X * np.nan, label=label) for label in ("these", "those", "the rest")]
    assert scene_of(*marks, *lost).warnings == [
        (1, "One path and another leave the picture at step 1."),
        (0, "From step 0 on, these, those and the rest are too large to compute with."),
    ]


def test_on_a_logarithmic_axis_zero_sinks_out_below_and_does_not_leave():
    path = Path(np.array([1.0, 0.1, 0.0]), np.array([1.0, 0.1, 0.0]), label="the path")
    scene = scene_of(path, low=0.01, log=True)
    assert scene.warnings == []
    assert np.all(np.frombuffer(SceneMessages().of(scene)[1]) > 0)
    figure(scene, 2)
