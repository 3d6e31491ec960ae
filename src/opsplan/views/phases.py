"""The phases that a shop is in, as lines for people."""

from collections.abc import Iterable

from opsplan.values.phases import PhaseState
from opsplan.views.words import Words


def phase_lines(phases: Iterable[PhaseState], words: Words) -> list[str]:
    """A line for each phase that the shop is in, with its day and its goal; one that lies in
    another is named behind it."""
    states = {state.key: state for state in phases}
    around = {f"{state.playbook}/{state.phase.parent}" for state in states.values()}
    comma, colon = (" ", "：") if words.language == "zh" else (", ", ": ")
    lines: list[str] = []
    for key, state in states.items():
        if key in around:
            continue
        chain = [state]
        while outer := states.get(f"{state.playbook}/{chain[0].phase.parent}"):
            chain.insert(0, outer)
        head = " › ".join(
            f"{words.text(each.phase.name)}{comma}{phase_days(each, words)}" for each in chain
        )
        goal = words.text(state.phase.goal)
        lines.append(f"{head}{colon}{goal}" if goal else head)
    return lines


def phase_days(state: PhaseState, words: Words) -> str:
    """`day 26 of 30`; `day 26` where the end is open."""
    if state.days is None:
        return words("day {day}", day=state.day_no)
    days = f"{state.least}–{state.days}" if state.least else str(state.days)
    return words("day {day} of {days}", day=state.day_no, days=days)
