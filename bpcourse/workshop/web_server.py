"""Web server: requests in, answers out, one connection each; as little of HTTP as that needs.

    async def answer(request): return Answer(200, {"kept": 3})
    server = await serve(answer, "127.0.0.1", 8800)

What is larger or slower than a learner's computer would send is refused, and delays nobody else.
"""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

HEAD, BODY = 8 * 1024, 16 * 1024  # bytes
PATIENCE = 10  # seconds for all of a request
CONNECTIONS = 1000  # at one time
SAFE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (  # a page of ours is whole: it asks for nothing from elsewhere
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
}


class Refused(Exception):
    """A request that is answered with an error: its status, and a sentence."""

    def __init__(self, status, told):
        super().__init__(told)
        self.status = status


@dataclass(frozen=True)
class Request:
    method: str
    path: str  # without what follows a question mark
    bearer: str  # the secret that it shows, as in `Authorization: Bearer SECRET`
    body: bytes
    sender: str  # the address; kept nowhere

    def json(self):
        """The body as a dictionary. Raises Refused where it is none."""
        with suppress(ValueError, RecursionError):
            facts = json.loads(self.body)
            if isinstance(facts, dict):
                return facts
        raise Refused(400, "The body should be a JSON object.")


@dataclass(frozen=True)
class Answer:
    status: int = 200
    content: object = field(default_factory=dict)  # a text is HTML, all else becomes JSON


async def serve(answer, host, port):
    """A server that gives each Request to `answer`. Raises OSError where it cannot listen there."""
    open_now = set()

    async def connected(reader, writer):
        task = asyncio.current_task()
        open_now.add(task)
        try:
            if len(open_now) <= CONNECTIONS:
                await _converse(answer, reader, writer)
        except (OSError, EOFError, TimeoutError):
            pass  # whoever has gone wants no answer
        finally:
            open_now.discard(task)
            writer.close()

    return await asyncio.start_server(connected, host, port, limit=HEAD, backlog=500)


async def _converse(answer, reader, writer):
    try:
        async with asyncio.timeout(PATIENCE):
            request = await _request(reader, writer)
        said = await answer(request)
    except Refused as refused:
        said = Answer(refused.status, {"told": str(refused)})
    writer.write(_bytes(said))
    async with asyncio.timeout(PATIENCE):
        await writer.drain()


async def _request(reader, writer):
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.LimitOverrunError:
        raise Refused(431, "The head of the request is too long.") from None
    first, *lines = head.split("\r\n")
    words = first.split(" ")
    if len(words) != 3:
        raise Refused(400, "This is no HTTP.")
    fields = {name.lower(): text.strip() for name, _, text in (x.partition(":") for x in lines)}
    length = fields.get("content-length", "0")
    if not length.isascii() or not length.isdecimal() or "transfer-encoding" in fields:
        raise Refused(411, "The request should say its length.")
    if len(length) > 6 or int(length) > BODY:
        raise Refused(413, f"A request may have {BODY} bytes.")
    sender = writer.get_extra_info("peername") or ("?",)
    return Request(
        method=words[0],
        path=words[1].partition("?")[0],
        bearer=fields.get("authorization", "").removeprefix("Bearer "),
        body=await reader.readexactly(int(length)),
        sender=sender[0],
    )


def _bytes(answer):
    is_page = isinstance(answer.content, str)
    body = (answer.content if is_page else json.dumps(answer.content)).encode()
    kind = "text/html; charset=utf-8" if is_page else "application/json"
    fields = {"Content-Type": kind, "Content-Length": len(body), "Connection": "close"} | SAFE
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
    lines += [f"{name}: {text}" for name, text in fields.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
