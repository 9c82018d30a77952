"""Plotting: pictures of the maths. Each takes data first, then `*, ax=None`, and returns the Axes.

`ax.description` says in words what a picture shows; `show(ax)` puts both on the page.
"""

from .activation import activation_curve
from .computation_graph import computation_graph
from .confusion import confusion_matrix
from .decision import decision_map
from .descent import descent_map
from .diagram import network_diagram
from .digits import digit_grid
from .figure import as_html, show
from .gradient_norms import gradient_flow
from .line import line_fit
from .loss import loss_curve
from .slope import tangent
from .weights import weight_histograms

__all__ = [
    "activation_curve",
    "as_html",
    "computation_graph",
    "confusion_matrix",
    "decision_map",
    "descent_map",
    "digit_grid",
    "gradient_flow",
    "line_fit",
    "loss_curve",
    "network_diagram",
    "show",
    "tangent",
    "weight_histograms",
]
