"""today, day, week, month: the checklists on screen."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import typer

from opsplan.cli.help import Command
from opsplan.cli.paper import (
    BY_HELP,
    OUT_HELP,
    PRINT_HELP,
    STEPS_HELP,
    Printing,
    print_sheet,
    printing_of,
)
from opsplan.cli.session import Session
from opsplan.planning import roles
from opsplan.values.checklist import Checklist, Item
from opsplan.values.window import Window, day_window, month_window, week_window
from opsplan.views.data import checklist_data
from opsplan.views.month import month_screen
from opsplan.views.screen import Screen, day_screen, week_screen
from opsplan.views.words import Words

DATE_HELP = "Another day: 2026-11-25, yesterday, mon, +3, next wed."
ROLE_HELP = "Only the duties of this role, by id or name; of this person; of me."


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command(
        cls=Command,
        help="The day's checklist: carried over, now, next, later, any time.\n\n"
        "\b\nopsplan\nopsplan today --role ops\nopsplan today --date yesterday\n"
        "opsplan today -o today.pdf",
    )(today)
    app.command(cls=Command, help="The checklist of another day.\n\n\b\nopsplan day 'next wed'")(
        day
    )
    app.command(
        cls=Command,
        help="A week as a grid: duties by days, with marks.\n\n"
        "\b\nopsplan week +7\nopsplan week -o week.pdf\nopsplan week --print --by role | lp",
    )(week)
    app.command(cls=Command, help="A month as a calendar with counts.")(month)


def today(
    ctx: typer.Context,
    date: str = typer.Option(None, "--date", metavar="DATE", help=DATE_HELP),
    setup: bool = typer.Option(False, "--setup", help="The one-time set-up steps instead."),
    role: str = typer.Option(None, "--role", metavar="ROLE", help=ROLE_HELP),
    is_print: bool = typer.Option(False, "--print", help=PRINT_HELP),
    by: str = typer.Option(None, "--by", metavar="role", help=BY_HELP),
    file: str = typer.Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP),
    steps: bool = typer.Option(False, "--steps", help=STEPS_HELP),
) -> None:
    """The day's checklist."""
    _show_day(ctx.obj, date, role, printing_of(is_print, by, file, steps=steps), setup=setup)


def day(
    ctx: typer.Context,
    date: str = typer.Argument(None, help=DATE_HELP, metavar="[DATE]"),
    role: str = typer.Option(None, "--role", metavar="ROLE", help=ROLE_HELP),
    setup: bool = typer.Option(False, "--setup", help="The one-time set-up steps instead."),
    is_print: bool = typer.Option(False, "--print", help=PRINT_HELP),
    by: str = typer.Option(None, "--by", metavar="role", help=BY_HELP),
    file: str = typer.Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP),
    steps: bool = typer.Option(False, "--steps", help=STEPS_HELP),
) -> None:
    """The checklist of another day."""
    _show_day(ctx.obj, date, role, printing_of(is_print, by, file, steps=steps), setup=setup)


def week(
    ctx: typer.Context,
    date: str = typer.Argument(None, help="A day of the week that is wanted.", metavar="[DATE]"),
    date_option: str = typer.Option(None, "--date", metavar="DATE", help=DATE_HELP),
    role: str = typer.Option(None, "--role", metavar="ROLE", help=ROLE_HELP),
    is_print: bool = typer.Option(False, "--print", help=PRINT_HELP),
    by: str = typer.Option(None, "--by", metavar="role", help=BY_HELP),
    file: str = typer.Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP),
    steps: bool = typer.Option(False, "--steps", help=STEPS_HELP),
) -> None:
    """A week as a grid."""
    session: Session = ctx.obj
    printing = printing_of(is_print, by, file, steps=steps)
    window = week_window(session.day(date or date_option))
    _show_span(session, window, role, week_screen, printing)


def month(
    ctx: typer.Context,
    date: str = typer.Argument(None, help="A day of the month that is wanted.", metavar="[DATE]"),
    date_option: str = typer.Option(None, "--date", metavar="DATE", help=DATE_HELP),
    role: str = typer.Option(None, "--role", metavar="ROLE", help=ROLE_HELP),
) -> None:
    """A month as a calendar."""
    session: Session = ctx.obj
    _show_span(session, month_window(session.day(date or date_option)), role, month_screen)


def _show_span(
    session: Session,
    window: Window,
    role: str | None,
    screen: Callable[[Checklist, Words, Screen], str],
    printing: Printing | None = None,
) -> None:
    checklist = of_role(session.checklist(window), role, session)
    if printing:
        print_sheet(session, checklist, printing, one_role=role is not None)
        raise typer.Exit(session.report_problems())
    session.show(
        lambda: screen(checklist, session.words, session.screen),
        lambda: checklist_data(checklist, session.words),
    )
    raise typer.Exit(session.report_problems())


def _show_day(
    session: Session, date: str | None, role: str | None, printing: Printing | None, *, setup: bool
) -> None:
    whole = session.checklist(day_window(session.day(date)))
    checklist = of_role(whole, role, session)
    if printing:
        print_sheet(session, checklist, printing, one_role=role is not None, setup=setup)
        raise typer.Exit(session.report_problems())
    items: Iterable[Item] = checklist.setup if setup else checklist.items
    session.show(
        lambda: day_screen(checklist, session.words, session.screen, setup=setup),
        lambda: checklist_data(checklist, session.words, items),
    )
    raise typer.Exit(session.report_problems())


def of_role(checklist: Checklist, role: str | None, session: Session) -> Checklist:
    """Only the items of a role; their numbers stay what they are."""
    if role is None:
        return checklist
    names = role_ids(role, session)
    return replace(
        checklist,
        items=tuple(i for i in checklist.items if i.occurrence.planned.duty.role in names),
        setup=tuple(i for i in checklist.setup if i.occurrence.planned.duty.role in names),
    )


def role_ids(role: str, session: Session) -> set[str]:
    """The ids of the roles that a role's or a person's name means, or `me`; OpsplanError where the
    shop has none of that name."""
    return {*roles.role_ids(role, session.plan, session.me)}
