"""The checks of `doctor`, each one a function from the session to what it finds."""

import os
import platform
import re
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path

from opsplan import __version__
from opsplan.calendars import DEFAULT_CALENDAR
from opsplan.cli.config_file import upgrade_of
from opsplan.cli.output import PRIVATE, PUBLIC
from opsplan.cli.scheduler import Systemd
from opsplan.cli.session import Session
from opsplan.journal.backups import LARGEST, copy_to, daily, free_name
from opsplan.journal.database import JournalError
from opsplan.journal.health import health_of, troubles
from opsplan.journal.schema import SCHEMA_VERSION
from opsplan.planning.names import entries_of
from opsplan.playbook.upgrade import FORMAT_LINE, UNNUMBERED
from opsplan.remind.crontab import block_of, read_table
from opsplan.values.channel import SECRETS_FILE
from opsplan.values.classes import replace
from opsplan.values.finding import Check, Finding
from opsplan.values.problem import OpsplanError, Problem, reason_of
from opsplan.values.text import say
from opsplan.views.items import NUDGED_FROM
from opsplan.views.screen import HOURS_WITHOUT_REMINDERS

REMEMBERED = timedelta(days=7)
"""Deliveries that failed before that are old stories."""
STALE_BACKUP = timedelta(days=7)
"""Entries that are so much newer than the newest copy have had no copy made before them."""
_EXTRAS = {
    "tui": "textual",
    "pdf": "fpdf",
    "ics": "icalendar",
    "notify": "apprise",
    "intl": "holidays",
}
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs")
_SYNCED = ("dropbox", "onedrive", "icloud", "google drive", "坚果云", "百度网盘", "baidunetdisk")


def checkup(session: Session) -> list[Finding]:
    """Everything that is found, in the order of the checks; a check that cannot even be made is
    a finding as well."""
    found: list[Finding] = []
    for check, look in _CHECKS.items():
        try:
            found += look(session)
        except OpsplanError as error:
            if all(error.message != each.what for each in found):
                found.append(Finding(check, "broken", error.message, error.hint))
        except OSError as error:
            path = error.filename or "?"
            what = say("cannot use {path}: {reason}", path=path, reason=reason_of(error))
            found.append(Finding(check, "broken", what))
    return found


def _program(session: Session) -> Iterator[Finding]:
    missing = [extra for extra, module in _EXTRAS.items() if find_spec(module) is None]
    what = say(
        "opsplan {version}, Python {python}, SQLite {sqlite}",
        version=__version__,
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
    )
    hint = say("not installed: {names}", names=missing) if missing else None
    yield Finding("opsplan", "ok", what, hint)


def _config(session: Session) -> Iterator[Finding]:
    file = session.home.config_file
    try:
        shops = len(session.config.shops)
    except OpsplanError as error:
        problems = getattr(error, "problems", ())
        yield from (_broken("config", problem) for problem in problems)
        return
    if not os.path.lexists(file):
        what = say("there is no config.yaml; that is fine for one shop")
        yield Finding("config", "ok", what, say("opsplan init writes one"))
        return
    if mend := upgrade_of(file, PRIVATE):
        what = say("{path} does not say its format", path=file)
        yield Finding("config", "advice", what, FORMAT_LINE, mend)
    yield Finding("config", "ok", say("{path}: {count} shops", path=file, count=shops))


def _playbooks(session: Session) -> Iterator[Finding]:
    count = 0
    told = [*session.library.problems]
    yield from (_broken("playbooks", each) for each in session.library.problems)
    for file, book, problems in session.library.all():
        count += book is not None
        told += problems
        mend = upgrade_of(file.path, PUBLIC) if file.own and problems else None
        for each in problems:
            found = _broken("playbooks", each)
            yield replace(found, mend=mend) if each.what == UNNUMBERED else found
        if book is not None and file.own and book.is_empty:
            what = say("{path} has nothing to do in it", path=file.path)
            yield Finding("playbooks", "advice", what, say("was it emptied by accident?"))
    for own in session.every_shop():
        own.problems = []
        with suppress(JournalError):  # the next check tells
            yield from _orphans(own)
        for problem in own.problems:
            if problem in told:
                continue
            found = _broken("playbooks", problem)
            yield found if problem.severity == "error" else replace(found, state="advice")
    yield Finding("playbooks", "ok", say("{count} playbooks can be used", count=count))


def _orphans(session: Session) -> Iterator[Finding]:
    """Duties that the journal knows of and no playbook has any more: renamed, perhaps, or gone
    with a file that somebody emptied. What was written about them stays."""
    known = {*entries_of(session.books), *entries_of(session.plan.playbooks)}
    gone = sorted(session.journal.subjects(session.shop.id) - known)
    if gone:
        what = say("{shop}: no playbook has {names} any more", shop=session.shop.id, names=gone)
        fix = say("what was written about them is kept; a renamed duty keeps its history by its id")
        yield Finding("playbooks", "advice", what, fix)


def _journal(session: Session) -> Iterator[Finding]:
    journal = session.journal
    health = health_of(journal)
    if health is None:
        yield Finding("journal", "ok", say("there is no journal yet; the first tick begins it"))
        return
    name = journal.store.name
    way_out = say(
        "opsplan restore brings a backup back; opsplan journal export saves what is whole"
    )
    for fault in health.faults:
        what = say("{path} is damaged: {error}", path=name, error=fault)
        yield Finding("journal", "broken", what, way_out)
    # Each of them offers it, and it is done once. A team's journal is left to its owner, who knows
    # whether somebody has changed the rows on purpose.
    remove = None if session.database else lru_cache(partial(_remove, session, health.damaged))
    for entry_id in health.damaged:
        what = say("{path}: the entry {id} is damaged and left out", path=name, id=entry_id)
        fix = say("opsplan journal merge BACKUP brings it back from a backup that has it")
        yield Finding("journal", "broken", what, fix, remove)
    if health.format < SCHEMA_VERSION:
        what = say("{path} has the format of an older opsplan", path=name)
        fix = say("the next entry brings it along, after a backup")
        if session.database is not None:
            fix = say("the next entry by the login that its tables belong to brings it along")
        yield Finding("journal", "advice", what, fix, lambda: journal.write(lambda _: None))
    if not (health.faults or health.damaged):
        what = say("{path}: {count} entries, all whole", path=name, count=health.entries)
        yield Finding("journal", "ok", what)


def _remove(session: Session, damaged: Sequence[str]) -> None:
    """Take damaged entries out of a journal file, after a copy of everything; the merge of a
    backup brings them back before this as well as afterwards."""
    file = session.home.journal_file
    copy_to(file, free_name(file, "before-mending"))
    session.journal.write(lambda writing: writing.remove(damaged))


def _backups(session: Session) -> Iterator[Finding]:
    if session.database is not None or not session.home.journal_file.exists():
        return
    copies = daily(session.home.journal_file)
    size = session.home.journal_file.stat().st_size
    if size > LARGEST:
        what = say(
            "the journal has {size} MB: from {most} MB on no daily copy is made",
            size=size // 1_000_000,
            most=LARGEST // 1_000_000,
        )
        yield Finding("backups", "advice", what, say("have opsplan backup FILE run at night"))
        return
    if not copies:
        what = say("there is no daily backup yet; the first entry of a new day makes one")
        yield Finding("backups", "ok", what)
        return
    newest = max(copies)
    what = say("daily backups: {count}; the newest is of {day}", count=len(copies), day=newest)
    entries = session.journal.latest(session.shop.id, 1)
    if entries and entries[0].written.date() - newest > STALE_BACKUP:
        fix = say("can {path} be written?", path=copies[newest].parent)
        yield Finding("backups", "advice", what, fix)
    else:
        yield Finding("backups", "ok", what)


def _permissions(session: Session) -> Iterator[Finding]:
    if os.name == "nt":
        return
    home = session.home
    store = session.journal.store
    if way_out := store.obstacle():
        what = say("{path} cannot be written: no tick can be kept", path=store.name)
        yield Finding("permissions", "broken", what, way_out)
    closed = [each for each in (home.data, home.journal_file) if _is_closed(each)]
    for each in closed if session.database is None else ():
        what = say("{path} cannot be written: no tick can be kept", path=each)
        yield Finding("permissions", "broken", what, say("chmod u+w gives it back"))
    folder = home.data / "backups"
    files = [home.config_file, home.config / SECRETS_FILE]
    files += [Path(f"{home.journal_file}{end}") for end in ("", "-wal", "-shm")]
    files += sorted(folder.iterdir()) if folder.is_dir() else []
    open_to_others = [each for each in files if each.is_file() and _mode(each) & 0o077]
    for each in open_to_others:
        what = say("others can read {path}", path=each)
        fix = say("chmod 600 makes it yours alone")
        yield Finding("permissions", "advice", what, fix, partial(each.chmod, 0o600))
    if not open_to_others and home.data.exists():
        yield Finding("permissions", "ok", say("config, journal and backups are yours alone"))


def _is_closed(path: Path) -> bool:
    return path.exists() and not os.access(path, os.W_OK)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _folder(session: Session) -> Iterator[Finding]:
    if session.database is not None:
        return
    path = session.home.data.resolve()
    fix = say("keep it on a local disk; opsplan journal merge joins two machines")
    kind = file_system(path, _mounts())
    if kind in _NETWORK:
        what = say(
            "{path} is on a network ({kind}), where SQLite can lose entries", path=path, kind=kind
        )
        yield Finding("folder", "advice", what, fix)
    if any(name in part.lower() for part in path.parts for name in _SYNCED):
        what = say("{path} is synchronised by another program, which can spoil it", path=path)
        yield Finding("folder", "advice", what, fix)


def file_system(path: Path, mounts: str) -> str | None:
    """The kind of file system that a folder (absolute, without links) is on, by what the system
    says is mounted (the text of /proc/mounts, where a space in a name is `\\040`)."""
    kinds: dict[str, str] = {}
    for fields in map(str.split, mounts.splitlines()):
        if len(fields) > 2:
            place = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[1])
            kinds[place] = fields[2]
    return next((kinds[str(p)] for p in (path, *path.parents) if str(p) in kinds), None)


def _mounts() -> str:
    """What is mounted; nothing where the system does not tell."""
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _calendars(session: Session) -> Iterator[Finding]:
    shops = session.config.shops.values()
    names = {shop.calendar for shop in shops} | {book.calendar for book in session.books}
    years = [session.today.year + n for n in range(1 + (session.today.month >= NUDGED_FROM))]
    for name in sorted(filter(None, names)) or [DEFAULT_CALENDAR]:
        states = {year: session.calendars.named(name).state(year) for year in years}
        unsure = [year for year, state in states.items() if state != "official"]
        if unsure:
            what = say("holidays of {year} are provisional", year=unsure)
            fix = say("opsplan calendar import FILE takes the published notice over")
            yield Finding("calendars", "advice", what, fix)
        else:
            what = say("{country}: holidays of {years} are official", country=name, years=years)
            yield Finding("calendars", "ok", what)


def _reminders(session: Session) -> Iterator[Finding]:
    is_installed = _is_scheduled(session)
    by_themselves = say("opsplan cron install has them run by themselves")
    for shop in session.config.shops:
        last = session.journal.reminded(shop)
        if last is None:
            what = say("{shop}: reminders have never run", shop=shop)
            yield Finding("reminders", "advice", what, None if is_installed else by_themselves)
            continue
        hours = int((session.now - last).total_seconds() / 3600)
        if hours < 0:
            what = say("{shop}: reminders last ran {count} h after now", shop=shop, count=-hours)
            yield Finding("reminders", "advice", what, say("is the clock of this machine behind?"))
            continue
        what = say("{shop}: reminders last ran {count} h ago", shop=shop, count=hours)
        if not hours:
            what = say("{shop}: reminders last ran less than an hour ago", shop=shop)
        if hours < HOURS_WITHOUT_REMINDERS:
            yield Finding("reminders", "ok", what)
            continue
        by_hand = say("they are installed: does cron run, and does opsplan remind work by hand?")
        yield Finding("reminders", "advice", what, by_hand if is_installed else by_themselves)


def _is_scheduled(session: Session) -> bool:
    """Whether a scheduler of this system has lines of ours."""
    folder = session.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    units = Systemd(session.environ, Path(folder) / "systemd" / "user")
    try:
        return bool(units.installed()) or bool(block_of(read_table(session.environ)))
    except OpsplanError:
        return False


def _deliveries(session: Session) -> Iterator[Finding]:
    for each in troubles(session.journal, session.now - REMEMBERED):
        template = {
            "failed": say(
                "{shop}: {count} reminders did not reach {channel}",
                shop=each.shop,
                count=each.count,
                channel=each.channel,
            ),
            "unknown": say(
                "{shop}: {count} reminders may not have reached {channel}",
                shop=each.shop,
                count=each.count,
                channel=each.channel,
            ),
        }
        fix = say("opsplan channels test {channel} tries it", channel=each.channel)
        yield Finding("deliveries", "advice", template[each.state], fix)


def _broken(check: Check, problem: Problem) -> Finding:
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    what = say("{place}: {what}", place=place, what=problem.what)
    return Finding(check, "broken", what, problem.fix)


_CHECKS: dict[Check, Callable[[Session], Iterator[Finding]]] = {
    "opsplan": _program,
    "config": _config,
    "playbooks": _playbooks,
    "journal": _journal,
    "backups": _backups,
    "permissions": _permissions,
    "folder": _folder,
    "calendars": _calendars,
    "reminders": _reminders,
    "deliveries": _deliveries,
}
