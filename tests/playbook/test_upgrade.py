"""Files of older formats are brought to the one that is read, and nothing else of them changes."""

import pytest

from opsplan.playbook.upgrade import FORMAT, STEPS, upgraded


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id: a\nname: A\n", "opsplan: 1\nid: a\nname: A\n"),
        ("# mine\n\nid: a # x\n", "# mine\n\nopsplan: 1\nid: a # x\n"),
        ("---\nid: a\n", "---\nopsplan: 1\nid: a\n"),
        ("id: a\r\nname: A\r\n", "opsplan: 1\r\nid: a\r\nname: A\r\n"),
        ("  id: a\n  name: A", "  opsplan: 1\n  id: a\n  name: A"),
    ],
)
def test_a_file_that_does_not_say_its_format_gets_the_line(before: str, after: str) -> None:
    assert upgraded(before) == after
    assert upgraded(after) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "- a\n",
        "{id: a}\n",
        "opsplan: 1\nid: a\n",
        "opsplan: 2\nid: a\n",
        "opsplan: one\nid: a\n",
        "opsplan: [0]\nid: a\n",
        "id: 'a\n",
        "id: a\nid: b\n",
    ],
)
def test_what_needs_no_step_or_a_person_is_left_alone(text: str) -> None:
    assert upgraded(text) is None


def test_there_is_a_step_to_each_format() -> None:
    assert len(STEPS) == FORMAT == 1
