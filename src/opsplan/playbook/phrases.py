"""The phrases of a file: each with its place, and what does not go together in a list."""

from opsplan.phrase.reading import PhraseError, read
from opsplan.phrase.shared import Blocks
from opsplan.playbook.tree import Node, dotted
from opsplan.recurrence.rrule import RuleError, check_rule
from opsplan.values.cadence import (
    Phrase,
    RRule,
)
from opsplan.values.problem import Problem
from opsplan.values.text import Message, say


def read_phrase(
    node: Node, file: str, path: tuple[str | int, ...], blocks: Blocks
) -> Phrase | Problem | None:
    """The phrase in a node's text, or what is wrong with it; None where there is no text."""
    if node.text is None or not node.text.strip():
        return None
    column = node.column + (0 if node.is_plain else 1)
    try:
        phrase = read(node.text, blocks)
        if isinstance(phrase.cadence, RRule):
            check_rule(phrase.cadence)
    except PhraseError as error:
        what = _with_expected(error)
        fix = say("did you mean '{word}'?", word=error.suggestion) if error.suggestion else None
        return Problem(file, node.line, column + error.column - 1, dotted(path), what, fix)
    except RuleError as error:
        return Problem(file, node.line, column, dotted(path), error.reason)
    return phrase


def _with_expected(error: PhraseError) -> Message:
    if not error.expected:
        return error.what
    return say("{what}; expected {expected}", what=error.what, expected=list(error.expected[:6]))
