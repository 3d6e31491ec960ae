"""today, day, week, month: the checklists on screen."""

import typer

from opsplan.cli.days import Span, Wish, show_day, show_span
from opsplan.cli.help import Commands
from opsplan.cli.paper import (
    BY_HELP,
    OUT_HELP,
    PRINT_HELP,
    STEPS_HELP,
    printing_of,
)
from opsplan.cli.session import Session
from opsplan.values.window import month_window, week_window

app = Commands()

DATE_HELP = "Another day: 2026-11-25, yesterday, mon, +3, next wed."
MONTH_HELP = "The month: 2026-10, or any day of it."
ALL_HELP = "All shops of the config, one after the other."
ROLE_HELP = "Only the duties of this role, by id or name; of this person; of me."


@app.command()
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
    """The day's checklist: carried over, now, next, later, any time.

    opsplan
    opsplan today --role ops
    opsplan today --date yesterday
    opsplan today -o today.pdf
    """
    printing = printing_of(is_print, by, file, steps=steps)
    raise typer.Exit(show_day(ctx.obj, Wish(on, role, printing, setup, all_shops)))


@app.command()
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
    """The checklist of another day.

    opsplan day 'next wed'
    """
    printing = printing_of(is_print, by, file, steps=steps)
    raise typer.Exit(show_day(ctx.obj, Wish(on, role, printing, setup, all_shops)))


@app.command()
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
    """A week as a grid: duties by days, with marks.

    opsplan week +7
    opsplan week -o week.pdf
    opsplan week --print --by role | lp
    """
    printing = printing_of(is_print, by, file, steps=steps)
    wish = Wish(on or date_option, role, printing, all_shops=all_shops)
    from opsplan.views.week import week_screen

    span = Span(Session.day, week_window, week_screen)
    raise typer.Exit(show_span(ctx.obj, span, wish))


@app.command()
def month(
    ctx: typer.Context,
    on: str = typer.Argument(None, help=MONTH_HELP, metavar="[DATE]"),
    date_option: str = typer.Option(None, "--date", metavar="DATE", help=DATE_HELP),
    role: str = typer.Option(None, "--role", metavar="ROLE", help=ROLE_HELP),
    all_shops: bool = typer.Option(False, "--all-shops", help=ALL_HELP),
) -> None:
    """A month as a calendar with counts.

    opsplan month
    opsplan month 2026-10
    """
    wish = Wish(on or date_option, role, all_shops=all_shops)
    from opsplan.views.month import month_screen

    span = Span(Session.month, month_window, month_screen)
    raise typer.Exit(show_span(ctx.obj, span, wish))
