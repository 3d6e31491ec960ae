"""From a phrase and a window to dates: the only folder that knows date arithmetic and RRULEs."""

from opsplan.recurrence.dates import Dated, Frame, days_a_week, phrase_dates, span_end, span_start
from opsplan.recurrence.rrule import RuleError, check_rule
from opsplan.recurrence.rrule_text import rrule_text

__all__ = [
    "Dated",
    "Frame",
    "RuleError",
    "check_rule",
    "days_a_week",
    "phrase_dates",
    "rrule_text",
    "span_end",
    "span_start",
]
