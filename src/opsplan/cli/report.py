"""report day, week, month: what was done and what it brought."""

import typer

from opsplan.cli.help import Commands
from opsplan.cli.lists import ALL_HELP, DATE_HELP, MONTH_HELP
from opsplan.values.problem import UsageError
from opsplan.values.text import say

app = Commands("report", help="What was done, and what it brought.\n\nopsplan report day")

OUT_HELP = "Write it as .html, .md or .csv; with --all-shops {{shop}} stands for the shop."
BY_HELP = "A table for each role."
DATA_HELP = "The sheet of figures alone, day by day."
CLOSE_HELP = "Only if every item has a conclusion: done, left out for a reason, or a note."


@app.command()
def day(
    ctx: typer.Context,
    on: str = typer.Argument(None, help=DATE_HELP, metavar="[DATE]"),
    by: str = typer.Option(None, "--by", metavar="role", help=BY_HELP),
    file: str = typer.Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP),
    all_shops: bool = typer.Option(False, "--all-shops", help=ALL_HELP),
    close: bool = typer.Option(False, "--close", help=CLOSE_HELP),
    force: bool = typer.Option(False, "--force", help="Close it all the same, and say so."),
) -> None:
    """What a day came to: today so far, or another day.

    opsplan report day yesterday
    opsplan report day -o day.html
    """
    if force and not close:
        raise UsageError(say("--force goes with --close"))
    from opsplan.cli.reporting import Wish, report  # what it needs, other commands need not load

    report(ctx.obj, Wish("day", on, by, file, all_shops, None, close, force))


@app.command()
def week(
    ctx: typer.Context,
    on: str = typer.Argument(None, help="A day of the week that is wanted.", metavar="[DATE]"),
    by: str = typer.Option(None, "--by", metavar="role", help=BY_HELP),
    file: str = typer.Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP),
    all_shops: bool = typer.Option(False, "--all-shops", help=ALL_HELP),
    data: bool = typer.Option(False, "--data", help=DATA_HELP),
) -> None:
    """What a week came to.

    opsplan report week
    opsplan report week -7 --by role -o week.md
    """
    from opsplan.cli.reporting import Wish, report

    report(ctx.obj, Wish("week", on, by, file, all_shops, "data" if data else None))


@app.command()
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
    """What a month came to.

    opsplan report month 2026-10 -o october.html
    opsplan report month --json
    """
    from opsplan.cli.reporting import Wish, report
    from opsplan.views.report.parts import Part

    wanted: dict[Part, bool] = {"inquiries": inquiries, "income": income, "data": data}
    parts = [part for part, is_wanted in wanted.items() if is_wanted]
    if len(parts) > 1:
        raise UsageError(say("one of {names} at a time", names=[f"--{each}" for each in parts]))
    report(ctx.obj, Wish("month", on, by, file, all_shops, parts[0] if parts else None))
