"""JupyterHub for the course: whoever logs in is in their own folder, at their next lesson.

jupyterhub --config deploy/jupyterhub_config.py

Learners are users of this machine. docs/hubs.md says what to install.
"""

import sys
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterHub knows it)

COURSE = Path(sys.executable).with_name("bpcourse")
PROXY = Path(__file__).parent / "node_modules" / ".bin" / "configurable-http-proxy"

c.JupyterHub.bind_url = "http://127.0.0.1:8000"  # what speaks https to the world stands before it
c.ConfigurableHTTPProxy.command = [str(PROXY)]
c.Spawner.cmd = [str(COURSE), "lab", "--hub"]
c.Spawner.start_timeout = 120  # seconds; a busy machine is slow on the first morning
c.Spawner.http_timeout = 120
c.Authenticator.allow_all = True  # all users of this machine
