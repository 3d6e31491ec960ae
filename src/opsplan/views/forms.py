"""The forms that a phrase can take: on screen, as JSON, and as a page of the documentation."""

from collections.abc import Iterator

from opsplan.phrase.forms import GROUPS, Form, Group
from opsplan.views.data import Data
from opsplan.views.paint import Line, folded, painted
from opsplan.views.screen import WIDEST, Screen
from opsplan.views.words import Words

_INDENT = "  "


def forms_text(words: Words, screen: Screen) -> str:
    """Every form in the reader's language with what it means, the other language below it."""
    width = min(screen.width, WIDEST)
    lines = (part for line in _lines(words) for part in _indented(line, width))
    return painted(lines, colour=screen.colour)


def forms_data(words: Words) -> Data:
    """What `when --forms --json` prints."""
    return {
        "items": [
            {
                "group": words.message(group.name),
                "en": form.en,
                "zh": form.zh,
                "also": [*form.also],
                "meaning": words.message(form.meaning),
            }
            for group in GROUPS
            for form in group.forms
        ]
    }


def forms_page(words: Words) -> str:
    """The phrase reference as Markdown: a table for each group."""
    head = words("Time phrases")
    made = words(
        "This page is made by `python docs/phrases.py` from the table that the program itself uses;"
        " `opsplan when --forms` prints the same."
    )
    order = words(
        "A phrase is a cadence, then times, a word about holidays and bounds, in any order."
        " `opsplan when` shows the dates of any phrase."
    )
    parts = [f"# {head}\n\n{order}\n", *(_section(group, words) for group in GROUPS), f"{made}\n"]
    return "\n".join(parts)


def _section(group: Group, words: Words) -> str:
    titles = (words("Phrase"), words("In the other language"), words("Also"), words("Meaning"))
    rows = [titles, ("---",) * len(titles), *(_cells(form, words) for form in group.forms)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    note = f"\n\n{words.message(group.note)}" if group.note else ""
    return f"## {words.message(group.name)}\n\n{table}{note}\n"


def _cells(form: Form, words: Words) -> tuple[str, ...]:
    ours, other = _in_order(form, words)
    also = words.listed(f"`{each}`" for each in form.also)
    return f"`{ours}`", f"`{other}`", also, words.message(form.meaning)


def _in_order(form: Form, words: Words) -> tuple[str, str]:
    """The phrase in the reader's language and in the other one."""
    return (form.en, form.zh) if words.language == "en" else (form.zh, form.en)


def _lines(words: Words) -> Iterator[Line]:
    for group in GROUPS:
        yield [(words.message(group.name), "bold cyan")]
        for form in group.forms:
            ours, other = _in_order(form, words)
            yield [(_INDENT, ""), (ours, "bold"), (f"  {words.message(form.meaning)}", "")]
            wordings = "  ".join((other, *form.also))
            yield [(_INDENT * 2, ""), (wordings, "dim")]
        if group.note:
            yield [(_INDENT, ""), (words.message(group.note), "dim italic")]


def _indented(line: Line, width: int) -> Iterator[Line]:
    """The lines that it takes, the later ones as far to the right as the first."""
    (indent, _), *rest = line if line[0][0].isspace() else [("", ""), *line]
    for part in folded(rest, width - len(indent)):
        yield [(indent, ""), *part]
