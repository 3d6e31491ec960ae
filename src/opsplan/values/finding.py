"""What a look at the whole installation finds."""

from collections.abc import Callable
from typing import Literal

from opsplan.values.classes import dataclass
from opsplan.values.text import Message

FindingState = Literal["ok", "advice", "broken"]
Check = Literal[
    "opsplan",
    "config",
    "playbooks",
    "journal",
    "backups",
    "permissions",
    "folder",
    "calendars",
    "reminders",
    "deliveries",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check has found, what would be right, and how that is done by itself, if it can."""

    check: Check
    state: FindingState
    what: Message
    fix: Message | None = None
    mend: Callable[[], None] | None = None
