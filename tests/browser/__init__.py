"""JupyterLab in Chromium, as a learner meets it."""
