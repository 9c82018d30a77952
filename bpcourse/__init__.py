"""bpcourse: how neural networks are trained, in NumPy, with nothing hidden.

The names below are the maths, and importing them loads NumPy and nothing else. Pictures are in
bpcourse.plotting, what moves is in bpcourse.experiments, and what judges your code in
bpcourse.checking.
"""

from . import datasets
from ._version import __version__
from .nn import initializers
from .nn.activations import LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from .nn.batch_norm import BatchNorm
from .nn.batches import batches
from .nn.clipping import Clipped, clip_by_norm, clip_by_value, global_norm
from .nn.dropout import Dropout
from .nn.early_stopping import EarlyStopping
from .nn.gradients import Comparison, check_gradients, numerical_gradient, relative_error
from .nn.graph import Value
from .nn.history import History
from .nn.initializers import he_normal, lecun_normal, xavier_normal
from .nn.layer_stats import LayerStats, layer_stats
from .nn.layers import Dense, Layer
from .nn.losses import BinaryCrossEntropy, CrossEntropy, MeanSquaredError, SoftmaxCrossEntropy
from .nn.mlp import mlp_forward
from .nn.network import Network
from .nn.optimizers import SGD, Adam, AdamW, Momentum, Nesterov, Optimizer, RMSprop
from .nn.parameters import Parameter, parameters
from .nn.range_test import RangeTest, lr_range_test
from .nn.regularization import L1, L2, SoftThresholded, soft_threshold
from .nn.saving import load, save
from .nn.schedules import Constant, Cosine, ExponentialDecay, OneCycle, StepDecay, WarmupCosine
from .nn.shapes import ShapeError
from .nn.training import TrainingError, epochs, fit


def mine(name):
    """The function of the exercise `name`: yours once it passes, the model answer until then."""
    from .checking.mine import mine  # the checks are loaded by those who use them

    return mine(name)


def start_lesson(number):
    """Make known in the notebook what the lesson of this number uses, and show how far one is."""
    from .notebook import start_lesson

    start_lesson(number)


__all__ = [
    "L1",
    "L2",
    "SGD",
    "Adam",
    "AdamW",
    "BatchNorm",
    "BinaryCrossEntropy",
    "Clipped",
    "Comparison",
    "Constant",
    "Cosine",
    "CrossEntropy",
    "Dense",
    "Dropout",
    "EarlyStopping",
    "ExponentialDecay",
    "History",
    "Layer",
    "LayerStats",
    "LeakyReLU",
    "MeanSquaredError",
    "Momentum",
    "Nesterov",
    "Network",
    "OneCycle",
    "Optimizer",
    "Parameter",
    "RMSprop",
    "RangeTest",
    "ReLU",
    "ShapeError",
    "Sigmoid",
    "SoftThresholded",
    "Softmax",
    "SoftmaxCrossEntropy",
    "StepDecay",
    "Tanh",
    "TrainingError",
    "Value",
    "WarmupCosine",
    "__version__",
    "batches",
    "check_gradients",
    "clip_by_norm",
    "clip_by_value",
    "datasets",
    "epochs",
    "fit",
    "global_norm",
    "he_normal",
    "initializers",
    "layer_stats",
    "lecun_normal",
    "load",
    "lr_range_test",
    "mine",
    "mlp_forward",
    "numerical_gradient",
    "parameters",
    "relative_error",
    "save",
    "soft_threshold",
    "start_lesson",
    "xavier_normal",
]
