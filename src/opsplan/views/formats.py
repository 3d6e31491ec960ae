"""File formats with their suffixes, and what renders checklists in them.

A command that writes a file hands a table of renderers to `cli.output`; the first format of a table
is the one of standard output. Those of checklists are here, those of reports and digests beside
their commands.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from opsplan.values.checklist import Checklist
from opsplan.values.classes import dataclass, replace
from opsplan.values.occurrence import Status
from opsplan.values.text import Text
from opsplan.views.csv_table import checklist_csv
from opsplan.views.data import checklist_data, json_text
from opsplan.views.ics_revisions import Export
from opsplan.views.markdown import day_markdown, list_markdown, week_markdown
from opsplan.views.words import Words

if TYPE_CHECKING:
    from opsplan.views.paper import Sheet

FormatName = Literal["txt", "pdf", "html", "md", "csv", "ics", "json"]
SUFFIXES: Mapping[FormatName, tuple[str, ...]] = {
    "txt": (".txt",),
    "pdf": (".pdf",),
    "html": (".html", ".htm"),
    "md": (".md", ".markdown"),
    "csv": (".csv",),
    "ics": (".ics",),
    "json": (".json",),
}

Content = TypeVar("Content")
Renderers = Mapping[FormatName, Callable[[Content, Words], str | bytes]]
"""What a command can write: a format's name to its renderer, which gives text or bytes."""


def checklist_json(checklist: Checklist, words: Words) -> str:
    """The same as `--json` prints."""
    return json_text(checklist_data(checklist, words))


LIST: Renderers[Checklist] = {"md": list_markdown, "csv": checklist_csv, "json": checklist_json}


def calendar_file(export: Export, words: Words) -> str:
    """iCalendar, by a library of the extra `ics`."""
    from opsplan.views.ics import calendar_text

    return calendar_text(export, words)


def _listed(render: Callable[[Checklist, Words], str | bytes]) -> Callable[..., str | bytes]:
    return lambda export, words: render(export.checklist, words)


EXPORT: Renderers[Export] = {
    "ics": calendar_file,
    **{name: _listed(render) for name, render in LIST.items()},
}


@dataclass(frozen=True, slots=True)
class Printout:
    """A checklist for paper, and the sheet that is made of it.

    `boxes` are those of plain text; `fonts_for` finds font files for characters that the shipped
    font lacks.
    """

    checklist: Checklist
    sheet: "Sheet"
    boxes: dict[Status, str]
    fonts_for: Callable[[frozenset[str]], Sequence[Path]]
    by_role: bool = False


def _paper_text(printout: Printout, words: Words) -> str:
    from opsplan.views.paper.text import sheet_text

    return sheet_text(printout.sheet, words, printout.boxes)


def _paper_pdf(printout: Printout, words: Words) -> bytes:
    """PDF, by a library of the extra `pdf`; drawn anew where a character needs another font."""
    from opsplan.views.paper.pdf import sheet_pdf

    drawn = sheet_pdf(printout.sheet, words)
    if drawn.missing and (fonts := printout.fonts_for(drawn.missing)):
        drawn = sheet_pdf(printout.sheet, words, fonts)
    return drawn.data


def _paper_html(printout: Printout, words: Words) -> str:
    from opsplan.views.paper.html import sheet_html
    from opsplan.views.paper.webfont import web_font

    plain = sheet_html(printout.sheet, words)
    return sheet_html(printout.sheet, words, web_font(plain))


def _paper_markdown(printout: Printout, words: Words) -> str:
    markdown = week_markdown if printout.sheet.days else day_markdown
    return "\n".join(markdown(each, words) for each in _by_role(printout, words))


def _paper_csv(printout: Printout, words: Words) -> str | bytes:
    parts = _by_role(printout, words)
    items = tuple(item for part in parts for item in part.items)
    return checklist_csv(replace(printout.checklist, items=items), words)


def _by_role(printout: Printout, words: Words) -> list[Checklist]:
    """The checklist of each role, under its name; the whole one where none are asked for."""
    from opsplan.views.paper import role_groups

    whole = printout.checklist
    if not printout.by_role:
        return [whole]
    shop = whole.shop.name.read(words.language) or whole.shop.id
    return [
        replace(
            whole,
            shop=replace(whole.shop, name=Text(f"{shop} · {role}")),
            items=tuple(items),
        )
        for role, items in role_groups(whole.items, words)
    ]


PAPER: Renderers[Printout] = {
    "txt": _paper_text,
    "pdf": _paper_pdf,
    "html": _paper_html,
    "md": _paper_markdown,
    "csv": _paper_csv,
}
