"""Plotting: pictures of what the maths did. Data first, then `*, ax=None`; the Axes come back.

Every picture knows in words what it shows, as `ax.description`; `show(ax)` puts both on the page.
"""

from .computation_graph import computation_graph
from .descent import descent_map
from .figure import as_html, show
from .line import line_fit
from .loss import loss_curve
from .slope import tangent

__all__ = [
    "as_html",
    "computation_graph",
    "descent_map",
    "line_fit",
    "loss_curve",
    "show",
    "tangent",
]
