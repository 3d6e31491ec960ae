"""Files that people name on the command line."""

import stat
from pathlib import Path

from opsplan.values.problem import OpsplanError, os_reason
from opsplan.values.text import say


def read_given(name: str) -> bytes:
    """The bytes of a file, or of a pipe, which shells give for `<(…)`; OpsplanError where it cannot
    be read, or is anything else: a device may never end."""
    path = Path(name).expanduser()
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise OpsplanError(say("cannot read {path}", path=name), say("this is not a file"))
        return path.read_bytes()
    except OSError as error:
        raise OpsplanError(say("cannot read {path}", path=name), os_reason(error)) from None
