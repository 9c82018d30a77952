"""Mine: the learner's own function once its check passes, the model answer until then.

Later lessons and the experiments are built on these, so that all parts become the learner's own.
"""

from functools import lru_cache

from .answer import load
from .exercise import find
from .progress import Progress
from .workspace import here


def mine(name):
    """What the exercise `name` defines: the learner's if it passes, else the model answer's."""
    own = learners(name)
    return reference(name) if own is None else own


def learners(name):
    """The learner's object, or None as long as the saved answer has not passed."""
    find(name)  # raises for a name that is none
    workspace = here()
    try:
        source = workspace.answer(name)
    except (OSError, ValueError):
        return None
    if source is None or not Progress(workspace).passes(name, source):
        return None
    return _load(source, str(workspace.answer_path(name)), name)


def reference(name):
    """The model answer's object."""
    exercise = find(name)
    return _load(exercise.solution, f"the model answer to {name}", name)


@lru_cache(maxsize=256)
def _load(source, filename, name):
    return load(source, filename, {name: find(name).defines[name]})[0]
