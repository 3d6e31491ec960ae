"""What changes between two playbooks: the occurrences that appear, vanish, or move."""

from collections.abc import Iterable

from opsplan.planning.expand import expand
from opsplan.planning.plan import Plan
from opsplan.values.classes import dataclass
from opsplan.values.occurrence import Occurrence
from opsplan.values.window import Window


@dataclass(frozen=True, slots=True)
class Change:
    """An occurrence as it was and as it will be; None where it is not there."""

    old: Occurrence | None
    new: Occurrence | None

    @property
    def shown(self) -> Occurrence:
        """The one that is there; the new one, if both are."""
        found = self.new or self.old
        assert found is not None
        return found


def changes(old: Plan, new: Plan, window: Window) -> list[Change]:
    """The occurrences of the window that differ, in the order of duties and dates.

    An occurrence is known again by its duty, nominal date and slot, whatever its playbook is
    called: with other dates or clock times it moves, and keeps its ticks.
    """
    before, after = _known(expand(old, window)), _known(expand(new, window))
    numbers = {each: number for number, each in enumerate(_duties(after, before))}
    keys = sorted(before.keys() | after.keys(), key=lambda key: (numbers[key[0]], *key[1:]))
    found = (Change(before.get(key), after.get(key)) for key in keys)
    return [each for each in found if _differ(each)]


_Key = tuple[str, str, int]


def _known(occurrences: Iterable[Occurrence]) -> dict[_Key, Occurrence]:
    return {
        (each.planned.duty.id, each.nominal.isoformat(), each.slot): each for each in occurrences
    }


def _duties(*known: dict[_Key, Occurrence]) -> list[str]:
    """The duties in the order of the new file, those that are gone last."""
    return list(dict.fromkeys(duty for each in known for duty in _in_file_order(each)))


def _in_file_order(known: dict[_Key, Occurrence]) -> list[str]:
    places = {key[0]: each.planned.position for key, each in known.items()}
    return sorted(places, key=lambda duty: places[duty])


def _differ(change: Change) -> bool:
    old, new = change.old, change.new
    if old is None or new is None:
        return True
    return (old.date, old.opens, old.due) != (new.date, new.opens, new.due)
