"""Prompt messages: what a kernel says is sent to the page at once.

The system holds a short message back until the page has confirmed the one before, and the page
waits up to 40 ms with that, in case it has something to say itself (Nagle's algorithm, RFC 896, and
the delayed confirmation of RFC 1122). Jupyter leaves it so; each picture of an experiment comes
between two such messages.

`bpcourse lab` runs its server with this connection; any other Jupyter server does it with
c.ServerApp.kernel_websocket_connection_class = "bpcourse.app.prompt_messages.Connection".
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class Connection(ZMQChannelsWebsocketConnection):
    """Jupyter's own connection between a kernel and a page, which holds nothing back."""

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()
