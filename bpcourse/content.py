"""Content: where the lessons and exercises are.

In a clone they lie beside the package, in a wheel inside it.
"""

from pathlib import Path

PACKAGE = Path(__file__).parent


def content(*parts):
    """The path of a piece of content, as in content("exercises")."""
    shipped = PACKAGE / "content"
    return (shipped if shipped.is_dir() else PACKAGE.parent).joinpath(*parts)
