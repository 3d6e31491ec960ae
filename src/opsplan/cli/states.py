"""What tells whether a file has changed, and whether it may be believed; loaded by every run."""

import os

SETTLED_NS = 1_000_000_000
"""A file that was written so shortly before may change again without a look at it telling so."""

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


def is_settled(state: State, began: int) -> bool:
    """Whether nothing was written there since shortly before a run `began` (ns)."""
    return began - max(state[:2]) > SETTLED_NS


def stood(path: str, state: State, began: int) -> bool:
    """Whether a file was in that state all through a run that `began` then (ns); of what is not
    there the folder tells, which is written when something in it goes."""
    if state == NOTHING:
        above = os.path.dirname(path)
        return above == path or stood(above, state_of(above), began)
    return is_settled(state, began)
