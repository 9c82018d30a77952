"""The playground: a net of single functions, points from anywhere, and what is seen of a run."""

from types import SimpleNamespace

import numpy as np
import pytest

from bpcourse import numerical_gradient, relative_error
from bpcourse.checking.check import check
from bpcourse.checking.exercise import find
from bpcourse.experiments import Playground
from bpcourse.experiments.conversation import from_text
from bpcourse.experiments.net_of_parts import PARTS, NetOfParts
from bpcourse.experiments.plane_points import from_file, plane_points
from bpcourse.experiments.stage import Stage
from bpcourse.experiments.watched_run import FRAMES

NOTHING = np.zeros((0, 3))


def parts():
    return SimpleNamespace(**Playground().reference_functions())


def settings(**values):
    return Playground().state(**values)


# ---- the net ----


@pytest.mark.parametrize("loss", ["cross-entropy", "squared"])
@pytest.mark.parametrize("norm", ["off", "on"])
@pytest.mark.parametrize("activation", ["none", "relu", "tanh", "sigmoid"])
def test_its_gradients_agree_with_nudging(activation, norm, loss, rng):
    chosen = settings(activation=activation, norm=norm, loss=loss, dropout=0.3, start="Xavier")
    net = NetOfParts(parts(), chosen, (2, 5, 4, 1), rng)
    X, y = rng.normal(size=(12, 2)), rng.integers(2, size=(12, 1)).astype(float)

    def loss_of(_):
        Z = net._forward(X, np.random.default_rng(7), train=True)[1]
        return net.loss(Z, y)

    claims = net.gradients(X, y, np.random.default_rng(7))
    for array, claim in zip(net.learned, claims, strict=True):
        slope = numerical_gradient(loss_of, array)
        assert np.all((relative_error(claim, slope) < 1e-5) | (np.abs(claim - slope) < 1e-8))


def test_a_penalty_pulls_at_the_weights_and_not_at_the_biases(rng):
    X, y = rng.normal(size=(12, 2)), rng.integers(2, size=(12, 1)).astype(float)

    def moved(**values):
        chosen = settings(optimizer="SGD", rate=0.1, batch="all", norm="on", **values)
        net = NetOfParts(parts(), chosen, (2, 3, 1), np.random.default_rng(0))
        before = net.learned
        next(net.train(X, y))
        return before, net.learned

    before, plain = moved()
    pulls = {"l2": lambda W: 0.03 * W, "l1": lambda W: 0.03 * np.sign(W)}
    for name, pull in pulls.items():
        _, penalised = moved(**{name: 0.03})
        for k, (w, one, other) in enumerate(zip(before, plain, penalised, strict=True)):
            expected = 0.1 * pull(w) if k in (0, 2) else np.zeros_like(w)
            np.testing.assert_allclose(one - other, expected, atol=1e-12)


def test_the_step_is_clipped_to_the_norm(rng):
    X, y = rng.normal(size=(12, 2)), rng.integers(2, size=(12, 1)).astype(float)
    chosen = settings(optimizer="SGD", rate=1.0, batch="all", clip=0.03)
    net = NetOfParts(parts(), chosen, (2, 3, 1), rng)
    before = net.learned
    next(net.train(X, y))
    squares = [np.sum((old - new) ** 2) for old, new in zip(before, net.learned, strict=True)]
    assert np.sqrt(sum(squares)) == pytest.approx(0.03)


def test_every_part_runs_in_some_setting(rng):
    """Each function of runs_on is asked, so each of the learner's own would be."""
    called = set()

    def watched(name, function):
        def call(*arguments):
            called.add(name)
            return function(*arguments)

        return call

    functions = Playground().reference_functions()
    functions = {name: watched(name, function) for name, function in functions.items()}
    for values in (
        {"schedule": "step", "optimizer": "SGD", "loss": "squared", "start": "Xavier"},
        {"schedule": "cosine", "optimizer": "momentum", "l1": 0.01, "activation": "sigmoid"},
        {"schedule": "warmup", "optimizer": "RMSprop", "l2": 0.01, "clip": 1},
        {"norm": "on", "dropout": 0.2},
    ):
        make = Playground()
        make.picture(make.state(**values, steps=100), functions)
    assert called == set(PARTS)


def test_a_function_that_is_not_given_is_the_model_answers():
    make, asked = Playground(), []

    def sigmoid(z):
        asked.append(len(z))
        return 0.5 * (1 + np.tanh(z / 2))

    picture = make.picture(make.state(steps=100), {"sigmoid": sigmoid})
    assert asked
    assert picture.text(FRAMES) == make.picture(make.state(steps=100)).text(FRAMES)


def test_each_function_of_the_learner_is_taken_as_soon_as_it_passes(workspace):
    messages = []
    stage = Stage(Playground(), lambda text, _: messages.append(from_text(text)))

    def shown():
        values = vars(stage.experiment.state(steps=100))
        stage.answer({"kind": "state", "n": 1, "frame": 0, "values": values, "functions": "mine"})
        return stage.own

    assert shown() == {}
    workspace.save_answer("sigmoid", find("sigmoid").solution)
    assert check("sigmoid").outcome == "ok"
    assert list(shown()) == ["sigmoid"]
    assert messages[-1]["trouble"] == ""
    told = stage._functions()
    assert told["each_alone"]
    assert set(told["names"]) - set(told["missing"]) == {"sigmoid"}


# ---- a run ----


def test_a_run_is_shown_while_it_is_trained_and_goes_on_from_there():
    make = Playground()
    pictures = filter(None, make.pictures(make.state(steps=3000)))
    seen = [picture.scene.frames for picture in pictures]
    assert len(seen) > 1
    assert seen == sorted(seen)
    assert seen[-1] == FRAMES + 1


def test_a_moved_probe_trains_nothing_anew():
    make = Playground()
    make.data(steps=100)
    kept = make.kept[1]
    _, data = make.data(steps=100, probe=[(1.0, 0.0)])
    assert make.kept[1] is kept
    make.data(steps=100, seed=2)
    assert make.kept[1] is not kept
    assert data.is_last


def test_the_answer_at_the_probe_is_that_of_the_net():
    make = Playground()
    state, data = make.data(points="moons", probe=[(-0.7, 0.4)], inputs="all")
    run = make.kept[1]
    Z = run.net.answer(run.features(np.array([[-0.7, 0.4]])))[1]
    scene = make.scene(state, data)
    assert scene.readings["at the probe"][-1] == pytest.approx(run.net.share(Z)[0, 0])


@pytest.mark.parametrize("seed", range(1, 6))
def test_without_an_activation_two_layers_cannot_part_circles(seed):
    _, data = Playground().data(activation="none", seed=seed)
    assert data.right[-1, 0] < 65
    _, data = Playground().data(seed=seed)
    assert data.right[-1, 0] > 97


def test_a_rate_that_is_far_too_large_is_told():
    make = Playground()
    picture = make.picture(make.state(rate=10, optimizer="SGD", loss="squared", activation="none"))
    assert "beyond all bounds" in picture.text(FRAMES)


# ---- points ----


def test_a_quarter_is_held_out_and_no_point_is_in_both():
    for data in ("circles", "moons", "spirals", "XOR"):
        points = plane_points(data, 0.1, 1, NOTHING)
        assert (len(points.X), len(points.X_new)) == (150, 50)
        assert not set(map(tuple, points.X)) & set(map(tuple, points.X_new))
        assert set(np.unique(points.y)) == {0, 1}
        assert 60 <= points.y.sum() <= 90


def test_own_points_are_learned_and_alone_where_no_others_are_wanted():
    own = [(0, 0, 0), (1, 1, 1), (-1, 1, 1)]
    _, data = Playground().data(points="none", own=own, steps=1000)
    assert (len(data.points.X), len(data.points.X_new)) == (3, 0)
    assert data.right[-1, 0] == 100
    _, data = Playground().data(own=own, steps=100)
    assert len(data.points.X) == 153


def test_without_points_it_says_how_to_set_one():
    make = Playground()
    picture = make.picture(make.state(points="none"))
    assert picture.scene.frames == 1
    assert "a click in the picture sets one" in picture.text(0)


@pytest.mark.parametrize(
    "text",
    [
        "width,height,kind\n1,10,cat\n2,20,dog\n3,10,cat\n4,20,dog\n",
        "1;10;cat\n2;20;dog\n3;10;cat\n\n4;20;dog\n",
        "1\t10\tcat\n2\t20\tdog\n3\t10\tcat\n4\t20\tdog",
        "﻿width;height;kind\n1,0;10,0;cat\n2,0;20,0;dog\n3,0;10,0;cat\n4,0;20,0;dog\n",
    ],
    ids=["commas", "semicolons", "tabs", "decimal commas"],
)
def test_a_table_of_two_numbers_and_a_label_becomes_points(text, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    X, y, axes, classes = from_file(str(path))
    np.testing.assert_allclose(X, [(-1.2, -1.2), (-0.4, 1.2), (0.4, -1.2), (1.2, 1.2)])
    assert y[:, 0].tolist() == [0, 1, 0, 1]
    assert classes == ("A: cat", "B: dog")
    named = text.lstrip("﻿").startswith("width")
    assert axes == (("width, scaled", "height, scaled") if named else ("x₁, scaled", "x₂, scaled"))


WRONG = {
    "1,2,a\n": "The file holds 1 row of points; it takes 4 to 1000.",
    "": "The file holds 0 rows of points; it takes 4 to 1000.",
    "1,2,a\n" * 4: "The last column holds 1 label; two classes need 2.",
    "1,2,a\n1,2,b\n1,2,c\n1,2,a\n": "The last column holds 3 different labels; two classes need 2.",
    "1,2,a\n1,2,b\n1,b\n1,2,a\n": "Row 3 has 2 columns; it takes 2 numbers and a label.",
    "1,2,a\n1,,b\n1,2,b\n1,2,a\n": "Row 2 is not 2 numbers and a label.",
    "1,2,a\n1,nan,b\n1,2,b\n1,2,a\n": "Row 2 is not 2 numbers and a label.",
    "1,2,a\n" * 1001: "The file holds 1001 rows of points; it takes 4 to 1000.",
}


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_no_such_table_is_told_and_the_points_stay(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.csv").write_text(text, encoding="utf-8")
    make = Playground(file="own.csv", steps=100)
    told = make.picture(make.start).text(FRAMES)
    assert told.startswith(WRONG[text])
    assert "150 learned points" in told
    assert len(told) <= 230


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.csv").write_bytes(b"\xff\xfe\x00")
    for name, told in (("other.csv", "No such file"), ("own.csv", "no text in UTF-8")):
        assert told in plane_points("circles", 0.1, 1, NOTHING, name).trouble
    assert "No such file" in plane_points("circles", 0.1, 1, NOTHING, ".").trouble


def test_a_file_that_has_changed_is_read_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make, path, rows = Playground(), tmp_path / "own.csv", "1,2,a\n2,3,b\n3,4,a\n4,5,b\n"
    path.write_text(rows, encoding="utf-8")
    assert len(make.data(file="own.csv", steps=100)[1].points.X) == 3
    path.write_text(2 * rows, encoding="utf-8")
    assert len(make.data(file="own.csv", steps=100)[1].points.X) == 6
