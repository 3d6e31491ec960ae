"""Where a person's files lie; told without loading anything, since every run asks."""

import os
import sys
from collections.abc import Mapping


def find_folders(environ: Mapping[str, str]) -> tuple[str, str]:
    """The folder of config and playbooks, and that of journal, backups and cache: `OPSPLAN_HOME`
    for both, else the platform's own. Absolute, since they are remembered."""
    if folder := environ.get("OPSPLAN_HOME"):
        home = os.path.abspath(os.path.expanduser(folder))
        return home, home
    if sys.platform == "linux" and "ANDROID_DATA" not in environ:
        return (
            _below(environ.get("XDG_CONFIG_HOME", ""), "~/.config"),
            _below(environ.get("XDG_DATA_HOME", ""), "~/.local/share"),
        )
    import platformdirs  # takes as long to load as Python to start

    return (
        platformdirs.user_config_dir("opsplan", appauthor=False),
        platformdirs.user_data_dir("opsplan", appauthor=False),
    )


def _below(given: str, default: str) -> str:
    """XDG Base Directory Specification: a path that is not absolute is to be ignored."""
    base = given if os.path.isabs(given) else os.path.expanduser(default)
    return os.path.join(base, "opsplan")
