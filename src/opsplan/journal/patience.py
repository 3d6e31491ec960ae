"""A connection to PostgreSQL that does not wait for ever: where nothing at all has come from the
server for so long, it is closed.

TCP notices a machine that is gone, but not one that takes everything and never answers.
"""

from collections.abc import Generator
from math import inf
from time import monotonic
from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.rows import TupleRow
from psycopg.waiting import wait_selector

LOOKS_EVERY = 0.1
"""Seconds between two looks at the clock."""

T = TypeVar("T")


class SilenceError(OperationalError):
    """The server has not said anything for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer for {seconds:g} s")
        self.seconds = seconds


class PatientConnection(Connection[TupleRow]):
    """A connection that is closed when the server has been silent for `patience` seconds; a long
    answer may take its time, as long as it comes."""

    patience = inf

    def wait(self, gen: Generator[Any, Any, T], *rest: Any, **more: Any) -> T:
        """As psycopg's; SilenceError where the patience is over.

        By the loop that psycopg has in Python: the one in C of its older versions does not come
        back while nothing is to be read.
        """
        talk = _until_silent(gen, self.patience)
        if not rest:
            more.setdefault("interval", LOOKS_EVERY)
        try:
            return wait_selector(talk, self.pgconn.socket, *rest, **more)
        except (SilenceError, KeyboardInterrupt):
            self.close()
            raise


def _until_silent(gen: Generator[Any, Any, T], seconds: float) -> Generator[Any, Any, T]:
    """The driver's talk with the server, which yields what it waits for and is sent what is ready:
    nothing, every now and then, while there is nothing to read."""
    deadline = monotonic() + seconds
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            now = monotonic()
            if ready:
                deadline = now + seconds
            elif now > deadline:
                raise SilenceError(seconds)
            wanted = gen.send(ready)
    except StopIteration as end:
        answer: T = end.value
        return answer
