"""The Littlest JupyterHub starts the course: its place is /opt/tljh/config/jupyterhub_config.d."""

c = get_config()  # noqa: F821 (JupyterHub knows it)

c.Spawner.cmd = ["/opt/tljh/user/bin/bpcourse", "lab", "--hub"]
