"""Until when `remind` may rest: a run that finds nothing due keeps down when something will be.

Cron runs it every five minutes, and nearly always for nothing. What a run has found holds until
the next occurrence opens, unless the config, a playbook, a calendar or the journal changes: while
their files are as they were, the runs that follow need not even load the planner. A rest is short,
so that the journal knows when reminders ran. Anything odd about the file ends it.
"""

import os
import time
from collections.abc import Iterable, Mapping

from opsplan import __version__
from opsplan.cli.folders import find_folders
from opsplan.cli.kept import read_kept, write_kept
from opsplan.cli.states import State, state_of, stood

_RESTS = {("remind",): "print", ("remind", "--notify"): "notify"}
_BETWEEN = b"\0"
_HEAD = 5
"""So many parts stand before the files: the version, two folders, from when, until when."""


def rest_of(arguments: Iterable[str]) -> str | None:
    """The name of the rest that a command line may take; None where it may take none."""
    return _RESTS.get(tuple(arguments))


def may_rest(arguments: Iterable[str], environ: Mapping[str, str]) -> bool:
    """Whether a run before found that there is nothing to say yet, and nothing has changed."""
    name = rest_of(arguments)
    now = _now(environ)
    if name is None or now is None or environ.get("OPSPLAN_DATABASE"):
        return False
    kept = read_kept(_path(environ, name))
    if kept is None:
        return False
    parts = kept.split(_BETWEEN)
    files = parts[_HEAD:]
    try:
        *whose, since, until = parts[:_HEAD]
        return (
            whose == _whose(environ)
            and float(since) <= now < float(until)
            and files == _told((path, state_of(path)) for path in map(os.fsdecode, files[::2]))
        )
    except ValueError:
        return False


def keep_rest(
    name: str,
    environ: Mapping[str, str],
    files: Iterable[str],
    *,
    began: int,
    since: float,
    until: float,
) -> None:
    """Keep down that from `since` to `until` (seconds since 1970) there is nothing to say while
    the `files` (and folders) stay as they are; not where one of them may have changed after this
    run `began` (ns), since nobody knows whether it was read before or after that."""
    states = [(path, state_of(path)) for path in files]
    if not all(stood(path, state, began) for path, state in states):
        return
    head = [*_whose(environ), b"%.6f" % since, b"%.6f" % until]
    try:
        write_kept(_path(environ, name), _BETWEEN.join([*head, *_told(states)]))
    except OSError:  # without it, the next run looks for itself
        return


def _whose(environ: Mapping[str, str]) -> list[bytes]:
    """Whose rest it is: of this program, and of these folders, of which a copy may be made."""
    return [__version__.encode(), *map(os.fsencode, find_folders(environ))]


def _path(environ: Mapping[str, str], name: str) -> str:
    return os.path.join(find_folders(environ)[1], "cache", f"rest-{name}.bin")


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


def _told(states: Iterable[tuple[str, State]]) -> list[bytes]:
    """Each path and its state, as they are kept."""
    return [part for path, state in states for part in (os.fsencode(path), b"%d %d %d %d" % state)]
