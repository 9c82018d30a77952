"""Challenge: something to reach, decided by code."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Challenge:
    """Something to reach. `met(state, data)` decides it; the values in `example` meet it."""

    text: str
    met: object
    example: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Shows:
    """Where the picture answers the question: the values of the controls that differ from the
    start, and `seen(state, data)`, what is to be seen there.
    """

    values: dict
    seen: object
