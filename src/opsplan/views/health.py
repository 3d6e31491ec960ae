"""What `doctor` has found, as text and as JSON."""

from collections.abc import Iterable

from opsplan.values.finding import Check, Finding, FindingState
from opsplan.values.text import Message, say
from opsplan.views.lists import table_text
from opsplan.views.words import Words

_CHECKS: dict[Check, Message] = {
    "opsplan": say("program"),
    "config": say("config"),
    "playbooks": say("playbooks"),
    "journal": say("journal"),
    "backups": say("backups"),
    "permissions": say("permissions"),
    "folder": say("folder"),
    "calendars": say("calendars"),
    "reminders": say("reminders"),
    "deliveries": say("deliveries"),
}
_MARKS: dict[FindingState, str] = {"ok": "✓", "advice": "!", "broken": "✗"}


def findings_text(findings: Iterable[Finding], words: Words, width: int) -> str:
    """A line for each finding: its mark, the check, what was found and what would be right."""
    rows = [
        (
            _MARKS[each.state],
            words.message(_CHECKS[each.check]),
            words.sentence(each.what, each.fix),
        )
        for each in findings
    ]
    return table_text(rows, width, stretch=2)


def finding_data(finding: Finding, words: Words) -> dict[str, object]:
    """A finding as JSON."""
    return {
        "check": finding.check,
        "state": finding.state,
        "what": words.message(finding.what),
        "fix": words.message(finding.fix) if finding.fix else None,
    }
