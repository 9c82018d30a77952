"""The web server: what is larger or slower than it should be is refused, and delays nobody."""

import asyncio
from contextlib import suppress

import pytest

from bpcourse.workshop import web_server
from bpcourse.workshop.web_server import BODY, HEAD, Answer, serve

from .asking import run

PLAIN = b"GET /hello HTTP/1.1\r\n\r\n"


async def answer(request):
    return Answer(200, {"path": request.path, "bytes": len(request.body)})


def replies(*requests):
    """What each of these bytes is answered, when they come at the same time."""

    async def one(port, data):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(data)
        reply = b""
        with suppress(OSError):  # the other end has closed it already
            reply = await reader.read()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return reply

    async def every():
        server = await serve(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        got = await asyncio.gather(*(one(port, data) for data in requests))
        server.close()
        await asyncio.gather(*(t for t in asyncio.all_tasks() if t is not asyncio.current_task()))
        return got

    return run(every())


def status(reply):
    return int(reply.split(b" ")[1]) if reply else None


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (PLAIN, 200),
        (b"GET /hello?secret=1 HTTP/1.1\r\n\r\n", 200),
        (b"nonsense\r\n\r\n", 400),
        (b"\xff\xfe\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (BODY + 1), 413),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 411),
        ("POST / HTTP/1.1\r\nContent-Length: ²\r\n\r\n".encode("latin-1"), 411),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * HEAD + b"\r\n\r\n", 431),
    ],
)
def test_what_is_no_request_is_refused_with_a_status(data, wanted):
    assert status(replies(data)[0]) == wanted


def test_a_page_may_ask_nothing_of_others_and_is_kept_nowhere():
    [reply] = replies(PLAIN)
    assert b"Cache-Control: no-store" in reply
    assert b"default-src 'none'" in reply
    assert b"http" not in reply.lower().replace(b"http/1.1", b"")


def test_whoever_is_slow_is_given_up_and_delays_nobody(monkeypatch):
    monkeypatch.setattr(web_server, "PATIENCE", 0.3)
    slow = [b"GET / HT", b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab", b""]
    got = replies(*slow, PLAIN)
    assert [status(one) for one in got] == [None, None, None, 200]


def test_more_connections_than_a_room_has_are_closed(monkeypatch):
    monkeypatch.setattr(web_server, "CONNECTIONS", 2)
    monkeypatch.setattr(web_server, "PATIENCE", 0.3)
    got = replies(b"", b"", PLAIN)
    assert sorted(map(bool, got)) == [False, False, False]
    assert status(replies(PLAIN)[0]) == 200


def test_one_address_does_not_shut_the_others_out(monkeypatch):
    monkeypatch.setattr(web_server, "FROM_ONE", 2)
    monkeypatch.setattr(web_server, "PATIENCE", 0.3)

    async def both():
        server = await serve(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, local_addr=("127.0.0.2", 0)
        )
        writer.write(PLAIN)
        other = await reader.read()
        third = await idle[2][0].read()
        for _, one in [*idle, (reader, writer)]:
            one.close()
        server.close()
        await asyncio.gather(*(t for t in asyncio.all_tasks() if t is not asyncio.current_task()))
        return other, third

    other, third = run(both())
    assert status(other) == 200
    assert third == b""


def test_whoever_takes_no_answer_holds_nothing_of_the_server(monkeypatch):
    """What was not taken in time is thrown away, so it fills neither memory nor connections."""
    monkeypatch.setattr(web_server, "PATIENCE", 0.3)
    size = 20 * 2**20

    async def large(request):
        return Answer(200, "x" * size)

    async def taken_late():
        server = await serve(large, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        reader._transport.pause_reading()
        writer.write(PLAIN)
        await asyncio.sleep(0)
        while len(asyncio.all_tasks()) == 1:
            await asyncio.sleep(0.01)
        await asyncio.gather(*(t for t in asyncio.all_tasks() if t is not asyncio.current_task()))
        reader._transport.resume_reading()
        got = 0
        with suppress(OSError):
            while data := await reader.read(2**20):
                got += len(data)
        writer.close()
        server.close()
        return got

    assert run(taken_late()) < size


def test_a_fault_of_ours_is_answered_and_the_next_request_too(capsys):
    async def faulty(request):
        raise ZeroDivisionError

    async def twice():
        server = await serve(faulty, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        told = []
        for _ in range(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(PLAIN)
            told.append(status(await reader.read()))
            writer.close()
        server.close()
        return told

    assert run(twice()) == [500, 500]
    assert "ZeroDivisionError" in capsys.readouterr().err
