"""One HTTP request that is over by its deadline, and honest about how far it came.

A timeout of a socket begins anew with every byte, and looking up a name has none. So the exchange
runs on a thread of its own, which the caller leaves behind when the time is up; from then on that
thread can send nothing any more.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import (
    AbstractHTTPHandler,
    BaseHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    getproxies,
)

from opsplan.values.address import is_loopback
from opsplan.values.classes import dataclass
from opsplan.values.problem import os_reason
from opsplan.values.text import Message, say

MAX_ANSWER = 64 * 1024
"""Bytes of an answer that are read at most."""


@dataclass(frozen=True, slots=True)
class Posting:
    """What is to be posted. Its address may be secret, so it has no repr."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    wants_body: bool = True

    def __repr__(self) -> str:
        """Nothing of it."""
        return "Posting(…)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: `body` as far as it came, up to MAX_ANSWER bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """No status line came. `was_sent`: some of the request may have reached the server."""

    was_sent: bool
    reason: Message


def post(posting: Posting, end: float) -> Answer | NoAnswer:
    """Post and take the answer, until `end` (of `time.monotonic`) at the latest."""
    exchange = _Exchange(posting, end)
    thread = threading.Thread(target=exchange.run, daemon=True)
    thread.start()
    thread.join(max(end - time.monotonic(), 0))
    return exchange.finish()


class _Exchange:
    """What the thread has reached so far; the lock decides whether it may still send."""

    def __init__(self, posting: Posting, end: float) -> None:
        self._posting = posting
        self._end = end
        self._lock = threading.Lock()
        self._is_over = False
        self._was_sent = False
        self._socket: socket.socket | None = None
        self._failure: Message | None = None
        self._answer: Answer | None = None

    def run(self) -> None:
        """The thread: send, and keep what comes back."""
        try:
            self._take(self._open())
        except Exception as error:
            # Whatever it is, its text may hold the address, so only what is known is said.
            self._failure = _reason(error)

    def finish(self) -> Answer | NoAnswer:
        """The caller: end it, and tell how far it came."""
        with self._lock:
            self._is_over = True
            connection = self._socket
        if connection is not None:
            _hang_up(connection)
        if self._answer is not None:
            return self._answer
        return NoAnswer(self._was_sent, self._failure or say("no answer came in time"))

    def connected(self, connection: socket.socket | None) -> None:
        """The connection stands; what is sent on it from now on is the request."""
        self._socket = connection

    def sending(self) -> None:
        """Bytes of the request are about to leave; refused once the caller has given up."""
        with self._lock:
            if self._is_over:
                raise TimeoutError
            self._was_sent = True

    def _open(self) -> Any:
        posting = self._posting
        host = urlsplit(posting.url).hostname or ""
        proxies = {} if is_loopback(host) else getproxies()
        handlers: list[BaseHandler] = [ProxyHandler(proxies), _Handler(self)]
        # Without the handlers for errors and redirects, every status comes back as it is.
        opener = OpenerDirector()
        for handler in handlers:
            opener.add_handler(handler)
        request = Request(posting.url, posting.body, dict(posting.headers), method="POST")
        return opener.open(request, timeout=max(self._end - time.monotonic(), 0.001))

    def _take(self, response: Any) -> None:
        headers = {name.lower(): value for name, value in response.headers.items()}
        body = b""
        with response:
            self._answer = Answer(response.status, headers)
            while self._posting.wants_body and len(body) < MAX_ANSWER:
                part = response.read1(MAX_ANSWER - len(body))
                if not part:
                    break
                body += part
                self._answer = Answer(response.status, headers, body)


class _Watched(http.client.HTTPConnection):
    """A connection that tells its exchange when it stands and before it sends."""

    exchange: _Exchange
    is_connected = False

    def connect(self) -> None:
        """Connect, through a proxy and TLS where there are; none of that is the request."""
        super().connect()
        self.is_connected = True
        self.exchange.connected(self.sock)

    def send(self, data: Any) -> None:
        """Send a part of the request, or what a proxy is told while connecting."""
        if self.sock is None:
            self.connect()
        if self.is_connected:
            self.exchange.sending()
        super().send(data)


class _Secure(_Watched, http.client.HTTPSConnection):
    """The same over https."""


class _Handler(AbstractHTTPHandler):
    """Opens both schemes on watched connections."""

    def __init__(self, exchange: _Exchange) -> None:
        super().__init__()
        self._exchange = exchange
        self.http_request = self.https_request = self.do_request_

    def http_open(self, request: Request) -> Any:
        """Open http."""
        return self.do_open(self._watched(_Watched), request)

    def https_open(self, request: Request) -> Any:
        """Open https, with the system's certificates."""
        context = ssl.create_default_context()
        return self.do_open(self._watched(_Secure), request, context=context)

    def _watched(self, kind: type[_Watched]) -> Any:
        def make(host: str, **options: Any) -> _Watched:
            connection = kind(host, **options)
            connection.exchange = self._exchange
            return connection

        return make


def _hang_up(connection: socket.socket) -> None:
    """Wake the thread that reads from this connection."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except (OSError, ValueError):
        return  # the thread has closed it already


_REASONS: tuple[tuple[type[BaseException], Message], ...] = (
    (ssl.SSLCertVerificationError, say("the server's certificate is not trusted")),
    (ssl.SSLError, say("no secure connection could be made")),
    (socket.gaierror, say("the host was not found")),
    (ConnectionRefusedError, say("the connection was refused")),
    (TimeoutError, say("no answer came in time")),
    (ConnectionError, say("the connection broke")),
    (http.client.HTTPException, say("the answer is not HTTP")),
)


def _reason(error: BaseException) -> Message:
    """Why an exchange failed, without anything of its address."""
    if isinstance(error, URLError) and isinstance(error.reason, BaseException):
        error = error.reason
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason
    if isinstance(error, OSError) and error.errno is not None and error.strerror:
        return os_reason(error)
    if isinstance(error, OSError) and str(error).startswith("Tunnel connection failed"):
        return say("the proxy refused it")
    return say("it could not be sent ({error})", error=type(error).__name__)
