"""When campaigns and phases are: the stretches of days that their duties live in."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import chain

from opsplan.recurrence.dates import Frame, Stretches, phrase_dates
from opsplan.values.dated import Known
from opsplan.values.playbook import Campaign, Length, Phase, Playbook
from opsplan.values.window import Window, days_on, months_on


def campaign_stretches(campaign: Campaign, frame: Frame, known: Known | None = None) -> Stretches:
    """The days of a campaign, year after year; `known` are first days that were found before."""

    def starts(first: int, last: int) -> Sequence[int]:
        if known and (found := known.between(first, last)):
            return found.dates
        dates = (phrase_dates(phrase, first, last, frame).dates for phrase in campaign.phrases)
        return sorted(set(chain.from_iterable(dates)))

    def find(first: int, last: int) -> Sequence[tuple[int, int]]:
        found = starts(first - campaign.days + 1, last)
        return [(start, start + campaign.days) for start in found]

    return find


def phase_stretches(window: Window | None) -> Stretches:
    """The days of a phase, once; none where it is not known when it begins."""

    def find(first: int, last: int) -> Sequence[tuple[int, int]]:
        if window is None:
            return ()
        start, end = window.start.toordinal(), window.end.toordinal()
        return [(start, end)] if start < last and end > first else []

    return find


def together(finders: Sequence[Stretches]) -> Stretches:
    """The stretches of all of these."""

    def find(first: int, last: int) -> Sequence[tuple[int, int]]:
        return sorted({span for finder in finders for span in finder(first, last)})

    return find


def phase_windows(
    book: Playbook,
    launch: date | None,
    ended: Mapping[str, date] | None = None,
    began: Mapping[str, date] | None = None,
) -> dict[str, Window]:
    """When each phase of a playbook is, as far as that is known.

    A phase whose length is a range is planned with the longest; `ended` are the last days of
    those that somebody has ended, `began` the first days of those that a figure starts. Without
    a launch no phase is known.
    """
    if launch is None:
        return {}
    known: dict[str, Window] = {}
    phases = {phase.id: phase for phase in book.phases}
    for phase in book.phases:
        if phase.condition is not None and began and phase.id in began:
            known[phase.id] = _from(began[phase.id], phase, ended or {})
    for phase in book.phases:
        _place(phase, phases, launch, ended or {}, known, frozenset())
    return known


def _from(start: date, phase: Phase, ended: Mapping[str, date]) -> Window:
    """The window of a phase that begins on `start`."""
    if phase.id in ended:
        return Window(start, max(start, ended[phase.id] + timedelta(days=1)))
    return Window(start, _end(start, phase.length))


def _place(
    phase: Phase,
    phases: Mapping[str, Phase],
    launch: date,
    ended: Mapping[str, date],
    known: dict[str, Window],
    waiting: frozenset[str],
) -> Window | None:
    """Find the window of a phase, those that it depends on first; None in a circle."""
    if phase.id in known or phase.id in waiting or phase.condition is not None:
        return known.get(phase.id)
    waiting |= {phase.id}
    start: date | None = launch
    before = phases.get(phase.after) if phase.after else None
    around = phases.get(phase.parent) if phase.parent else None
    if before is not None:
        window = _place(before, phases, launch, ended, known, waiting)
        start = window.end if window else None
    elif around is not None:
        window = _place(around, phases, launch, ended, known, waiting)
        start = window.start if window else None
    if start is None:
        return None
    window = _from(start, phase, ended)
    outer = known.get(phase.parent or "")
    if outer is not None:
        window = Window(start, max(start, min(window.end, outer.end)))
    known[phase.id] = window
    return window


def _end(start: date, length: Length | None) -> date:
    """The day after the last of a phase that may be as long as it can."""
    if length is None:
        return date.max
    if length.unit == "month":
        return months_on(start, length.most)
    return days_on(start, length.most * (7 if length.unit == "week" else 1))
