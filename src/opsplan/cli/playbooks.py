"""playbook list, show, check, schema, covers; diff and the switches stand beside it."""

from pathlib import Path

from typer import Argument, Context, Exit, Option

from opsplan.cli import offers, playbook_diff, switches
from opsplan.cli.help import Commands
from opsplan.cli.session import Session
from opsplan.phrase.shared import blocks_of
from opsplan.phrase.wording import write
from opsplan.values.playbook import Playbook
from opsplan.values.problem import Problem, ProblemsError
from opsplan.values.text import say
from opsplan.views.data import json_text, problem_data
from opsplan.views.lists import playbook_text, table_text
from opsplan.views.problems import problem_line

app = Commands(
    "playbook",
    help="Look at playbooks, check and use them.\n\n"
    "opsplan playbook list\nopsplan playbook check mine.yaml",
)
app.add_typer(playbook_diff.app)
app.add_typer(switches.app)


@app.command("list")
def list_(ctx: Context, paths: bool = Option(False, "--paths", help="With the files.")) -> None:
    """All playbooks, the shipped ones and your own.

    opsplan playbook list
    """
    session: Session = ctx.obj
    rows: list[tuple[str, ...]] = []
    items: list[dict[str, object]] = []
    for file, book, problems in session.library.all():
        session.problems += problems
        used = book is not None and book.id in session.shop.playbooks
        name = session.words.text(book.name) if book else session.words("cannot be used")
        row = (
            "*" if used else "",
            book.id if book else file.path.stem,
            name,
            session.words("{count} duties", count=len(book.duties)) if book else "",
            session.words("own") if file.own else session.words("shipped"),
        )
        rows.append((*row, str(file.path)) if paths else row)
        items.append(
            {
                "id": book.id if book else None,
                "name": book.name.read(session.words.language) if book else None,
                "duties": len(book.duties) if book else 0,
                "own": file.own,
                "used": used,
                "file": str(file.path.absolute()),
            }
        )
    width = max(session.screen.width, 100 if paths else 0)
    session.show(lambda: table_text(rows, width, stretch=2), lambda: {"items": items})
    raise Exit(session.report_problems())


@app.command()
def show(
    ctx: Context,
    playbook: str = Argument(
        help="The id of a playbook.", metavar="ID", autocompletion=offers.playbooks
    ),
) -> None:
    """A playbook's duties with their phrases and steps.

    opsplan playbook show 1688-shop
    """
    session: Session = ctx.obj
    book = _loaded(session, playbook)
    blocks = blocks_of(book.blocks)
    language = session.words.language
    items = [
        {
            "id": duty.id,
            "title": duty.name.read(language),
            "en": [write(phrase, "en", blocks) for phrase in duty.phrases],
            "zh": [write(phrase, "zh", blocks) for phrase in duty.phrases],
            "role": duty.role,
            "takes": duty.takes,
            "steps": [step.read(language) for step in duty.steps],
            "covers": list(duty.covers),
            "suggested": duty.suggested,
            "line": duty.line,
        }
        for duty in book.duties
    ]
    data = {"id": book.id, "name": book.name.read(language), "file": book.file, "items": items}
    session.show(lambda: playbook_text(book, session.words), lambda: data)
    raise Exit(session.report_problems())


@app.command()
def check(
    ctx: Context,
    files: list[str] = Argument(
        None, help="Files or ids; without: all.", metavar="[FILE…]", autocompletion=offers.playbooks
    ),
) -> None:
    """What is wrong with a playbook, all at once; without a file: with any.

    opsplan playbook check mine.yaml
    """
    session: Session = ctx.obj
    session.tells = False
    paths = files or [str(file.path) for file in session.library.files]
    found: list[Problem] = [] if files else [*session.library.problems]
    for path in paths:
        book, problems = session.library.find(path)
        found += problems
        if book is not None and (files or _is_own(session, book)):
            found += _warnings(session, book)
    lines = "".join(problem_line(problem, session.words) + "\n" for problem in found)
    if not found:
        lines = session.words("{count} playbooks, nothing wrong", count=len(paths)) + "\n"
    session.show(
        lambda: lines, lambda: {"items": [problem_data(each, session.words) for each in found]}
    )
    raise Exit(1 if any(each.severity == "error" for each in found) else 0)


def _is_own(session: Session, book: Playbook) -> bool:
    """Whether the reader can do anything about it: a shipped playbook has other authors, and what
    they should know is told to who asks about it by name."""
    file = session.library.file(Path(book.file))
    return file is None or file.own


def _warnings(session: Session, book: Playbook) -> tuple[Problem, ...]:
    """What the author of a playbook should know."""

    def look() -> tuple[Problem, ...]:
        from opsplan.playbook.lint import warnings_of  # searches years of dates

        return warnings_of(book)

    return session.about_book("warnings", Path(book.file), look, lambda _: True)


@app.command()
def schema(ctx: Context) -> None:
    """The JSON Schema of a playbook file, for editors.

    opsplan playbook schema > playbook.schema.json
    """
    session: Session = ctx.obj
    session.out.write(session.kept("schema", [], _schema_text))


def _schema_text() -> str:
    from opsplan.playbook.schema import json_schema  # loads pydantic

    return json_text(json_schema())


@app.command()
def covers(ctx: Context) -> None:
    """Which entry works which row of the documents.

    opsplan playbook covers
    """
    session: Session = ctx.obj
    rows: list[dict[str, object]] = []
    for _, book, problems in session.library.all():
        session.problems += problems
        rows += _cited(book) if book is not None else []
    rows.sort(key=lambda row: (str(row["row"]), str(row["playbook"])))
    cells = [[str(row[key]) for key in ("row", "kind", "playbook", "id")] for row in rows]
    places = [f"{Path(str(row['file'])).name}:{row['line']}" for row in rows]
    table = [[*cell, place] for cell, place in zip(cells, places, strict=True)]
    session.show(lambda: table_text(table, session.screen.width), lambda: rows)
    raise Exit(session.report_problems())


def _cited(book: Playbook) -> list[dict[str, object]]:
    """Each row of the documents that an entry of the playbook works, with the entry's place."""
    return [
        {
            "row": row,
            "kind": kind,
            "playbook": book.id,
            "id": entry,
            "file": book.file,
            "line": line,
        }
        for kind, entry, line, rows in book.cited()
        for row in rows
    ]


def _loaded(session: Session, name: str) -> Playbook:
    book, problems = session.library.find(name)
    if book is None:
        known = [file.path.stem for file in session.library.files]
        what = say("there is no playbook '{word}' to show", word=name)
        raise ProblemsError(what, problems, say("there are {names}", names=known))
    return book
