"""remind: what opened since the last run, and digests, printed or sent to channels."""

from typer import Context, Exit, Option

from opsplan.cli.help import Commands
from opsplan.cli.options import ROLE

app = Commands()

CATCH_UP_HELP = "How far back a missed one is still said by itself; older ones in one line."
DIGEST_HELP = "The day's list, what is left open, or the week's list, instead of what opened."
OUTPUT_HELP = "Write the digest into a file: .txt or .md."
FORMAT_HELP = "Plain text, Markdown, or what a robot of that kind shows."


@app.command()
def remind(
    ctx: Context,
    catch_up: str = Option("2h", "--catch-up", metavar="SPAN", help=CATCH_UP_HELP),
    notify: bool = Option(False, "--notify", help="Send it to the channels of the config."),
    digest: str = Option(None, "--digest", metavar="morning|evening|week", help=DIGEST_HELP),
    dry_run: bool = Option(False, "--dry-run", help="Show it; nothing counts as said."),
    form: str = Option("text", "--format", metavar="FORMAT", help=FORMAT_HELP),
    lead: str = Option(None, "--lead", metavar="SPAN", help="So long before it opens."),
    output: str = Option(None, "-o", metavar="FILE", help=OUTPUT_HELP),
    role: str = ROLE,
    all_shops: bool = Option(False, "--all-shops", help="All shops of the config."),
) -> None:
    """Say what opened since the last run, each once; nothing where nothing is due.

    opsplan remind
    opsplan remind --notify
    opsplan remind --digest morning
    opsplan remind --catch-up 30m --dry-run
    """
    from opsplan.cli import reminding  # what it needs, other commands need not load

    wish = reminding.wish_of(catch_up, lead, role, is_dry=dry_run)
    code = reminding.run(
        ctx.obj,
        wish,
        form=form,
        digest=digest,
        notify=notify,
        all_shops=all_shops,
        output=output,
    )
    raise Exit(code)
