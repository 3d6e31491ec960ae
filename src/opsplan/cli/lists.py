"""today, day, week, month: the checklists on screen."""

from collections.abc import Callable
from datetime import date

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
from opsplan.values.checklist import Checklist
from opsplan.values.classes import dataclass, replace
from opsplan.values.problem import OpsplanError
from opsplan.values.window import Window, day_window, month_window, week_window
from opsplan.views.data import Data, checklist_data
from opsplan.views.day import day_screen
from opsplan.views.month import month_screen
from opsplan.views.overview import overview_text
from opsplan.views.screen import Screen
from opsplan.views.week import week_screen
from opsplan.views.words import Words

DATE_HELP = "Another day: 2026-11-25, yesterday, mon, +3, next wed."
MONTH_HELP = "The month: 2026-10, or any day of it."
ALL_HELP = "All shops of the config, one after the other."
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
    on: str = typer.Option(None, "--date", metavar="DATE", help=DATE_HELP),
    setup: bool = typer.Option(False, "--setup", help="The one-time set-up steps instead."),
    role: str = typer.Option(None, "--role", metavar="ROLE", help=ROLE_HELP),
    is_print: bool = typer.Option(False, "--print", help=PRINT_HELP),
    by: str = typer.Option(None, "--by", metavar="role", help=BY_HELP),
    file: str = typer.Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP),
    steps: bool = typer.Option(False, "--steps", help=STEPS_HELP),
    all_shops: bool = typer.Option(False, "--all-shops", help=ALL_HELP),
) -> None:
    """The day's checklist."""
    printing = printing_of(is_print, by, file, steps=steps)
    _show_day(ctx.obj, on, role, printing, setup=setup, all_shops=all_shops)


def day(
    ctx: typer.Context,
    on: str = typer.Argument(None, help=DATE_HELP, metavar="[DATE]"),
    role: str = typer.Option(None, "--role", metavar="ROLE", help=ROLE_HELP),
    setup: bool = typer.Option(False, "--setup", help="The one-time set-up steps instead."),
    is_print: bool = typer.Option(False, "--print", help=PRINT_HELP),
    by: str = typer.Option(None, "--by", metavar="role", help=BY_HELP),
    file: str = typer.Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP),
    steps: bool = typer.Option(False, "--steps", help=STEPS_HELP),
    all_shops: bool = typer.Option(False, "--all-shops", help=ALL_HELP),
) -> None:
    """The checklist of another day."""
    printing = printing_of(is_print, by, file, steps=steps)
    _show_day(ctx.obj, on, role, printing, setup=setup, all_shops=all_shops)


def week(
    ctx: typer.Context,
    on: str = typer.Argument(None, help="A day of the week that is wanted.", metavar="[DATE]"),
    date_option: str = typer.Option(None, "--date", metavar="DATE", help=DATE_HELP),
    role: str = typer.Option(None, "--role", metavar="ROLE", help=ROLE_HELP),
    is_print: bool = typer.Option(False, "--print", help=PRINT_HELP),
    by: str = typer.Option(None, "--by", metavar="role", help=BY_HELP),
    file: str = typer.Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP),
    steps: bool = typer.Option(False, "--steps", help=STEPS_HELP),
    all_shops: bool = typer.Option(False, "--all-shops", help=ALL_HELP),
) -> None:
    """A week as a grid."""
    printing = printing_of(is_print, by, file, steps=steps)
    _show_span(ctx.obj, on or date_option, role, WEEK, printing, all_shops=all_shops)


def month(
    ctx: typer.Context,
    on: str = typer.Argument(None, help=MONTH_HELP, metavar="[DATE]"),
    date_option: str = typer.Option(None, "--date", metavar="DATE", help=DATE_HELP),
    role: str = typer.Option(None, "--role", metavar="ROLE", help=ROLE_HELP),
    all_shops: bool = typer.Option(False, "--all-shops", help=ALL_HELP),
) -> None:
    """A month as a calendar."""
    _show_span(ctx.obj, on or date_option, role, MONTH, all_shops=all_shops)


@dataclass(frozen=True, slots=True)
class Span:
    """A span of days around one, and how it is shown."""

    read: Callable[[Session, str | None], date]
    window: Callable[[date], Window]
    screen: Callable[[Checklist, Words, Screen], str]


DAY = Span(Session.day, day_window, day_screen)
WEEK = Span(Session.day, week_window, week_screen)
MONTH = Span(Session.month, month_window, month_screen)


@dataclass(frozen=True, slots=True)
class Listed:
    """A shop's list, in the session of that shop."""

    session: Session
    checklist: Checklist


def _show_span(
    session: Session,
    on: str | None,
    role: str | None,
    span: Span,
    printing: Printing | None = None,
    *,
    all_shops: bool,
) -> None:
    found = _listed(session, on, role, span, all_shops=all_shops)

    def draw(each: Listed) -> str:
        return span.screen(each.checklist, each.session.words, each.session.screen)

    _show(session, found, draw, printing, one_role=role is not None, all_shops=all_shops)


def _show_day(
    session: Session,
    on: str | None,
    role: str | None,
    printing: Printing | None,
    *,
    setup: bool,
    all_shops: bool,
) -> None:
    found = _listed(session, on, role, DAY, all_shops=all_shops)

    def draw(each: Listed) -> str:
        return day_screen(each.checklist, each.session.words, each.session.screen, setup=setup)

    one_role = role is not None
    _show(session, found, draw, printing, one_role=one_role, setup=setup, all_shops=all_shops)


def _listed(
    session: Session,
    on: str | None,
    role: str | None,
    span: Span,
    *,
    all_shops: bool,
) -> list[Listed]:
    """The lists of the shop, or of all shops that have the role."""
    found: list[Listed] = []
    refused: OpsplanError | None = None
    for each in session.every_shop() if all_shops else (session,):
        checklist = each.checklist(span.window(span.read(each, on)))
        try:
            found.append(Listed(each, of_role(checklist, role, each)))
        except OpsplanError as error:
            refused = error
    if refused and not found:
        raise refused
    return found


def _show(
    session: Session,
    found: list[Listed],
    draw: Callable[[Listed], str],
    printing: Printing | None,
    *,
    one_role: bool,
    setup: bool = False,
    all_shops: bool,
) -> None:
    """On paper, as JSON, or on screen; of all shops, how each of them stands comes first."""

    def data(each: Listed) -> Data:
        items = each.checklist.setup if setup else each.checklist.items
        return checklist_data(each.checklist, each.session.words, items)

    if printing and not (all_shops and session.options.json):
        for each in found:
            wanted = printing.of_shop(each.session.shop.id) if all_shops else printing
            print_sheet(each.session, each.checklist, wanted, one_role=one_role, setup=setup)
    elif all_shops:
        session.show(
            lambda: "\n".join(
                [
                    overview_text(
                        [each.checklist for each in found], session.words, session.screen
                    ),
                    *(draw(each) for each in found),
                ]
            ),
            lambda: {"shops": [data(each) for each in found]},
        )
    else:
        session.show(lambda: draw(found[0]), lambda: data(found[0]))
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
