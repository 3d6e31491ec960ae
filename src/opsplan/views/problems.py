"""What is wrong with files, as lines."""

from collections.abc import Iterable, Iterator
from itertools import islice

from opsplan.values.problem import Problem
from opsplan.views.visible import visible
from opsplan.views.words import Words

MOST = 20
"""So many faults of a file are told where they are not what was asked for."""


def problem_lines(problems: Iterable[Problem], words: Words) -> Iterator[str]:
    """A line for each problem, but no more than MOST of a file; a last one has their number."""
    told: dict[str, dict[str, None]] = {}
    for problem in problems:
        told.setdefault(problem.file, {})[problem_line(problem, words)] = None
    for file, lines in told.items():
        yield from islice(lines, MOST)
        if len(lines) > MOST:
            rest = words("faults beyond these: {count}", count=len(lines) - MOST)
            yield f"{visible(file)}: {rest}"


def problem_line(problem: Problem, words: Words) -> str:
    """`file:line:column: path: what is wrong; what would be right`."""
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    parts = [visible(place)]
    if problem.path:
        parts.append(visible(problem.path))
    if problem.severity == "warning":
        parts.append(words("warning"))
    return ": ".join((*parts, words.sentence(problem.what, problem.fix)))
