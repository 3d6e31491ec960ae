"""Files that commands write: the format by the suffix, the whole file or none of it."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from opsplan.cli.paper import STDOUT
from opsplan.cli.session import Session
from opsplan.journal.places import refuse_foreign
from opsplan.values.classes import dataclass
from opsplan.values.problem import OpsplanError, UsageError, reason_of
from opsplan.values.spelling import near_miss
from opsplan.values.text import say
from opsplan.views.formats import SUFFIXES, Content, FormatName, Renderers

PRIVATE, PUBLIC = 0o600, 0o666
"""File modes before the umask: what opsplan keeps for itself, and what a person asked for."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a rendered file goes (`path` is None for standard output), and in which format."""

    path: Path | None
    format: FormatName


def target_of(text: str, renderers: Renderers[Content], *, as_json: bool = False) -> Target:
    """The file that somebody named; UsageError where its suffix is none of the table's.

    `-` is standard output, in the table's first format, or in JSON where it is asked for.
    """
    if text == STDOUT:
        is_json = as_json and "json" in renderers
        return Target(None, "json" if is_json else next(iter(renderers)))
    path = Path(text)
    for name in renderers:
        if path.suffix.lower() in SUFFIXES[name]:
            return Target(path, name)
    known = [suffix for name in renderers for suffix in SUFFIXES[name]]
    what = (
        say("no format has the suffix {suffix}", suffix=path.suffix)
        if path.suffix
        else say("the name '{name}' has no suffix that tells the format", name=text)
    )
    raise UsageError(
        what,
        near_miss(path.suffix.lower(), known)
        or say("{names} can be written, and - is standard output", names=known),
    )


def write_out(
    session: Session, text: str, renderers: Renderers[Content], content: Callable[[], Content]
) -> None:
    """Render `content` into the file (or `-`) that somebody named, and say so.

    The name is looked at first, so that a wrong one costs nothing.
    """
    target = target_of(text, renderers, as_json=session.options.json)
    rendered = renderers[target.format](content(), session.words)
    deliver(session, target, rendered)


def deliver(session: Session, target: Target, rendered: str | bytes) -> None:
    """Put what was rendered where it belongs; `--json` tells where that is."""
    if target.path is None:
        session.out.write(rendered if isinstance(rendered, str) else rendered.decode())
        return
    path = target.path.expanduser()
    write_whole(path, rendered)
    if session.options.json:
        session.show(str, lambda: {"file": str(path.absolute()), "format": target.format})
    else:
        session.err.write(session.words("{path} is written", path=path) + "\n")


def write_whole(path: Path, rendered: str | bytes, mode: int = PUBLIC) -> None:
    """Write a file so that at any moment either the old or the new one lies there, whole.

    A link is followed, and an existing file keeps its permissions unless `mode` is PRIVATE.
    OpsplanError names the path where that cannot be done.
    """
    data = rendered.encode() if isinstance(rendered, str) else rendered
    target = Path(os.path.realpath(path))
    made = target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}.new")
    if mode == PRIVATE:
        refuse_foreign(target.parent)
    try:
        if not target.parent.exists():
            raise OpsplanError(say("there is no folder {path}", path=target.parent))
        if target.exists() and not target.is_file():
            raise OpsplanError(say("{path} is not a file", path=path))
        descriptor = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode == PUBLIC and target.exists():
            made.chmod(target.stat().st_mode & 0o7777)
        made.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        reason = reason_of(error)
        raise OpsplanError(say("cannot write {path}: {reason}", path=path, reason=reason)) from None
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a renaming last; Windows cannot open a folder, and needs no such thing."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
