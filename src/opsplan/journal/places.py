"""Whose folder it is that we are about to write in."""

import os
from pathlib import Path

from opsplan.values.problem import OpsplanError
from opsplan.values.text import say


def refuse_foreign(folder: Path) -> None:
    """OpsplanError where root is about to leave files in another user's folder, which that user
    could then neither read nor replace."""
    if os.name == "nt" or os.geteuid() != 0:
        return
    existing = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    owner = existing.stat().st_uid
    if owner != 0:
        name = _user_name(owner)
        what = say("{path} belongs to {user}, and this runs as root", path=existing, user=name)
        raise OpsplanError(what, say("run it as that user: sudo -u {user} opsplan …", user=name))


def _user_name(user_id: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(user_id).pw_name
    except KeyError:
        return f"#{user_id}"
