"""cron show, install, remove: what wakes opsplan up, by cron, systemd or the system's own means."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from typer import Context, Option

from opsplan.cli.help import Commands
from opsplan.cli.scheduler import Crontab, Printed, Scheduler, State, Systemd
from opsplan.cli.secrets import kept_secrets
from opsplan.cli.session import Session, language_of
from opsplan.phrase.reading import read_clock
from opsplan.remind.channels import resolved
from opsplan.remind.timers import launchd_agents, schtasks_lines
from opsplan.remind.waking import (
    DIGESTS,
    Digest,
    Waking,
    digests_in,
    is_steady,
    minutes_ahead,
    wakes_of,
)
from opsplan.values.channel import SECRETS_FILE
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.text import Message, say

app = Commands("cron", help="Have reminders run by themselves.\n\nopsplan cron install")

MORNING = Option(
    None, "--morning", metavar="TIME", help="When to say the day's list, or off (08:00)."
)
EVENING = Option(
    None, "--evening", metavar="TIME", help="When to say what is left open, or off (18:00)."
)
WEEK = Option(
    None, "--week", metavar="TIME", help="When to say the week's list on Mondays, or off (07:55)."
)
SYSTEMD = Option(False, "--systemd", help="Timers of systemd instead of cron.")
YES = Option(False, "--yes", help="Do not ask.")

DEFAULTS: dict[Digest, int | None] = {"morning": 480, "evening": 1080, "week": 475}
"""Minutes from midnight at which the digests are said, unless somebody wants them otherwise."""


@app.command()
def show(
    ctx: Context,
    systemd: bool = SYSTEMD,
    morning: str = MORNING,
    evening: str = EVENING,
    week: str = WEEK,
) -> None:
    """What would be installed, and whether it is.

    opsplan cron show --morning 07:45 --evening off
    """
    session: Session = ctx.obj
    scheduler = _scheduler(session, systemd=systemd)
    asked: dict[Digest, str | None] = {"morning": morning, "evening": evening, "week": week}
    state: State = "unknown"
    try:
        waking = _waking(session, scheduler.installed(), asked)
        state = scheduler.state(waking)
    except OpsplanError as error:
        if isinstance(error, UsageError):
            raise
        session.err.write(session.words.message(error.message) + "\n")
        waking = _waking(session, "", asked)
    session.err.write(session.words.message(STATES[state]) + "\n")
    session.show(
        lambda: scheduler.text(waking),
        lambda: {"scheduler": scheduler.name, "state": state, "text": scheduler.text(waking)},
    )


STATES = {
    "installed": say("This is installed."),
    "differs": say("Something else of opsplan's is installed; this is not."),
    "absent": say("This is not installed: opsplan cron install"),
    "unknown": say("Whether it is installed cannot be seen from here."),
}


@app.command()
def install(
    ctx: Context,
    systemd: bool = SYSTEMD,
    morning: str = MORNING,
    evening: str = EVENING,
    week: str = WEEK,
    yes: bool = YES,
) -> None:
    """Have reminders run every five minutes, and the digests at their times; all other lines of
    your crontab stay as they are.

    opsplan cron install --morning 07:45
    opsplan cron install --systemd --yes
    """
    session: Session = ctx.obj
    scheduler = _scheduler(session, systemd=systemd)
    asked: dict[Digest, str | None] = {"morning": morning, "evening": evening, "week": week}
    waking = _waking(session, scheduler.installed(), asked)
    if isinstance(scheduler, Printed):
        _print(session, scheduler, waking)
        return
    if scheduler.state(waking) == "installed":
        _report(session, scheduler, say("Nothing to change: this is installed."), changed=False)
        return
    if not yes and not _agreed(session, scheduler.text(waking), "Install this?"):
        _report(session, scheduler, say("Nothing is changed."), changed=False)
        return
    kept = scheduler.install(waking)
    for warning in (*_channel_warnings(session), *_time_warnings(session, scheduler, waking)):
        session.err.write(session.words.message(warning) + "\n")
    _report(session, scheduler, say("Installed: reminders run by themselves now."), kept=kept)


def _channel_warnings(session: Session) -> list[Message]:
    """What will keep reminders from arriving: a scheduler has none of this shell's variables."""
    if not session.config.channels:
        return [say("config.yaml has no channels yet: nobody is told.")]
    known = kept_secrets(session.home.config)
    warnings: list[Message] = []
    for channel in session.config.channels:
        try:
            resolved(channel, known)
        except OpsplanError as error:
            what = error.message
            warnings.append(
                say("{what}; only {file} reaches what runs by itself", what=what, file=SECRETS_FILE)
            )
    return warnings


def _time_warnings(session: Session, scheduler: Scheduler, waking: Waking) -> list[Message]:
    """What will put the times of the digests out."""
    if isinstance(scheduler, Systemd):
        return [say("Timers stop when you log out, unless you run: loginctl enable-linger")]
    is_steady_here = is_steady(session.now, _machine_zone(), session.plan.zone)
    if len(waking.wakes) > 1 and not is_steady_here:
        return [say("When a clock changes for summer, run this again: cron goes by the machine's.")]
    return []


@app.command()
def remove(ctx: Context, systemd: bool = SYSTEMD, yes: bool = YES) -> None:
    """Take opsplan's lines out of the crontab again.

    opsplan cron remove
    """
    session: Session = ctx.obj
    scheduler = _scheduler(session, systemd=systemd)
    if isinstance(scheduler, Printed):
        _print(session, scheduler, _waking(session, "", dict.fromkeys(DIGESTS)))
        return
    there = scheduler.installed()
    if not there:
        _report(session, scheduler, say("Nothing of opsplan's is installed."), changed=False)
        return
    if not yes and not _agreed(session, there, "Remove this?"):
        _report(session, scheduler, say("Nothing is changed."), changed=False)
        return
    _report(session, scheduler, say("Removed."), kept=scheduler.remove())


QUESTIONS = (say("Install this?"), say("Remove this?"))
"""What `_agreed` asks, so that the catalog's maker finds it."""


def _agreed(session: Session, text: str, question: str) -> bool:
    """Whether a person at a terminal says yes; without one, nothing is asked."""
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    sys.stderr.write(f"{text}{session.words(question)} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")


def _report(
    session: Session,
    scheduler: Scheduler,
    what: Message,
    *,
    changed: bool = True,
    kept: Path | None = None,
) -> None:
    said = session.words.message(what)
    if kept is not None:
        said += "\n" + session.words("The old table is kept in {path}", path=kept)
    session.show(
        lambda: f"{said}\n",
        lambda: {
            "scheduler": scheduler.name,
            "changed": changed,
            "backup": str(kept) if kept else None,
        },
    )


def _print(session: Session, scheduler: Printed, waking: Waking) -> None:
    session.err.write(session.words.message(scheduler.advice) + "\n")
    session.show(
        lambda: scheduler.text(waking),
        lambda: {"scheduler": scheduler.name, "changed": False, "text": scheduler.text(waking)},
    )


def _scheduler(session: Session, *, systemd: bool, platform: str = sys.platform) -> Scheduler:
    environ = session.environ
    if systemd and platform in _ELSEWHERE:
        raise UsageError(say("--systemd is for Linux"))
    if platform in _ELSEWHERE:
        return _ELSEWHERE[platform]
    if systemd:
        home = (
            environ.get("XDG_CONFIG_HOME") or Path(environ.get("HOME") or Path.home()) / ".config"
        )
        return Systemd(environ, Path(home) / "systemd" / "user")
    return Crontab(environ, session.home.data / "backups", session.now)


def _agents_text(waking: Waking) -> str:
    return "\n".join(f"<!-- {file.name} -->\n{file.text}" for file in launchd_agents(waking))


def _tasks_text(waking: Waking) -> str:
    return "".join(f"{line}\n" for line in schtasks_lines(waking))


_ELSEWHERE = {
    "darwin": Printed(
        "launchd",
        _agents_text,
        say("Save each part in ~/Library/LaunchAgents under its name; launchctl load starts it."),
    ),
    "win32": Printed("schtasks", _tasks_text, say("Run these lines in a command prompt.")),
}


def _waking(
    session: Session,
    there: str,
    digests: Mapping[Digest, str | None],
    platform: str = sys.platform,
) -> Waking:
    """What is to run; the times of digests are those asked for, else the installed ones."""
    known = digests_in(there) or DEFAULTS
    times = {name: known[name] if text is None else _time(text) for name, text in digests.items()}
    zone = session.plan.zone
    # Not of --lang, which is for this answer alone.
    language = session.config.lang or language_of(session.environ)
    environ = {"LANG": "zh_CN.UTF-8" if language == "zh" else "en_US.UTF-8"}
    if platform != "win32":
        environ["TZ"] = str(zone)
    if session.environ.get("OPSPLAN_HOME"):
        environ["OPSPLAN_HOME"] = str(session.home.config.absolute())
    ahead = minutes_ahead(session.now, _machine_zone(), zone)
    return Waking(_program(), environ, wakes_of(times), str(zone), ahead)


def _time(text: str) -> int | None:
    if text in ("off", "关", "不要"):
        return None
    minutes = read_clock(text)
    if minutes is None:
        raise UsageError(say("'{text}' is no time", text=text), say("such as 08:30, or off"))
    return minutes


def _program() -> tuple[str, ...]:
    """How this very opsplan is run from anywhere: its script, else the interpreter's module."""
    interpreter = Path(sys.executable).absolute()
    for name in ("opsplan", "opsplan.exe"):
        script = interpreter.with_name(name)
        if script.is_file():
            return (str(script),)
    return (str(interpreter), "-m", "opsplan")


def _machine_zone() -> tzinfo:
    """The zone that cron goes by, whatever TZ says in this shell."""
    try:
        with Path("/etc/localtime").open("rb") as file:
            return ZoneInfo.from_file(file)
    except (OSError, ValueError):
        return datetime.now(UTC).astimezone().tzinfo or UTC
