"""The kernel's end of the stage, pictures that come in slices, and what lesson 02's two show."""

import subprocess
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest

from bpcourse.checking.check import check
from bpcourse.checking.exercise import find
from bpcourse.checking.progress import Progress
from bpcourse.experiments import LongValley, StepSize, still
from bpcourse.experiments import experiment as base
from bpcourse.experiments.controls import Slider
from bpcourse.experiments.conversation import from_text, to_text
from bpcourse.experiments.experiment import Experiment, in_slices
from bpcourse.experiments.scene import Axis, Panel, Path, Scene
from bpcourse.experiments.stage import Stage

# ---- the stage ----


class Heard:
    """A stage whose messages are kept instead of sent."""

    def __init__(self, experiment, later=None):
        self.messages = []
        keep = self.messages.append
        self.stage = Stage(experiment, lambda text, _: keep(from_text(text)), later=later)

    def __call__(self, **message):
        del self.messages[:]
        self.stage.hear(to_text(message))
        return {m["kind"]: m for m in self.messages}

    def opened(self):
        """A prediction is locked in, so the picture is open."""
        return self(kind="answer", answer=None, sure=None)

    def state(self, functions="reference", frame=0, **values):
        full = vars(self.stage.experiment.state(**values))
        return self(kind="state", n=7, frame=frame, values=full, functions=functions)["picture"]


def test_a_page_that_says_hello_gets_all_it_needs(workspace):
    heard = Heard(StepSize(learning_rate=2.0))
    told = heard(kind="hello")
    assert told["setup"]["values"]["learning_rate"] == 2.0
    assert list(told["setup"]["controls"]) == ["learning_rate", "curvature", "start"]
    assert told["setup"]["functions"] == {
        "which": "reference",
        "names": ["gd_step"],
        "missing": ["gd_step"],
        "each_alone": False,
    }
    assert "picture" not in told
    assert heard.opened()["picture"]["scene"]["frames"] == 41


def test_a_reloaded_page_finds_everything_as_it_was(workspace):
    heard = Heard(StepSize())
    heard(kind="answer", answer=1, sure=None)
    heard.state(learning_rate=2.0)
    heard(kind="frame", frame=7)
    told = heard(kind="hello")
    assert told["picture"]["opens_at"] == 7
    assert told["picture"]["text"].startswith("Step 7 of 40")
    assert told["setup"]["values"]["learning_rate"] == 2.0
    assert told["setup"]["question"]["given"]["text"].startswith("It rises all the way")


def test_a_prediction_is_kept_and_compared_when_asked(workspace):
    heard = Heard(StepSize())
    assert heard(kind="hello")["setup"]["question"]["given"] is None
    locked = heard(kind="answer", answer=0, sure=None)["question"]["question"]
    assert locked["given"]["text"].startswith("It falls all the way")
    assert locked["verdict"] is None
    told = heard(kind="compare")["question"]["question"]
    assert not told["verdict"]["right"]
    assert Heard(StepSize())(kind="hello")["setup"]["question"] == told
    [event] = Progress(workspace).events("answer", question="steps_to_the_bottom")
    assert (event["right"], event["misconception"]) == (False, "M04")


def test_a_new_prediction_is_open_again(workspace):
    heard = Heard(StepSize())
    heard(kind="answer", answer=0, sure=None)
    heard(kind="compare")
    assert heard(kind="again")["question"]["question"]["given"] is None
    assert heard(kind="answer", answer=2, sure=None)["question"]["question"]["verdict"] is None
    assert Heard(StepSize())(kind="hello")["setup"]["question"]["verdict"] is None


def test_a_prediction_that_no_longer_fits_its_question_is_forgotten(workspace):
    Progress(workspace).record("answer", question="steps_to_the_bottom", answer=17)
    assert Heard(StepSize())(kind="hello")["setup"]["question"]["given"] is None


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
    heard = Heard(LongValley())
    heard.opened()
    told = heard(kind="texts")["texts"]["texts"]
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
        ({"condition": 30.0, "part": 0.93}, True),
        ({"condition": 30.0, "part": 0.5}, False),
        ({"condition": 10.0, "part": 0.93}, False),
        ({"condition": 100.0, "part": 0.93}, False),
        ({"condition": 30.0, "part": 0.93, "start": "0.3,0.1"}, False),
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
    assert Heard(StepSize())(kind="answer", answer=0, sure=None)["question"]["question"]["given"]


# ---- in a cell ----


@pytest.fixture
def published(monkeypatch):
    """What a cell shows: the data of its outputs, and how each is placed."""
    outputs = []

    def publish(self, data, metadata=None, *, transient=None, update=False, **rest):
        outputs.append((data, (transient or {}).get("display_id"), update))

    monkeypatch.setattr("IPython.core.displaypub.DisplayPublisher.publish", publish)
    return outputs


def test_shown_in_a_cell_it_is_live_and_gives_nothing_away(workspace, published):
    """Beside the experiment there is its question, and no picture."""
    StepSize()._ipython_display_()
    (kept, place, _), (data, _, _) = published
    assert place
    assert kept["text/html"] == '<div class="bp-kept"></div>'
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "How does the number of steps change" in data["text/html"]
    assert "Run this cell to answer" in data["text/html"]
    assert "<img" not in data["text/html"]
    assert data["text/plain"] == StepSize.title


def test_a_picture_that_was_left_is_kept_in_the_cell(workspace, published, monkeypatch):
    """The page sends it when the hand rests; it takes the place of the empty output."""
    ends = []

    def live(make):
        ends.append(make(lambda text, buffers: None))
        return {}, {}

    monkeypatch.setattr("bpcourse.experiments.jupyter.live", live)
    StepSize()._ipython_display_()
    ends[0].answer({"kind": "as_left", "png": "data:image/png;base64,AA", "text": "a < b"})
    (_, place, _), _, (data, at, update) = published
    assert (at, update) == (place, True)
    assert '<img alt="a &lt; b" src="data:image/png;base64,AA"' in data["text/html"]
    assert "learning_rate=0.1 curvature=1.0 start=-2.5" in data["text/html"]


def test_a_lesson_that_is_built_shows_the_still(workspace, published, monkeypatch):
    monkeypatch.setenv("BPCOURSE_STILLS", "1")
    StepSize()._ipython_display_()
    [(data, _, _)] = published
    assert "<figure" in data["text/html"]
    assert data["text/plain"].startswith("Gradient descent on a parabola")


def test_a_cell_that_shows_an_experiment_draws_no_picture(workspace):
    """In a fresh process: matplotlib is not loaded, and that took half a second."""
    program = (
        "import sys; from bpcourse.experiments import StepSize; StepSize()._ipython_display_();"
        "print('matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split()[-1] == "False", done.stderr


# ---- what lesson 02's two show ----


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.05, "it comes closer slowly"),
        (0.5, "without crossing the bottom"),
        (1.0, "lands on the bottom with the first step"),
        (1.6, "jumps across the bottom at every step, and comes closer"),
        (2.0, "jumps from side to side and hardly comes closer"),
        (2.5, "it diverges"),
    ],
)
def test_the_words_fit_what_the_steps_do(rate, words):
    experiment = StepSize(learning_rate=rate)
    picture = experiment.picture(experiment.start)
    assert words in picture.text(40)
    loss = picture.scene.panels[1].marks[0].y
    assert (loss[-1] > loss[0]) == ("diverges" in words)


@pytest.mark.parametrize("product", [0.05, 0.5, 1.3, 1.9])
def test_the_steps_needed_are_those_it_takes(product):
    """The curve's number, rounded up, is the first step at which the loss is 1 % of the start."""
    _, data = StepSize().data(learning_rate=product, curvature=1.0)
    below = np.flatnonzero(data.loss <= 0.01 * data.loss[0])
    if len(below):
        assert np.ceil(data.steps_needed - 1e-9) == below[0]
    else:
        assert data.steps_needed > 40


@pytest.mark.parametrize("place", ["2.8,0.1", "-1,2"])
def test_the_gradient_stands_at_a_right_angle_to_the_contour(place):
    _, data = LongValley().data(condition=10.0, start=place)
    along = np.array([[0.0, -1.0], [1.0, 0.0]]) @ data.gradient[0]  # the contour's direction
    w, step = data.w[0], 1e-6 * along
    rise = (w + step) @ data.H @ (w + step) - w @ data.H @ w
    assert abs(rise) < 1e-9


def test_in_a_round_bowl_downhill_leads_home_and_in_a_long_valley_it_does_not():
    angles = [LongValley().data(condition=c)[1].angle[0] for c in (1.0, 10.0, 100.0)]
    assert angles[0] < 1e-3
    assert 45 < angles[1] < angles[2]


def test_the_rate_is_named_as_a_part_of_the_largest_stable_one():
    """Also a small one: nothing is 0.00 of anything."""
    experiment = StepSize(learning_rate=0.01, curvature=0.2)
    assert "the rate 0.01 is 0.001 times that" in experiment.picture(experiment.start).text(40)


def test_what_is_drawn_of_the_pace_ends_at_the_present_rate():
    """The rest of the curve is for the hand to find."""
    for rate in (0.1, 1.5):
        experiment = StepSize(learning_rate=rate)
        panels = experiment.picture(experiment.start).scene.panels
        assert panels[2].marks[0].x.max() == pytest.approx(rate)


# ---- pictures that come in slices ----


class Slow(StepSize):
    """A long computation, in three slices."""

    learning_rate, curvature, start = StepSize.learning_rate, StepSize.curvature, StepSize.start

    def compute(self, state, gd_step):
        data = super().compute(state, gd_step)
        for is_last in (False, False, True):
            yield SimpleNamespace(**vars(data), is_last=is_last)


def test_a_long_computation_comes_in_slices_as_the_page_asks(workspace, monkeypatch):
    monkeypatch.setattr(base, "SHOWN", 0.0)  # seconds: each slice is shown
    heard = Heard(Slow())
    assert heard.state(learning_rate=0.5)["is_last"] is False
    for is_last in (False, True):
        assert heard(kind="better", n=7, frame=0)["picture"]["is_last"] is is_last
    assert heard(kind="better", n=7, frame=0) == {}


def test_a_slice_that_comes_too_early_is_not_shown(workspace, monkeypatch):
    monkeypatch.setattr(base, "SHOWN", 1000.0)
    heard = Heard(Slow())
    assert heard.state(learning_rate=0.5)["is_last"] is False
    assert heard(kind="better", n=7, frame=0)["picture"]["is_last"] is True


def test_between_two_slices_the_next_state_is_heard(workspace, monkeypatch):
    """It is answered at once, and what was begun before it is not gone on with."""
    monkeypatch.setattr(base, "SHOWN", 1000.0)
    left = []
    heard = Heard(Slow(), later=left.append)
    heard.state(learning_rate=0.5)
    assert heard(kind="better", n=7, frame=0) == {}
    (go_on,) = left
    assert heard.state(learning_rate=1.0)["code"].startswith("learning_rate=1.0")
    heard.messages.clear()
    go_on()
    assert heard.messages == []
    assert len(left) == 1


def test_where_no_other_state_has_come_it_goes_on(workspace, monkeypatch):
    monkeypatch.setattr(base, "SHOWN", 1000.0)
    left = []
    heard = Heard(Slow(), later=left.append)
    heard.state(learning_rate=0.5)
    heard(kind="better", n=7, frame=3)
    left.pop()()
    (told,) = heard.messages
    assert told["is_last"] is True
    assert told["opens_at"] == 3
    assert left == []


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
    stage.own, stage.trouble = {"gd_step": gd_step}, ""
    stage.pictures = stage.experiment.pictures(stage.state, stage.own)
    stage._next()
    assert stage.trouble == ""
    stage._next()
    assert "not twice" in stage.trouble
    assert stage.trouble.endswith("The picture shows the model answer.")


def test_slices_pause_when_their_time_is_over_and_at_the_end(monkeypatch):
    now = 0.0
    monkeypatch.setattr(time, "perf_counter", lambda: now)
    pauses = []
    for i, pause in in_slices(6, first=0.02, seconds=0.02):
        pauses.append(pause)
        now += 0.03 if i == 2 else 0.001
    assert pauses == [False, False, False, True, False, True]


def test_an_experiment_is_a_few_lines():
    """What the text at the head of experiment.py promises to whoever writes the next."""

    class Line(Experiment):
        """A line."""

        slope = Slider(1.0, "slope", low=0.0, high=2.0, step=0.1)

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
