"""Writing a map of columns into a config that somebody has written, every other byte kept."""

import json
import re

from opsplan.playbook.config import read_config
from opsplan.playbook.tree import Node, key_node, read_tree, to_data
from opsplan.values.config import ImportMap
from opsplan.values.ids import METRIC_ID_PATTERN

SECTION = "import"
_STEP = "  "
_PLAIN = re.compile(r"[\w\u3400-\u9fff][\w\u3400-\u9fff ()（）.-]*(?<! )")
_WORDS_OF_YAML = re.compile(r"(?i)null|true|false|yes|no|on|off|[\d.,_-]+")


def map_lines(name: str, columns: ImportMap) -> str:
    """The lines of a config that hold the map alone."""
    lines = [f"{SECTION}:", f"{_STEP}{quoted(name)}:"]
    return "\n".join([*lines, *(f"{_STEP * 2}{_pair(*each)}" for each in columns.items())]) + "\n"


def with_map(data: bytes, file: str, name: str, columns: ImportMap) -> bytes | None:
    """The config with the map `name`, whose other columns stay; None where that is not safe.

    Text is only put in, but for the metric of a column that changes. The edit counts only if what
    it made reads as the old config with exactly these columns more or changed.
    """
    tree = read_tree(data, file)
    if tree.problems and not tree.is_empty:
        return None
    try:
        text = data.decode()
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        draft = _Draft(text.removeprefix(mark), "\r\n" if "\r\n" in text else "\n")
        _edit(draft, tree.root, name, columns)
    except ValueError:  # not UTF-8, or lines that end as only YAML knows
        return None
    made = (mark + draft.text).encode()
    return made if _is_right(data, made, file, name, columns) else None


def quoted(text: str) -> str:
    """`text` as a key or value of YAML, in quotes where it needs them."""
    if _PLAIN.fullmatch(text) and not _WORDS_OF_YAML.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _pair(column: str, metric: str) -> str:
    return f"{quoted(column)}: {metric}"


class _Draft:
    """The text of a config that is being edited, addressed as YAML's marks do."""

    def __init__(self, text: str, newline: str) -> None:
        self.text = text
        self.newline = newline

    def offset(self, line: int, column: int) -> int:
        """Where a line and a column (both from 1) are in the text."""
        at = 0
        for _ in range(line - 1):
            at = self.text.index("\n", at) + 1
        return at + column - 1

    def put(self, at: int, text: str, instead_of: int = 0) -> None:
        """Write `text` at an offset, in the place of so many characters."""
        self.text = self.text[:at] + text + self.text[at + instead_of :]

    def insert_lines(self, line: int, lines: list[str]) -> None:
        """Write whole lines before a line."""
        self.put(self.offset(line, 1), "".join(each + self.newline for each in lines))

    def append(self, lines: list[str]) -> None:
        """Write whole lines at the end."""
        gap = "" if not self.text or self.text.endswith("\n") else self.newline
        self.text += gap + "".join(each + self.newline for each in lines)


def _edit(draft: _Draft, root: Node | None, name: str, columns: ImportMap) -> None:
    section = root.get(SECTION) if root else None
    key = key_node(root, SECTION) if root else None
    if section is None or key is None:
        draft.append(map_lines(name, columns).splitlines())
        return
    if not section.pairs and not _is_flow(draft, section):
        lines = map_lines(name, columns).splitlines()[1:]
        indent = " " * (key.column - 1)
        if key.line == draft.text.count("\n") + 1:
            draft.append([indent + line for line in lines])
        else:
            draft.insert_lines(key.line + 1, [indent + line for line in lines])
        return
    known = section.get(name)
    if known is None:
        _add_map(draft, section, name, columns)
    else:
        _change_map(draft, known, columns)


def _add_map(draft: _Draft, section: Node, name: str, columns: ImportMap) -> None:
    if _is_flow(draft, section):
        pairs = ", ".join(_pair(*each) for each in columns.items())
        _put_in_flow(draft, section, f"{quoted(name)}: {{{pairs}}}")
        return
    indent = " " * (section.column - 1)
    pairs_below = [f"{indent}{_STEP}{_pair(*each)}" for each in columns.items()]
    draft.insert_lines(section.line, [f"{indent}{quoted(name)}:", *pairs_below])


def _change_map(draft: _Draft, known: Node, columns: ImportMap) -> None:
    """The last places first, so that those before them stay where they are."""
    values = {column: node for column in columns if (node := known.get(column)) is not None}
    changed = [(n.line, n.column, c) for c, n in values.items() if n.text != columns[c]]
    for line, column, name in sorted(changed, reverse=True):
        at = draft.offset(line, column)
        if match := re.compile(METRIC_ID_PATTERN).match(draft.text, at):
            draft.put(at, columns[name], len(match[0]))
    added = {column: metric for column, metric in columns.items() if column not in values}
    if not added:
        return
    if _is_flow(draft, known):
        _put_in_flow(draft, known, ", ".join(_pair(*each) for each in added.items()))
    else:
        indent = " " * (known.column - 1)
        draft.insert_lines(known.line, [indent + _pair(*each) for each in added.items()])


def _put_in_flow(draft: _Draft, node: Node, text: str) -> None:
    separator = ", " if node.pairs else ""
    draft.put(draft.offset(node.line, node.column) + 1, text + separator)


def _is_flow(draft: _Draft, node: Node) -> bool:
    at = draft.offset(node.line, node.column)
    return draft.text[at : at + 1] == "{"


def _is_right(old: bytes, new: bytes, file: str, name: str, columns: ImportMap) -> bool:
    config, _ = read_config(new, file)
    before, after = read_tree(old, file).root, read_tree(new, file).root
    if config is None or after is None:
        return False
    expected, found = to_data(before) if before else {}, to_data(after)
    if not isinstance(expected, dict) or not isinstance(found, dict):
        return False
    maps = dict(expected.pop(SECTION, None) or {})
    maps[name] = {**(maps.get(name) or {}), **columns}
    return bool(found.pop(SECTION, None) == maps and found == expected)
