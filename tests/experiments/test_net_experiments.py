"""What the experiments of lessons 07 and 11 show is so; and they run on what they are given."""

import numpy as np
import pytest

from bpcourse import numerical_gradient
from bpcourse.checking.check import check
from bpcourse.checking.exercise import find
from bpcourse.checking.mine import home, reference
from bpcourse.experiments import Cliff, DepthMeter, ErrorFlow, FollowWeight
from bpcourse.experiments import cliff as cliff_module
from bpcourse.experiments.follow_weight import WEIGHTS
from bpcourse.experiments.nets import forward, two_moons
from bpcourse.experiments.stage import Stage

ALL = pytest.mark.parametrize("make", [Cliff, DepthMeter, ErrorFlow, FollowWeight])


def last(experiment, **values):
    """The state, and what its whole computation leads to."""
    state = experiment.state(**values)
    data = experiment.compute(state, **experiment.reference_functions())
    with np.errstate(all="ignore"):
        *_, data = data if hasattr(data, "__next__") else [data]
    return state, data


def is_met(experiment, **values):
    state, data = last(experiment, **values)
    return experiment.challenge.met(state, data)


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
    stage = Stage(make())
    messages = []
    stage.send = lambda message, buffers=None: messages.append(message)
    space = {"np": np}
    exec(compile(f"def trap(*arguments):\n    {body}", "trap.py", "exec"), space)
    own = stage.experiment.reference_functions() | {make.runs_on[0]: space["trap"]}
    monkeypatch.setattr("bpcourse.experiments.stage.learners", own.get)
    values = vars(stage.experiment.state(**({"clip": "norm"} if make is Cliff else {})))
    stage.hear({"kind": "state", "n": 1, "frame": 0, "values": values, "functions": "mine"})
    while not messages[-1]["is_last"]:
        stage.hear({"kind": "better", "n": 1, "frame": 0})
    assert TRAPS[body] in messages[-1]["trouble"]
    assert messages[-1]["trouble"].endswith("The picture shows the model answer.")
    assert messages[-1]["scene"]["frames"] > 3


def test_what_an_exercise_defines_beside_its_own_name_is_found_too(workspace):
    assert home("diagnose_flow").name == "clip_by_value"
    assert reference("diagnose_flow")([1.0, 1.0]) == "healthy"
    stage = Stage(DepthMeter())
    assert stage._functions()["missing"] == ["mlp_backward", "global_norm", "clip_by_value"]
    workspace.save_answer("clip_by_value", find("clip_by_value").solution)
    assert check("clip_by_value").outcome == "ok"
    assert stage._functions()["missing"] == ["mlp_backward", "global_norm"]


def test_the_first_picture_of_a_training_comes_before_its_end_and_the_last_is_whole():
    for make, frames in ((ErrorFlow, 41), (DepthMeter, 41)):
        experiment = make()
        pictures = list(experiment.pictures(experiment.start))
        assert [p.is_last for p in pictures] == [False] * (len(pictures) - 1) + [True]
        assert pictures[-1].scene.frames == frames
        assert pictures[-1].text(3) == experiment.picture(experiment.start).text(3)


def test_who_looks_at_the_end_is_told_of_the_end_also_when_it_moves(workspace):
    stage, messages = Stage(ErrorFlow()), []
    stage.send = lambda message, buffers=None: messages.append(message)
    stage.hear({"kind": "hello"})
    while not messages[-1]["is_last"]:
        last_frame = messages[-1]["scene"]["frames"] - 1
        stage.hear({"kind": "better", "n": 0, "frame": last_frame})
    assert messages[-1]["text"].startswith("Step 40 of 40")


# ---- follow one weight ----


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("samples", [1, 8])
def test_paths_and_samples_add_up_to_the_gradient(weight, samples):
    _, data = last(FollowWeight(), weight=weight, samples=samples)
    assert data.by_path.sum() == pytest.approx(data.gradient, abs=1e-12)
    assert data.by_path.shape == (samples, 3 if weight.startswith("W1") else 1)


def test_the_sum_is_what_nudging_the_weight_says(monkeypatch):
    """The net is caught on its way into mlp_backward, and one of its weights is nudged."""
    caught = {}

    def spy(params, cache, y):
        caught.update(params=params, X=cache["A"][0], y=y)
        return reference("mlp_backward")(params, cache, y)

    experiment = FollowWeight(weight="W1[1,2]", samples=5)
    data = experiment.compute(experiment.start, mlp_backward=spy)
    W = caught["params"][0][0]

    def loss(_):
        Z = forward(caught["params"], caught["X"], "relu")["Z"][-1]
        return np.mean((Z - caught["y"]) ** 2)

    assert numerical_gradient(loss, W)[1, 2] == pytest.approx(data.gradient, abs=1e-8)


def test_a_wrong_mlp_backward_is_told_by_the_picture():
    experiment = FollowWeight()
    functions = {"mlp_backward": lambda *a: [(2 * W, b) for W, b in reference("mlp_backward")(*a)]}
    assert "NOT what the sum says" in experiment.picture(experiment.start, functions).text(6)


def test_some_weights_have_samples_that_disagree():
    met = [w for w in WEIGHTS if is_met(FollowWeight(), weight=w, samples=6)]
    assert 1 <= len(met) <= 6


# ---- where the error goes ----


def test_the_layers_errors_are_the_deltas():
    """At the start: for each layer the mean of |dZ|, where dZ is found by nudging the sums."""
    experiment = ErrorFlow()
    _, data = last(experiment)
    rng = np.random.default_rng(1)
    X, y = two_moons(40, noise=0.12, rng=np.random.default_rng(7))
    sizes = [(2, 16), (16, 16), (16, 1)]
    W = [rng.normal(size=size) * np.sqrt(2 / size[0]) for size in sizes]
    Z = [X @ W[0]]

    def loss_from(Z1):
        return np.mean((np.maximum(np.maximum(Z1, 0) @ W[1], 0) @ W[2] - y) ** 2)

    measured = np.mean(np.abs(numerical_gradient(loss_from, Z[0])))
    assert data.layers[0, 0] == pytest.approx(measured, rel=1e-5)
    assert data.loss[0] == pytest.approx(loss_from(Z[0]))


def test_a_few_points_keep_most_of_the_error_and_it_is_not_so_at_the_start():
    _, data = last(ErrorFlow())
    shares = []
    for errors in (data.samples[:, 0] ** 2, data.samples[:, -1] ** 2):
        shares.append(np.sort(errors)[-10:].sum() / errors.sum())
    assert data.loss[-1] < data.loss[0] / 5
    assert shares[0] < 0.5 < 0.8 < shares[1]


def test_the_challenge_of_the_error_flow_can_be_met():
    assert is_met(ErrorFlow(), learning_rate=0.05, scale=2.0)
    assert not is_met(ErrorFlow(), learning_rate=0.05, scale=1.0)


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
    assert last(DepthMeter(), **values)[1].word == word


def test_a_deep_net_of_sigmoids_does_not_learn_and_a_shallow_one_does():
    losses = [last(DepthMeter(), depth=depth, learning_rate=0.2)[1].loss for depth in (10, 2)]
    assert losses[0][-1] > 0.95
    assert losses[1][-1] < 0.7


def test_the_challenge_of_the_depth_meter_needs_more_than_a_healthy_flow():
    deep = {"depth": 20, "activation": "relu"}
    assert is_met(DepthMeter(), **deep, weights="He", learning_rate=0.01)
    assert not is_met(DepthMeter(), **deep, weights="Xavier", learning_rate=0.01)


# ---- the cliff ----


def test_the_gradient_of_the_cliff_agrees_with_nudging(rng):
    for w in rng.normal(size=(20, 2)) * 2:
        nudged = numerical_gradient(cliff_module.loss, w.copy())
        np.testing.assert_allclose(cliff_module.gradient(w), nudged, atol=1e-6)


def test_the_lowest_point_of_the_cliff_is_lowest(rng):
    _, data = last(Cliff())
    assert np.linalg.norm(cliff_module.gradient(data.lowest)) < 1e-9
    around = data.lowest + 0.1 * rng.normal(size=(100, 2))
    assert np.all(cliff_module.loss(around) > data.lowest_loss)


def test_without_a_clip_the_wall_throws_it_far_and_with_one_it_does_not():
    assert last(Cliff(), clip="off")[1].longest > 5
    assert last(Cliff(), clip="norm")[1].longest < 0.51


def test_clipping_by_norm_keeps_the_direction_and_by_value_turns_it():
    assert last(Cliff(), clip="norm", limit=0.5)[1].turned.max() < 1e-3
    assert last(Cliff(), clip="value", limit=0.5)[1].turned.max() > 10


def test_the_challenge_of_the_cliff_can_be_met_only_with_a_clip():
    assert is_met(Cliff(), clip="norm", limit=1.0, learning_rate=0.8)
    assert not any(is_met(Cliff(), clip="off", learning_rate=r) for r in Cliff.learning_rate.values)
