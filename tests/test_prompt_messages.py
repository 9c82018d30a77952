"""What a kernel says is not held back on its way to the page."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

from bpcourse.app.prompt_messages import Connection


class ToThisPage(Connection):
    """The connection, which takes any handler for that of a page."""

    websocket_handler = None


class Page(WebSocketHandler):
    """The server's end of a page."""

    options = []  # of its socket, once it is connected

    async def open(self):
        connection = ToThisPage()
        connection.websocket_handler = self
        await connection.connect()
        stream = self.ws_connection.stream.socket
        self.options.append(stream.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    def on_message(self, message):
        """Nothing is said."""


async def meet():
    """Connect a page over a real socket."""
    probe, port = bind_unused_port()
    server = HTTPServer(Application([("/", Page)]))
    server.add_socket(probe)
    page = await websocket_connect(f"ws://127.0.0.1:{port}/")
    page.close()
    await page.read_message()
    server.stop()
    await server.close_all_connections()


def test_the_page_is_sent_each_message_at_once(monkeypatch):
    async def connect(self):
        """There is no kernel to connect with."""

    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", connect)
    monkeypatch.setattr(Page, "options", [])
    with ThreadPoolExecutor(1) as pool:  # the browser's tests leave a loop in this thread
        pool.submit(asyncio.run, meet()).result()
    assert len(Page.options) == 1
    assert Page.options[0] != 0
