"""What tells whether a file has changed, and whether it may be believed; loaded by every run."""

import os
import time

SETTLED_NS = 1_000_000_000
"""A file that was written so shortly ago may still change without a look at it telling so."""

State = tuple[int, int, int, int]
"""When a file was written, when anything about it changed (ns), its size and its number."""
NOTHING: State = (0, 0, 0, 0)
"""The state of what is not there."""


def state_of(path: str | os.PathLike[str]) -> State:
    """The state of a file or folder; NOTHING where it cannot be looked at."""
    try:
        return state_in(os.stat(path))
    except OSError:
        return NOTHING


def state_in(found: os.stat_result) -> State:
    """The state that a look at a file has found."""
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def is_settled(state: State) -> bool:
    """Whether nothing has been written there just now."""
    return time.time_ns() - max(state[:2]) > SETTLED_NS


def is_ours(found: os.stat_result) -> bool:
    """Whether nobody but us could have written it, or read it."""
    return os.name == "nt" or (found.st_uid == os.geteuid() and not found.st_mode & 0o077)
