"""Small changes to YAML text that leave every other byte as it is, comments among them.

Each function gives the changed text, or None where it cannot be changed so that it reads back
with exactly that change (an alias, a shape that is not expected): then people must edit by hand.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

from opsplan.playbook.flow import Value, flow, plain
from opsplan.playbook.tree import LOADER, read_tree, to_data

Path = tuple[str, ...]
_INDENT = 2


def with_item(text: str, path: Path, item: str) -> str | None:
    """The text with `item` at the end of the list at `path`, which is made where there is none."""

    def change(data: Any) -> Any:
        return [*(data or []), item]

    found = _find(text, path)
    if isinstance(found, yaml.SequenceNode) and found.value:
        return _checked(text, path, change, _appended(text, found, item))
    return with_value(text, path, [item]) if _is_nothing(found) else None


def without_item(text: str, path: Path, item: str) -> str | None:
    """The text without the first `item` of the list at `path`."""
    found = _find(text, path)
    if not isinstance(found, yaml.SequenceNode):
        return None
    values = [each.value for each in found.value]
    if item not in values:
        return None
    index = values.index(item)

    def change(data: Any) -> Any:
        return [*data[:index], *data[index + 1 :]]

    if len(values) == 1:
        return _checked(text, path, change, _replaced(text, path, found, "[]"))
    cut = _cut_flow if found.flow_style else _cut_block
    return _checked(text, path, change, cut(text, found, index))


def with_value(text: str, path: Path, value: Value) -> str | None:
    """The text with `value` at `path`, in place of what stands there or as a new entry."""

    def change(data: Any) -> Any:
        return plain(value)

    found = _find(text, path)
    written = flow(value)
    if found is not None:
        return _checked(text, path, change, _replaced(text, path, found, written))
    for depth in range(len(path) - 1, -1, -1):
        around = _find(text, path[:depth])
        if around is None and depth:
            continue
        if around is None:
            made: str | None = _at_end(text, len(text), _nested(path, written, 0))
        elif isinstance(around, yaml.MappingNode):
            made = _with_entry(text, around, path[depth:], written)
        elif _is_nothing(around):
            inner = flow(_wrapped(path[depth:], value))
            made = _replaced(text, path[:depth], around, inner)
        else:
            return None
        return _checked(text, path, change, made)
    return None


def with_first(text: str, key: str, value: Value) -> str | None:
    """The text with a new entry before the first of its mapping."""

    def change(data: Any) -> Any:
        return {key: plain(value), **data}

    found = _find(text, ())
    if not isinstance(found, yaml.MappingNode) or found.flow_style or not found.value:
        return None
    first = found.value[0][0].start_mark
    start = _at(text, first) - first.column
    line = f"{text[start : start + first.column]}{flow(key)}: {flow(value)}{_newline(text)}"
    return _checked(text, (), change, text[:start] + line + text[start:])


def has_value(text: str, path: Path) -> bool:
    """Whether anything but nothing stands at `path`."""
    found = _find(text, path)
    return found is not None and not _is_nothing(found)


def _wrapped(path: Path, value: Value) -> Value:
    made = value
    for key in reversed(path):
        made = {key: made}
    return made


def _find(text: str, path: Path) -> yaml.Node | None:
    """The node at `path`; None where there is none, or where the text cannot be read."""
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError:
        return None
    for key in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for name, value in pairs if name.value == key), None)
    return node


def _is_nothing(node: yaml.Node | None) -> bool:
    return (
        node is None
        or (isinstance(node, yaml.ScalarNode) and not node.value and not node.style)
        or (isinstance(node, yaml.SequenceNode) and not node.value)
    )


def _checked(text: str, path: Path, change: Callable[[Any], Any], made: str | None) -> str | None:
    """What was made, if it reads back as the old text with exactly that change."""
    if made is None:
        return None
    before, after = read_tree(text.encode(), ""), read_tree(made.encode(), "")
    if after.root is None or after.problems or (before.root is None and not before.is_empty):
        return None
    wanted = _changed(to_data(before.root) if before.root else {}, path, change)
    return made if to_data(after.root) == wanted else None


def _changed(data: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(data)
    known = data if isinstance(data, dict) else {}
    return {**known, path[0]: _changed(known.get(path[0]), path[1:], change)}


def _at(text: str, mark: yaml.Mark) -> int:
    """Where a mark stands in the text, by its line and column."""
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: mark.line])) + mark.column


def _end(text: str, node: yaml.Node) -> int:
    """Where what the node holds ends; block collections end with their last entry."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return len(text[: _at(text, node.end_mark)].rstrip())
    if isinstance(node, yaml.ScalarNode) and not node.value and not node.style:
        return _at(text, node.start_mark)
    return _at(text, node.end_mark)


def _line_end(text: str, at: int) -> int:
    """Where the line of a place ends, before its line break."""
    found = re.compile(r"\r?\n|\Z").search(text, at)
    return found.start() if found else len(text)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _at_end(text: str, at: int, lines: list[str]) -> str:
    """The text with these lines after the one that holds the place `at`."""
    newline = _newline(text)
    end = _line_end(text, at)
    head = text[:end]
    joined = newline.join(lines)
    if end == len(text):
        lead = "" if not head or head.endswith("\n") else newline
        return f"{head}{lead}{joined}{newline}"
    return f"{head}{newline}{joined}{text[end:]}"


def _nested(path: Path, written: str, indent: int) -> list[str]:
    """`a:`, `  b: value` for the path (a, b)."""
    lines = [" " * (indent + _INDENT * depth) + f"{flow(key)}:" for depth, key in enumerate(path)]
    lines[-1] += f" {written}"
    return lines


def _with_entry(text: str, around: yaml.MappingNode, path: Path, written: str) -> str:
    """The text with a new entry at the end of a mapping."""
    if around.flow_style:
        inner = written
        for key in reversed(path[1:]):
            inner = "{" + f"{flow(key)}: {inner}" + "}"
        entry = f"{flow(path[0])}: {inner}"
        if not around.value:
            at = _at(text, around.start_mark) + 1
            return text[:at] + entry + text[at:]
        at = _end(text, around.value[-1][1])
        return f"{text[:at]}, {entry}{text[at:]}"
    indent = around.value[0][0].start_mark.column
    end = _after_remarks(text, _end(text, around), indent)
    return _at_end(text, end, _nested(path, written, indent))


def _after_remarks(text: str, at: int, indent: int) -> int:
    """The place behind the remarks that follow on `at` and stand deeper than a mapping's keys: they
    are about its last entry."""
    end = _line_end(text, at)
    remark = re.compile(rf"\r?\n {{{indent + 1},}}#[^\r\n]*")
    while found := remark.match(text, end):
        end = found.end()
    return end


def _replaced(text: str, path: Path, node: yaml.Node, written: str) -> str | None:
    """The text with what the node holds written anew, in its place or behind its key."""
    start, end = _at(text, node.start_mark), _end(text, node)
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        key = _key(text, path)
        if key is None:
            return None
        colon = text.index(":", _at(text, key.end_mark)) + 1
        return f"{text[:colon]} {written}{text[_line_end(text, end) :]}"
    lead = "" if text[:start].endswith((" ", "\n", "[", "{")) or start == 0 else " "
    return f"{text[:start]}{lead}{written}{text[end:]}"


def _key(text: str, path: Path) -> yaml.Node | None:
    around = _find(text, path[:-1])
    pairs = around.value if isinstance(around, yaml.MappingNode) else []
    return next((name for name, _ in pairs if name.value == path[-1]), None)


def _appended(text: str, found: yaml.SequenceNode, item: str) -> str:
    last = found.value[-1]
    if found.flow_style:
        at = _end(text, last)
        return f"{text[:at]}, {flow(item)}{text[at:]}"
    indent = text[: _at(text, last.start_mark)].rsplit("\n", 1)[-1]
    dash = indent[: indent.rindex("-")]
    return _at_end(text, _end(text, last), [f"{dash}- {flow(item)}"])


def _cut_flow(text: str, found: yaml.SequenceNode, index: int) -> str:
    each = found.value[index]
    if index + 1 < len(found.value):
        following = _at(text, found.value[index + 1].start_mark)
        return text[: _at(text, each.start_mark)] + text[following:]
    return text[: _end(text, found.value[index - 1])] + text[_end(text, each) :]


def _cut_block(text: str, found: yaml.SequenceNode, index: int) -> str:
    each = found.value[index]
    start = text.rfind("\n", 0, _at(text, each.start_mark)) + 1
    end = _line_end(text, _end(text, each))
    after = re.compile(r"\r?\n").match(text, end)
    return text[:start] + text[after.end() if after else end :]
