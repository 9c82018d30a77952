"""Hub: the course as the server that JupyterHub starts for a learner."""

import os
import sys
from importlib.util import find_spec
from urllib.parse import quote

from ..checking.workspace import workspace_at
from ..errors import UserError
from .jupyter_settings import environment, options_for
from .lab import demand, next_lesson, prepare


def hub(folder=None, options=()):
    """Prepare the folder and become the server that JupyterHub has asked for, at the next lesson.

    Raises UserError where no hub has asked, or the folder cannot be used.
    """
    _demand_hub()
    demand(options)
    workspace = workspace_at(folder)
    for news in prepare(workspace):
        print(news, flush=True)
    lesson = next_lesson(workspace)
    told = {
        "JUPYTERHUB_DEFAULT_URL": f"/lab/tree/{quote(lesson)}",  # the hub asks this, and no option
        "JUPYTERHUB_ROOT_DIR": str(workspace.root),
    }
    command = [sys.executable, "-m", "jupyterhub.singleuser", *options_for(workspace, lesson)]
    os.chdir(workspace.root)
    # this very process becomes it, so that the hub ends it by the number that it knows
    os.execve(sys.executable, [*command, *options], environment(workspace) | told)


def _demand_hub():
    if find_spec("jupyterhub") is None:
        raise UserError(
            "JupyterHub's part of a learner's server is not installed. Run, with the hub's "
            f"version:\n  {sys.executable} -m pip install jupyterhub"
        )
    if "JUPYTERHUB_API_TOKEN" not in os.environ:
        raise UserError(
            "With --hub only JupyterHub can start the course, by c.Spawner.cmd in its settings: "
            "docs/hubs.md says how.\nOn a machine of your own, run: bpcourse lab"
        )
