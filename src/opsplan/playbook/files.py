"""Where playbooks lie: the shipped ones in the package, a person's own in the config folder."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from opsplan.values.classes import dataclass
from opsplan.values.playbook import Playbook
from opsplan.values.problem import Problem, os_reason
from opsplan.values.text import say

SUFFIXES = (".yaml", ".yml")
FindBase = Callable[[str], tuple[bytes, str] | None]
"""Gives the bytes of the playbook of an id, and its file; None where there is none."""
Found = tuple[Playbook | None, tuple[Problem, ...]]
"""A playbook, or None and what is wrong with it."""
ReadFile = Callable[["PlaybookFile", FindBase], Found]
"""Gives what is in a file of the library."""


@dataclass(frozen=True, slots=True)
class PlaybookFile:
    """A playbook's file; `own` is one that the person wrote."""

    path: Path
    own: bool


@dataclass(frozen=True, slots=True)
class Library:
    """The playbook files that can be used, the person's own before the shipped ones; a folder that
    cannot be read is among the `problems`. `read` gives what is in a file."""

    files: tuple[PlaybookFile, ...]
    read: ReadFile
    problems: tuple[Problem, ...] = ()

    def load(self, playbook_id: str) -> Found:
        """The playbook of that id; None and the problems of its file, or () where there is none."""
        broken: list[Problem] = []
        named = sorted(self.files, key=lambda file: (file.path.stem != playbook_id, not file.own))
        for file in named:
            if file.path.stem != playbook_id and not file.own:
                break
            playbook, problems = self.read(file, self.base)
            if playbook is not None and playbook.id == playbook_id:
                return playbook, ()
            if playbook is None and file.path.stem == playbook_id:
                return None, problems
            if playbook is None and _calls_itself(file.path, playbook_id):
                broken += problems
        return None, tuple(broken)

    def find(self, name: str) -> Found:
        """The playbook that people name: by its file's path, or by its id."""
        path = Path(name)
        is_path = path.suffix in SUFFIXES or len(path.parts) > 1
        if not is_path:
            book, problems = self.load(name)
            if book is not None or problems:
                return book, problems
        if is_path or path.exists():
            return self.read(self.file(path) or PlaybookFile(path, True), self.base)
        return None, (Problem(name, 0, 0, "", say("there is no such file or playbook")),)

    def file(self, path: Path) -> PlaybookFile | None:
        """The library's file at that path."""
        return next((f for f in self.files if f.path.absolute() == path.absolute()), None)

    def all(self) -> Iterator[tuple[PlaybookFile, Playbook | None, tuple[Problem, ...]]]:
        """Every file with its playbook, or with its problems."""
        for file in self.files:
            yield file, *self.read(file, self.base)

    def base(self, playbook_id: str) -> tuple[bytes, str] | None:
        """The bytes and the file of a playbook that another extends, a shipped one before a
        person's own."""
        named = [file for file in self.files if file.path.stem == playbook_id]
        for file in sorted(named, key=lambda each: each.own):
            if file.path.is_file():
                return file.path.read_bytes(), str(file.path.absolute())
        return None


def find_library(own_folder: Path, read: ReadFile | None = None) -> Library:
    """The files in a person's folder and the shipped ones, each by name; `read` stands for
    `load_file` where something is known of the files already."""
    shipped = [PlaybookFile(path, False) for path in _yaml_files(shipped_folder())]
    try:
        own = [PlaybookFile(path, True) for path in _yaml_files(own_folder)]
    except OSError as error:
        problem = Problem(str(own_folder), 0, 0, "", os_reason(error))
        return Library((*shipped,), read or _load, (problem,))
    return Library((*own, *shipped), read or _load)


def shipped_folder() -> Path:
    """`playbooks/` in the installed package, or at the root of the repository."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "playbooks"
    return inside if inside.is_dir() else package.parent.parent / "playbooks"


def load_file(path: Path, find_base: FindBase | None = None) -> Found:
    """The playbook in a file, or what is wrong with it, an unreadable file included."""
    from opsplan.playbook.reader import read_playbook  # of no use where a compiled one is at hand

    file = str(path.absolute())
    try:
        if not path.is_file():
            what = say("this is not a file") if path.exists() else say("there is no such file")
            return None, (Problem(file, 0, 0, "", what),)
        return read_playbook(path.read_bytes(), file, find_base)
    except OSError as error:
        return None, (Problem(file, 0, 0, "", os_reason(error)),)


def _calls_itself(path: Path, playbook_id: str) -> bool:
    """Whether a file that cannot be read as a playbook says that it is the one of that id."""
    try:
        said = re.search(rb"(?m)^id\s*:\s*['\"]?([a-z0-9-]+)", path.read_bytes())
    except OSError:
        return False
    return said is not None and said[1].decode() == playbook_id


def _load(file: PlaybookFile, find_base: FindBase) -> Found:
    return load_file(file.path, find_base)


def _yaml_files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    except FileNotFoundError:
        return []
