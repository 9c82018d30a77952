import numpy as np


class Net:
    """Momentum and tanh, with Xavier's rule."""

    def __init__(self, n_in, hidden, k, rng):
        self.W1 = np.sqrt(2 / (n_in + hidden)) * rng.normal(size=(n_in, hidden))
        self.b1 = np.zeros(hidden)
        self.W2 = np.sqrt(2 / (hidden + k)) * rng.normal(size=(hidden, k))
        self.b2 = np.zeros(k)
        self.v = [0.0, 0.0, 0.0, 0.0]

    def predict(self, X):
        self.A = np.tanh(X @ self.W1 + self.b1)
        return self.A @ self.W2 + self.b2

    def step(self, X, y, lr):
        Z = self.predict(X)
        P = np.exp(Z - np.max(Z, axis=1, keepdims=True))
        P = P / np.sum(P, axis=1, keepdims=True)
        P[np.arange(len(y)), y] -= 1
        P = P / len(y)
        dA = P @ self.W2.T * (1 - self.A**2)
        grads = [X.T @ dA, np.sum(dA, axis=0), self.A.T @ P, np.sum(P, axis=0)]
        for i, (w, g) in enumerate(zip([self.W1, self.b1, self.W2, self.b2], grads)):
            self.v[i] = 0.9 * self.v[i] + g
            w -= lr * self.v[i]


def build_and_train(X, y, cfg):
    rng = np.random.default_rng(cfg["seed"])
    net = Net(X.shape[1], cfg["hidden"], int(np.max(y)) + 1, rng)
    for _ in range(cfg["epochs"]):
        order = np.arange(len(X))
        rng.shuffle(order)
        for i in range(0, len(X), cfg["size"]):
            net.step(X[order[i : i + cfg["size"]]], y[order[i : i + cfg["size"]]], cfg["lr"])
    return net.predict
