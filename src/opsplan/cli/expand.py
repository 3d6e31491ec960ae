"""expand: all occurrences of playbook files, without a journal."""

from typer import Argument, Context, Option

from opsplan.cli import offers
from opsplan.cli.given import check_zone, loaded_books, window_between
from opsplan.cli.help import Commands
from opsplan.cli.options import ALL_OPTIONS, LAUNCH, TZ
from opsplan.cli.session import Session
from opsplan.planning.expand import calendar_state, count_of, expand
from opsplan.planning.plan import make_plan
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.problem import UsageError
from opsplan.values.text import say
from opsplan.views.data import Expanded
from opsplan.views.lists import occurrences_text, unsure_line

app = Commands()


@app.command("expand")
def expand_(
    ctx: Context,
    files: list[str] = Argument(
        help="Playbook files, or ids of playbooks.",
        metavar="FILE…",
        autocompletion=offers.playbooks,
    ),
    first: str = Option(..., "--from", metavar="DATE", help="The first day."),
    last: str = Option(..., "--to", metavar="DATE", help="The last day."),
    count: bool = Option(False, "--count", help="Only the number of occurrences."),
    option: list[str] = Option([], "--option", metavar="NAME=CHOICE", help="A strategy."),
    all_options: bool = ALL_OPTIONS,
    launch: str = LAUNCH,
    zone: str = TZ,
) -> None:
    """All occurrences of playbook files between two days, without a journal.

    opsplan expand 1688-shop --from 2026-11-01 --to 2026-11-30 --count
    """
    session: Session = ctx.obj
    check_zone(zone)
    books = loaded_books(session, files)
    chosen = _choices(option, books)
    started = session.day(launch) if launch else None
    shop = Shop("", timezone=zone, playbooks=(), launch=started, options=chosen)
    plan = make_plan(shop, books, every_choice=all_options, calendars=session.calendars)
    window = window_between(session.day(first), session.day(last))
    if count:
        number = count_of(plan, window)
        session.show(lambda: f"{number}\n", lambda: number)
        return
    found = expand(plan, window)
    state = calendar_state(plan, found, range(window.start.year, window.last.year + 1))
    if not session.options.json:
        session.err.write(unsure_line(state, session.words))
    session.show(
        lambda: occurrences_text(found, session.words, session.screen.width),
        lambda: {
            "from": window.start.isoformat(),
            "to": window.last.isoformat(),
            "calendar": state,
            "items": Expanded(found, session.words),
        },
    )


def _choices(texts: list[str], books: list[Playbook]) -> dict[str, str]:
    options = {option.id: option for book in books for option in book.options}
    chosen: dict[str, str] = {}
    for text in texts:
        name, equals, choice = text.partition("=")
        if not equals or name not in options or choice not in options[name].choices:
            known = [f"{o.id}={each}" for o in options.values() for each in o.choices]
            raise UsageError(
                say("there is no option '{text}'", text=text),
                say("the options are {names}", names=known) if known else None,
            )
        chosen[name] = choice
    return chosen
