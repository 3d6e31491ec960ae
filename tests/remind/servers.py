"""Servers on 127.0.0.1 that answer, or fail to, in each way that servers do."""

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Request:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the address, decoded once, as a server does."""
        return {
            k: v[0] for k, v in parse_qs(urlsplit(self.path).query, strict_parsing=True).items()
        }

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


Answering = Callable[["Server", socket.socket, Request], None]


class Server:
    """Answers each connection with `answer`; `requests` are those that came in whole."""

    def __init__(self, answer: Answering, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self._answer = answer
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def url(self, path: str = "/hook") -> str:
        """An address of this server."""
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        """End it and all who still hang."""
        self.closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            talk = connection
            if self._context is not None:
                talk = self._context.wrap_socket(connection, server_side=True)
            with talk:
                request = _read(talk)
                if request is not None:
                    self.requests.append(request)
                    self._answer(self, talk, request)


def _read(talk: socket.socket) -> Request | None:
    with talk.makefile("rb") as stream:
        first = stream.readline().decode("latin-1").split()
        if len(first) < 2:
            return None
        headers: dict[str, str] = {}
        while (line := stream.readline().strip()) != b"":
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers.get("content-length", "0")))
    return Request(first[1], headers, body)


@contextmanager
def serving(answer: Answering, context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server for the length of a test."""
    server = Server(answer, context)
    try:
        yield server
    finally:
        server.close()


def says(status: int, data: object = None, **headers: str) -> Answering:
    """Answers with that status, and JSON (or bytes as they are)."""
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    whole = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    return says_only(whole)


def says_only(data: bytes) -> Answering:
    """Says these bytes and hangs up."""
    return lambda server, talk, request: talk.sendall(data)


def hangs(server: Server, talk: socket.socket, request: Request) -> None:
    """Says nothing at all."""
    server.closing.wait(30)


def hangs_in_body(server: Server, talk: socket.socket, request: Request) -> None:
    """Says 200 and the first half of a yes."""
    talk.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"errcode": 0')
    server.closing.wait(30)


def drips(first: bytes) -> Answering:
    """Says `first`, then a byte now and then: no wait of a socket is ever too long."""

    def answer(server: Server, talk: socket.socket, request: Request) -> None:
        talk.sendall(first)
        while not server.closing.wait(0.05):
            talk.sendall(b"x")

    return answer


def resets(server: Server, talk: socket.socket, request: Request) -> None:
    """Drops the connection after the request."""
    linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
    talk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    talk.close()


def floods(server: Server, talk: socket.socket, request: Request) -> None:
    """Says 200 and ten megabytes."""
    talk.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n")
    for _ in range(1000):
        talk.sendall(b" " * 10_000)


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
