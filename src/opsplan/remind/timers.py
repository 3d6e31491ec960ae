"""What wakes opsplan up elsewhere: systemd's user timers, launchd's agents, Windows' tasks."""

import subprocess
from collections.abc import Iterable, Mapping

from opsplan.remind.waking import EVERY_MINUTES, Wake, Waking, digests_line
from opsplan.values.classes import dataclass
from opsplan.values.text import WEEKDAYS, Language

HEADERS: dict[Language, str] = {
    "en": "# written by 'opsplan cron install --systemd'",
    "zh": "# 由 opsplan cron install --systemd 写入",
}
"""The first line of our unit files: others are left alone."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that a scheduler wants, by name."""

    name: str
    text: str


def unit_name(wake: Wake) -> str:
    """`opsplan-remind`."""
    return f"opsplan-{wake.name}"


def systemd_units(waking: Waking) -> list[TextFile]:
    """A service and a timer for each wake; systemd knows time zones, and what it slept through."""
    files: list[TextFile] = []
    for wake in waking.wakes:
        settings = " ".join(_unit_word(f"{k}={v}") for k, v in waking.environ.items())
        command = " ".join(
            _unit_word(word).replace("$", "$$") for word in (*waking.program, *wake.arguments)
        )
        service = (
            HEADERS[waking.language],
            "[Unit]",
            f"Description=opsplan {wake.name}",
            "",
            "[Service]",
            "Type=oneshot",
            f"Environment={settings}",
            f"ExecStart={command}",
            "StandardOutput=null",
        )
        timer = (
            HEADERS[waking.language],
            digests_line(waking),
            "[Unit]",
            f"Description=opsplan {wake.name}",
            "",
            "[Timer]",
            f"OnCalendar={_calendar(wake, waking.zone)}",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
        )
        files.append(TextFile(f"{unit_name(wake)}.service", _lines(service)))
        files.append(TextFile(f"{unit_name(wake)}.timer", _lines(timer)))
    return files


def _calendar(wake: Wake, zone: str) -> str:
    if wake.at is None:
        return f"*:0/{EVERY_MINUTES}"
    hour, minute = wake.clock
    day = "" if wake.weekday is None else f"{WEEKDAYS[wake.weekday].en} "
    return f"{day}*-*-* {hour:02}:{minute:02}:00 {zone}"


def _unit_word(word: str) -> str:
    """A word of a unit file, in which %, \\ and " mean something."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def launchd_agents(waking: Waking) -> list[TextFile]:
    """A property list for each wake, by the machine's clock; macOS runs what it slept through."""
    import plistlib  # only for those who ask, and it brings an XML parser

    files: list[TextFile] = []
    for wake in waking.by_machine:
        label = f"opsplan.{wake.name}"
        agent: dict[str, object] = {
            "Label": label,
            "ProgramArguments": [*waking.program, *wake.arguments],
            "EnvironmentVariables": dict(waking.environ),
            "StandardOutPath": "/dev/null",
        }
        if wake.at is None:
            agent["StartInterval"] = EVERY_MINUTES * 60
        else:
            hour, minute = wake.clock
            moment = {"Hour": hour, "Minute": minute}
            if wake.weekday is not None:
                moment["Weekday"] = (wake.weekday + 1) % 7
            agent["StartCalendarInterval"] = moment
        files.append(TextFile(f"{label}.plist", plistlib.dumps(agent, sort_keys=False).decode()))
    return files


def schtasks_lines(waking: Waking) -> list[str]:
    """A command for each wake that registers a task with Windows, by the machine's clock."""
    return [_schtasks(waking, wake) for wake in waking.by_machine]


def _schtasks(waking: Waking, wake: Wake) -> str:
    if wake.at is None:
        moment = ["/SC", "MINUTE", "/MO", str(EVERY_MINUTES)]
    else:
        hour, minute = wake.clock
        days = ["DAILY"] if wake.weekday is None else ["WEEKLY", "/D", WEEKDAYS[wake.weekday].en]
        moment = ["/SC", *(day.upper() for day in days), "/ST", f"{hour:02}:{minute:02}"]
    task = _with_settings(waking.environ, (*waking.program, *wake.arguments))
    command = ["schtasks", "/Create", "/F", "/TN", f"opsplan-{wake.name}", *moment, "/TR", task]
    return subprocess.list2cmdline(command)


def _with_settings(environ: Mapping[str, str], words: Iterable[str]) -> str:
    """A command line of Windows; a task has no environment of its own, so cmd sets it first."""
    command = subprocess.list2cmdline(list(words))
    settings = " && ".join(f'set "{name}={value}"' for name, value in environ.items())
    return f"cmd /c {settings} && {command}" if settings else command


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
