"""report day, week, month: what was done and what it brought."""

import typer

from opsplan.cli.help import Command, Group
from opsplan.cli.lists import ALL_HELP, DATE_HELP, MONTH_HELP
from opsplan.values.problem import UsageError
from opsplan.values.text import say

OUT_HELP = "Write it as .html, .md or .csv; with --all-shops {{shop}} stands for the shop."
BY_HELP = "A table for each role."
DATA_HELP = "The sheet of figures alone, day by day."
CLOSE_HELP = "Only if every item has a conclusion: done, left out for a reason, or a note."


def register(app: typer.Typer) -> None:
    """Add the command group to the app."""
    group = typer.Typer(cls=Group, rich_markup_mode=None)
    group.command(
        cls=Command,
        help="What a day came to: today so far, or another day.\n\n"
        "\b\nopsplan report day yesterday\nopsplan report day -o day.html",
    )(day)
    group.command(
        cls=Command,
        help="What a week came to.\n\n"
        "\b\nopsplan report week\nopsplan report week -7 --by role -o week.md",
    )(week)
    group.command(
        cls=Command,
        help="What a month came to.\n\n"
        "\b\nopsplan report month 2026-10 -o october.html\nopsplan report month --json",
    )(month)
    app.add_typer(
        group, name="report", help="What was done, and what it brought.\n\n\b\nopsplan report day"
    )


def day(
    ctx: typer.Context,
    on: str = typer.Argument(None, help=DATE_HELP, metavar="[DATE]"),
    by: str = typer.Option(None, "--by", metavar="role", help=BY_HELP),
    file: str = typer.Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP),
    all_shops: bool = typer.Option(False, "--all-shops", help=ALL_HELP),
    close: bool = typer.Option(False, "--close", help=CLOSE_HELP),
    force: bool = typer.Option(False, "--force", help="Close it all the same, and say so."),
) -> None:
    """What a day came to."""
    if force and not close:
        raise UsageError(say("--force goes with --close"))
    from opsplan.cli.reporting import Wish, report  # what it needs, other commands need not load

    report(ctx.obj, Wish("day", on, by, file, all_shops, None, close, force))


def week(
    ctx: typer.Context,
    on: str = typer.Argument(None, help="A day of the week that is wanted.", metavar="[DATE]"),
    by: str = typer.Option(None, "--by", metavar="role", help=BY_HELP),
    file: str = typer.Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP),
    all_shops: bool = typer.Option(False, "--all-shops", help=ALL_HELP),
    data: bool = typer.Option(False, "--data", help=DATA_HELP),
) -> None:
    """What a week came to."""
    from opsplan.cli.reporting import Wish, report

    report(ctx.obj, Wish("week", on, by, file, all_shops, "data" if data else None))


def month(
    ctx: typer.Context,
    on: str = typer.Argument(None, help=MONTH_HELP, metavar="[DATE]"),
    by: str = typer.Option(None, "--by", metavar="role", help=BY_HELP),
    file: str = typer.Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP),
    all_shops: bool = typer.Option(False, "--all-shops", help=ALL_HELP),
    inquiries: bool = typer.Option(False, "--inquiries", help="Inquiries alone, with their rows."),
    income: bool = typer.Option(False, "--income", help="Income and costs alone, by weeks."),
    data: bool = typer.Option(False, "--data", help=DATA_HELP),
) -> None:
    """What a month came to."""
    from opsplan.cli.reporting import Wish, report
    from opsplan.views.report.parts import Part

    wanted: dict[Part, bool] = {"inquiries": inquiries, "income": income, "data": data}
    parts = [part for part, is_wanted in wanted.items() if is_wanted]
    if len(parts) > 1:
        raise UsageError(say("one of {names} at a time", names=[f"--{each}" for each in parts]))
    report(ctx.obj, Wish("month", on, by, file, all_shops, parts[0] if parts else None))
