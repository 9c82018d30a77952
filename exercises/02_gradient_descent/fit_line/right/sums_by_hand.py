"""Right: sums over the samples, one after the other."""


def fit_line(x, y, lr, steps):
    w, b, n = 0.0, 0.0, len(x)
    losses = []
    for _ in range(steps):
        errors = [w * xi + b - yi for xi, yi in zip(x, y)]
        losses.append(sum(e * e for e in errors) / n)
        slope_w = 2 * sum(e * xi for e, xi in zip(errors, x)) / n
        slope_b = 2 * sum(errors) / n
        w -= lr * slope_w
        b -= lr * slope_b
    return w, b, losses
