"""The reports that are asked for, on screen or in files."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from typer import Exit

from opsplan.cli.paper import STDOUT
from opsplan.cli.session import Session
from opsplan.planning.registers import rows_of
from opsplan.planning.report import LOOKED_BACK, WINDOWS, report_of
from opsplan.values.classes import dataclass, replace
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.report import Report, ReportKind
from opsplan.values.text import say
from opsplan.views.report import document_of, report_data, title_of
from opsplan.views.report.document import Document
from opsplan.views.report.parts import Part, conclusions, open_ends, part_of
from opsplan.views.report.screen import report_screen

if TYPE_CHECKING:
    from opsplan.views.formats import Renderers


@dataclass(frozen=True, slots=True)
class ReportWish:
    """Which report is wanted, of what day, and where it goes."""

    kind: ReportKind
    on: str | None
    by: str | None
    file: str | None
    all_shops: bool
    part: Part | None = None
    closes: bool = False
    is_forced: bool = False


def report(session: Session, wish: ReportWish) -> None:
    """Make the report that is asked for, of the shop or of all."""
    if wish.by not in (None, "role"):
        raise UsageError(say("--by takes 'role', not '{word}'", word=wish.by))
    if wish.file is not None:
        from opsplan.cli.output import target_of

        target_of(wish.file, report_formats())
        if wish.all_shops and wish.file != STDOUT and "{shop}" not in wish.file:
            what = say("with --all-shops each shop has a file of its own")
            raise UsageError(what, say("such as -o '{name}'", name="report-{shop}.html"))
    sessions = list(session.every_shop()) if wish.all_shops else [session]
    reports = [(each, report_on(each, wish.kind, _day(each, wish))) for each in sessions]
    if wish.closes and not wish.is_forced:
        _refuse_open_ends(reports)
    if wish.file is not None:
        for each, report in reports:
            _write(each, wish, report)
    else:
        data = [report_data(report, each.words) for each, report in reports]
        session.show(
            lambda: "\n".join(
                report_screen(_document(each, report, wish), each.words, each.screen)
                for each, report in reports
            ),
            lambda: {"shops": data} if wish.all_shops else data[0],
        )
    raise Exit(session.report_problems())


def _day(session: Session, wish: ReportWish) -> date:
    read = {"day": session.day, "week": session.week, "month": session.month}
    return read[wish.kind](wish.on)


def report_on(session: Session, kind: ReportKind, day: date) -> Report:
    """The report of the span of that kind around a day; one that has not begun has nothing to
    say."""
    window = WINDOWS[kind](day)
    if window.start > session.today:
        raise UsageError(say("{time} has not come yet", time=day))
    figures = session.figures(window.start - timedelta(days=LOOKED_BACK), window.last)
    rows = rows_of(session.journal.facts(session.shop.id, ()).rows)
    return report_of(kind, session.plan, session.checklist(window), figures, rows)


def _refuse_open_ends(reports: list[tuple[Session, Report]]) -> None:
    """OpsplanError where an item of the day has no conclusion."""
    for each, report in reports:
        if missing := open_ends(report, each.words):
            fix = say("opsplan done, skip --why or note gives one; --force closes it all the same")
            raise OpsplanError(missing, fix)


def _document(session: Session, report: Report, wish: ReportWish) -> Document:
    words = session.words
    if wish.part is not None:
        return part_of(report, wish.part, title_of(report, words), words)
    document = document_of(report, words, by_role=wish.by == "role")
    if report.kind != "day":
        return document
    missing = open_ends(report, words) if wish.closes else None
    lead = (*document.lead, *([words.message(missing)] if missing else []))
    items = conclusions(report, words)
    tables = (items, *document.tables) if items.rows else document.tables
    return replace(document, lead=lead, tables=tables)


def _write(session: Session, wish: ReportWish, report: Report) -> None:
    from opsplan.cli.output import write_out

    name = (wish.file or "").replace("{shop}", session.shop.id)
    write_out(session, name, report_formats(), lambda: _document(session, report, wish))


def report_formats() -> "Renderers[Document]":
    """What a report can be written as; a screen has no use for any of it."""
    from opsplan.views.report.csv import report_csv
    from opsplan.views.report.html import report_html
    from opsplan.views.report.markdown import report_markdown

    return {"md": report_markdown, "html": report_html, "csv": report_csv}
