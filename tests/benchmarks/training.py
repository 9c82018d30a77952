"""One step of mini-batch Adam, beside its peers. Run: python tests/benchmarks/training.py

Those peers that are installed (pip install "bpcourse[peers]"). One thread. Each way trains the same
network on the same batches, in turn, for many rounds; what is printed are the medians, and the
medians of the ratios to us within a round.
"""

# ruff: noqa: E402 - the number of threads is read when NumPy is loaded
import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import time
import warnings
from itertools import pairwise
from statistics import median

import numpy as np

import bpcourse as bp

CASES = [  # sizes of the layers, batch, dtype, steps a round, bars: plain loop, PyTorch
    ((2, 16, 16, 2), 32, np.float64, 60, 1.25, 0.30),
    ((64, 64, 10), 32, np.float64, 60, 1.15, 0.45),
    ((784, 256, 128, 10), 128, np.float32, 8, 1.00, 1.00),
]


def ours(sizes, X, y, batch):
    rng = np.random.default_rng(0)
    layers = []
    for n_in, n_out in pairwise(sizes):
        layers += [bp.Dense(n_in, n_out, rng=rng, dtype=X.dtype), bp.ReLU()]
    net, loss, adam = bp.Network(*layers[:-1]), bp.SoftmaxCrossEntropy(), bp.Adam(0.001)

    def train():
        options = {"rng": rng, "epochs": 1, "batch_size": batch}
        return list(bp.epochs(net, loss, adam, X, y, **options))[-1]

    return train


def plain_loop(sizes, X, y, batch):
    """As one writes it by hand: lists of arrays, a loop over them, nothing checked."""
    rng, dtype = np.random.default_rng(0), X.dtype
    pairs = list(pairwise(sizes))
    Ws = [(rng.normal(size=(a, b)) / np.sqrt(a)).astype(dtype) for a, b in pairs]
    params = [p for W in Ws for p in (W, np.zeros(W.shape[1], dtype))]
    m, v = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
    t = 0

    def step(X, y):
        nonlocal t
        A, cache = X, []
        for i in range(0, len(params), 2):
            Z = A @ params[i] + params[i + 1]
            cache.append((A, Z))
            A = np.maximum(Z, 0) if i + 2 < len(params) else Z
        n = len(X)
        E = np.exp(A - A.max(axis=1, keepdims=True))
        P = E / E.sum(axis=1, keepdims=True)
        loss = -np.mean(np.log(P[np.arange(n), y]))
        dZ = P.copy()
        dZ[np.arange(n), y] -= 1
        dZ /= n
        grads = [None] * len(params)
        for i in reversed(range(0, len(params), 2)):
            A, Z = cache[i // 2]
            grads[i], grads[i + 1] = A.T @ dZ, dZ.sum(axis=0)
            if i:
                dZ = (dZ @ params[i].T) * (cache[i // 2 - 1][1] > 0)
        t += 1
        for i, g in enumerate(grads):
            m[i] = 0.9 * m[i] + 0.1 * g
            v[i] = 0.999 * v[i] + 0.001 * g**2
            m_hat, v_hat = m[i] / (1 - 0.9**t), v[i] / (1 - 0.999**t)
            params[i] = params[i] - 0.001 * m_hat / (np.sqrt(v_hat) + 1e-8)
        return loss

    def train():
        order, total = rng.permutation(len(X)), 0.0
        for start in range(0, len(X), batch):
            chosen = order[start : start + batch]
            total += step(X[chosen], y[chosen])
        return total / (len(X) / batch)

    return train


def pytorch(sizes, X, y, batch):
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    layers = []
    for n_in, n_out in pairwise(sizes):
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    net, loss = torch.nn.Sequential(*layers[:-1]), torch.nn.CrossEntropyLoss()
    X, y = torch.from_numpy(X), torch.from_numpy(y)
    net = net.to(X.dtype)
    adam = torch.optim.Adam(net.parameters(), lr=0.001)

    def train():
        order, total = torch.randperm(len(X)), 0.0
        for start in range(0, len(X), batch):
            chosen = order[start : start + batch]
            adam.zero_grad()
            L = loss(net(X[chosen]), y[chosen])
            L.backward()
            adam.step()
            total += L.item()
        return total / (len(X) / batch)

    return train


def scikit_learn(sizes, X, y, batch):
    from sklearn.neural_network import MLPClassifier

    net = MLPClassifier(sizes[1:-1], batch_size=batch, max_iter=1, warm_start=True, alpha=0)
    net.fit(X, y)

    def train():
        net.fit(X, y)
        return net.loss_

    return train


def measure(sizes, batch, dtype, steps, rounds=40):
    """For each way, seconds per step in each round, the ways taken in turn."""
    rng = np.random.default_rng(1)
    X = rng.normal(size=(batch * steps, sizes[0])).astype(dtype)
    y = rng.integers(0, sizes[-1], len(X))
    y[: sizes[-1]] = np.arange(sizes[-1])
    ways = {}
    for way in (ours, plain_loop, pytorch, scikit_learn):
        try:
            ways[way.__name__] = way(sizes, X, y, batch)
        except ImportError:
            continue
    times = {name: [] for name in ways}
    for _ in range(rounds):
        for name, train in ways.items():
            start = time.perf_counter()
            train()
            times[name].append((time.perf_counter() - start) / steps)
    return times


def main():
    warnings.filterwarnings("ignore")  # scikit-learn tells us that one epoch is not enough
    for sizes, batch, dtype, steps, of_plain, of_pytorch in CASES:
        times = measure(sizes, batch, dtype, steps)
        print(f"{'-'.join(map(str, sizes))}, batch {batch}, {np.dtype(dtype)}")
        bars = {"plain_loop": of_plain, "pytorch": of_pytorch, "scikit_learn": 1.0}
        for name, seconds in times.items():
            line = f"  {name:14}{median(seconds) * 1e6:9.0f} us"
            if name in bars:
                ratio = median(a / b for a, b in zip(times["ours"], seconds, strict=True))
                line += f"   ours takes {ratio:5.2f} of it (at most {bars[name]:.2f})"
            print(line)


if __name__ == "__main__":
    main()
