"""What every experiment promises, and what lesson 02's two show."""

import base64
import gc
import re
import time
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest

from bpcourse import experiments
from bpcourse.checking.check import check
from bpcourse.checking.exercise import find
from bpcourse.checking.progress import Progress
from bpcourse.experiments import LongValley, StepSize, still
from bpcourse.experiments.controls import Slider
from bpcourse.experiments.experiment import Experiment, in_slices
from bpcourse.experiments.scene import Axis, Panel, Path, Scene
from bpcourse.experiments.stage import Stage

ALL = pytest.mark.parametrize("make", [getattr(experiments, name) for name in experiments.__all__])


def ends_and_three_random_states(make):
    rng = np.random.default_rng(0)
    for name, control in make.controls.items():
        for value in (control.values[0], control.values[-1]):
            yield {name: value}
    for _ in range(3):
        yield {
            name: control.values[rng.integers(len(control.values))]
            for name, control in make.controls.items()
        }


# ---- what every experiment promises ----


@ALL
def test_every_state_has_a_picture_and_a_sentence_for_every_frame(make):
    experiment = make()
    for values in ends_and_three_random_states(make):
        picture = experiment.picture(experiment.state(**values))
        texts = [picture.text(frame) for frame in range(picture.scene.frames)]
        assert all(20 <= len(text) <= 400 for text in texts)
        still.figure(picture.scene, picture.frame)


@ALL
def test_no_number_that_is_none_goes_unexplained(make):
    experiment = make()
    for values in ends_and_three_random_states(make):
        scene = experiment.picture(experiment.state(**values)).scene
        for panel in scene.panels:
            for mark in panel.marks:
                arrays = [value for value in vars(mark).values() if isinstance(value, np.ndarray)]
                if not all(np.isfinite(a).all() for a in arrays):
                    assert any("too large" in sentence for _, sentence in scene.warnings)


@ALL
def test_the_same_state_gives_the_same_picture(make):
    one, other = (make().picture(make().start) for _ in range(2))
    assert one.text(3) == other.text(3)
    for panel, twin in zip(one.scene.panels, other.scene.panels, strict=True):
        for mark, copy in zip(panel.marks, twin.marks, strict=True):
            np.testing.assert_equal(vars(mark), vars(copy))


@ALL
def test_a_state_is_restored_from_its_code(make):
    experiment = make()
    for values in ends_and_three_random_states(make):
        state = experiment.state(**values)
        code = experiment.code(state)
        assert vars(make(code).start) == vars(state)
        assert len(code) < 100


@ALL
@pytest.mark.parametrize("code", ["no_such_control=3", "hello", "=", "learning_rate"])
def test_a_code_that_is_none_is_refused_with_a_sample(make, code):
    with pytest.raises(ValueError, match="A state looks like this:"):
        make(code)


@ALL
def test_the_question_explains_every_option(make):
    question = make.question
    assert question.all_options[-1].text == "I don't know yet."
    for chosen, option in enumerate(question.all_options):
        assert len(option.explanation.split()) >= 15
        verdict = question.verdict(chosen)
        assert option.explanation in verdict
        assert ("That is what happens." in verdict) == (chosen == question.answer)
        assert question.options[question.answer].explanation in verdict
    wrong = [o for i, o in enumerate(question.options) if i != question.answer]
    assert all(re.fullmatch(r"M\d\d", option.misconception) for option in wrong)


@ALL
def test_the_challenge_is_not_met_at_the_start(make):
    assert not make().picture(make().start).met


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
def test_300_moves_leave_nothing_behind(make, workspace):
    stage = Stage(make())
    sent = []
    stage.send = lambda message, buffers=None: sent.append(message["kind"])
    values = [
        dict(
            zip(
                make.controls,
                (c.values[i % len(c.values)] for c in make.controls.values()),
                strict=True,
            )
        )
        for i in range(300)
    ]

    def move(count):
        for n in range(count):
            stage.hear(
                {"kind": "state", "n": n, "frame": 0, "values": values[n], "functions": "reference"}
            )

    move(20)
    gc.collect()
    before = len(gc.get_objects())
    move(300)
    gc.collect()
    assert len(gc.get_objects()) - before < 300
    assert plt.get_fignums() == []
    assert sent.count("picture") == 320


# ---- the stage ----


class Heard:
    """A stage whose messages are kept instead of sent."""

    def __init__(self, experiment):
        self.messages = []
        self.stage = Stage(experiment)
        self.stage.send = lambda message, buffers=None: self.messages.append(message)

    def __call__(self, **message):
        del self.messages[:]
        self.stage.hear(message)
        return {m["kind"]: m for m in self.messages}

    def state(self, functions="reference", frame=0, **values):
        full = vars(self.stage.experiment.state(**values))
        return self(kind="state", n=7, frame=frame, values=full, functions=functions)["picture"]


def test_a_page_that_says_hello_gets_all_it_needs(workspace):
    told = Heard(StepSize(learning_rate=2.0))(kind="hello")
    assert told["setup"]["values"]["learning_rate"] == 2.0
    assert list(told["setup"]["controls"]) == ["learning_rate", "curvature", "start"]
    assert told["setup"]["functions"] == {
        "which": "reference",
        "names": ["gd_step"],
        "missing": ["gd_step"],
    }
    assert told["picture"]["scene"]["frames"] == 41


def test_a_reloaded_page_finds_everything_as_it_was(workspace):
    heard = Heard(StepSize())
    heard.state(learning_rate=2.0)
    heard(kind="predict", choice=1)
    told = heard(kind="hello")
    assert told["setup"]["values"]["learning_rate"] == 2.0
    assert told["setup"]["question"]["chosen"] == 1


def test_a_prediction_is_kept_and_compared_when_asked(workspace):
    heard = Heard(StepSize())
    assert heard(kind="hello")["setup"]["question"]["chosen"] is None
    assert heard(kind="predict", choice=0)["question"]["verdict"] is None
    verdict = heard(kind="compare")["question"]["verdict"]
    assert verdict.startswith("You predicted: It falls all the way")
    again = Heard(StepSize())(kind="hello")["setup"]["question"]
    assert (again["chosen"], again["verdict"]) == (0, verdict)


def test_a_new_prediction_is_open_again(workspace):
    heard = Heard(StepSize())
    heard(kind="predict", choice=0)
    heard(kind="compare")
    assert heard(kind="predict", choice=2)["question"]["verdict"] is None
    assert Heard(StepSize())(kind="hello")["setup"]["question"]["verdict"] is None


def test_a_code_restores_the_state_and_a_wrong_one_says_why(workspace):
    heard = Heard(StepSize())
    assert (
        heard(kind="code", text="learning_rate=2 curvature=1 start=1")["values"]["values"]["start"]
        == 1.0
    )
    told = heard(kind="code", text="learning_rate=much")
    assert list(told) == ["refused"]
    assert heard.stage.state.start == 1.0


def test_texts_come_for_every_frame(workspace):
    told = Heard(LongValley())(kind="texts")["texts"]["texts"]
    assert len(told) == 81
    assert told[5].startswith("Step 5 of 80")


def test_the_challenge_is_decided_by_code_and_kept(workspace):
    heard = Heard(StepSize())
    assert heard.state(learning_rate=0.4, curvature=2.5, start=-2)["met"]
    assert Progress(workspace).events("challenge", experiment="StepSize")
    picture = Heard(StepSize()).state(learning_rate=0.1)
    assert (picture["met"], picture["reached"]) == (False, True)


@pytest.mark.parametrize(
    ("values", "met"),
    [
        ({"condition": 20.6, "part": 0.95}, True),
        ({"condition": 20.6, "part": 0.5}, False),
        ({"condition": 10.0, "part": 0.95}, False),
        ({"condition": 100.0, "part": 0.95}, False),
    ],
)
def test_the_valleys_challenge_needs_a_long_valley_and_a_good_rate(values, met):
    assert LongValley().picture(LongValley().state(**values)).met == met


def test_the_learners_own_code_draws_the_picture_once_it_passes(workspace):
    heard = Heard(StepSize())
    assert "does not pass now" in heard.state("mine")["trouble"]
    workspace.save_answer("gd_step", "# mine\n" + find("gd_step").solution)
    check("gd_step")
    assert heard(kind="functions")["functions"]["missing"] == []
    assert heard.state("mine")["trouble"] == ""


def test_both_lessons_experiments_really_call_what_they_are_given():
    called = []
    reference = StepSize().reference_functions()["gd_step"]

    def gd_step(*arguments):
        called.append(arguments)
        return reference(*arguments)

    StepSize().picture(StepSize().start, {"gd_step": gd_step})
    assert len(called) == 40


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("raise ValueError('not today')", "not today"),
        ("while True: pass", "It took too long."),
        ("return 'nonsense'", "Your code cannot make this picture."),
        ("return None", "Your code cannot make this picture."),
    ],
)
def test_a_learners_function_that_fails_shows_its_message_and_breaks_nothing(
    workspace, monkeypatch, body, words
):
    """It passes the check, and misbehaves only in the experiment."""
    monkeypatch.setattr("bpcourse.experiments.stage.PATIENCE", 0.3)
    trap = f"def gd_step(params, grads, lr):\n    if abs(lr - 0.5) < 0.02:\n        {body}\n"
    workspace.save_answer(
        "gd_step", trap + "    return [w - lr * dw for w, dw in zip(params, grads)]\n"
    )
    Progress(workspace).record("check", exercise="gd_step", outcome="ok", code=code_of(workspace))
    picture = Heard(StepSize()).state("mine", learning_rate=0.5)
    assert words in picture["trouble"]
    assert picture["trouble"].endswith("The picture shows the model answer.")
    assert picture["scene"]["frames"] == 41


def code_of(workspace):
    from bpcourse.checking.workspace import fingerprint

    return fingerprint(workspace.answer("gd_step"))


def test_where_nothing_can_be_kept_the_experiment_goes_on(workspace, monkeypatch):
    def refuse(self, event, **facts):
        raise OSError

    monkeypatch.setattr(Progress, "record", refuse)
    assert Heard(StepSize())(kind="predict", choice=0)["question"]["chosen"] == 0


def test_shown_in_a_cell_it_is_live_with_the_still_twin_beside_it(workspace):
    data, _ = StepSize()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "<figure" in data["text/html"]
    assert data["text/plain"].startswith("Gradient descent on a parabola")


# ---- what lesson 02's two show ----


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.05, "It crawls"),
        (0.5, "walks straight down"),
        (1.0, "lands on the bottom with the first step"),
        (1.6, "jumps across the bottom at every step, and comes closer"),
        (2.0, "jumps from side to side and hardly comes closer"),
        (2.5, "It blows up"),
    ],
)
def test_the_words_fit_what_the_steps_do(rate, words):
    experiment = StepSize(learning_rate=rate)
    picture = experiment.picture(experiment.start)
    assert words in picture.text(40)
    loss = picture.scene.panels[1].marks[0].y
    assert (loss[-1] > loss[0]) == ("blows up" in words)


@pytest.mark.parametrize("product", [0.05, 0.5, 1.3, 1.9])
def test_the_steps_needed_are_those_it_takes(product):
    """The curve's number, rounded up, is the first step at which the loss is 1 % of the start."""
    experiment = StepSize(learning_rate=product, curvature=1.0)
    data = experiment.compute(experiment.start, **experiment.reference_functions())
    below = np.flatnonzero(data.loss <= 0.01 * data.loss[0])
    if len(below):
        assert np.ceil(data.steps_needed - 1e-9) == below[0]
    else:
        assert data.steps_needed > 40


def test_the_gradient_stands_at_a_right_angle_to_the_contour():
    experiment = LongValley()
    data = experiment.compute(experiment.start, **experiment.reference_functions())
    along = np.array([[0.0, -1.0], [1.0, 0.0]]) @ data.gradient[0]  # the contour's direction
    w, step = data.w[0], 1e-6 * along
    rise = (w + step) @ data.H @ (w + step) - w @ data.H @ w
    assert abs(rise) < 1e-9


def test_in_a_round_bowl_downhill_leads_home_and_in_a_long_valley_it_does_not():
    angles = []
    for condition in (1.0, 10.0, 100.0):
        experiment = LongValley(condition=condition)
        data = experiment.compute(experiment.start, **experiment.reference_functions())
        angles.append(data.angle[0])
    assert angles[0] < 1e-3
    assert 45 < angles[1] < angles[2]


# ---- pictures that come in slices ----


class Slow(StepSize):
    """A long computation, in three slices."""

    learning_rate, curvature, start = StepSize.learning_rate, StepSize.curvature, StepSize.start

    def compute(self, state, gd_step):
        data = super().compute(state, gd_step)
        for is_last in (False, False, True):
            yield SimpleNamespace(**vars(data), is_last=is_last)


def test_a_long_computation_comes_in_slices_as_the_page_asks(workspace):
    heard = Heard(Slow())
    assert heard.state(learning_rate=0.5)["is_last"] is False
    for is_last in (False, True):
        assert heard(kind="better", n=7, frame=0)["picture"]["is_last"] is is_last
    assert heard(kind="better", n=7, frame=0) == {}


def test_what_the_hand_has_left_behind_is_abandoned(workspace):
    heard = Heard(Slow())
    heard.state(learning_rate=0.5)
    assert heard(kind="better", n=6, frame=0) == {}
    assert heard.state(learning_rate=1.0)["code"].startswith("learning_rate=1.0")
    assert len(heard.messages) == 1


def test_a_slice_that_fails_ends_with_the_model_answers_picture(workspace):
    """The learner's function fails in the second slice."""
    calls = []

    def gd_step(params, grads, lr):
        calls.append(lr)
        if len(calls) > 1:
            raise ValueError("not twice")
        return [w - lr * dw for w, dw in zip(params, grads, strict=True)]

    class Twice(Slow):
        """Calls it in every slice."""

        learning_rate, curvature, start = StepSize.learning_rate, StepSize.curvature, StepSize.start

        def compute(self, state, gd_step):
            for stage in super().compute(state, lambda *a: [a[0][0]]):
                gd_step([1.0], [1.0], 0.1)
                yield stage

    stage = Heard(Twice()).stage
    stage.own = {"gd_step": gd_step}
    stage.pictures = stage.experiment.pictures(stage.state, stage.own)
    stage._next()
    assert stage.trouble == ""
    stage._next()
    assert "not twice" in stage.trouble
    assert stage.trouble.endswith("The picture shows the model answer.")


def test_slices_pause_when_their_time_is_over_and_at_the_end():
    pauses = []
    for i, pause in in_slices(6, first=0.02, seconds=0.02):
        pauses.append(pause)
        time.sleep(0.03 if i == 2 else 0)
    assert pauses == [False, False, False, True, False, True]


def test_an_experiment_is_a_few_lines():
    """What the text at the head of experiment.py promises to whoever writes the next."""

    class Line(Experiment):
        """A line."""

        slope = Slider(1.0, "slope", low=0.0, high=2.0, count=21)

        def compute(self, state):
            return state.slope * np.arange(3.0)

        def scene(self, state, data):
            path = Path(np.arange(3.0), data, label="the line")
            return Scene((Panel("A line", Axis("x", 0, 2), Axis("y", 0, 4), (path,)),), frames=3)

        def describe(self, state, data, frame):
            return f"At step {frame} the line is at {data[frame]:g}."

    experiment = Line(slope=0.5)
    assert experiment.picture(experiment.start).text(2) == "At step 2 the line is at 1."
    assert experiment.code(experiment.start) == "slope=0.5"
    assert "<figure" in still.html(experiment)
