"""A playbook's bytes to a Playbook, or to all of its problems at once."""

from pydantic import ValidationError

from opsplan.playbook.checks import Checked
from opsplan.playbook.convert import playbook_of
from opsplan.playbook.faults import problems_of
from opsplan.playbook.files import FindBase
from opsplan.playbook.inherit import with_base
from opsplan.playbook.schema import PlaybookField
from opsplan.playbook.tree import read_tree, to_data
from opsplan.values.playbook import Playbook
from opsplan.values.problem import Problem


def read_playbook(
    data: bytes, file: str, find_base: FindBase | None = None
) -> tuple[Playbook | None, tuple[Problem, ...]]:
    """The playbook in `data`, or None and everything that is wrong with it.

    `file` is what problems name, and the playbook's own `file`; `find_base` finds what it extends.
    """
    tree = read_tree(data, file)
    if tree.root is None:
        return None, tuple(tree.problems)
    tree.root, inherited = with_base(tree.root, file, find_base)
    if inherited:
        return None, (*tree.problems, *inherited)
    problems = list(tree.problems)
    fields: PlaybookField | None = None
    try:
        fields = PlaybookField.model_validate(to_data(tree.root))
    except ValidationError as error:
        problems += problems_of(error, tree.root, file, PlaybookField)
    checked = Checked(tree.root, file, problems)
    checked.check()
    if problems or fields is None:
        return None, tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return playbook_of(fields, file, checked), ()
