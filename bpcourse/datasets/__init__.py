"""Data sets: small ones made from a formula and `rng`, and real ones that ship with the course.

X  (n, n_in)  float64        one sample per row
targets  (n, 1)  float64     what a network with one output should answer
targets  (n,)  int64         the number of the class, where there are several
"""

from .held_out import Standardiser, split, standardise
from .real import Digits, Penguins, Wine, digits, penguins, wine
from .toys import circles, lines, mislabel, sine, spirals, two_moons, xor

__all__ = [
    "Digits",
    "Penguins",
    "Standardiser",
    "Wine",
    "circles",
    "digits",
    "lines",
    "mislabel",
    "penguins",
    "sine",
    "spirals",
    "split",
    "standardise",
    "two_moons",
    "wine",
    "xor",
]
