"""The entries of a playbook's tree: where its duties and phases stand, and their ids."""

from collections.abc import Iterator

from opsplan.phrase.lists import Inside
from opsplan.playbook.tree import Node
from opsplan.values.classes import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class DutyNode:
    """A duty's place in the tree, and the campaign or phase that it lives in."""

    path: Path
    node: Node
    inside: Inside | None = None
    owner: str | None = None

    @property
    def id(self) -> str:
        """What the rest of the playbook calls it: `campaign.duty` inside of one; "" without one."""
        own = id_of(self.node)
        return f"{self.owner}.{own}" if own and self.owner else own


def duty_nodes(root: Node) -> Iterator[DutyNode]:
    """Every duty of the file in its order of sections: duties, then campaigns', then phases'."""
    for index, node in enumerate(root.listed("duties")):
        yield DutyNode(("duties", index), node)
    for index, campaign in enumerate(root.listed("campaigns")):
        for place, node in enumerate(campaign.listed("duties")):
            path: Path = ("campaigns", index, "duties", place)
            yield DutyNode(path, node, "campaign", id_of(campaign))
    for at, phase in phase_nodes(root):
        for place, node in enumerate(phase.listed("duties")):
            yield DutyNode((*at, "duties", place), node, "phase", id_of(phase))


def phase_nodes(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every phase with its path, a nested one after the one that it lies in."""
    for index, phase in enumerate(node.listed("phases")):
        at: Path = (*path, "phases", index)
        yield at, phase
        yield from phase_nodes(phase, at)


def id_of(node: Node) -> str:
    return node.word("id") or ""
