"""Standards: each bar, the last figure and its age."""

from collections.abc import Mapping, Sequence
from datetime import date

from opsplan.planning.standards import Standing
from opsplan.playbook.conditions import write_term
from opsplan.values.figures import Metric
from opsplan.views.conditions import figure_text, term_words
from opsplan.views.lists import table_text
from opsplan.views.words import Words

_MARKS = {True: "✓", False: "✗", None: ""}


def standards_text(
    standings: Sequence[Standing],
    metrics: Mapping[str, Metric],
    today: date,
    words: Words,
    width: int,
) -> str:
    """A line each: whether it is kept, the bar, the last figure, its age, the rule's id."""
    rows = [
        (
            _MARKS[each.ok],
            term_words(each.term, metrics, words),
            ""
            if each.value is None
            else figure_text(each.value, metrics.get(each.term.metric), words),
            "" if each.date is None else words("{days} d old", days=(today - each.date).days),
            each.rule.id,
        )
        for each in standings
    ]
    if not rows:
        return words("The shop's playbooks have no standards.") + "\n"
    return table_text(rows, width, stretch=1)


def standard_data(standing: Standing, today: date) -> dict[str, object]:
    """A bar and its last figure as JSON."""
    day = standing.date
    return {
        "rule": standing.rule.id,
        "metric": standing.term.metric,
        "want": write_term(standing.term),
        "value": standing.value,
        "date": day.isoformat() if day else None,
        "age_days": (today - day).days if day else None,
        "ok": standing.ok,
    }
