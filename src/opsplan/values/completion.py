"""How much of what was due got done: the numbers of a duty over the days of a window."""

from opsplan.values.classes import dataclass
from opsplan.values.text import Text


@dataclass(frozen=True, slots=True)
class Completion:
    """What became of a duty's occurrences: due = on_time + late + missed + skipped.

    `done` counts those that were done at all, so that done - on_time were done late, and the rest
    of `late` is past due and can still be done. A skipped one was left out for a reason.
    """

    playbook: str = ""
    duty: str = ""
    title: Text = Text()
    role: str | None = None
    due: int = 0
    done: int = 0
    on_time: int = 0
    late: int = 0
    missed: int = 0
    skipped: int = 0

    @property
    def done_late(self) -> int:
        """How many were done after their due moment."""
        return self.done - self.on_time
