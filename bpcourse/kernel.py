"""Kernel: the one that runs the lessons is this very Python, whatever other kernels there are."""

import json
import sys

from .checking.workspace import write_whole


def install(folder):
    """Describe it to Jupyter in `folder`, under the name that notebooks ask for."""
    spec = {
        # it knows %%exercise from the start
        "argv": [
            *(sys.executable, "-m", "ipykernel_launcher"),
            *("-f", "{connection_file}", "--ext", "bpcourse.notebook"),
        ],
        "display_name": "Python (bpcourse)",
        "language": "python",
        "metadata": {"debugger": True},
    }
    write_whole(folder / "kernels" / "python3" / "kernel.json", json.dumps(spec, indent=1))
