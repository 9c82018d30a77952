"""Jupyter settings: how JupyterLab opens for the course.

The learner's own settings go before these, and what the learner changes in JupyterLab is kept.
"""

import json
import os
import sysconfig
from urllib.parse import quote

from ..atomic_write import write_text
from ..checking.workspace import VARIABLE
from ..notebook.lab_settings import SETTINGS
from . import kernel_spec

SIDE_BARS_SHUT = {
    "data": {"layout-restorer:data": {"left": {"collapsed": True}, "right": {"collapsed": True}}},
    "metadata": {"id": "default"},
}
DEFAULT_WORKSPACE = "default-37a8.jupyterlab-workspace"  # JupyterLab's name for the first one


def options_for(workspace, lesson):
    """JupyterLab's options for a course folder, which opens at a lesson."""
    return [
        f"--ServerApp.root_dir={workspace.root}",
        "--ServerApp.log_level=WARN",
        "--LabApp.log_level=WARN",
        "--ServerApp.contents_manager_class=bpcourse.app.reopening.Notebooks",
        "--ServerApp.kernel_websocket_connection_class=bpcourse.app.prompt_messages.Connection",
        "--ServerApp.jpserver_extensions=jupyterlab_jupytext=False",  # if old, it saves nothing
        f"--LabApp.default_url=/lab/tree/{quote(lesson)}",
        f"--LabApp.workspaces_dir={_own(workspace) / 'workspaces'}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]


def _own(workspace):
    return workspace.private / "jupyter"


def environment(workspace):
    """The learner's own Jupyter settings, and before them those that the course needs.

    The commands beside this Python come first, so that `!bpcourse join` is found in a cell where
    the environment of the course was never activated.
    """
    own = _own(workspace)
    kernel_spec.install(own)
    write_text(own / "labconfig" / "default_setting_overrides.json", json.dumps(SETTINGS, indent=1))
    layout = own / "workspaces" / DEFAULT_WORKSPACE
    if not layout.exists():  # later it holds what the learner has opened
        write_text(layout, json.dumps(SIDE_BARS_SHUT))
    first = {
        "JUPYTER_PATH": own,
        "JUPYTER_CONFIG_PATH": own,
        "PATH": sysconfig.get_path("scripts"),
    }
    ahead = {
        name: os.pathsep.join(filter(None, [str(place), os.environ.get(name)]))
        for name, place in first.items()
    }
    return os.environ | ahead | {VARIABLE: str(workspace.root)}
