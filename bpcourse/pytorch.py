"""PyTorch: turn a network into a torch.nn.Module or into a script, and a module into a network.

    W  (n_in, n_out)  here is  weight  (n_out, n_in)  in PyTorch, which stores the transpose

The numbers are copied, so training one of the two does not change the other. PyTorch is not part of
the course; it is loaded only when `to_torch` or `from_torch` is called.
"""

import textwrap

import numpy as np

from .nn.activations import LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from .nn.batch_norm import BatchNorm
from .nn.dropout import Dropout
from .nn.initializers import zeros
from .nn.layers import Dense
from .nn.network import Network

__all__ = ["from_torch", "script", "to_torch"]

KNOWN = "Dense, BatchNorm, Dropout, Sigmoid, Tanh, ReLU, LeakyReLU, Softmax and Networks of these"
KNOWN_THERE = (
    "Linear, BatchNorm1d, Dropout, Sigmoid, Tanh, ReLU, LeakyReLU, Softmax and Sequentials of these"
)


def to_torch(net):
    """The torch.nn.Module that computes the same as `net`; a Network becomes a Sequential.

    After `module.train()` it computes the same as `forward`, after `module.eval()` the same as
    `predict`.
    Raises ImportError without PyTorch, and TypeError for a layer that has no counterpart.
    """
    torch = _torch()
    nn = torch.nn
    there = {
        Network: lambda: nn.Sequential(*map(to_torch, net.layers)),
        Dense: lambda: _filled(
            nn.utils.skip_init(nn.Linear, *net.W.shape, dtype=_dtype(net.W)),  # draws no numbers
            _arrays(net),
        ),
        BatchNorm: lambda: _filled(
            nn.BatchNorm1d(len(net.gamma), net.epsilon, net.momentum, dtype=_dtype(net.gamma)),
            _arrays(net),
        ),
        Dropout: lambda: nn.Dropout(net.p),
        Sigmoid: nn.Sigmoid,
        Tanh: nn.Tanh,
        ReLU: nn.ReLU,
        LeakyReLU: lambda: nn.LeakyReLU(net.leak),
        Softmax: lambda: nn.Softmax(dim=1),
    }
    return _counterpart(net, there)


def script(net):
    """The text of a Python script that makes `net` with PyTorch alone: layers, then numbers.

    Saved as my_net.py, it runs with `python my_net.py`, and `from my_net import net` takes the net
    into other code, ready for use; `net.train()` makes it ready to be trained. The numbers are
    written with all their digits. To write the script, PyTorch is not needed.
    Raises TypeError for a layer that has no counterpart, and ValueError where a number is not
    finite.
    """
    layers = _source(net)
    numbers = "".join(f'    "{name}": {_written(name, array)},\n' for name, array in _places(net))
    return SCRIPT.format(layers=layers, numbers=f"\n{numbers}" if numbers else "")


SCRIPT = '''"""A network, written out by bpcourse: net(X), where each row of X is a sample."""

import torch
from torch import nn

net = {layers}

NUMBERS = {{{numbers}}}


def filled(net, numbers):
    """The net with these numbers, each in the dtype of its place."""
    places = net.state_dict()
    tensors = {{name: torch.tensor(numbers[name], dtype=places[name].dtype) for name in numbers}}
    net.load_state_dict(tensors)
    return net.eval()  # for use: nothing is dropped, and running statistics stay


net = filled(net, NUMBERS)

if __name__ == "__main__":
    print(net)
'''


def _source(layer):
    """The call that makes the layer in PyTorch, as text."""
    there = {
        Network: lambda: f"nn.Sequential(\n{textwrap.indent(_sources(layer.layers), '    ')})",
        Dense: lambda: "nn.Linear({}, {}, dtype=torch.{})".format(*layer.W.shape, layer.W.dtype),
        BatchNorm: lambda: (
            f"nn.BatchNorm1d({len(layer.gamma)}, eps={layer.epsilon!r}, "
            f"momentum={layer.momentum!r}, dtype=torch.{layer.gamma.dtype})"
        ),
        Dropout: lambda: f"nn.Dropout({layer.p!r})",
        Sigmoid: lambda: "nn.Sigmoid()",
        Tanh: lambda: "nn.Tanh()",
        ReLU: lambda: "nn.ReLU()",
        LeakyReLU: lambda: f"nn.LeakyReLU({layer.leak!r})",
        Softmax: lambda: "nn.Softmax(dim=1)",
    }
    return _counterpart(layer, there)


def _sources(layers):
    return "".join(f"{_source(layer)},\n" for layer in layers)


def _counterpart(layer, there):
    kind = type(layer)  # exactly that: a subclass may compute something else
    if kind not in there:
        raise TypeError(
            f"A layer of type {kind.__name__} has no counterpart in PyTorch that is known here.\n"
            f"Known are {KNOWN}."
        )
    return there[kind]()


def _arrays(layer):
    """The arrays of one layer, by the names and in the shapes that they have in PyTorch."""
    if type(layer) is Dense:
        return {"weight": layer.W.T, "bias": layer.b}
    if type(layer) is BatchNorm:
        return {
            "weight": layer.gamma,
            "bias": layer.beta,
            "running_mean": layer.running_mean,
            "running_var": layer.running_var,
        }
    return {}


def _places(layer, prefix=""):
    """All arrays of a network, each with its full name, as in ("0.weight", W.T)."""
    for i, part in enumerate(layer.layers):
        yield from _places(part, f"{prefix}{i}.")
    for name, array in _arrays(layer).items():
        yield prefix + name, array


def _written(name, array):
    """The numbers as nested lists, in lines of at most 100 signs; each row begins a new one."""
    _require(
        np.all(np.isfinite(array)),
        f"{name} of this network holds nan or inf, so it cannot be written out.\n"
        "It has diverged: train it again, with a smaller rate.",
    )
    if array.ndim == 1:
        return _wrapped(array.tolist(), 8).lstrip()
    rows = ",\n".join(_wrapped(row, 8) for row in array.tolist())
    return f"[\n{rows},\n    ]"


def _wrapped(row, indent):
    """A list as text, in lines of at most 100 signs that begin with so many spaces."""
    lines = textwrap.fill(str(row), 100 - indent, subsequent_indent=" ")
    return textwrap.indent(lines, " " * indent)


def from_torch(module, *, rng=None):
    """The layer that computes the same as the torch.nn.Module; a Sequential becomes a Network.

    A Dropout needs `rng`. Raises ImportError without PyTorch, TypeError for a module that has no
    counterpart, and ValueError for a module with a setting that has no counterpart.
    """
    nn = _torch().nn
    here = {
        nn.Sequential: lambda: _network(module, rng),
        nn.Linear: lambda: _dense(module),
        nn.BatchNorm1d: lambda: _batch_norm(module),
        nn.Dropout: lambda: _dropout(module, rng),
        nn.Sigmoid: Sigmoid,
        nn.Tanh: Tanh,
        nn.ReLU: ReLU,
        nn.LeakyReLU: lambda: LeakyReLU(module.negative_slope),
        nn.Softmax: lambda: _softmax(module),
    }
    kind = type(module)
    if kind not in here:
        raise TypeError(
            f"A module of type {kind.__name__} has no counterpart in bpcourse.\n"
            f"Known are {KNOWN_THERE}."
        )
    return here[kind]()


def _network(module, rng):
    tensors = [id(tensor) for _, tensor in module.named_parameters(remove_duplicate=False)]
    _require(
        len(set(tensors)) == len(tensors),
        "The Sequential uses the same weights in two places, which a Network cannot.\n"
        "Give each place a module of its own.",
    )
    return Network(*(from_torch(part, rng=rng) for part in module))


def _dense(module):
    _require(
        module.bias is not None,
        f"{module} has no bias, but a Dense always has one.\n"
        "Make it with bias=True and put zeros into the bias: it computes the same.",
    )
    W, b = _array(module.weight).T.copy(), _array(module.bias)  # (n_in, n_out), (n_out,)
    layer = Dense(*W.shape, rng=None, init=zeros, dtype=W.dtype)
    layer.W, layer.b = W, b
    return layer


def _batch_norm(module):
    _require(
        module.affine and module.track_running_stats and module.momentum is not None,
        "A BatchNorm has gamma, beta, running statistics and a momentum; this one does not.\n"
        "Make it with affine=True, track_running_stats=True and a number as momentum.",
    )
    gamma = _array(module.weight)  # (k,)
    layer = BatchNorm(len(gamma), momentum=module.momentum, epsilon=module.eps, dtype=gamma.dtype)
    layer.gamma, layer.beta = gamma, _array(module.bias)
    layer.running_mean, layer.running_var = map(_array, (module.running_mean, module.running_var))
    return layer


def _dropout(module, rng):
    _require(
        rng is not None,
        f"{module} draws random numbers, and here these come from an rng.\n"
        "Write from_torch(module, rng=rng).",
    )
    return Dropout(module.p, rng=rng)


def _softmax(module):
    _require(
        module.dim in (1, -1),
        f"{module} does not work along the rows, as ours does.\nMake it with dim=1.",
    )
    return Softmax()


def _require(holds, message):
    if not holds:
        raise ValueError(message)


def _torch():
    try:
        import torch
    except ImportError:
        raise ImportError(
            "PyTorch is not installed, so there is no network to be made there.\n"
            "Run: python -m pip install torch"
        ) from None
    return torch


def _dtype(array):
    return getattr(_torch(), array.dtype.name)


def _filled(module, arrays):
    """The module, with a copy of each array in the tensor of that name."""
    torch = _torch()
    with torch.no_grad():
        for name, array in arrays.items():
            getattr(module, name).copy_(torch.tensor(array))
    return module


def _array(tensor):
    return tensor.detach().cpu().numpy().copy()
