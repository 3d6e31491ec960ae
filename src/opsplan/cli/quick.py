"""The command lines of every morning and of every five minutes, which need no parser.

Typer takes longer to load than the day's list to be made and drawn. These few call at once what
typer's commands call; every other command line is typer's.
"""

from opsplan.cli.rest import rest_of
from opsplan.cli.session import Session

_REMIND_FLAGS = {"--notify", "--dry-run"}


def quick(session: Session, arguments: list[str]) -> int | None:
    """Do what the command line says and give its exit code; None where typer has to read it."""
    match arguments:
        case ["today"]:
            from opsplan.cli.days import DayWish, show_day

            return show_day(session, DayWish())
        case ["remind", *flags] if _REMIND_FLAGS.issuperset(flags):
            from opsplan.cli import reminding
            from opsplan.cli.shop_reminders import RemindWish

            wish = RemindWish(is_dry="--dry-run" in flags)
            rest = None if session.options.shop else rest_of(arguments)
            return reminding.run(session, wish, notify="--notify" in flags, rest=rest)
    return None
