"""What the config takes from variables: the environment, and `secrets.env` beside the config."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from opsplan.values.channel import SECRETS_FILE
from opsplan.values.problem import OpsplanError, reason_of
from opsplan.values.text import Message, say

DATABASE = "OPSPLAN_DATABASE"
"""Holds the password of the config's database, or a whole address that takes its place."""


def secrets_of(folder: Path, environ: Mapping[str, str]) -> Mapping[str, str]:
    """The environment, and under it the `secrets.env` in the config's folder."""
    return {**kept_secrets(folder), **environ}


def kept_secrets(folder: Path) -> Mapping[str, str]:
    """The variables of the folder's `secrets.env`, which its owner alone may read."""
    file = folder / SECRETS_FILE
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unusable(file, reason_of(error)) from None
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise _unusable(file, say("this is not a file"))
    with os.fdopen(descriptor, "rb") as stream:
        if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
            what = say("others can read {path}", path=file)
            raise OpsplanError(what, say("chmod 600 makes it yours alone"))
        try:
            text = stream.read().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise _unusable(file, getattr(error, "strerror", None)) from None
    from opsplan.remind.channels import read_secrets  # few have such a file

    return read_secrets(text)


def _unusable(path: object, reason: Message | str | None) -> OpsplanError:
    return OpsplanError(say("cannot use {path}: {reason}", path=path, reason=reason or "?"))
