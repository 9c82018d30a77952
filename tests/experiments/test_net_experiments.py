"""What the experiments of lessons 07 and 11 show is so; and they run on what they are given."""

import numpy as np
import pytest

from bpcourse import mlp_forward, numerical_gradient
from bpcourse.checking.check import check
from bpcourse.checking.exercise import find
from bpcourse.checking.mine import home, reference
from bpcourse.experiments import Cliff, DepthMeter, ErrorFlow, FollowWeight
from bpcourse.experiments.backward_pass.follow_weight import NAMES
from bpcourse.experiments.conversation import from_text
from bpcourse.experiments.scene import Names
from bpcourse.experiments.stage import Stage
from bpcourse.experiments.vanishing_gradients import cliff as cliff_module
from bpcourse.experiments.vanishing_gradients.cliff import HIT

ALL = pytest.mark.parametrize("make", [Cliff, DepthMeter, ErrorFlow, FollowWeight])


def is_met(experiment, **values):
    return experiment.challenge.met(*experiment.data(**values))


@ALL
def test_it_calls_every_function_that_it_is_given(make):
    called = set()
    experiment = make()

    def watched(name, function):
        def call(*arguments):
            called.add(name)
            return function(*arguments)

        return call

    functions = {n: watched(n, f) for n, f in experiment.reference_functions().items()}
    for clip in ("norm", "value"):
        experiment.picture(experiment.state(**({"clip": clip} if make is Cliff else {})), functions)
    assert called == set(make.runs_on)


TRAPS = {
    "raise ValueError('not today')": "not today",
    "while True: pass": "It took too long.",
    "return 'nonsense'": "Your code cannot make this picture.",
    "return None": "Your code cannot make this picture.",
    "return np.zeros((7, 3))": "Your code cannot make this picture.",
}


@ALL
@pytest.mark.parametrize("body", list(TRAPS))
def test_a_function_that_fails_shows_its_own_message_and_breaks_nothing(
    make, body, workspace, monkeypatch
):
    """All functions pass; the first of them is then replaced by one that misbehaves."""
    monkeypatch.setattr("bpcourse.experiments.stage.PATIENCE", 0.3)
    messages = []
    stage = Stage(make(), lambda text, buffers: messages.append(from_text(text)))
    space = {"np": np}
    exec(compile(f"def trap(*arguments):\n    {body}", "trap.py", "exec"), space)
    own = stage.experiment.reference_functions() | {make.runs_on[0]: space["trap"]}
    monkeypatch.setattr("bpcourse.experiments.stage.learners", own.get)
    values = vars(stage.experiment.state(**({"clip": "norm"} if make is Cliff else {})))
    stage.answer({"kind": "state", "n": 1, "frame": 0, "values": values, "functions": "mine"})
    while not messages[-1]["is_last"]:
        stage.answer({"kind": "better", "n": 1, "frame": 0})
    assert TRAPS[body] in messages[-1]["trouble"]
    assert messages[-1]["trouble"].endswith("The picture shows the model answer.")
    assert messages[-1]["scene"]["frames"] > 3


def test_what_an_exercise_defines_beside_its_own_name_is_found_too(workspace):
    assert home("diagnose_flow").name == "clip_by_value"
    assert reference("diagnose_flow")([1.0, 1.0]) == "healthy"
    stage = Stage(DepthMeter(), send=None)
    assert stage._functions()["missing"] == ["mlp_backward", "global_norm", "clip_by_value"]
    workspace.save_answer("clip_by_value", find("clip_by_value").solution)
    assert check("clip_by_value").outcome == "ok"
    assert stage._functions()["missing"] == ["mlp_backward", "global_norm"]


def test_the_first_picture_of_a_training_comes_before_its_end_and_the_last_is_whole():
    for make, frames in ((ErrorFlow, 41), (DepthMeter, 41)):
        experiment = make()
        pictures = list(filter(None, experiment.pictures(experiment.start)))
        assert [p.is_last for p in pictures] == [False] * (len(pictures) - 1) + [True]
        assert pictures[-1].scene.frames == frames
        assert pictures[-1].text(3) == experiment.picture(experiment.start).text(3)


def test_who_looks_at_the_end_is_told_of_the_end_also_when_it_moves(workspace):
    """The page asks for the last frame, whichever that will be."""
    messages = []
    stage = Stage(ErrorFlow(), lambda text, buffers: messages.append(from_text(text)))
    values = vars(stage.experiment.start)
    stage.answer({"kind": "state", "n": 1, "frame": None, "values": values, "functions": "mine"})
    while not messages[-1]["is_last"]:
        stage.answer({"kind": "better", "n": 1, "frame": None})
    assert messages[-1]["text"].startswith("After 400 of 400 training steps")


# ---- follow one weight ----


@pytest.mark.parametrize("weight", NAMES)
@pytest.mark.parametrize("samples", [1, 6])
def test_paths_and_samples_add_up_to_the_gradient(weight, samples):
    _, data = FollowWeight().data(weight=weight, samples=samples)
    assert data.products.sum() == pytest.approx(data.gradient, abs=1e-12)
    assert data.products.shape == (samples, 3 if weight.startswith("W1") else 1)


def test_the_sum_is_what_nudging_the_weight_says():
    """The net is caught on its way into mlp_backward, and one of its weights is nudged."""
    caught = {}

    def spy(params, cache, y):
        caught.update(params=params, X=cache["A"][0], y=y)
        return reference("mlp_backward")(params, cache, y)

    experiment = FollowWeight(weight="W1[1,2]", samples=5)
    data = experiment.compute(experiment.start, mlp_backward=spy)
    W = caught["params"][0][0]

    def loss(_):
        Z = mlp_forward(caught["params"], caught["X"], "relu")["Z"][-1]
        return np.mean((Z - caught["y"]) ** 2)

    assert numerical_gradient(loss, W)[1, 2] == pytest.approx(data.gradient, abs=1e-8)


def test_the_numbers_on_the_way_back_multiply_to_the_product():
    """In every frame: what is carried to the weight, times its input, is what the frame adds."""
    experiment = FollowWeight(samples=6, bias=3.0)
    _, data = experiment.data(samples=6, bias=3.0)
    net = experiment.picture(experiment.start).scene.panels[0]
    factors, carried = (m for m in net.marks if isinstance(m, Names) and m.at is not None)
    for frame in range(1, 19):
        shown = [text for text, at in zip(factors.texts, factors.at, strict=True) if at == frame]
        last = [text for text, at in zip(carried.texts, carried.at, strict=True) if at == frame]
        factor, product = map(read, shown[-1].removeprefix("· ").split(" = "))
        assert product == pytest.approx(data.products.ravel()[frame - 1], rel=0.06)
        assert read(last[-1]) * factor == pytest.approx(product, rel=0.12)
        assert len(shown) == len(last) == 3


RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read(text):
    """A number as it is written."""
    mantissa, _, power = text.replace("−", "-").partition("\u00a0×\u00a010")
    return float(mantissa) * 10.0 ** int(power.translate(RAISED) or 0)


def test_a_shut_gate_ends_the_way_back():
    experiment = FollowWeight()
    _, data = experiment.data(samples=6)
    shut = ~data.gates.all(axis=2)
    assert shut.any()
    assert np.all(data.products[shut] == 0)
    picture = experiment.picture(experiment.state(samples=6))
    frame = 1 + int(np.argmax(shut.ravel()))
    assert "has a shut gate, and adds 0" in picture.text(frame)


def test_a_wrong_mlp_backward_is_told_by_the_picture():
    experiment = FollowWeight()
    functions = {"mlp_backward": lambda *a: [(2 * W, b) for W, b in reference("mlp_backward")(*a)]}
    told = experiment.picture(experiment.start, functions).text(3)
    assert "NOT the sum of products" in told


def test_some_weights_have_samples_that_disagree():
    met = [w for w in NAMES if is_met(FollowWeight(), weight=w, samples=6)]
    assert 1 <= len(met) <= 6


def test_a_dragged_sample_changes_its_product():
    _, before = FollowWeight().data()
    places = FollowWeight().start.places.copy()
    places[0, 0] = -places[0, 0]
    _, after = FollowWeight().data(places=places)
    assert after.inputs[0] == -before.inputs[0]


# ---- where the error goes ----


def test_the_layers_errors_are_the_deltas():
    """At the start: for each layer the mean of |dZ|, where dZ is found by nudging the sums."""
    _, data = ErrorFlow().data()
    rng = np.random.default_rng(1)
    sizes = [(2, 16), (16, 16), (16, 1)]
    W = [rng.normal(size=size) * np.sqrt(2 / size[0]) for size in sizes]
    Z = [data.X @ W[0]]

    def loss_from(Z1):
        return np.mean((np.maximum(np.maximum(Z1, 0) @ W[1], 0) @ W[2] - data.y) ** 2)

    measured = np.mean(np.abs(numerical_gradient(loss_from, Z[0])))
    assert data.layers[0, 0] == pytest.approx(measured, rel=1e-5)
    assert data.loss[0] == pytest.approx(loss_from(Z[0]))


def test_a_point_among_the_others_keeps_its_error():
    """The learner's own point, among those of its target and among the others."""
    at_home, away = (ErrorFlow().data(own=place)[1] for place in ("-1.3,0.1", "0.5,-0.8"))
    assert away.samples[-1, -1] > 5 * at_home.samples[-1, -1]
    assert np.argmax(away.samples[:, -1]) == len(away.samples) - 1


def test_the_challenge_of_the_error_flow_needs_larger_weights():
    assert is_met(ErrorFlow(), scale=2.0)
    assert not is_met(ErrorFlow(), scale=1.0)


# ---- the depth meter ----


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"depth": 10}, "vanishing"),
        ({"depth": 30, "activation": "tanh", "gain": 5.0}, "exploding"),
        ({"depth": 20, "activation": "relu", "weights": "He"}, "healthy"),
        ({"depth": 1}, "healthy"),
    ],
)
def test_the_flow_is_what_depth_activation_and_weights_make_it(values, word):
    assert DepthMeter().data(**values)[1].words[0] == word


def test_ten_sigmoid_layers_do_not_learn_in_2000_steps_and_one_does_in_200():
    """At the rate at which it starts, and at one that is ten times larger."""
    for rate in (0.005, 0.05):
        _, deep = DepthMeter().data(depth=10, steps=2000, learning_rate=rate)
        assert deep.loss[-1] > 0.99
        assert deep.spread[-1] < 0.01
    assert DepthMeter().data(depth=1, learning_rate=0.1)[1].loss[-1] < 0.6


@pytest.mark.parametrize("depth", [10, 20, 30])
def test_what_the_lesson_recommends_does_not_explode_at_the_rate_it_starts_with(depth):
    _, data = DepthMeter().data(depth=depth, activation="relu", weights="He", steps=2000)
    assert np.isfinite(data.loss).all()
    assert data.loss[-1] < 0.05


def test_the_picture_says_why_the_ratio_alone_can_deceive():
    """After 200 steps both norms are tiny, so their ratio is near 1: the text speaks of lengths."""
    experiment = DepthMeter(depth=10)
    picture = experiment.picture(experiment.start)
    assert picture.text(0).endswith("vanishing.")
    assert "ratio" not in picture.text(40)
    assert picture.text(40).endswith("The net still answers nearly the same for every point.")


def test_the_challenge_of_the_depth_meter_needs_more_than_a_healthy_flow():
    deep = {"depth": 20, "activation": "relu"}
    assert is_met(DepthMeter(), **deep, weights="He", steps=2000)
    assert not is_met(DepthMeter(), **deep, weights="He", steps=200)


# ---- the cliff ----


def test_the_gradient_of_the_cliff_agrees_with_nudging(rng):
    for w in rng.normal(size=(20, 2)) * 2:
        nudged = numerical_gradient(cliff_module.loss, w.copy())
        np.testing.assert_allclose(cliff_module.gradient(w), nudged, atol=1e-5)


def test_the_lowest_point_of_the_cliff_is_lowest(rng):
    lowest = cliff_module.lowest()
    assert np.linalg.norm(cliff_module.gradient(lowest)) < 1e-9
    around = lowest + 0.1 * rng.normal(size=(100, 2))
    assert np.all(cliff_module.loss(around) > cliff_module.loss(lowest))


def test_one_step_from_the_wall_undoes_all_that_went_before():
    """Twelve steps lead to the wall; the next one throws it further back than where it began."""
    _, data = Cliff().data()
    assert data.far[HIT] < 1.1 < 2.5 < data.far[0]
    assert data.loss[HIT + 1] > data.loss[0]


@pytest.mark.parametrize(
    ("clip", "used"), [("off", (0.3, 29.9)), ("norm", (0.03, 3.0)), ("value", (0.3, 3.0))]
)
def test_there_both_ways_of_clipping_do_what_they_are_named_for(clip, used):
    _, data = Cliff().data(clip=clip, limit=3.0)
    np.testing.assert_allclose(data.used[HIT], used, rtol=0.01)


def test_by_norm_it_does_not_matter_how_the_axes_lie_and_by_value_it_does():
    ends = {}
    for clip in ("norm", "value"):
        runs = [Cliff().data(clip=clip, limit=3.0, turn=turn)[1] for turn in (0, 20)]
        ends[clip] = np.abs(runs[0].w - runs[1].w).max()
        assert runs[1].turned[HIT] < 1e-6 or clip == "value"
    assert ends["norm"] < 1e-9
    assert ends["value"] > 1


def test_by_value_with_turned_axes_it_is_pushed_past_the_lowest_point():
    """It stays a whole unit away from it, and by norm it arrives."""
    far = [Cliff().data(clip=c, limit=3.0, turn=20)[1].far[-10:] for c in ("norm", "value")]
    assert far[0].max() < 0.5
    assert far[1].min() > 1


def test_the_challenge_of_the_cliff_can_be_met_only_with_a_clip():
    assert is_met(Cliff(), clip="norm", limit=3.0, turn=20)
    rates = Cliff.learning_rate.values[::4]
    assert not any(is_met(Cliff(), clip="off", turn=20, learning_rate=r) for r in rates)
