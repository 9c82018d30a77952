"""A network and its twin in PyTorch: the same numbers, forward and backward."""

import runpy
import subprocess
import sys

import numpy as np
import pytest

import bpcourse as bp
from bpcourse.pytorch import from_torch, script, to_torch

torch = pytest.importorskip(
    "torch", reason='needs PyTorch: python -m pip install "bpcourse[peers]"'
)
nn = torch.nn


def batch_norm(k, rng):
    """One that has seen some data, and whose gamma and beta have moved."""
    layer = bp.BatchNorm(k, momentum=0.3, epsilon=0.01)
    layer.gamma, layer.beta = rng.normal(size=k), rng.normal(size=k)
    layer.forward(1 + 2 * rng.normal(size=(9, k)))
    return layer


LAYERS = {
    "Dense": lambda rng: bp.Dense(4, 3, rng=rng),
    "square Dense": lambda rng: bp.Dense(4, 4, rng=rng),
    "Sigmoid": lambda rng: bp.Sigmoid(),
    "Tanh": lambda rng: bp.Tanh(),
    "ReLU": lambda rng: bp.ReLU(),
    "LeakyReLU": lambda rng: bp.LeakyReLU(0.2),
    "Softmax": lambda rng: bp.Softmax(),
    "BatchNorm": lambda rng: batch_norm(4, rng),
    "Dropout of nothing": lambda rng: bp.Dropout(0.0, rng=rng),
    "nested Network": lambda rng: bp.Network(
        bp.Network(bp.Dense(4, 6, rng=rng), batch_norm(6, rng), bp.Tanh()),
        bp.Dropout(0.0, rng=rng),
        bp.Network(bp.Dense(6, 3, rng=rng)),
        bp.Softmax(),
    ),
}
EACH = pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)


def same(ours, theirs):
    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-6, atol=1e-6)


def same_gradients(layer, module):
    """Weights come in the same order on both sides; a matrix is the transpose."""
    for w, tensor in zip(bp.parameters(layer), module.parameters(), strict=True):
        assert tensor.dtype == torch.float64
        np.testing.assert_allclose(w.grad, tensor.grad.numpy().T, rtol=1e-6, atol=1e-6)


def same_forward_and_backward(layer, module, X, rng):
    Y, tensor = layer.forward(X), torch.tensor(X, requires_grad=True)
    dY = rng.normal(size=Y.shape)
    module.train()
    out = module(tensor)
    out.backward(torch.tensor(dY))
    same(Y, out)
    same(layer.backward(dY), tensor.grad)
    same_gradients(layer, module)


@EACH
def test_over_there_it_is_the_same_forward_and_backward(make, rng):
    layer = make(rng)
    same_forward_and_backward(layer, to_torch(layer), rng.normal(size=(7, 4)), rng)


@EACH
def test_back_again_it_is_the_same_forward_and_backward(make, rng):
    module = to_torch(make(rng))
    layer = from_torch(module, rng=rng)
    same_forward_and_backward(layer, module, rng.normal(size=(7, 4)), rng)


@EACH
def test_in_evaluation_it_predicts_the_same(make, rng):
    layer, X = make(rng), rng.normal(size=(7, 4))
    module = to_torch(layer).eval()
    same(layer.predict(X), module(torch.tensor(X)))
    same(from_torch(module, rng=rng).predict(X), module(torch.tensor(X)))


def test_the_slopes_of_a_prediction_in_evaluation_agree_with_nudging(rng):
    """There the statistics are constants, so no sample has a share in the slope of another."""
    layer, X, R = batch_norm(4, rng), rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    tensor = torch.tensor(X, requires_grad=True)
    to_torch(layer).eval()(tensor).backward(torch.tensor(R))
    same(bp.numerical_gradient(lambda X: np.sum(R * layer.predict(X)), X), tensor.grad)


@EACH
def test_there_and_back_nothing_is_lost(make, rng):
    layer = make(rng)
    twin = from_torch(to_torch(layer), rng=rng)
    assert repr(twin) == repr(layer)
    for ours, theirs in zip(bp.parameters(layer), bp.parameters(twin), strict=True):
        np.testing.assert_array_equal(ours.value, theirs.value)


def test_batchnorm_takes_its_settings_and_its_statistics_along(rng):
    layer = batch_norm(3, rng)
    module = to_torch(layer)
    assert (module.momentum, module.eps) == (0.3, 0.01)
    twin = from_torch(module)
    assert (twin.momentum, twin.epsilon) == (0.3, 0.01)
    np.testing.assert_array_equal(twin.running_mean, layer.running_mean)
    np.testing.assert_array_equal(twin.running_var, layer.running_var)


def test_while_both_train_their_running_statistics_stay_the_same(rng):
    layer, X = bp.BatchNorm(2, momentum=1.0), rng.normal(size=(5, 2))
    module = to_torch(layer).train()
    layer.forward(X)
    module(torch.tensor(X))
    same(layer.running_mean, module.running_mean)
    same(layer.running_var, module.running_var)


def test_dropout_drops_with_the_same_chance_and_scales_alike(rng):
    """p is the chance to drop on both sides: of p = 0.25, three quarters stay, as 4/3."""
    module = to_torch(bp.Dropout(0.25, rng=rng)).train()
    torch.manual_seed(0)
    Y = module(torch.ones(200, 200, dtype=torch.float64)).numpy()
    assert abs(np.mean(Y == 0) - 0.25) < 0.02
    np.testing.assert_allclose(np.unique(Y), [0, 4 / 3])
    assert from_torch(module, rng=rng).p == 0.25


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype, rng):
    net = bp.Network(bp.Dense(2, 3, rng=rng, dtype=dtype), bp.BatchNorm(3, dtype=dtype))
    module = to_torch(net)
    assert {str(w.dtype) for w in module.parameters()} == {f"torch.{np.dtype(dtype)}"}
    assert {w.value.dtype for w in bp.parameters(from_torch(module))} == {np.dtype(dtype)}


def test_training_one_leaves_the_other_as_it_was(rng):
    net, X = bp.Network(bp.Dense(2, 1, rng=rng)), rng.normal(size=(4, 2))
    module, kept = to_torch(net), net.layers[0].W.copy()
    twin = from_torch(module)
    module(torch.tensor(X)).sum().backward()
    torch.optim.SGD(module.parameters(), lr=1.0).step()
    np.testing.assert_array_equal(net.layers[0].W, kept)
    np.testing.assert_array_equal(twin.layers[0].W, kept)


def test_going_over_draws_none_of_pytorchs_random_numbers(rng):
    before = torch.random.get_rng_state()
    from_torch(to_torch(bp.Dense(3, 2, rng=rng)))
    assert torch.equal(torch.random.get_rng_state(), before)


class Double(bp.Layer):
    def forward(self, X):
        return 2 * X


class Halved(bp.Dense):
    def forward(self, X):
        return super().forward(X) / 2


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        (lambda rng: Double(), "Double"),
        (lambda rng: Halved(2, 2, rng=rng), "Halved"),
        (lambda rng: bp.Network(bp.Network(Double())), "Double"),
    ],
)
def test_a_layer_of_ones_own_is_refused_by_name(layer, name, rng):
    with pytest.raises(TypeError) as raised:
        to_torch(layer(rng))
    assert str(raised.value) == (
        f"A layer of type {name} has no counterpart in PyTorch that is known here.\n"
        "Known are Dense, BatchNorm, Dropout, Sigmoid, Tanh, ReLU, LeakyReLU, Softmax and Networks "
        "of these."
    )


def shared():
    layer = nn.Linear(2, 2)
    return nn.Sequential(layer, nn.Sequential(layer))


REFUSED = {
    "an unknown module": (
        lambda: nn.Sequential(nn.Conv2d(1, 1, 3)),
        TypeError,
        "A module of type Conv2d has no counterpart in bpcourse.\nKnown are Linear, BatchNorm1d, "
        "Dropout, Sigmoid, Tanh, ReLU, LeakyReLU, Softmax and Sequentials of these.",
    ),
    "a Linear without bias": (
        lambda: nn.Linear(2, 3, bias=False),
        ValueError,
        "Linear(in_features=2, out_features=3, bias=False) has no bias, but a Dense always has "
        "one.\nMake it with bias=True and put zeros into the bias: it computes the same.",
    ),
    "a BatchNorm without gamma": (
        lambda: nn.BatchNorm1d(2, affine=False),
        ValueError,
        "A BatchNorm has gamma, beta, running statistics and a momentum; this one does not.\n"
        "Make it with affine=True, track_running_stats=True and a number as momentum.",
    ),
    "a Softmax down the columns": (
        lambda: nn.Softmax(dim=0),
        ValueError,
        "Softmax(dim=0) does not work along the rows, as ours does.\nMake it with dim=1.",
    ),
    "a Dropout without rng": (
        lambda: nn.Dropout(0.2),
        ValueError,
        "Dropout(p=0.2, inplace=False) draws random numbers, and here these come from an rng.\n"
        "Write from_torch(module, rng=rng).",
    ),
    "shared weights": (
        shared,
        ValueError,
        "The Sequential uses the same weights in two places, which a Network cannot.\n"
        "Give each place a module of its own.",
    ),
}


@pytest.mark.parametrize(("module", "error", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_come_over_is_refused(module, error, message):
    with pytest.raises(error) as raised:
        from_torch(module())
    assert str(raised.value) == message


def test_an_activation_may_stand_in_two_places():
    relu = nn.ReLU()
    assert repr(from_torch(nn.Sequential(relu, relu))) == "Network(ReLU(), ReLU())"


# ---- written out as a script ----

ALONE = """
import sys
import torch
import my_net
torch.save((my_net.net.state_dict(), my_net.net(torch.load("X.pt"))), "answer.pt")
print(*sorted(sys.modules))
"""


def run(source, folder, *flags):
    command = [sys.executable, *flags, "-c", source]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-6)])
def test_the_script_predicts_the_same_in_a_process_of_its_own(dtype, tolerance, rng, tmp_path):
    """And that process has loaded nothing of this course."""
    statistics = batch_norm(6, rng)
    for name in ("gamma", "beta", "running_mean", "running_var"):
        setattr(statistics, name, getattr(statistics, name).astype(dtype))
    net = bp.Network(
        bp.Network(bp.Dense(4, 6, rng=rng, dtype=dtype), statistics, bp.Tanh()),
        bp.Dropout(0.5, rng=rng),
        bp.LeakyReLU(0.2),
        bp.Dense(6, 3, rng=rng, dtype=dtype),
    )
    X = rng.normal(size=(7, 4)).astype(dtype)
    torch.save(torch.tensor(X), tmp_path / "X.pt")
    (tmp_path / "my_net.py").write_text(script(net), encoding="utf-8")
    loaded = run(f"import sys; sys.path.insert(0, '.'); {ALONE}", tmp_path, "-I").split()
    assert not [name for name in loaded if name.startswith("bpcourse")]
    kept, Y = torch.load(tmp_path / "answer.pt")
    assert str(Y.dtype) == f"torch.{np.dtype(dtype)}"
    np.testing.assert_allclose(Y.detach().numpy(), net.predict(X), rtol=0, atol=tolerance)
    for name, tensor in to_torch(net).state_dict().items():
        assert torch.equal(kept[name], tensor)


def made_by(text):
    namespace = {"__name__": "my_net"}
    exec(text, namespace)
    return namespace["net"]


@EACH
def test_the_script_of_each_layer_makes_what_comes_over(make, rng):
    layer = make(rng)
    net, module = made_by(script(layer)), to_torch(layer)
    assert repr(net) == repr(module)
    for name, tensor in module.state_dict().items():
        assert torch.equal(net.state_dict()[name], tensor)
    assert not net.training


def test_the_script_is_readable(rng):
    """Its layers stand first, one in a line, and no line is longer than 100 signs."""
    net = bp.Network(bp.Dense(40, 3, rng=rng), bp.ReLU(), bp.Dense(3, 2, rng=rng))
    lines = script(net).splitlines()
    assert lines[5:10] == [
        "net = nn.Sequential(",
        "    nn.Linear(40, 3, dtype=torch.float64),",
        "    nn.ReLU(),",
        "    nn.Linear(3, 2, dtype=torch.float64),",
        ")",
    ]
    assert max(map(len, lines)) <= 100


def test_the_script_run_by_itself_shows_its_layers(rng, tmp_path, capsys):
    net = bp.Network(bp.Dense(2, 1, rng=rng), bp.Sigmoid())
    path = tmp_path / "my_net.py"
    path.write_text(script(net), encoding="utf-8")
    runpy.run_path(str(path), run_name="__main__")
    assert capsys.readouterr().out == f"{to_torch(net)}\n"
