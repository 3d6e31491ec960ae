"""YAML text as a tree of nodes that know their line and column.

Scalars stay the text that was typed (`8:30`, `on`, `no`, `007`). Reading is bounded and runs
nothing: size, depth, and what aliases unfold to are limited, tags and merge keys are refused.
"""

import re

import yaml

from opsplan.playbook.syntax import syntax_fault
from opsplan.values.classes import dataclass, field
from opsplan.values.problem import Problem
from opsplan.values.text import Message, say

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 16_000_000
MAX_DEPTH = 40
MAX_NODES = 3_000_000
_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Node:
    """A mapping (`pairs`), a list (`items`), a text, or nothing (text None); lines from 1.

    `file` is where it was read: a playbook that extends another has nodes of both.
    """

    line: int
    column: int
    text: str | None = None
    is_plain: bool = False
    pairs: list[tuple["Node", "Node"]] | None = None
    items: list["Node"] | None = None
    size: int = 1
    file: str = ""

    def get(self, key: str) -> "Node | None":
        """The value of a mapping's key; None where there is none."""
        return next((value for name, value in self.pairs or () if name.text == key), None)

    def listed(self, key: str) -> list["Node"]:
        """What stands in the list under a mapping's key; empty where there is no list."""
        found = self.get(key)
        return (found.items or []) if found else []

    def mapped(self, key: str) -> list[tuple["Node", "Node"]]:
        """The keys and values of the mapping under a mapping's key; empty where there is none."""
        found = self.get(key)
        return (found.pairs or []) if found else []

    def word(self, key: str) -> str | None:
        """The text under a mapping's key; None where there is none."""
        found = self.get(key)
        return found.text if found else None


@dataclass(slots=True)
class Tree:
    """What was read from a file: its root, if any, and what was wrong with the YAML."""

    root: Node | None
    problems: list[Problem] = field(default_factory=list)
    is_empty: bool = False


class _RefusedError(Exception):
    def __init__(self, line: int, column: int, what: Message, fix: Message | None = None) -> None:
        super().__init__(str(what))
        self.place = (line, column)
        self.what = what
        self.fix = fix


def read_tree(data: bytes, file: str) -> Tree:
    """The tree of one YAML document; without a root where it cannot be read at all."""
    tree = Tree(None)
    try:
        text = _decoded(data)
        tree.root = _compose(text, file, tree.problems)
        if tree.root is None:
            tree.is_empty = True
            raise _RefusedError(1, 1, say("the file is empty"))
    except _RefusedError as refused:
        problem = Problem(file, *refused.place, "", refused.what, refused.fix)
        tree.problems.append(problem)
        tree.root = None
    return tree


def to_data(node: Node) -> object:
    """The tree as plain dicts, lists, texts and None."""
    if node.pairs is not None:
        return {key.text or "": to_data(value) for key, value in node.pairs}
    if node.items is not None:
        return [to_data(item) for item in node.items]
    return node.text


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _RefusedError(
            1, 1, say("the file is larger than {limit} MB", limit=MAX_BYTES // 10**6)
        )
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start) from None
    if "\0" in text:
        line, column = _place(text, text.index("\0"))
        raise _RefusedError(line, column, say("there is a NUL character"))
    return text


def _undecodable(data: bytes, at: int) -> _RefusedError:
    line = data.count(b"\n", 0, at) + 1
    column = at - data.rfind(b"\n", 0, at)
    what = say("byte {byte} is not UTF-8", byte=at)
    try:
        looks_chinese = re.search(r"[\u4e00-\u9fff]", data.decode("gb18030")) is not None
    except UnicodeDecodeError:
        looks_chinese = False
    fix = say("it looks like GBK: save the file as UTF-8") if looks_chinese else None
    return _RefusedError(line, column, what, fix or say("save the file as UTF-8"))


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _compose(text: str, file: str, problems: list[Problem]) -> Node | None:
    events = yaml.parse(text, Loader=LOADER)
    builder = _Builder(file, problems)
    try:
        for event in events:
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _refused(text, error) from None
    except yaml.reader.ReaderError as error:
        line, column = _place(text, max(text.find(chr(_code(error.character))), 0))
        raise _RefusedError(
            line,
            column,
            say("the character {code} is not allowed here", code=f"U+{_code(error.character):04X}"),
        ) from None
    return builder.root


def _code(character: int | str) -> int:
    return ord(character) if isinstance(character, str) else character


def _refused(text: str, error: yaml.MarkedYAMLError) -> _RefusedError:
    line, column, what, fix = syntax_fault(text, error)
    # PyYAML's own limit, which its scanner may reach before ours
    is_too_deep = "nesting depth" in (error.problem or error.context or "")
    return _RefusedError(line, column, _too_deep() if is_too_deep else what, fix)


def _too_deep() -> Message:
    return say("nested deeper than {limit}", limit=MAX_DEPTH)


@dataclass(slots=True)
class _Level:
    """A collection that is still open, the key that waits for its value, and where keys stand."""

    node: Node
    key: Node | None = None
    lines: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Builds nodes from parser events without recursion, so that depth is ours to limit."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.root: Node | None = None
        self._file = file
        self._problems = problems
        self._open: list[_Level] = []
        self._anchors: dict[str, Node] = {}
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        assert mark is not None
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _RefusedError(line, column, say("there is a second document in the file"))
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event, line, column)
            is_plain = not event.style  # the C loader says '' where the other says None
            is_null = is_plain and event.value in _NULLS
            text = None if is_null else event.value
            if "\0" in event.value:
                raise _RefusedError(line, column, say("there is a NUL character"))
            self._add(Node(line, column, text, is_plain, file=self._file), event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor, line, column)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_tag(event, line, column)
            node = Node(line, column, file=self._file)
            if isinstance(event, yaml.MappingStartEvent):
                node.pairs = []
            else:
                node.items = []
            if len(self._open) >= MAX_DEPTH:
                raise _RefusedError(line, column, _too_deep())
            if event.anchor:
                self._anchors[event.anchor] = node
            self._open.append(_Level(node))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._add(self._open.pop().node, None)

    def _refuse_tag(self, event: yaml.NodeEvent, line: int, column: int) -> None:
        tag = getattr(event, "tag", None)
        if tag and tag not in ("!", "tag:yaml.org,2002:str"):
            raise _RefusedError(line, column, say("the tag {tag} is not supported", tag=tag))

    def _alias(self, anchor: str | None, line: int, column: int) -> None:
        node = self._anchors.get(anchor or "")
        if node is None or any(node is level.node for level in self._open):
            raise _RefusedError(
                line, column, say("there is no anchor &{name} before it", name=anchor)
            )
        self._add(node, None)

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            is_nothing = node.text is None and node.pairs is None and node.items is None
            self.root = None if is_nothing else node
            return
        level = self._open[-1]
        parent = level.node
        parent.size += node.size
        if parent.size > MAX_NODES:
            raise _RefusedError(node.line, node.column, say("the aliases unfold to too much"))
        if parent.items is not None:
            parent.items.append(node)
        elif level.key is None:
            level.key = node
            self._check_key(level, node)
        elif parent.pairs is not None:
            parent.pairs.append((level.key, node))
            level.key = None

    def _check_key(self, level: _Level, key: Node) -> None:
        if key.text is None:
            raise _RefusedError(key.line, key.column, say("a key must be a word"))
        if key.text == "<<" and key.is_plain:
            raise _RefusedError(key.line, key.column, say("merge keys (<<) are not supported"))
        if key.text in level.lines:
            first = level.lines[key.text]
            what = say(
                "the key {key} stands twice; the first is on line {line}", key=key.text, line=first
            )
            path = dotted((*self._path(), key.text))
            self._problems.append(Problem(self._file, key.line, key.column, path, what))
        level.lines.setdefault(key.text, key.line)

    def _path(self) -> tuple[str | int, ...]:
        """The path of the innermost collection that is still open."""
        outer = self._open[:-1]
        return tuple(
            len(level.node.items)
            if level.node.items is not None
            else (level.key.text if level.key else None) or ""
            for level in outer
        )


def dotted(path: tuple[str | int, ...]) -> str:
    """`duties[2].when` for ("duties", 2, "when")."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def find(root: Node, path: tuple[str | int, ...]) -> tuple[Node, int]:
    """The deepest node along `path`, and how many steps of it were gone."""
    node = root
    for steps, part in enumerate(path):
        if isinstance(part, int) and node.items is not None and part < len(node.items):
            node = node.items[part]
        elif isinstance(part, str) and (value := node.get(part)) is not None:
            node = value
        else:
            return node, steps
    return node, len(path)


def key_node(node: Node, key: str) -> Node | None:
    """The key itself (not its value) of a mapping; the last where it stands twice."""
    found = [name for name, _ in node.pairs or () if name.text == key]
    return found[-1] if found else None
