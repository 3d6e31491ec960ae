"""What was read and checked once, kept for the next run in the home's `cache/`.

Reading a playbook takes YAML, pydantic and the grammar of phrases; what comes of it takes two
milliseconds. It is kept beside the state of every file that it was made of, and of the program
that made it.
"""

import io
import os
import pickle
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from opsplan import __version__
from opsplan.cli.kept import read_kept, write_kept
from opsplan.cli.states import State, is_settled, state_in, state_of
from opsplan.journal.places import refuse_foreign
from opsplan.values.problem import OpsplanError

T = TypeVar("T")

_PACKAGE = Path(__file__).resolve().parent.parent
_PARTS = ("values", "phrase", "playbook", "calendars", "recurrence", "planning")
"""The folders of the package whose code decides what is kept."""
_TRUSTED = ("opsplan.values.", "datetime", "collections")

Named = tuple[str, State]
"""A file and its state."""


def compiled(
    folder: Path | None,
    what: tuple[str, object],
    files: Iterable[Path],
    make: Callable[[], T],
    keeps: Callable[[T], bool],
    began: int,
) -> T:
    """What `make` gives, or gave when the files were as they are now; it reads them itself.

    `what` is the name under which it is kept in the folder, and what else it depends on. It is kept
    where `keeps` says so and no file may have changed since this run `began` (ns); without a folder
    nothing is.
    """
    if folder is None:
        return make()
    states = [(str(file.absolute()), state_of(file)) for file in files]
    key = (what, __version__, sys.version_info[:3], *_program(), *states)
    path = str(folder / f"{what[0]}.bin")
    kept = _read(path, key)
    if kept is not None:
        found: T = kept[0]
        return found
    made = make()
    if keeps(made) and all(is_settled(state, began) for _, state in states):
        with suppress(OSError, OpsplanError, pickle.PicklingError):
            refuse_foreign(folder)
            write_kept(path, pickle.dumps((key, made), pickle.HIGHEST_PROTOCOL))
    return made


@lru_cache(maxsize=1)
def _program() -> tuple[Named, ...]:
    """The state of the code, which changes without a version where somebody works on it."""
    files: list[Named] = []
    for part in _PARTS:
        with os.scandir(_PACKAGE / part) as entries:
            files += sorted(
                (f"{part}/{entry.name}", state_in(entry.stat()))
                for entry in entries
                if entry.name.endswith(".py")
            )
    return tuple(files)


def _read(path: str, key: object) -> tuple[Any] | None:
    """What is kept at `path` in a tuple of its own; None where it is of no use."""
    payload = read_kept(path)
    if payload is None:
        return None
    try:
        found = _Values(io.BytesIO(payload)).load()
    except Exception:  # whatever is wrong with it, it can be made anew
        return None
    return (found[1],) if isinstance(found, tuple) and found[0] == key else None


class _Values(pickle.Unpickler):
    """Gives our own values and dates, and nothing that could run."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module.startswith(_TRUSTED) else None
        if not isinstance(found, type) or not found.__module__.startswith(_TRUSTED):
            raise pickle.UnpicklingError(module)
        return found
