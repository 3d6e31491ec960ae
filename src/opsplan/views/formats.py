"""The one table of file formats: their suffixes, who offers them, and what renders them.

A command that writes a file hands one of the tables below to `cli.output`; the first format of a
table is the one of standard output.
"""

from collections.abc import Callable, Mapping
from typing import Literal, TypeVar

from opsplan.values.checklist import Checklist
from opsplan.views.csv_table import checklist_csv
from opsplan.views.data import checklist_data, json_text
from opsplan.views.ics_revisions import Export
from opsplan.views.markdown import day_markdown, list_markdown, week_markdown
from opsplan.views.words import Words

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


DAY: Renderers[Checklist] = {"md": day_markdown, "csv": checklist_csv}
WEEK: Renderers[Checklist] = {"md": week_markdown, "csv": checklist_csv}
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
