"""Diagnoses: what a run is trained with, and which changes make it sick.

A sick run differs from a healthy one in one thing, and what belongs to that thing is told beside
it: a cure may change these settings, and no others.
"""

HEALTHY = {
    "hidden": (32,),  # units of the hidden layers
    "activation": "relu",  # or "tanh", "sigmoid"
    "start": "he",  # or "xavier", "zeros", "4 x he"
    "lr": 0.1,
    "epochs": 12,
    "labels": "right",  # or "mixed": each digit has the label of another one
    "penalty": 0.0,  # the strength of L2
    "dropout": 0.0,
    "patience": 0,  # of early stopping; 0 for none
    "clip": 0.0,  # the longest gradient; 0 for any
    "batch_norm": False,
    "batch": 32,
    "samples": 800,  # digits to learn from
    "wrong": 0.0,  # the share of them that got a random label, which nobody can repair
}

SICK = {
    "rate too large": {"lr": 8.0},
    "rate too small": {"lr": 0.0003},
    "zero start": {"start": "zeros"},
    "vanishing gradients": {"hidden": (32,) * 5, "activation": "sigmoid", "start": "xavier"},
    "exploding start": {"hidden": (32,) * 5, "start": "4 x he"},
    "labels mixed up": {"labels": "mixed"},
    "penalty too strong": {"penalty": 0.3},
    "overfitting": {
        "samples": 200,
        "wrong": 0.4,
        "hidden": (64,),
        "lr": 0.2,
        "batch": 10,
        "epochs": 40,
    },
}

BELONGS = {
    "rate too large": ("lr",),
    "rate too small": ("lr",),
    "zero start": ("start",),
    "vanishing gradients": ("activation", "start", "hidden"),
    "exploding start": ("start",),
    "labels mixed up": ("labels",),
    "penalty too strong": ("penalty",),
    "overfitting": ("patience", "dropout", "penalty", "epochs", "lr", "hidden"),
    "healthy": (),
}


def sick(name, **changes):
    """The settings of a run with that sickness, or "healthy", with these further changes."""
    return HEALTHY | SICK.get(name, {}) | changes
