"""Until when `remind` may rest: a run that finds nothing due keeps down when something will be.

Cron runs it every five minutes, and nearly always for nothing. What a run has found holds until
the next occurrence opens, unless the config, a playbook, a calendar or the journal changes: while
their files are as they were, the runs that follow need not even load the planner. A rest is short,
so that the journal knows when reminders ran. Anything odd about the file ends it.
"""

import os
import time
import zlib
from collections.abc import Iterable, Mapping

from opsplan import __version__
from opsplan.cli.folders import find_folders
from opsplan.cli.states import is_ours, is_settled, state_of

_RESTS = {("remind",): "print", ("remind", "--notify"): "notify"}
_BETWEEN = b"\0"


def rest_of(arguments: Iterable[str]) -> str | None:
    """The name of the rest that a command line may take; None where it may take none."""
    return _RESTS.get(tuple(arguments))


def may_rest(arguments: Iterable[str], environ: Mapping[str, str]) -> bool:
    """Whether a run before found that there is nothing to say yet, and nothing has changed."""
    name = rest_of(arguments)
    now = _now(environ)
    if name is None or now is None or environ.get("OPSPLAN_DATABASE"):
        return False
    try:
        with open(_path(find_folders(environ)[1], name), "rb") as stream:
            state = os.fstat(stream.fileno())
            checked, _, body = stream.read().partition(_BETWEEN)
        version, since, until, *files = body.split(_BETWEEN)
        return (
            is_ours(state)
            and checked == _check(body)
            and version == __version__.encode()
            and float(since) <= now < float(until)
            and files == _states(map(os.fsdecode, files[::2]))
        )
    except (OSError, ValueError):
        return False


def keep_rest(
    name: str, data_folder: str, files: Iterable[str], since: float, until: float
) -> None:
    """Keep down that from `since` to `until` (seconds since 1970) there is nothing to say while
    the `files` (and folders) stay as they are; not where one of them was written just now."""
    listed = [*files]
    if not all(map(is_settled, map(state_of, listed))):
        return
    head = [__version__.encode(), b"%.6f" % since, b"%.6f" % until]
    body = _BETWEEN.join([*head, *_states(listed)])
    path = _path(data_folder, name)
    made = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        descriptor = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(_check(body) + _BETWEEN + body)
        os.replace(made, path)
    except OSError:  # without it, the next run looks for itself
        return


def _path(data_folder: str, name: str) -> str:
    return os.path.join(data_folder, "cache", f"rest-{name}.bin")


def _now(environ: Mapping[str, str]) -> float | None:
    """The time of this run; None where OPSPLAN_NOW does not tell it without the shop's zone."""
    text = environ.get("OPSPLAN_NOW")
    if not text:
        return time.time()
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None


def _states(paths: Iterable[str]) -> list[bytes]:
    """Each path and what tells whether it has changed."""
    return [part for path in paths for part in (os.fsencode(path), b"%d %d %d %d" % state_of(path))]


def _check(body: bytes) -> bytes:
    return b"%08x" % zlib.crc32(body)
