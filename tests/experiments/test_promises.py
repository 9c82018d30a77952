"""What every experiment promises; a new one is held to it as soon as its file is there."""

import base64
import gc
import re
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
import pytest

from bpcourse import experiments
from bpcourse.experiments import matplotlib_scene, still
from bpcourse.experiments.controls import Blank, Button, OwnPoints, Places, Text
from bpcourse.experiments.conversation import from_text, to_text
from bpcourse.experiments.experiment import Experiment
from bpcourse.experiments.scene import Handle, Names, Rule, Tiles
from bpcourse.experiments.stage import Stage

ALL = pytest.mark.parametrize(
    "make",
    [  # one process for each, which computes its pictures once
        pytest.param(getattr(experiments, name), marks=pytest.mark.xdist_group(name))
        for name in experiments.modules()
    ],
    ids=experiments.modules(),
)
# what a machine would say, and nobody: 1e-05, -3, 0.00, nan, *so*
MACHINE = re.compile(r"\de[-+]?\d|(?<![\w)])-\d|\b0\.0+\b|−0\b(?!\.)|\bnan\b|\binf\b|\*|\b\d+\.0\b")


def ends_of(control):
    """The values at both ends of a control."""
    match control:
        case Places(x=x, y=y):
            return [np.transpose([[end[k]] * len(control.start) for end in (x, y)]) for k in (0, 1)]
        case OwnPoints(x=x, y=y):
            return [[], [(x[0], y[0], 0), (x[1], y[1], 1)]]
        case Blank():
            return [None, -1.5]
        case Button():
            return [0, 3]
        case Text(longest=longest):
            return ["", ("a*b+c/" * longest)[:longest]]
    return [control.values[0], control.values[-1]]


def any_of(control, rng):
    """A random value of a control."""
    match control:
        case Places(x=x, y=y):
            return control.nearest(rng.uniform(*np.transpose([x, y]), size=(len(control.start), 2)))
        case Blank() | Button() | Text() | OwnPoints():
            return ends_of(control)[rng.integers(2)]
    return control.values[rng.integers(len(control.values))]


def ends_and_three_random_states(make):
    rng = np.random.default_rng(0)
    for name, control in make.controls.items():
        for value in ends_of(control):
            yield {name: value}
    for _ in range(3):
        yield {name: any_of(control, rng) for name, control in make.controls.items()}


@cache
def pictures_of(make):
    """Its pictures at both ends of every control, and in three random states."""
    experiment = make()
    states = ends_and_three_random_states(make)
    return [experiment.picture(experiment.state(**values)) for values in states]


def handles_of(scene):
    """Pairs of a panel and a mark in it that can be dragged."""
    for panel in scene.panels:
        for mark in panel.marks:
            if isinstance(mark, Handle) or (isinstance(mark, Rule) and mark.moves):
                yield panel, mark


# ---- pictures and words ----


@ALL
def test_every_state_has_a_picture_and_a_sentence_for_every_frame(make):
    """Two lines of text, and more only where something cannot be shown."""
    for picture in pictures_of(make):
        for frame in range(picture.scene.frames):
            assert 20 <= len(picture.describe(frame)) <= 230
            assert len(picture.text(frame)) <= 400
        matplotlib_scene.figure(picture.scene, picture.frame)


@ALL
def test_its_words_and_numbers_are_those_of_a_person(make):
    for picture in pictures_of(make):
        for frame in {0, picture.scene.frames // 2, picture.scene.frames - 1}:
            text = picture.text(frame)
            assert not MACHINE.search(text), text
            assert not re.search(r"\b1 (steps|layers|samples|points|paths)\b", text), text
    challenge = make.challenge.text if make.challenge else ""
    for text in (make.title, challenge, *(control.label for control in make.controls.values())):
        assert "*" not in text
        assert len(text) <= 110


@ALL
def test_no_number_that_is_none_goes_unexplained(make):
    for picture in pictures_of(make):
        for panel in picture.scene.panels:
            for mark in panel.marks:
                arrays = [value for value in vars(mark).values() if isinstance(value, np.ndarray)]
                arrays += mark.in_frames()
                if not all(np.isfinite(a).all() for a in arrays):
                    assert any("too large" in sentence for _, sentence in picture.scene.warnings)


@ALL
def test_the_same_state_gives_the_same_picture(make):
    one, other = (make().picture(make().start) for _ in range(2))
    assert one.text(3) == other.text(3)
    for panel, twin in zip(one.scene.panels, other.scene.panels, strict=True):
        for mark, copy in zip(panel.marks, twin.marks, strict=True):
            np.testing.assert_equal(vars(mark), vars(copy))


@ALL
def test_one_panel_is_large_and_few_are_its_witnesses(make):
    scene = make().picture(make().start).scene
    assert 1 <= scene.large <= 2
    assert len(scene.panels) - scene.large <= 3
    titles = [panel.title for panel in scene.panels]
    assert len(set(titles)) == len(titles)
    assert len(scene.readings) <= 4


@ALL
def test_the_numbers_of_a_picture_are_at_their_frames(make):
    """What is said to be shown in a frame belongs to a frame that there is."""
    for picture in pictures_of(make):
        last = picture.scene.frames - 1
        for values in picture.scene.readings.values():
            assert np.size(values) in (1, last + 1)
        for panel in picture.scene.panels:
            for mark in panel.marks:
                at = getattr(mark, "at", None)
                if at is not None and len(at):
                    assert 0 <= at.min() <= at.max() <= last
                if isinstance(mark, Names | Tiles):
                    assert len(mark.texts) == len(mark.x)
                if mark.in_frames():
                    assert len(mark.in_frames()) == last + 1


@ALL
def test_every_number_on_a_slider_is_round(make):
    """At most three digits, and those of a logarithmic one at most two: 0.05 and not 0.0504."""
    for control in make.controls.values():
        for text in control.spec().get("texts", []):
            digits = re.sub(r"\D", "", text.split()[0]).strip("0")
            assert len(digits) <= (2 if type(control).__name__ == "LogSlider" else 3), text


# ---- states ----


@ALL
def test_a_state_is_restored_from_its_code(make):
    experiment = make()
    for values in ends_and_three_random_states(make):
        state = experiment.state(**values)
        code = experiment.code(state)
        np.testing.assert_equal(vars(make(code).start), vars(state))
        assert len(code) < max(200, 20 * len(make.controls))


@ALL
def test_a_state_survives_the_way_to_the_page_and_back(make):
    experiment = make()
    for values in ends_and_three_random_states(make):
        state = experiment.state(**values)
        sent = from_text(to_text(vars(state)))
        np.testing.assert_equal(vars(experiment.state(**sent)), vars(state))


@ALL
def test_every_start_is_a_value_of_its_control(make):
    for name, control in make.controls.items():
        np.testing.assert_equal(vars(make().start)[name], control.nearest(control.start))
        if hasattr(control, "values"):
            assert control.start in control.values


@ALL
@pytest.mark.parametrize("code", ["no_such_control=3", "hello", "=", "learning_rate"])
def test_a_code_that_is_none_is_refused_with_a_sample(make, code):
    with pytest.raises(ValueError, match="A state looks like this:"):
        make(code)


@ALL
def test_a_code_may_name_the_step(make):
    assert make("step=2").opens_at == 2
    assert make("").opens_at == make.opens_at
    with pytest.raises(ValueError, match="step needs a whole number, not 'x'"):
        make("step=x")


# ---- the question, and the challenge ----


@ALL
def test_its_question_is_locked_first_and_told_in_three_parts(make, workspace):
    messages = []
    stage = Stage(make(), lambda text, _: messages.append(from_text(text)))
    stage.hear(to_text({"kind": "hello"}))
    asked = messages[-1]["question"]
    assert (asked["prediction"], asked["given"], asked["verdict"]) == (True, None, None)
    stage.hear(to_text({"kind": "answer", "answer": None, "sure": None}))
    locked = next(m for m in reversed(messages) if m["kind"] == "question")["question"]
    assert locked["given"]["text"] == "I don't know yet."
    assert locked["verdict"] is None
    stage.hear(to_text({"kind": "compare"}))
    told = next(m for m in reversed(messages) if m["kind"] == "question")["question"]["verdict"]
    assert all(told[part] for part in ("given", "answer", "why"))
    assert told["answer"] == make().question.answer_lines


@ALL
def test_nothing_of_the_picture_is_sent_before_a_prediction_is_locked_in(make, workspace):
    kinds = []
    stage = Stage(make(), lambda text, _: kinds.append(from_text(text)["kind"]))
    stage.hear(to_text({"kind": "hello"}))
    assert kinds == ["setup"]
    stage.hear(to_text({"kind": "answer", "answer": None, "sure": None}))
    assert kinds == ["setup", "question", "picture"]


@ALL
def test_the_question_is_answered_in_its_own_picture_within_three_moves(make):
    assert make.shows
    for show in make.shows:
        assert len(show.values) <= 3
        assert show.seen(*make().data(**show.values)), show.values


@ALL
def test_the_start_does_not_give_the_answer_away(make):
    """Something has to be moved first, if only to the end of the steps."""
    state, data = make().data()
    if all(show.seen(state, data) for show in make.shows):
        assert make.opens_at == 0


@ALL
def test_the_challenge_is_not_met_at_the_start_and_can_be_met(make):
    assert not make().picture(make().start).met
    one = make()
    for values in make.challenge.before:
        assert not make.challenge.met(*one.data(**values))
    assert make.challenge.met(*one.data(**make.challenge.example))


# ---- the hand in the picture ----


@ALL
def test_something_in_the_picture_can_be_dragged(make):
    assert [*handles_of(make().picture(make().start).scene)]


@ALL
def test_every_handle_is_where_its_control_says(make):
    for values, picture in zip(ends_and_three_random_states(make), pictures_of(make), strict=True):
        state = make().state(**values)
        for panel, mark in handles_of(picture.scene):
            if isinstance(mark, Rule):
                where = (mark.x, mark.y)
                pairs = [(place, mark.moves) for place in where if place is not None]
            elif mark.along is not None:
                control = make.controls[mark.moves]
                assert len(control.values) == len(mark.along[0]) == len(mark.along[1])
                k = control.values.index(getattr(state, mark.moves))
                np.testing.assert_allclose([mark.x[0], mark.y[0]], [a[k] for a in mark.along])
                continue
            elif isinstance(mark.moves, str):
                places = getattr(state, mark.moves)[: len(mark.x), :2]
                np.testing.assert_allclose(np.transpose([mark.x, mark.y]), places)
                assert (panel.x.fit, panel.y.fit) == (False, False)  # or it would flee the hand
                continue
            else:
                pairs = zip((mark.x[0], mark.y[0]), mark.moves, strict=True)
            for place, name in pairs:
                assert name is None or place == pytest.approx(getattr(state, name))


@ALL
def test_every_handle_has_a_name_of_its_own(make):
    """A screen reader meets sliders and handles in one list."""
    handles = [mark.label for _, mark in handles_of(make().picture(make().start).scene)]
    shown = [control.label for control in make.controls.values() if control.kind != "places"]
    names = handles + shown
    assert len(set(names)) == len(names)


# ---- stills, and what is left behind ----


@ALL
def test_the_still_twin_carries_its_text_inside(make, workspace):
    """It is a picture with an alternative text, the same sentence under it, and the question."""
    html = still.html(make())
    text = re.search(r'<img alt="(.*?)"', html)[1]
    assert 20 <= len(text) <= 400
    assert f"<figcaption>{text}</figcaption>" in html
    picture = base64.b64decode(re.search(r"base64,([\w+/=]+)", html)[1])
    assert picture.startswith(b"\x89PNG")
    assert "I don&#x27;t know yet." in html


@ALL
def test_moves_leave_nothing_behind(make, workspace):
    sent = []
    stage = Stage(make(), lambda text, buffers: sent.append(from_text(text)["kind"]))
    rng = np.random.default_rng(0)
    states = [{name: any_of(c, rng) for name, c in make.controls.items()} for _ in range(8)]

    def move(count):
        for n in range(count):
            values = states[n % len(states)]
            message = {"kind": "state", "n": n, "frame": 0, "functions": "reference"}
            stage.answer(message | {"values": values})

    move(8)  # what is kept for a state may be kept
    gc.collect()
    before = len(gc.get_objects())
    move(32)
    gc.collect()
    assert len(gc.get_objects()) - before < 32  # not one object for each move
    assert plt.get_fignums() == []
    assert sent.count("picture") == 40


def test_every_experiment_is_one():
    for name in experiments.modules():
        assert issubclass(getattr(experiments, name), Experiment)
