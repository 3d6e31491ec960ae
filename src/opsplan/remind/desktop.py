"""Desktop notices, by whichever program of the system shows them. Texts are data, never shell."""

import html
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from opsplan.remind.markup import cut
from opsplan.remind.outcome import SENT, Outcome, OutMessage
from opsplan.values.classes import dataclass
from opsplan.values.text import say

TITLE_BYTES, TEXT_BYTES = 300, 2000

_APPLESCRIPT = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)
_TOAST = """
$ErrorActionPreference = 'Stop'
$null = [Windows.UI.Notifications.ToastNotification, Windows.UI.Notifications, `
    ContentType = WindowsRuntime]
$manager = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, `
    ContentType = WindowsRuntime]
$toast = $manager::GetTemplateContent('ToastText02')
$texts = $toast.GetElementsByTagName('text')
$null = $texts.Item(0).AppendChild($toast.CreateTextNode($env:OPSPLAN_TITLE))
$null = $texts.Item(1).AppendChild($toast.CreateTextNode($env:OPSPLAN_TEXT))
$notice = [Windows.UI.Notifications.ToastNotification]::new($toast)
$manager::CreateToastNotifier('opsplan').Show($notice)
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """A program with its arguments, and what it finds in its environment."""

    command: tuple[str, ...]
    environ: Mapping[str, str]


PROGRAMS = {"linux": "notify-send", "darwin": "osascript", "win32": "powershell"}
"""What shows a notice, by `sys.platform`."""


def notice_of(platform: str, program: str, message: OutMessage) -> Notice:
    """The call of `program` that shows `message` on that platform (as `sys.platform` says it)."""
    title, text = cut(message.title, TITLE_BYTES), cut(message.text, TEXT_BYTES)
    if platform == "darwin":
        script = tuple(part for line in _APPLESCRIPT for part in ("-e", line))
        return Notice((program, *script, "--", title, text), {})
    if platform == "win32":
        command = (program, "-NoProfile", "-NonInteractive", "-Command", _TOAST)
        return Notice(command, {"OPSPLAN_TITLE": title, "OPSPLAN_TEXT": text})
    # Notification servers read the text, unlike the title, as a little HTML.
    shown = html.escape(text, quote=False)
    return Notice((program, "--app-name=opsplan", "--", title, shown), {})


def notify(
    message: OutMessage,
    deadline_seconds: float,
    *,
    platform: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
) -> Outcome:
    """Show a notice; failed where no program is there for it, or it reaches no screen."""
    name = PROGRAMS.get(platform, PROGRAMS["linux"])
    program = shutil.which(name, path=environ.get("PATH"))
    if program is None:
        what = say("no program for desktop notices is here: {name} is missing", name=name)
        return Outcome("failed", None, what)
    notice = notice_of(platform, program, message)
    given = {**_with_bus(environ), **notice.environ}
    try:
        done = subprocess.run(
            notice.command,
            env=given,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=deadline_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome("unknown", None, say("no answer came in time"))
    except (OSError, ValueError):
        return Outcome("failed", 0.0, say("{name} could not be started", name=name))
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0][:200]
        detail = said or str(done.returncode)
        return Outcome("failed", 0.0, say("{name} failed: {detail}", name=name, detail=detail))
    return SENT


def _with_bus(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with the session bus where the system keeps it: cron's has none."""
    known = dict(environ)
    if hasattr(os, "getuid") and "DBUS_SESSION_BUS_ADDRESS" not in known:
        bus = f"/run/user/{os.getuid()}/bus"
        if Path(bus).exists():
            known["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"
    return known
