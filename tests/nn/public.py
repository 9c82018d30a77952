"""All public names of the maths and its pictures, and what makes an error a sentence."""

import re

import bpcourse as bp
from bpcourse import datasets, plotting
from bpcourse.nn import initializers

MODULES = {
    "": bp,
    "datasets.": datasets,
    "initializers.": initializers,
    "plotting.": plotting,
}
PUBLIC = {
    f"{prefix}{name}": getattr(module, name)
    for prefix, module in MODULES.items()
    for name in module.__all__
    if getattr(getattr(module, name), "__module__", "bpcourse")
    != "bpcourse"  # of the course itself
}
SEEN = (  # what is made by the maths and not by its users
    *("Comparison", "History", "LayerStats", "RangeTest", "Parameter"),
    *("datasets.Digits", "datasets.Penguins", "datasets.Wine"),
)


def is_a_sentence(error):
    """Is the error ours: what was seen, and what to do?"""
    ours = isinstance(error, TypeError | ValueError)
    return ours and bool(re.fullmatch(r".+[.:,)][ \n].+\.", str(error), re.DOTALL))
