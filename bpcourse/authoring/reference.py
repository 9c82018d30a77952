"""Reference: one page of all that is public, made from the docstrings, in the order of reading.

Every docstring is shown as it stands in the code, so the letters of its formulas stay in line.
"""

import importlib
import inspect

import bpcourse

from ..atomic_write import write_text
from ..content import content

# From what a formula is made of to what is made of formulas.
NN = (
    *("shapes", "parameters", "initializers", "layers", "activations", "dropout", "batch_norm"),
    *("losses", "network", "mlp", "layer_stats", "gradients", "graph", "schedules", "optimizers"),
    *("regularization", "clipping", "early_stopping", "history", "batches", "training"),
    *("range_test", "saving"),
)
MODULES = [*(f"nn.{name}" for name in NN), "datasets", "plotting", "pytorch", "notebook"]

BEGIN = """\
# What is in bpcourse

Made from the docstrings by `bpcourse build --reference`: change them, not this page.

After `import bpcourse as bp` the maths is at hand by name, as in `bp.Dense`.
Data sets and initializers have their module before them: `bp.datasets.xor` and
`bp.initializers.small`.
Pictures are in `bpcourse.plotting`, the way to PyTorch in `bpcourse.pytorch`.
What a lesson imports for its exercises is in `bpcourse.notebook`.
"""


def reference(*, check=False, out=print):
    """Write docs/reference.md; with `check` only compare, and return 1 where it is stale."""
    path, new = content("docs", "reference.md"), page()
    if not check:
        write_text(path, new)
        out(f"reference: written to {path}")
        return 0
    stale = not path.exists() or path.read_text(encoding="utf-8") != new
    out("reference: stale. Run: bpcourse build --reference" if stale else "reference: up to date")
    return int(stale)


def page():
    """The text of the page."""
    return "\n".join([BEGIN, *map(_entry, modules()), *map(_section, modules())])


def modules():
    """The modules that the page shows, in its order."""
    return [bpcourse, *(importlib.import_module(f"bpcourse.{name}") for name in MODULES)]


def public(module):
    """The public names of a module, in the order in which it has them.

    A module that is imported by its own name lists them in `__all__`; the names of the others are
    those of bpcourse that were made there.
    """
    if module is not bpcourse and hasattr(module, "__all__"):
        names = module.__all__
    else:
        things = ((name, getattr(bpcourse, name)) for name in bpcourse.__all__)
        names = [n for n, thing in things if getattr(thing, "__module__", "") == module.__name__]
    return sorted(names, key=list(vars(module)).index)


def _entry(module):
    name = module.__name__
    return f"* [{name}](#{name.replace('.', '')}): {', '.join(f'`{n}`' for n in public(module))}"


def _section(module):
    parts = [f"\n## {module.__name__}\n", _verbatim(inspect.getdoc(module))]
    for name in public(module):
        thing = getattr(module, name)
        parts += [f"\n### {name}\n", _verbatim("\n\n".join(_told(name, thing)))]
    return "\n".join(parts)


def _told(name, thing):
    """The call, what it means, and for a class the same for each of its methods."""
    yield f"{name}{_call(thing)}"
    yield inspect.getdoc(thing)
    if inspect.isclass(thing):
        for method, found in vars(thing).items():
            function = found.fget if isinstance(found, property) else found
            if not inspect.isfunction(function) or function.__name__.startswith("_"):
                continue
            if function.__doc__ and function.__qualname__.startswith(thing.__name__):
                call = "" if isinstance(found, property) else _call(function)
                yield f".{method}{call}\n    " + inspect.getdoc(function).replace("\n", "\n    ")


def _call(thing):
    """The signature without types: as one would write the call, names for what has a name."""
    if inspect.isclass(thing) and issubclass(thing, Exception):
        return ""
    signature = inspect.signature(thing)
    plain = [
        p.replace(annotation=p.empty, default=_Named.of(p.default))
        for p in signature.parameters.values()
        if p.name != "self"
    ]
    return str(signature.replace(parameters=plain, return_annotation=signature.empty))


class _Named:
    """A default whose text is its name, as in init=lecun_normal or dtype=np.float64."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name

    @classmethod
    def of(cls, default):
        if default is inspect.Parameter.empty or not hasattr(default, "__name__"):
            return default
        within = "np." if default.__module__ == "numpy" else ""
        return cls(f"{within}{default.__name__}")


def _verbatim(text):
    return f"```text\n{text}\n```"
