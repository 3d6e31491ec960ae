"""import: the figures of a table that another program has exported."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from typer import Argument, Context, Option

from opsplan.cli.config_file import Edit, edit_config
from opsplan.cli.help import Commands
from opsplan.cli.intake import Preview, finish, read_headed, wants_to_write
from opsplan.cli.log import asked_text, past_day, split_pair
from opsplan.cli.options import DRY_RUN, YES
from opsplan.cli.session import Session
from opsplan.journal.records import write_figures
from opsplan.journal.store import Writing
from opsplan.planning.figure_table import (
    ColumnNames,
    Columns,
    Given,
    NewFigure,
    compare,
    match_columns,
    read_figures,
)
from opsplan.planning.readings import metrics_named
from opsplan.planning.rules import figures_of
from opsplan.planning.tables import HeadedTable
from opsplan.playbook.edit import with_value
from opsplan.playbook.flow import flow
from opsplan.values.config import ImportMap
from opsplan.values.figures import Figures
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.spelling import near_miss
from opsplan.values.text import say
from opsplan.views.intake import columns_text, figures_data, figures_text

app = Commands()

SECTION = "import"
"""The key of the config under which maps stand."""
COLUMN_HELP = "What a column is, such as 访客数=visitors; may be given several times."


@app.command("import")
def import_(
    ctx: Context,
    file: str = Argument(help="The table.", metavar="FILE.csv"),
    map_name: str = Option(None, "--map", metavar="NAME", help="A map of the config."),
    column: list[str] = Option([], "--column", metavar="NAME=METRIC", help=COLUMN_HELP),
    date_column: str = Option(
        None, "--date-column", metavar="NAME", help="The column of the days."
    ),
    day: str = Option(
        None, "--date", metavar="DATE", help="The day of a table that has no column for it."
    ),
    save_map: str = Option(
        None, "--save-map", metavar="NAME", help="Keep what the columns are in the config."
    ),
    yes: bool = YES,
    dry_run: bool = DRY_RUN,
) -> None:
    """Log the figures of an exported table (CSV); shows first what is new and changed.

    opsplan import sycm.csv
    opsplan import sycm.csv --yes
    opsplan import sycm.csv --column 访客数=visitors --save-map sycm
    """
    session: Session = ctx.obj
    if save_map is not None and not save_map.strip():
        raise UsageError(say("{name} is missing", name="--save-map NAME"))
    names = _names(session, map_name, column, date_column)
    table = read_headed(file, names.test())
    columns = match_columns(table.header, names)
    on = _day(session, table, columns, day)
    given, refused = read_figures(table, columns, on, session.today)
    figures, unchanged = compare(given, _known(session, given))
    text = figures_text(
        figures, columns.metrics.values(), unchanged, session.words, session.screen.width
    )
    preview = Preview(
        _notes(session, table, columns), text, refused, bool(figures) or save_map is not None
    )
    agreed = wants_to_write(session, preview, yes=yes, dry_run=dry_run)
    if agreed:
        figures = _write(session, given) if figures else []
        if save_map is not None:
            _save_map(session, save_map.strip(), columns.as_map(table.header))
    if session.options.json:
        data = figures_data(figures, refused, session.words, written=agreed)
        session.show(str, lambda: data)
    elif agreed:
        session.out.write(asked_text(session, {figure.day for figure in figures}))
    written = session.words("figures written: {count}", count=len(figures))
    finish(session, preview, written, agreed=agreed, dry_run=dry_run)


def _names(
    session: Session, map_name: str | None, columns: list[str], date_column: str | None
) -> ColumnNames:
    """What the command line and the config say about columns."""
    maps = session.config.imports
    chosen: ImportMap | None = None
    if map_name is not None:
        chosen = maps.get(map_name)
        if chosen is None:
            what = say("the config has no map '{word}'", word=map_name)
            known = say("the maps are {names}", names=list(maps)) if maps else None
            raise OpsplanError(what, near_miss(map_name, maps) or known)
    told: dict[str, str] = {}
    for text in columns:
        name, _, metric = split_pair(text)
        if not name or not metric:
            raise UsageError(say("'{text}' is not NAME=METRIC", text=text))
        found = metrics_named(metric, session.plan.metrics.values())
        told[name] = found[0].id if len(found) == 1 else metric
    names = ColumnNames(session.plan.metrics, told, chosen, maps, date_column)
    names.check()
    return names


def _day(session: Session, table: HeadedTable, columns: Columns, day: str | None) -> date | None:
    """The day of a table that has no column for it; None where it has one."""
    if not columns.metrics:
        named = [name.strip() for name in table.header if name.strip()]
        what = say("no column is a figure of this shop: {names}", names=named)
        raise OpsplanError(what, say("--column NAME=METRIC says what a column is"))
    if columns.day is not None:
        if day is not None:
            what = say("the table has days of its own: {name}", name=table.header[columns.day])
            raise UsageError(what, say("leave out --date"))
        return None
    if day is None:
        what = say("the table has no column for the day")
        hint = say("--date-column NAME names it; --date DATE is for a table of one day")
        raise OpsplanError(what, hint)
    return past_day(session, day)


def _notes(session: Session, table: HeadedTable, columns: Columns) -> list[str]:
    """Which column was taken for what, and which were not, with the reason."""
    words = session.words
    listed = columns_text(table.header, columns.metrics, columns.day)
    notes = [words("columns: {names}", names=listed)]
    for each in columns.unused:
        reason = words.sentence(each.what, each.fix)
        notes.append(words("not used: {name} ({reason})", name=each.name, reason=reason))
    return notes


def _known(session: Session, given: Sequence[Given]) -> Figures:
    """The figures that the journal has for the days of the table."""
    if not given:
        return Figures()
    days = [each.day for each in given]
    return session.figures(min(days), max(days))


def _write(session: Session, given: Sequence[Given]) -> list[NewFigure]:
    """Log what is not in the journal yet, as it stands when nobody else writes."""
    days = [each.day for each in given]

    def write(writing: Writing) -> list[NewFigure]:
        entries = writing.figures(session.shop.id, min(days), max(days))
        figures, _ = compare(given, figures_of(session.plan, entries))
        values = [(each.metric.id, each.day, each.value) for each in figures]
        write_figures(writing, session.author, values)
        return figures

    return session.journal.write(write)


def _save_map(session: Session, name: str, columns: ImportMap) -> None:
    """Put the map into the config; where that is not safe, say which line to put there."""
    known = session.config.imports.get(name, {})
    if {**known, **columns} == known:
        return
    paths = {(SECTION, name, column): metric for column, metric in columns.items()}
    edits = [Edit(partial(with_value, path=p, value=v), p, v) for p, v in paths.items()]
    try:
        file = edit_config(session, edits, str)
    except OpsplanError:  # the figures are written by now
        file = session.home.config_file
        told = session.words("{path} is left as it is; add this to it:", path=file)
        session.err.write(f"{told}\n{SECTION}: {flow({name: columns})}\n")
        return
    session.err.write(session.words("the map {name} is in {path}", name=name, path=file) + "\n")
