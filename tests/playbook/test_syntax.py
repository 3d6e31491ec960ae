"""Texts that are no YAML: what their author has done, where, and what to write instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsplan.playbook.tree import read_tree
from opsplan.views.problems import problem_line
from opsplan.views.words import Words

FAULTS = {
    'name: "x\nd: []\n': '1:7: the quotation mark " is not closed; end the text with "',
    "n: 'a\n---\nb'\n": "1:4: the quotation mark ' is not closed; end the text with '",
    "a: [{id: a, name: b]\n": "1:20: here a comma or } is missing",
    "a: [{id: a, name: b}\n": "1:4: the bracket [ is not closed",
    "a: {b: c\nd: e\n": "1:4: the bracket { is not closed",
    "a: {id: x， name: b}\n": "1:16: here a comma or } is missing; between two entries stands the "
    "comma ',', not '，'",
    "a: [b, c]]\n": "1:10: there is no bracket that ] closes",
    "a: [b: c: d]\n": "1:9: a value with ': ' in it needs quotation marks",
    "when: every day: 8:30\n": "1:16: a value with ': ' in it needs quotation marks; "
    "such as when: 'every day: 8:30'",
    "a: it's: x\n": "1:8: a value with ': ' in it needs quotation marks; such as a: \"it's: x\"",
    "name: x\n duties: []\n": "2:2: this line stands deeper than the one above, which has a value; "
    "let it begin in column 1",
    "a:\n - b: c\n    d: e\n": "3:5: this line stands deeper than the one above, which has a "
    "value; let it begin in column 4",
    "a:\n  - id: a\n   name: b\n": "3:4: this line stands in line with none of those above; "
    "entries begin with '-' in column 3, their keys in column 5",
    "a:\n  - b\n - c\n": "3:2: this line stands in line with none of those above; let it begin in "
    "column 3",
    "a:\n    b: c\n  d: e\n": "3:3: this line stands in line with none of those above; the keys "
    "here begin in column 1",
    "a: 1\n- a\n": "2:1: here a list begins, but the lines above are keys with values",
    "n: - x\n": "1:4: a list cannot begin on the line of its key; begin it on the next line, or "
    "write [a, b]",
    "name\nd: []\n": "1:1: a key needs a colon and a value; such as name: …",
    "id: b\nname\n": "2:1: a key needs a colon and a value; such as name: …",
    "id: b\nname:x\n": "2:1: after the colon a space is missing",
    "id: b\nname：x\nd: e\n": "2:5: this colon is the full-width one; write ':' and a space",
    "n: @x\n": "1:4: a value cannot begin with @; put it in quotation marks",
    "%x\n": "1:1: a value cannot begin with %; put it in quotation marks",
    "n: *\n": "1:4: a value cannot begin with *; put it in quotation marks",
    "a: ?\n": "1:4: a value cannot begin with ?; put it in quotation marks",
    "a: ,b\n": "1:4: before , a value is missing",
    "n: 'it's'\n": "1:8: the value ended before this; inside '…' write ''",
    'n: "a" b\n': '1:8: the value ended before this; inside "…" write \\"',
    'n: "\\q"\n': '1:5: inside "…" a backslash begins a special character; write two of them, or '
    "'…' around the text",
    "name: |x\n y\n": "1:8: on the line of '|' or '>' nothing can follow; let the text begin on "
    "the next line",
    "a: b\n...\nc: d\n": "3:1: the document has ended before this line; take the line '...' out",
    "a:\n\t- b\n": "2:1: a tab cannot indent YAML; use spaces",
    "a: |\n x\n\ty: z\nb": "3:1: a tab cannot indent YAML; use spaces",
    "n: !<x y\n": "1:7: this is not YAML: did not find the expected '>'",
}


def said(text: str, words: Words) -> list[str]:
    return [problem_line(each, words) for each in read_tree(text.encode(), "f").problems]


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_told_where_it_was_made(text: str) -> None:
    assert said(text, Words("en")) == [f"f:{FAULTS[text]}"]


@pytest.mark.parametrize("text", [text for text in FAULTS if "!<" not in text])
def test_nothing_of_it_is_left_in_english(text: str) -> None:
    (line,) = said(text, Words("zh"))
    quoted = {*text.replace(":", " ").split(), "YAML", "name", "a", "b"}
    words = "".join(char if char.isascii() and char.isalpha() else " " for char in line[2:])
    assert {word for word in words.split() if not any(word in each for each in quoted)} == set()


@given(st.text("ab:-?*&!%@`'\"[]{}|>,#.：， \t\n", max_size=60))
def test_every_fault_has_a_place_in_the_text(text: str) -> None:
    lines = text.splitlines() or [""]
    for problem in read_tree(text.encode(), "f").problems:
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.column >= 1
        assert problem_line(problem, Words("zh"))
