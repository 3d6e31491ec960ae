"""What is wrong with somebody's input: problems as values, and the errors that end a command."""

import errno
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


_REASONS: dict[int, Message] = {
    errno.ENOENT: say("No such file or directory"),
    errno.EACCES: say("Permission denied"),
    errno.EPERM: say("Operation not permitted"),
    errno.EROFS: say("Read-only file system"),
    errno.ENOSPC: say("No space left on device"),
    errno.EDQUOT: say("Disk quota exceeded"),
    errno.EISDIR: say("Is a directory"),
    errno.ENOTDIR: say("Not a directory"),
    errno.EEXIST: say("File exists"),
    errno.ENAMETOOLONG: say("File name too long"),
    errno.ELOOP: say("Too many levels of symbolic links"),
    errno.EIO: say("Input/output error"),
    errno.EFBIG: say("File too large"),
}
"""What systems say most often about files, for the catalog; other reasons stay as they say them."""


def reason_of(error: OSError) -> Message | str:
    """What the system says."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def os_reason(error: OSError) -> Message:
    """What the system says, as a sentence."""
    return say("the system says: {reason}", reason=reason_of(error))
