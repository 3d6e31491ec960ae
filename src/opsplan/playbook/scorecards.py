"""What a scorecard must keep to beyond the shape of its fields: sums, orders and ranges."""

import re
from collections.abc import Iterator
from itertools import pairwise

from opsplan.playbook.entries import Path
from opsplan.playbook.tree import Node
from opsplan.values.text import Message, say

Fault = tuple[Path, Message, Message | None]
"""Where inside a scorecard, what is wrong there, and what would be right."""
_WHOLE = 100


def scorecard_faults(card: Node) -> Iterator[Fault]:
    """Weights that do not add up, numbers out of range, and steps that do not rise."""
    yield from _part_faults(card)
    if (bar := card.get("bar")) is not None:
        yield from _score_faults(("bar",), bar)
    yield from _step_faults(("bonus",), card.listed("bonus"), scores=True)
    commission = card.get("commission")
    tiers = commission.listed("tiers") if commission else []
    yield from _step_faults(("commission", "tiers"), tiers, scores=False)


def _part_faults(card: Node) -> Iterator[Fault]:
    weights: list[float | None] = []
    for index, part in enumerate(card.listed("parts")):
        for key in ("weight", "full"):
            value = _number(part.get(key))
            if value is not None and value <= 0:
                yield ("parts", index, key), say("a number above 0 is expected"), None
        weights.append(_number(part.get("weight")))
    known = [weight for weight in weights if weight is not None]
    if known and len(known) == len(weights) and abs(sum(known) - _WHOLE) > 1e-6:
        what = say("the weights add up to {sum}", sum=f"{sum(known):g}")
        yield ("parts",), what, say("they must add up to {sum}", sum=_WHOLE)


def _step_faults(path: Path, steps: list[Node], *, scores: bool) -> Iterator[Fault]:
    """Steps each of which begins above the one before."""
    if scores:
        for index, step in enumerate(steps):
            if (node := step.get("from")) is not None:
                yield from _score_faults((*path, index, "from"), node)
    for index, (before, after) in enumerate(pairwise(steps), 1):
        low, high = _number(before.get("from")), _number(after.get("from"))
        if low is not None and high is not None and high <= low:
            what = say("each step must begin above the one before")
            yield (*path, index, "from"), what, say("more than {number}", number=f"{low:g}")


def _score_faults(path: Path, node: Node) -> Iterator[Fault]:
    value = _number(node)
    if value is not None and not 1 <= value <= 5:
        yield path, say("a score lies between {low} and {high}", low=1, high=5), None


def _number(node: Node | None) -> float | None:
    """The number in a node; None where there is none, which the schema has said already."""
    text = node.text if node else None
    return float(text) if text and re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", text) else None
