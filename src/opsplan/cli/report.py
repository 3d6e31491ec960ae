"""report day, week, month: what was done and what it brought."""

from typer import Context, Option

from opsplan.cli.help import Commands
from opsplan.cli.options import ALL_SHOPS, ON_DAY, ON_MONTH, ON_WEEK
from opsplan.values.problem import UsageError
from opsplan.values.text import say

app = Commands("report", help="What was done, and what it brought.\n\nopsplan report day")

OUT_HELP = "Write it as .html, .md or .csv; with --all-shops {{shop}} stands for the shop."
BY = Option(None, "--by", metavar="role", help="A table for each role.")
OUT = Option(None, "--output", "-o", metavar="FILE", help=OUT_HELP)
DATA = Option(False, "--data", help="The sheet of figures alone, day by day.")
CLOSE_HELP = "Only if every item has a conclusion: done, left out for a reason, or a note."


@app.command()
def day(
    ctx: Context,
    on: str = ON_DAY,
    by: str = BY,
    file: str = OUT,
    all_shops: bool = ALL_SHOPS,
    close: bool = Option(False, "--close", help=CLOSE_HELP),
    force: bool = Option(False, "--force", help="Close it all the same, and say so."),
) -> None:
    """What a day came to: today so far, or another day.

    opsplan report day yesterday
    opsplan report day -o day.html
    """
    if force and not close:
        raise UsageError(say("--force goes with --close"))
    from opsplan.cli.reporting import (  # what it needs, other commands need not load
        ReportWish,
        report,
    )

    report(ctx.obj, ReportWish("day", on, by, file, all_shops, None, close, force))


@app.command()
def week(
    ctx: Context,
    on: str = ON_WEEK,
    by: str = BY,
    file: str = OUT,
    all_shops: bool = ALL_SHOPS,
    data: bool = DATA,
) -> None:
    """What a week came to.

    opsplan report week
    opsplan report week last --by role -o week.md
    """
    from opsplan.cli.reporting import ReportWish, report

    report(ctx.obj, ReportWish("week", on, by, file, all_shops, "data" if data else None))


@app.command()
def month(
    ctx: Context,
    on: str = ON_MONTH,
    by: str = BY,
    file: str = OUT,
    all_shops: bool = ALL_SHOPS,
    inquiries: bool = Option(False, "--inquiries", help="Inquiries alone, with their rows."),
    income: bool = Option(False, "--income", help="Income and costs alone, by weeks."),
    data: bool = DATA,
) -> None:
    """What a month came to.

    opsplan report month 2026-10 -o october.html
    opsplan report month --json
    """
    from opsplan.cli.reporting import ReportWish, report
    from opsplan.views.report.parts import Part

    wanted: dict[Part, bool] = {"inquiries": inquiries, "income": income, "data": data}
    parts = [part for part, is_wanted in wanted.items() if is_wanted]
    if len(parts) > 1:
        raise UsageError(say("one of {names} at a time", names=[f"--{each}" for each in parts]))
    report(ctx.obj, ReportWish("month", on, by, file, all_shops, parts[0] if parts else None))
