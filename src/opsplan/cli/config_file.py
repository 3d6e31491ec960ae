"""The config file as a whole: written at once or not at all, and edited in single places."""

import os
from collections.abc import Callable, Iterable
from functools import partial
from itertools import count
from pathlib import Path

from opsplan.cli.output import PRIVATE, write_whole
from opsplan.cli.session import Session
from opsplan.journal.places import refuse_foreign
from opsplan.playbook.flow import Value, flow
from opsplan.values.classes import dataclass
from opsplan.values.problem import OpsplanError, ProblemsError, reason_of
from opsplan.values.text import say

Change = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the config's text, and what people put where if that cannot be made for them."""

    change: Change
    path: tuple[str, ...]
    value: Value

    @property
    def by_hand(self) -> str:
        """`shops.main.off: [a/b]`."""
        return f"{'.'.join(self.path)}: {flow(self.value)}"


def edit_config(session: Session, edits: Iterable[Edit], starter: Callable[[], str]) -> Path:
    """Make these changes in the config file; what was there before is kept beside it.

    Without a file, what `starter` gives is changed. OpsplanError, and nothing written, where one
    of the changes cannot be made without touching anything else.
    """
    from opsplan.playbook.config import read_config

    file = session.home.config_file
    text = _text(file) if os.path.lexists(file) else starter()
    for edit in edits:
        changed = edit.change(text)
        if changed is None:
            what = say("{path} cannot be changed there without touching other lines", path=file)
            raise OpsplanError(what, say("edit it by hand: {line}", line=edit.by_hand))
        text = changed
    config, problems = read_config(text.encode(), str(file))
    if config is None:
        raise ProblemsError(say("the config cannot be used"), problems)
    write_config(file, text)
    return file


def upgrade_of(file: Path, mode: int) -> Callable[[], None] | None:
    """What brings a config or a playbook to the format that is read; None where there is nothing
    to do about it, or where that takes a person."""
    from opsplan.playbook.upgrade import upgraded

    try:
        made = upgraded(file.read_bytes().decode()) if file.is_file() else None
    except (OSError, UnicodeDecodeError):  # others tell what is wrong with it
        return None
    return None if made is None else partial(write_beside, file, made, mode)


def write_config(file: Path, text: str, *, anew: bool = False) -> None:
    """The config, readable by its owner alone; what was there is kept beside it as `.bak`. One that
    is written `anew` keeps each that was there: the first may be a person's work."""
    write_beside(file, text, PRIVATE, keeps_each=anew)


def write_beside(file: Path, text: str, mode: int, *, keeps_each: bool = False) -> None:
    """The text in that file, whole; what was there is kept beside it as `.bak`, or with a number
    more where that is to be kept as well."""
    place = file.resolve()
    refuse_foreign(place.parent)
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = place.read_bytes() if place.exists() else None
    except OSError as error:
        reason = reason_of(error)
        raise OpsplanError(say("cannot use {path}: {reason}", path=file, reason=reason)) from None
    if before is not None:
        names = (f"{place.name}.bak{'' if n == 1 else f'-{n}'}" for n in count(1))
        kept = (place.with_name(name) for name in names)
        is_free = (path for path in kept if not (keeps_each and os.path.lexists(path)))
        write_whole(next(is_free), before, mode)
    write_whole(place, text, mode)


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        raise OpsplanError(
            say("{path} is not UTF-8", path=file), say("save the file as UTF-8")
        ) from None
    except OSError as error:
        reason = reason_of(error)
        raise OpsplanError(say("cannot use {path}: {reason}", path=file, reason=reason)) from None
