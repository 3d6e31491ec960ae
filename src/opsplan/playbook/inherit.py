"""`extends:` a playbook takes over another and says only what is different (DESIGN section 5)."""

from opsplan.playbook.entries import duty_nodes, id_of
from opsplan.playbook.files import FindBase
from opsplan.playbook.tree import Node, read_tree
from opsplan.values.classes import replace
from opsplan.values.problem import Problem
from opsplan.values.text import say

SECTIONS = (
    *("roles", "blocks", "metrics", "targets", "rules", "registers", "scorecards"),
    *("phases", "campaigns", "duties"),
)
"""The lists whose entries are taken over by id."""
_OWN = ("extends", "disable")
_ASKED = ("choices", "then")
"""The keys of options and rules under which duties and targets are named."""


def with_base(root: Node, file: str, find_base: FindBase | None) -> tuple[Node, list[Problem]]:
    """The tree of a playbook with what it takes over from others; problems where it cannot."""
    return _extended(root, file, find_base, ())


def _extended(
    root: Node, file: str, find_base: FindBase | None, chain: tuple[str, ...]
) -> tuple[Node, list[Problem]]:
    extends = root.get("extends")
    if extends is None or extends.text is None:
        return root, []
    name = extends.text
    if name in chain:
        what = say("the playbooks extend each other: {names}", names=[*chain, name])
        return root, [Problem(file, extends.line, extends.column, "extends", what)]
    found = find_base(name) if find_base else None
    if found is None:
        what = say("there is no playbook '{word}'", word=name)
        return root, [Problem(file, extends.line, extends.column, "extends", what)]
    tree = read_tree(*found)
    if tree.root is None or tree.root.pairs is None or tree.problems:
        what = say("the playbook '{word}' cannot be used itself", word=name)
        return root, [Problem(file, extends.line, extends.column, "extends", what)]
    base, problems = _extended(tree.root, found[1], find_base, (*chain, name))
    problems += _unknown(root, base, file)
    return _merged(base, root), problems


def _unknown(root: Node, base: Node, file: str) -> list[Problem]:
    """What is to be disabled but is not there."""
    known = {id_of(node) for section in SECTIONS for node in base.listed(section)}
    known |= {duty.id for duty in duty_nodes(base)}
    return [
        Problem(
            file,
            node.line,
            node.column,
            f"disable[{index}]",
            say("the playbook that is extended has no '{word}'", word=node.text),
        )
        for index, node in enumerate(root.listed("disable"))
        if node.text not in known
    ]


def _merged(base: Node, root: Node) -> Node:
    """`base` with the keys of `root`: entries of lists by their ids, the rest as a whole."""
    off = {node.text for node in root.listed("disable")}
    pairs: list[tuple[Node, Node]] = []
    for key, said in base.pairs or []:
        value = _without(said, off) if key.text in ("options", "rules") else said
        own = root.get(key.text or "")
        if key.text in SECTIONS:
            pairs.append((key, _merged_list(value, own, off)))
        elif key.text == "options" and own is not None:
            pairs.append((key, _merged_options(value, own)))
        else:
            pairs.append((key, value if own is None else own))
    taken = {key.text for key, _ in pairs} | set(_OWN)
    pairs += [(key, value) for key, value in root.pairs or [] if key.text not in taken]
    return Node(root.line, root.column, pairs=pairs)


def _without(node: Node, off: set[str | None], *, is_asked: bool = False) -> Node:
    """The base's options and rules, which ask for nothing any more that is disabled; a rule that
    asked for nothing else goes with it. `is_asked`: the node lies under one of _ASKED."""
    if node.pairs is not None:
        pairs = [
            (key, _without(value, off, is_asked=is_asked or key.text in _ASKED))
            for key, value in node.pairs
        ]
        return replace(node, pairs=pairs)
    if node.items is None:
        return node
    kept = [each for each in node.items if not (is_asked and _is_of(each, off))]
    items = [(each, _without(each, off, is_asked=is_asked)) for each in kept]
    return replace(node, items=[new for old, new in items if _asks(new) or not _asks(old)])


def _is_of(name: Node, off: set[str | None]) -> bool:
    """Whether a name is one of these, or that of a duty inside one."""
    return bool(name.text) and bool({name.text, (name.text or "").partition(".")[0]} & off)


def _asks(rule: Node) -> bool:
    """Whether a rule asks for a duty."""
    return bool(rule.listed("then"))


def _merged_list(base: Node, own: Node | None, off: set[str | None]) -> Node:
    added = (own.items or []) if own else []
    changes = {id_of(node): node for node in added}
    items: list[Node] = []
    for node in base.items or []:
        name = id_of(node)
        if name and name in off:
            continue
        change = changes.pop(name, None) if name else None
        kept = _thinned(node, off)
        items.append(_merged_mapping(kept, change) if change else kept)
    items += [node for node in added if id_of(node) in changes or not id_of(node)]
    line = own.line if own else base.line
    return Node(line, base.column, items=items)


def _thinned(entry: Node, off: set[str | None]) -> Node:
    """A campaign or phase of the base without those of its duties that are disabled."""
    pairs: list[tuple[Node, Node]] = []
    for key, value in entry.pairs or []:
        items = value.items or []
        if key.text == "duties":
            items = [duty for duty in items if f"{id_of(entry)}.{id_of(duty)}" not in off]
        elif key.text == "phases":
            items = [_thinned(phase, off) for phase in items]
        pairs.append((key, value if items == (value.items or []) else replace(value, items=items)))
    return replace(entry, pairs=pairs)


def _merged_options(base: Node, own: Node) -> Node:
    """The base's options, of which another may change the default alone."""
    known = {key.text: option for key, option in base.pairs or []}
    changed = [
        (key, _merged_mapping(known[key.text], option) if key.text in known else option)
        for key, option in own.pairs or []
    ]
    return _merged_mapping(base, replace(own, pairs=changed))


def _merged_mapping(base: Node, own: Node) -> Node:
    changed = {key.text for key, _ in own.pairs or []}
    kept = [(key, value) for key, value in base.pairs or [] if key.text not in changed]
    return Node(own.line, own.column, pairs=[*kept, *(own.pairs or [])], file=own.file)
