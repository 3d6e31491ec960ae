"""From YAML text to a validated Playbook or Config, or to everything that is wrong with it."""

from opsplan.playbook.config import Config, read_config
from opsplan.playbook.files import Library, PlaybookFile, find_library
from opsplan.playbook.reader import read_playbook
from opsplan.playbook.schema import json_schema

__all__ = [
    "Config",
    "Library",
    "PlaybookFile",
    "find_library",
    "json_schema",
    "read_config",
    "read_playbook",
]
