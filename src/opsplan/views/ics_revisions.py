"""Revisions of calendar entries: SEQUENCE rises when an entry changes, and only then.

What was exported is remembered as text, a line for each entry below a head with a check sum.
"""

import json
from collections.abc import Container, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from opsplan.values.checklist import Checklist
from opsplan.values.classes import dataclass, field, replace
from opsplan.values.window import Window

Kind = Literal["VEVENT", "VTODO"]

FORGOTTEN = timedelta(days=400)
"""An entry that lies so long past, and outside the window, is not remembered any more."""
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Revision:
    """How an entry was last exported: `modified` (UTC, as in the file) is when it last changed,
    `digest` is empty once it is cancelled, `core` are the lines that a cancelled one shows."""

    sequence: int
    modified: str
    day: date
    digest: str
    role: str | None
    core: tuple[str, ...]

    @property
    def is_cancelled(self) -> bool:
        """Whether the entry vanished after it had been exported."""
        return not self.digest


Revisions = Mapping[str, Revision]
"""By UID."""


@dataclass(frozen=True, slots=True)
class Component:
    """An event or a to-do as content lines, without what tells its revisions.

    `core` is what a cancelled one must still say: when it was, and what.
    """

    uid: str
    day: date
    role: str | None
    status: str
    core: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Changes whenever anything changes that a reader would see."""
        whole = "\n".join((str(self.day), self.role or "", self.status, *self.core, *self.rest))
        return _sum(whole)[:16]


@dataclass(frozen=True, slots=True)
class Export:
    """What a file is made of. `components` and `revisions` are for calendars; a revision without
    a component stands as cancelled."""

    checklist: Checklist
    kind: Kind = "VEVENT"
    components: tuple[Component, ...] = ()
    revisions: Revisions = field(default_factory=dict)


def revised(
    known: Revisions,
    made: Iterable[Component],
    window: Window,
    now: datetime,
    floor: int = 0,
    *,
    is_whole: bool = True,
) -> dict[str, Revision]:
    """The revisions after an export of `made`, all those of the window's days.

    A new entry begins at `floor`. One of the window that was exported before and is gone now is
    cancelled, so that calendars drop it; it stays so in later exports of its day. Nothing is gone
    where `made` is not the whole (`is_whole`).
    """
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    oldest = now.date() - FORGOTTEN
    found = {uid: each for uid, each in known.items() if each.day >= oldest or each.day in window}
    present: set[str] = set()
    for entry in made:
        present.add(entry.uid)
        before, digest = found.get(entry.uid), entry.digest
        if before is None or before.digest != digest:
            sequence = before.sequence + 1 if before else floor
            found[entry.uid] = Revision(sequence, stamp, entry.day, digest, entry.role, entry.core)
    for uid, before in found.items():
        is_gone = is_whole and uid not in present and before.day in window
        if is_gone and not before.is_cancelled:
            found[uid] = replace(before, sequence=before.sequence + 1, modified=stamp, digest="")
    return found


def shown(
    revisions: Revisions, made: Iterable[Component], window: Window, roles: Container[str | None]
) -> dict[str, Revision]:
    """The revisions that a file of some components needs: theirs, and what is cancelled of these
    days and roles."""
    uids = {each.uid for each in made}
    return {
        uid: each
        for uid, each in revisions.items()
        if uid in uids or (each.is_cancelled and each.day in window and each.role in roles)
    }


def safe_floor(now: datetime) -> int:
    """A sequence that no entry has reached: where numbers begin after theirs were lost."""
    return max(int((now - _EPOCH) / timedelta(hours=1)), 0)


def revisions_text(revisions: Revisions, floor: int = 0) -> str:
    """Revisions as they are kept."""
    body = "".join(
        json.dumps(
            [uid, r.sequence, r.modified, r.day.isoformat(), r.digest, r.role, list(r.core)],
            ensure_ascii=False,
        )
        + "\n"
        for uid, r in sorted(revisions.items())
    )
    head = {"opsplan": 1, "floor": floor, "sha256": _sum(body)}
    return f"{json.dumps(head)}\n{body}"


def read_revisions(text: str) -> tuple[dict[str, Revision], int] | None:
    """The revisions and the floor that are kept in `text`; None where it is damaged."""
    head, _, body = text.partition("\n")
    try:
        known = json.loads(head)
        if _sum(body) != known["sha256"]:
            return None
        rows = [json.loads(line) for line in body.split("\n")[:-1]]
        found = {
            uid: Revision(sequence, modified, date.fromisoformat(day), digest, role, tuple(core))
            for uid, sequence, modified, day, digest, role, core in rows
        }
        return found, int(known["floor"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _sum(text: str) -> str:
    from hashlib import sha256  # 10 ms, and only calendars need it

    return sha256(text.encode()).hexdigest()
