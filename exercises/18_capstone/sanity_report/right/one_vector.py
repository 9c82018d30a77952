import numpy as np


def unpacked(vector, shapes):
    arrays, start = [], 0
    for shape in shapes:
        size = int(np.prod(shape))
        arrays.append(vector[start : start + size].reshape(shape).copy())
        start += size
    return list(zip(arrays[::2], arrays[1::2]))


def sanity_report(model, X, y):
    """All numbers in one vector."""
    shapes = [w.shape for pair in model["params"] for w in pair]
    flat = np.concatenate([w.ravel() for pair in model["params"] for w in pair]).astype(float)
    rng = np.random.default_rng(7)
    rows = np.sort(rng.choice(np.arange(len(X)), size=20, replace=False))

    def loss(vector):
        return model["loss"](unpacked(vector, shapes), X[rows], y[rows])

    h = 2e-5
    slopes = np.array([(loss(flat + h * e) - loss(flat - h * e)) / (2 * h) for e in np.eye(len(flat))])
    grads = model["gradients"](unpacked(flat, shapes), X[rows], y[rows])
    claims = np.concatenate([np.ravel(dw) for pair in grads for dw in pair])
    params = unpacked(flat, shapes)
    k = model["predict"](params, X[:1]).shape[1]
    first = model["loss"](params, X, y)
    answers = [model["predict"](params, X) for _ in range(2)]
    for _ in range(5):
        model["train"](params, X[rows], y[rows], 100)
    learned = model["loss"](params, X[rows], y[rows])
    return dict(
        first_loss=first,
        expected=-np.log(1 / k),
        learns_20=learned < 0.1,
        gradient_error=np.abs(claims - slopes).max() / np.abs(slopes).max(),
        same_twice=np.allclose(answers[0], answers[1]),
    )
