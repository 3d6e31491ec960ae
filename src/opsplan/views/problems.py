"""What is wrong with a file, as a line."""

from opsplan.values.problem import Problem
from opsplan.views.visible import visible
from opsplan.views.words import Words


def problem_line(problem: Problem, words: Words) -> str:
    """`file:line:column: path: what is wrong; what would be right`."""
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    parts = [visible(place)]
    if problem.path:
        parts.append(visible(problem.path))
    if problem.severity == "warning":
        parts.append(words("warning"))
    return ": ".join((*parts, words.sentence(problem.what, problem.fix)))
