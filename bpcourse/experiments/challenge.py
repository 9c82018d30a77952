"""Challenge: something to reach, decided by code."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Challenge:
    """Something to reach. `met(state, data)` decides it; the values in `example` meet it.

    Where it takes several states, those in `before` come first, and `so_far(state, data)` says in a
    few words what is reached of it.
    """

    text: str
    met: object
    example: dict = field(default_factory=dict)
    before: tuple = ()
    so_far: object = None


@dataclass(frozen=True)
class Shows:
    """Where the picture answers the question: the values of the controls that differ from the
    start, and `seen(state, data)`, what is to be seen there.
    """

    values: dict
    seen: object
