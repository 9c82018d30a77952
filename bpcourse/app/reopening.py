"""Reopening: what is shown of a notebook that was saved while its experiments were live.

A saved output names a widget, and holds the still picture, or the text of the questions, beside it.
JupyterLab tries the widget first, and where no kernel knows it any more it says "Error displaying
widget: model not found". So the names of such widgets are left out when a notebook is opened; the
file stays as it is. A page that is reloaded while its kernel lives finds its widgets.

`bpcourse lab` runs its server with this manager; any other Jupyter server does it with
c.ServerApp.contents_manager_class = "bpcourse.app.reopening.Notebooks".
"""

import asyncio

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

VIEW = "application/vnd.jupyter.widget-view+json"
PATIENCE = 2.0  # seconds for a kernel's answer


class Notebooks(AsyncLargeFileManager):
    """Jupyter's own manager of files, which opens notebooks without widgets that are gone."""

    async def get(self, path, content=True, *kind, **how):  # some callers name them, some do not
        model = await super().get(path, content, *kind, **how)
        if content and model["type"] == "notebook" and any(views(model["content"])):
            forget_all_but(await self._alive(path), model["content"])
        return model

    async def _alive(self, path):
        """The ids of the widgets that the notebook's kernel knows; None where it does not say."""
        try:
            sessions = await self.parent.session_manager.list_sessions()
            ids = [one["kernel"]["id"] for one in sessions if one["path"] == path.strip("/")]
            kernels = [self.parent.kernel_manager.get_kernel(kernel_id) for kernel_id in ids]
            found = [await _comms(kernel) for kernel in kernels]
        except Exception as error:  # whatever it is, the notebook has to open
            self.log.info("No kernel says which widgets of %s live: %r", path, error)
            return None
        return {name for names in found for name in names}


async def _comms(kernel):
    """The ids of all widgets in a kernel. Raises TimeoutError while it is busy."""
    client = kernel.client()
    client.start_channels(iopub=False, stdin=False, hb=False, control=False)
    try:
        asked = client.comm_info(target_name="jupyter.widget", reply=True, timeout=PATIENCE)
        reply = await asyncio.wait_for(asked, PATIENCE + 1)
    finally:
        client.stop_channels()
    return reply["content"]["comms"]


def views(notebook):
    """The data of every output that names a widget."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if VIEW in output.get("data", {}):
                yield output["data"]


def forget_all_but(alive, notebook):
    """Leave out the widgets that are not alive, where something else can be shown instead."""
    for data in [*views(notebook)] if alive is not None else ():
        if data[VIEW].get("model_id") not in alive and "text/html" in data:
            del data[VIEW]
