"""What was read and checked once, kept for the next run in the home's `cache/`.

Reading a playbook takes YAML, pydantic and the grammar of phrases; what comes of it takes two
milliseconds. It is kept beside the state of every file that it was made of, and of the program
that made it. The files may be deleted at any time. One that is damaged, that others could have
written, or that any other program has made is not even opened.
"""

import io
import os
import pickle
import sys
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from opsplan import __version__
from opsplan.cli.states import State, is_ours, is_settled, state_in, state_of
from opsplan.journal.places import refuse_foreign
from opsplan.values.problem import OpsplanError

T = TypeVar("T")

_PACKAGE = Path(__file__).resolve().parent.parent
_PARTS = ("values", "phrase", "playbook")
"""The folders of the package whose code decides what is kept."""
_TRUSTED = ("opsplan.values.", "datetime", "collections")

Named = tuple[str, State]
"""A file and its state."""


def compiled(
    folder: Path | None,
    name: str,
    files: Iterable[Path],
    make: Callable[[], T],
    keeps: Callable[[T], bool],
) -> T:
    """What `make` gives, or gave when the files were as they are now.

    It is kept in the folder under `name` where `keeps` says so; without a folder nothing is.
    """
    if folder is None:
        return make()
    states = [(str(file.absolute()), state_of(file)) for file in files]
    key = (__version__, sys.version_info[:3], *_program(), *states)
    path = folder / f"{name}.bin"
    kept = _read(path, key)
    if kept is not None:
        found: T = kept[0]
        return found
    made = make()
    if keeps(made) and all(is_settled(state) for _, state in states):
        with suppress(OSError, OpsplanError, pickle.PicklingError):
            _write(path, pickle.dumps((key, made), pickle.HIGHEST_PROTOCOL))
    return made


def _program() -> list[Named]:
    """The state of the code, which changes without a version where somebody works on it."""
    files: list[Named] = []
    for part in _PARTS:
        with os.scandir(_PACKAGE / part) as entries:
            files += sorted(
                (f"{part}/{entry.name}", state_in(entry.stat()))
                for entry in entries
                if entry.name.endswith(".py")
            )
    return files


def _read(path: Path, key: object) -> tuple[Any] | None:
    """What is kept at `path` in a tuple of its own; None where it is of no use."""
    try:
        with path.open("rb") as stream:
            if not is_ours(os.fstat(stream.fileno())):
                return None
            digest, payload = stream.readline(), stream.read()
        if digest.strip() != _digest(payload):
            return None
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


def _digest(payload: bytes) -> bytes:
    return b"%08x" % zlib.crc32(payload)


def _write(path: Path, payload: bytes) -> None:
    """A whole file or none, for its owner alone."""
    refuse_foreign(path.parent)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    descriptor = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(_digest(payload) + b"\n" + payload)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
