"""Watched run: a net of parts while it learns points of the plane, looked at again and again.

It is looked at before the training, and then FRAMES times at equal distances. What was seen is
there at once, however long the training still takes.
"""

from dataclasses import dataclass

import numpy as np

from ..nn.parameters import length
from .kept_run import KeptRun
from .net_of_parts import NetOfParts
from .plane_points import PlanePoints

FRAMES = 60
FAR = 2.0  # how far from the middle the plane is looked at, in each direction
SIDE = np.round(np.arange(-FAR, FAR + 0.05, 0.1), 1)  # the places of the grid along one side
SMALL = slice(5, 36, 3)  # the places along one side that are in the small maps, from −1.5 to 1.5
FEATURES = {  # what enters the net, by what it adds to x₁ and x₂
    "plain": {},
    "squares": {"x₁²": lambda X: X[:, 0] ** 2, "x₂²": lambda X: X[:, 1] ** 2},
    "product": {"x₁x₂": lambda X: X[:, 0] * X[:, 1]},
    "sines": {"sin 3x₁": lambda X: np.sin(3 * X[:, 0]), "sin 3x₂": lambda X: np.sin(3 * X[:, 1])},
}
FEATURES["all"] = {name: of for added in FEATURES.values() for name, of in added.items()}


@dataclass(frozen=True)
class Seen:
    """What was seen of a run so far, a row for each frame."""

    points: PlanePoints
    steps: np.ndarray  # (frames,)
    losses: np.ndarray  # (frames, 2) on what is learned and on what is held out
    right: np.ndarray  # (frames, 2) the shares that are right, in %
    norms: np.ndarray  # (frames, layers) the length of the gradient in each layer
    maps: tuple  # for each frame the answers on the grid, (len(SIDE), len(SIDE))
    tiles: tuple  # for each frame the small map of each unit, (units, rows, columns), −1 to 1
    weights: tuple  # for each frame the weights of all layers in a row
    sizes: tuple  # the widths of all layers
    features: tuple  # the names of the inputs
    last_step: int
    count: int  # how many numbers are learned
    is_last: bool


class WatchedRun(KeptRun):
    """A run of NetOfParts on `points`; a step goes on to the next frame, seen() tells."""

    def __init__(self, parts, settings, points):
        self.points, self.settings = points, settings
        added = FEATURES[settings.inputs].values()
        self.features = lambda X: np.column_stack([X, *(of(X) for of in added)])
        rng = np.random.default_rng([18, settings.seed])
        self.sizes = 2 + len(added), *[settings.units] * settings.layers, 1
        self.net = NetOfParts(parts, settings, self.sizes, rng)
        self.X = self.features(points.X)
        grid = np.stack(np.meshgrid(SIDE, SIDE), axis=-1).reshape(-1, 2)
        self.looked_at = self.features(np.vstack([points.X, points.X_new, grid]))
        self.training = self.net.train(self.X, points.y)
        self.last = FRAMES if len(points.X) else 0  # without points there is nothing to learn
        self.steps = np.round(np.linspace(0, settings.steps, FRAMES + 1))
        rows = self.last + 1
        self.losses, self.right = np.zeros((rows, 2)), np.zeros((rows, 2))
        self.norms = np.zeros((rows, len(self.sizes) - 1))
        self.maps, self.tiles, self.weights = [], [], []

    @property
    def frames(self):
        """How many there are so far."""
        return len(self.maps)

    @property
    def is_over(self):
        return self.frames > self.last

    def step(self):
        """Train as far as the next frame, and look."""
        while self.net.done < self.steps[self.frames]:
            next(self.training)
        self._look()

    def seen(self):
        rows = slice(self.frames)
        return Seen(
            self.points,
            *(self.steps[rows], self.losses[rows], self.right[rows], self.norms[rows]),
            *(tuple(self.maps), tuple(self.tiles), tuple(self.weights)),
            sizes=self.sizes,
            features=("x₁", "x₂", *FEATURES[self.settings.inputs]),
            last_step=self.settings.steps,
            count=sum(array.size for array in self.net.learned),
            is_last=self.is_over,
        )

    def _look(self):
        net, points, k = self.net, self.points, self.frames
        hidden, Z = net.answer(self.looked_at)
        P = net.share(Z)
        first, second = len(points.X), len(points.X) + len(points.X_new)
        for part, (rows, y) in enumerate(
            ((slice(first), points.y), (slice(first, second), points.y_new))
        ):
            if len(y):
                self.losses[k, part] = net.loss(Z[rows], y)
                self.right[k, part] = 100 * np.mean((P[rows] > 0.5) == (y > 0.5))
        if first:
            grads = net.gradients(self.X, points.y, np.random.default_rng(k))
            of_dense = grads[: 2 * len(net.dense)]
            pairs = zip(of_dense[::2], of_dense[1::2], strict=True)
            self.norms[k] = list(map(length, pairs))
        self.maps.append(_square(P[second:, 0]))
        units = [self.looked_at[second:], *(A[second:] for A in hidden), P[second:] - 0.5]
        self.tiles.append(np.concatenate([_small(A) for A in units]))
        self.weights.append(np.concatenate([W.ravel() for W, _ in net.dense]))


def _square(values):
    return values.reshape(len(SIDE), len(SIDE))


def _small(A):
    """The map of each unit (units, rows, columns), divided by its largest number."""
    maps = np.moveaxis(A.reshape(len(SIDE), len(SIDE), -1), -1, 0)[:, SMALL, SMALL]
    largest = np.abs(maps).max(axis=(1, 2), keepdims=True)
    return maps / np.where(largest > 0, largest, 1.0)
