"""Phases: in which the shop is, and which of them somebody has ended."""

from collections.abc import Iterable
from datetime import date, tzinfo

from opsplan.planning.plan import Plan
from opsplan.values.journal import Entry, valid_entries
from opsplan.values.occurrence import Identity, day_of
from opsplan.values.phases import PhaseState
from opsplan.values.playbook import Phase, Playbook

PHASE_SLOT = 0
"""The slot of a phase's identity; those of occurrences count from 1."""


def phase_identity(state: PhaseState) -> Identity:
    """What identifies a phase in the journal, as an occurrence is identified."""
    start = state.window.start if state.window else state.day
    return Identity(state.playbook, state.phase.id, start, PHASE_SLOT)


def phase_of(plan: Plan, identity: Identity) -> Phase | None:
    """The phase that an identity of the journal names; None where it is no phase's."""
    if identity.slot != PHASE_SLOT:
        return None
    ours = (book for book in plan.playbooks if book.id == identity.playbook)
    return next((p for book in ours for p in book.phases if p.id == identity.duty), None)


def phase_keys(books: Iterable[Playbook]) -> list[str]:
    """`playbook/phase` of every phase of these playbooks."""
    return [f"{book.id}/{phase.id}" for book in books for phase in book.phases]


def ended_phases(entries: Iterable[Entry], zone: tzinfo, day_starts: int) -> dict[str, date]:
    """The last days of the phases that somebody has ended, by `playbook/phase`; the shop's days
    are those of `zone` and begin at the minute `day_starts`."""
    ended: dict[str, date] = {}
    for entry in valid_entries(entries):
        if entry.kind == "done" and entry.identity.slot == PHASE_SLOT:
            key = f"{entry.identity.playbook}/{entry.identity.duty}"
            ended[key] = day_of(entry.at, zone, day_starts)
    return ended


def phase_states(plan: Plan, day: date) -> tuple[PhaseState, ...]:
    """The phases that the shop has, a nested one after the one that it lies in."""
    return tuple(
        PhaseState(
            book.id,
            phase,
            day,
            plan.windows.get(f"{book.id}/{phase.id}"),
            f"{book.id}/{phase.id}" in plan.ended,
        )
        for book in plan.playbooks
        for phase in book.phases
        if _is_on(plan, book, phase)
    )


def phases_on(plan: Plan, day: date) -> tuple[PhaseState, ...]:
    """The phases that the shop is in on that day."""
    return tuple(state for state in phase_states(plan, day) if state.word == "current")


def _is_on(plan: Plan, book: Playbook, phase: Phase) -> bool:
    """Whether the shop has the phase, and those that it lies in."""
    parents = {each.id: each for each in book.phases}
    within: Phase | None = phase
    while within is not None:
        if not plan.has(f"{book.id}/{within.id}", within.applies):
            return False
        within = parents.get(within.parent or "")
    return True
