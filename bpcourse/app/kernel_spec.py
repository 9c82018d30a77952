"""Kernel: the one that runs the lessons is this very Python, whatever other kernels there are."""

import json
import sys

from ..checking.workspace import write_text

NAME, SHOWN, LANGUAGE = "python3", "Python (bpcourse)", "python"


def install(folder):
    """Describe it to Jupyter in `folder`, under the name that notebooks ask for."""
    spec = {
        # it knows %%exercise and the functions of a lesson from the start
        "argv": [
            *(sys.executable, "-m", "ipykernel_launcher"),
            *("-f", "{connection_file}", "--ext", "bpcourse.notebook"),
        ],
        "display_name": SHOWN,
        "language": LANGUAGE,
        "metadata": {"debugger": True},
    }
    write_text(folder / "kernels" / NAME / "kernel.json", json.dumps(spec, indent=1))


def notebook_metadata():
    """What JupyterLab writes into a notebook that this kernel runs, when it is opened."""
    from ipykernel.ipkernel import IPythonKernel

    spec = {"name": NAME, "display_name": SHOWN, "language": LANGUAGE}
    return {"kernelspec": spec, "language_info": IPythonKernel.language_info}
