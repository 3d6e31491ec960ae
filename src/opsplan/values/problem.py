"""What is wrong with somebody's input: problems as values, and the errors that end a command."""

from typing import Literal

from opsplan.values.classes import dataclass
from opsplan.values.text import Message, say


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file, at `line` and `column` (from 1; 0 where the file has no such place).

    `path` is the place inside the data (`duties[2].when`); `fix` says what would be right.
    """

    file: str
    line: int
    column: int
    path: str
    what: Message
    fix: Message | None = None
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; line and column from 1."""

    file: str
    line: int
    column: int
    path: str

    def warning(self, what: Message, fix: Message | None = None) -> Problem:
        """What works otherwise than its author may think."""
        return Problem(self.file, self.line, self.column, self.path, what, fix, "warning")

    def error(self, what: Message, fix: Message | None = None) -> Problem:
        """What cannot be used."""
        return Problem(self.file, self.line, self.column, self.path, what, fix)


class OpsplanError(Exception):
    """Ends a command with a sentence for people.

    `exit_code` is 1 where the input (playbook, reference, file, database) is at fault.
    """

    exit_code = 1

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint


class UsageError(OpsplanError):
    """The command was called wrongly (exit code 2)."""

    exit_code = 2


class ProblemsError(OpsplanError):
    """Files that cannot be used as they are, with all that is wrong with them."""

    def __init__(
        self, message: Message, problems: tuple[Problem, ...], hint: Message | None = None
    ) -> None:
        super().__init__(message, hint)
        self.problems = problems


def os_reason(error: OSError) -> Message:
    """What the system says, for people."""
    return say("the system says: {reason}", reason=error.strerror or str(error))
