"""Lab settings: those of JupyterLab that a lesson needs, whoever serves it."""

SETTINGS = {
    # no request leaves the machine
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # all cells stay in the page, so that no experiment is taken out of it while one scrolls
    "@jupyterlab/notebook-extension:tracker": {
        "windowingMode": "defer",
        "autoStartDefaultKernel": True,  # a cell that is run at once waits for its kernel
    },
}
