"""today, day, week, month: the checklists on screen."""

from typer import Context, Exit, Option

from opsplan.cli.days import DayWish, ListView, show_day, show_span
from opsplan.cli.help import Commands
from opsplan.cli.options import ALL_SHOPS, DATE, ON_DAY, ON_MONTH, ON_WEEK, ROLE
from opsplan.cli.paper import printing_of
from opsplan.cli.session import Session
from opsplan.values.window import month_window, week_window

app = Commands()

SETUP = Option(False, "--setup", help="The one-time set-up steps instead.")
PRINT = Option(
    False,
    "--print",
    help="A sheet of plain text to print, 100 columns wide: opsplan week --print | lp -o cpi=14.",
)
BY = Option(None, "--by", metavar="role", help="A page for each role.")
OUT_HELP = (
    "Write the sheet as .pdf, .html, .md, .txt or .csv; an existing file is replaced, - is standard"
    " output."
)
OUT = Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP)
STEPS = Option(False, "--steps", help="With the steps of each duty, on paper.")


@app.command()
def today(
    ctx: Context,
    on: str = DATE,
    setup: bool = SETUP,
    role: str = ROLE,
    is_print: bool = PRINT,
    by: str = BY,
    file: str = OUT,
    steps: bool = STEPS,
    all_shops: bool = ALL_SHOPS,
) -> None:
    """The day's checklist: carried over, now, next, later, any time.

    opsplan
    opsplan today --role ops
    opsplan today --date yesterday
    opsplan today -o today.pdf
    """
    printing = printing_of(is_print, by, file, steps=steps)
    raise Exit(show_day(ctx.obj, DayWish(on, role, printing, setup, all_shops)))


@app.command()
def day(
    ctx: Context,
    on: str = ON_DAY,
    role: str = ROLE,
    setup: bool = SETUP,
    is_print: bool = PRINT,
    by: str = BY,
    file: str = OUT,
    steps: bool = STEPS,
    all_shops: bool = ALL_SHOPS,
) -> None:
    """The checklist of another day.

    opsplan day 'next wed'
    """
    printing = printing_of(is_print, by, file, steps=steps)
    raise Exit(show_day(ctx.obj, DayWish(on, role, printing, setup, all_shops)))


@app.command()
def week(
    ctx: Context,
    on: str = ON_WEEK,
    date_option: str = DATE,
    role: str = ROLE,
    is_print: bool = PRINT,
    by: str = BY,
    file: str = OUT,
    steps: bool = STEPS,
    all_shops: bool = ALL_SHOPS,
) -> None:
    """A week as a grid: duties by days, with marks.

    opsplan week next
    opsplan week -o week.pdf
    opsplan week --print --by role | lp
    """
    printing = printing_of(is_print, by, file, steps=steps)
    wish = DayWish(on or date_option, role, printing, all_shops=all_shops)
    from opsplan.views.week import week_screen

    span = ListView(Session.week, week_window, week_screen)
    raise Exit(show_span(ctx.obj, span, wish))


@app.command()
def month(
    ctx: Context,
    on: str = ON_MONTH,
    date_option: str = DATE,
    role: str = ROLE,
    all_shops: bool = ALL_SHOPS,
) -> None:
    """A month as a calendar with counts.

    opsplan month last
    opsplan month 2026-10
    """
    wish = DayWish(on or date_option, role, all_shops=all_shops)
    from opsplan.views.month import month_screen

    span = ListView(Session.month, month_window, month_screen)
    raise Exit(show_span(ctx.obj, span, wish))
