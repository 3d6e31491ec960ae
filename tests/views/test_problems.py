"""What is wrong with files, as lines: in full while they are few, then their number."""

from opsplan.values.problem import Place, Problem
from opsplan.values.text import say
from opsplan.views.problems import MOST, problem_lines
from opsplan.views.words import Words


def faults(file: str, count: int) -> list[Problem]:
    return [Place(file, no, 1, f"duties[{no}]").error(say("no")) for no in range(1, count + 1)]


def test_few_are_all_told_and_each_once() -> None:
    found = [*faults("a.yaml", MOST), *faults("a.yaml", MOST)]
    lines = [*problem_lines(found, Words("en"))]
    assert len(lines) == MOST
    assert lines[0] == "a.yaml:1:1: duties[1]: no"


def test_many_end_with_their_number_and_hide_no_other_file() -> None:
    found = [*faults("a.yaml", MOST + 7), *faults("b.yaml", 1)]
    lines = [*problem_lines(found, Words("en"))]
    assert lines[MOST - 1 :] == [
        f"a.yaml:{MOST}:1: duties[{MOST}]: no",
        "a.yaml: faults beyond these: 7",
        "b.yaml:1:1: duties[1]: no",
    ]
    assert "a.yaml: 另有 7 处错误" in problem_lines(found, Words("zh"))
