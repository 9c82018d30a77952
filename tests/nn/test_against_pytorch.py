"""The same formulas, written by other people: PyTorch, step by step, in float64."""

import numpy as np
import pytest

import bpcourse as bp
from bpcourse.checking.mine import reference

torch = pytest.importorskip(
    "torch", reason='needs PyTorch: python -m pip install "bpcourse[peers]"'
)

STEPS = 10
SIZES = [(3, 4), (4, 2), (2, 5)]  # of several layers, each with a matrix and a bias

# Ours, beside the one of PyTorch that follows the same formula.
OPTIMIZERS = {
    "SGD": (lambda: bp.SGD(0.1), lambda w: torch.optim.SGD(w, lr=0.1)),
    "Momentum": (
        lambda: bp.Momentum(0.1, beta=0.8),
        lambda w: torch.optim.SGD(w, lr=0.1, momentum=0.8),
    ),
    "Nesterov": (
        lambda: bp.Nesterov(0.1, beta=0.8),
        lambda w: torch.optim.SGD(w, lr=0.1, momentum=0.8, nesterov=True),
    ),
    "RMSprop": (
        lambda: bp.RMSprop(0.02, rho=0.8, epsilon=1e-3),
        lambda w: torch.optim.RMSprop(w, lr=0.02, alpha=0.8, eps=1e-3),
    ),
    "Adam": (
        lambda: bp.Adam(0.02, beta1=0.8, beta2=0.95, epsilon=1e-3),
        lambda w: torch.optim.Adam(w, lr=0.02, betas=(0.8, 0.95), eps=1e-3),
    ),
    "AdamW": (
        lambda: bp.AdamW(0.02, beta1=0.8, beta2=0.95, epsilon=1e-3, weight_decay=0.3),
        lambda w: torch.optim.AdamW(w, lr=0.02, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.3),
    ),
    "SGD with L2": (
        lambda: WithL2(0.1, 0.5),
        lambda w: torch.optim.SGD(matrices_decay(w, 0.5), lr=0.1),
    ),
    "Adam as it comes": (bp.Adam, torch.optim.Adam),
    "AdamW as it comes": (bp.AdamW, torch.optim.AdamW),
}

LR = torch.optim.lr_scheduler
SCHEDULES = {
    "Constant": (bp.Constant(0.1), lambda o: LR.LambdaLR(o, lambda t: 1.0)),
    "StepDecay": (bp.StepDecay(0.1, 0.5, every=3), lambda o: LR.StepLR(o, 3, 0.5)),
    "ExponentialDecay": (bp.ExponentialDecay(0.1, 0.8), lambda o: LR.ExponentialLR(o, 0.8)),
    "Cosine": (
        bp.Cosine(0.1, steps=STEPS, floor=0.01),
        lambda o: LR.CosineAnnealingLR(o, STEPS, eta_min=0.01),
    ),
    "WarmupCosine": (
        bp.WarmupCosine(0.1, warmup=4, steps=STEPS, floor=0.01),
        lambda o: LR.SequentialLR(
            o,
            [
                LR.LinearLR(o, start_factor=1 / 4, total_iters=3),
                LR.CosineAnnealingLR(o, STEPS - 4, eta_min=0.01),
            ],
            milestones=[4],
        ),
    ),
    "OneCycle": (
        bp.OneCycle(0.1, steps=STEPS),
        lambda o: LR.OneCycleLR(o, 0.1, total_steps=STEPS, cycle_momentum=False),
    ),
}


class WithL2:
    """SGD on a loss with the penalty lam / 2 * sum of W^2: the biases are free."""

    def __init__(self, learning_rate, lam):
        self.optimizer, self.penalty = bp.SGD(learning_rate), bp.L2(lam)

    def step(self, net):
        self.penalty.backward(net)
        self.optimizer.step(net)


def matrices_decay(tensors, lam):
    """PyTorch's groups: what it calls weight_decay in SGD is the slope of the penalty."""
    tensors = list(tensors)
    return [
        {"params": [w for w in tensors if w.ndim == 2], "weight_decay": lam},
        {"params": [w for w in tensors if w.ndim == 1], "weight_decay": 0.0},
    ]


def start(rng):
    """A network, and its numbers once more as PyTorch's tensors."""
    net = bp.Network(*(bp.Dense(n_in, n_out, rng=rng) for n_in, n_out in SIZES))
    return net, [torch.nn.Parameter(torch.tensor(w.value)) for w in bp.parameters(net)]


def same_gradients(net, tensors, rng, *, sparse=0.0):
    """Random gradients of very different sizes for both; some are exactly 0."""
    for w, tensor in zip(bp.parameters(net), tensors, strict=True):
        dw = rng.normal(size=w.value.shape) * 10.0 ** rng.integers(-3, 3, size=w.value.shape)
        w.grad = np.where(rng.random(dw.shape) < sparse, 0.0, dw)
        tensor.grad = torch.tensor(w.grad)


def assert_same(net, tensors):
    for w, tensor in zip(bp.parameters(net), tensors, strict=True):
        np.testing.assert_allclose(w.value, tensor.detach().numpy(), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("ours", "theirs"), OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_ten_steps_of_an_optimizer_are_those_of_pytorch(ours, theirs, rng):
    net, tensors = start(rng)
    ours, theirs = ours(), theirs(tensors)
    for _ in range(STEPS):
        same_gradients(net, tensors, rng, sparse=0.2)
        ours.step(net)
        theirs.step()
        assert_same(net, tensors)


def momentum_step(w, g, state):
    return reference("momentum_step")(w, g, state or zeros_like(w), 0.1, 0.8)


def rmsprop_step(w, g, state):
    return reference("rmsprop_step")(w, g, state or zeros_like(w), 0.02, 0.8, 1e-3)


def adam_step(w, g, state):
    state = state or {"m": zeros_like(w), "v": zeros_like(w), "t": 0}
    return reference("adam_step")(w, g, state, 0.02, 0.8, 0.95, 1e-3)


def zeros_like(arrays):
    return [np.zeros(array.shape) for array in arrays]


ANSWERS = {"Momentum": momentum_step, "RMSprop": rmsprop_step, "Adam": adam_step}


@pytest.mark.parametrize(("name", "answer"), ANSWERS.items(), ids=ANSWERS)
def test_ten_steps_of_a_model_answer_are_those_of_pytorch(name, answer, rng):
    """What lessons 13 and 14 ask for is what others call by these names."""
    net, tensors = start(rng)
    theirs = OPTIMIZERS[name][1](tensors)
    w, state = [parameter.value for parameter in bp.parameters(net)], None
    for _ in range(STEPS):
        same_gradients(net, tensors, rng, sparse=0.2)
        w, state = answer(w, [parameter.grad for parameter in bp.parameters(net)], state)
        theirs.step()
        for array, tensor in zip(w, tensors, strict=True):
            np.testing.assert_allclose(array, tensor.detach().numpy(), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("schedule", "theirs"), SCHEDULES.values(), ids=SCHEDULES)
@pytest.mark.filterwarnings("ignore:The epoch parameter")  # SequentialLR warns of its own call
def test_ten_steps_along_a_schedule_are_those_of_pytorch(schedule, theirs, rng):
    net, tensors = start(rng)
    ours, peer = bp.AdamW(schedule), torch.optim.AdamW(tensors, lr=schedule.lr)
    rates = theirs(peer)
    for _ in range(STEPS):
        assert ours.learning_rate == pytest.approx(rates.get_last_lr()[0], rel=1e-9)
        same_gradients(net, tensors, rng)
        ours.step(net)
        peer.step()
        rates.step()
        assert_same(net, tensors)


def test_clipping_by_norm_is_that_of_pytorch(rng):
    net, tensors = start(rng)
    same_gradients(net, tensors, rng)
    norm = bp.clip_by_norm(net, 0.7)
    assert norm == pytest.approx(torch.nn.utils.clip_grad_norm_(tensors, 0.7).item())
    for w, tensor in zip(bp.parameters(net), tensors, strict=True):
        np.testing.assert_allclose(w.grad, tensor.grad.numpy(), rtol=1e-5)  # theirs adds 1e-6


LOSSES = {
    "MeanSquaredError": (bp.MeanSquaredError, torch.nn.MSELoss, "numbers"),
    "BinaryCrossEntropy": (bp.BinaryCrossEntropy, torch.nn.BCEWithLogitsLoss, "chances"),
    "SoftmaxCrossEntropy": (bp.SoftmaxCrossEntropy, torch.nn.CrossEntropyLoss, "labels"),
}


@pytest.mark.parametrize(("ours", "theirs", "kind"), LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("scale", [1, 100])
def test_a_loss_and_its_gradient_are_those_of_pytorch(ours, theirs, kind, scale, rng):
    Y = scale * rng.normal(size=(7, 4))
    targets = {
        "numbers": rng.normal(size=(7, 4)),
        "chances": rng.random(size=(7, 4)),
        "labels": rng.integers(4, size=7),
    }[kind]
    ours, tensor = ours(), torch.tensor(Y, requires_grad=True)
    L = theirs()(tensor, torch.tensor(targets))
    L.backward()
    assert ours.forward(Y, targets) == pytest.approx(L.item(), rel=1e-9)
    np.testing.assert_allclose(ours.backward(), tensor.grad.numpy(), rtol=1e-6, atol=1e-12)


def test_cross_entropy_of_probabilities_is_the_one_of_pytorch_on_logarithms(rng):
    P, labels = rng.dirichlet(np.ones(4), size=7), rng.integers(4, size=7)
    loss, tensor = bp.CrossEntropy(), torch.tensor(P, requires_grad=True)
    L = torch.nn.NLLLoss()(tensor.log(), torch.tensor(labels))
    L.backward()
    assert loss.forward(P, labels) == pytest.approx(L.item(), rel=1e-9)
    np.testing.assert_allclose(loss.backward(), tensor.grad.numpy(), rtol=1e-6)
