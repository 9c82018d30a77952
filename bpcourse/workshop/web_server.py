"""Web server: requests in, answers out, one connection each; as little of HTTP as that needs.

    async def answer(request): return Answer(200, {"kept": 3})
    server = await serve(answer, "127.0.0.1", 8800)

What is larger or slower than a learner's computer would send is refused, and delays nobody else.
"""

import asyncio
import json
import traceback
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

HEAD, BODY = 8 * 1024, 16 * 1024  # bytes
PATIENCE = 10  # seconds for all of a request
CONNECTIONS = 800  # at one time; each is a file, and many systems give a process 1024
FROM_ONE = 400  # of them from one address, so that one cannot shut all others out
SAFE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (  # a page of ours is whole: it asks for nothing from elsewhere
        "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
        "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    ),
}


class Refused(Exception):
    """A request that is answered with an error: its status, and a sentence."""

    def __init__(self, status, told):
        super().__init__(told)
        self.status, self.headers = status, {}


@dataclass(frozen=True)
class Request:
    method: str
    path: str  # without what follows a question mark
    secret: str  # as in `Workshop-Secret: SECRET`; a hub takes `Authorization` for its own
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
    content: object = field(default_factory=dict)  # a text, by default HTML; all else becomes JSON
    kind: str = "text/html"  # of a text
    headers: dict = field(default_factory=dict)  # besides those that every answer has


async def serve(answer, host, port):
    """A server that gives each Request to `answer`. Raises OSError where it cannot listen there."""
    open_now = Counter()  # connections, by the address that they come from

    async def connected(reader, writer):
        sender = _sender(writer)
        open_now[sender] += 1
        try:
            if open_now.total() <= CONNECTIONS and open_now[sender] <= FROM_ONE:
                await _converse(answer, reader, writer)
        except TimeoutError:
            writer.transport.abort()  # whoever takes nothing does not hold what is left for them
        except (OSError, EOFError):
            pass  # whoever has gone wants no answer
        finally:
            open_now[sender] -= 1
            if not open_now[sender]:
                del open_now[sender]
            writer.close()

    return await asyncio.start_server(connected, host, port, limit=HEAD, backlog=500)


async def _converse(answer, reader, writer):
    try:
        async with asyncio.timeout(PATIENCE):
            request = await _request(reader, writer)
        said = await answer(request)
    except Refused as refused:
        said = Answer(refused.status, {"told": str(refused)}, headers=refused.headers)
    except (OSError, EOFError, TimeoutError):
        raise
    except Exception:
        traceback.print_exc()
        said = Answer(500, {"told": "This server has failed here: a fault of the course."})
    writer.transport.set_write_buffer_limits(0)  # so it is known when all has gone
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
    return Request(
        method=words[0],
        path=words[1].partition("?")[0],
        secret=fields.get("workshop-secret", ""),
        body=await reader.readexactly(int(length)),
        sender=_sender(writer),
    )


def _sender(writer):
    return (writer.get_extra_info("peername") or ("?",))[0]


def _bytes(answer):
    is_text = isinstance(answer.content, str)
    body = (answer.content if is_text else json.dumps(answer.content)).encode()
    kind = f"{answer.kind}; charset=utf-8" if is_text else "application/json"
    fields = {"Content-Type": kind, "Content-Length": len(body), "Connection": "close"}
    fields |= SAFE | answer.headers
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
    lines += [f"{name}: {text}" for name, text in fields.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
