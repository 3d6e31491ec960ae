"""when, next, expand: dates without a journal, and what comes next."""

from datetime import date, timedelta

import typer

from opsplan.cli import offers
from opsplan.cli.help import Command
from opsplan.cli.session import Session
from opsplan.phrase.reading import PhraseError, read
from opsplan.phrase.wording import write
from opsplan.planning.expand import count_of, dated, expand
from opsplan.planning.plan import Plan, PlannedDuty, make_plan
from opsplan.planning.reference import duty_named, resolve
from opsplan.planning.undated import next_offered
from opsplan.recurrence.rrule import RuleError, check_rule
from opsplan.recurrence.rrule_text import rrule_text
from opsplan.values.cadence import (
    AfterDone,
    CampaignDay,
    Once,
    PhaseDay,
    Phrase,
    RRule,
    Triggered,
)
from opsplan.values.occurrence import Occurrence
from opsplan.values.playbook import Duty, Playbook, Shop
from opsplan.values.problem import OpsplanError, Problem, ProblemsError, UsageError
from opsplan.values.text import Message, Text, say
from opsplan.values.window import Window, closed_window
from opsplan.views.data import Expanded, occurrence_data
from opsplan.views.forms import forms_data, forms_text
from opsplan.views.lists import occurrences_text, table_text

FROM_HELP, TO_HELP = "The first day.", "The last day."
TZ_HELP = "A time zone such as Europe/Berlin."
SEARCH = (2, 40, 400, 4_000, 40_000)
"""How many days ahead the next dates are looked for, step by step."""
DEFAULT_COUNT = 5


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command(
        cls=Command,
        help="What a time phrase means, in both languages, and its dates.\n\n"
        "\b\nopsplan when every month on last workday --from 2026-01-01 --to 2026-12-31\n"
        'opsplan when "every 2 weeks on mon, thu" -n 8\nopsplan when --forms',
    )(when)
    app.command(
        cls=Command, name="next", help="The next dates of a duty.\n\n\b\nopsplan next repost -n 8"
    )(next_)
    app.command(
        cls=Command,
        name="expand",
        help="All occurrences of playbook files between two days, without a journal.\n\n"
        "\b\nopsplan expand 1688-shop --from 2026-11-01 --to 2026-11-30 --count",
    )(expand_)


def when(
    ctx: typer.Context,
    phrase: list[str] = typer.Argument(
        None, help="The phrase.", metavar="PHRASE", autocompletion=offers.phrases
    ),
    first: str = typer.Option(None, "--from", metavar="DATE", help=FROM_HELP),
    last: str = typer.Option(None, "--to", metavar="DATE", help=TO_HELP),
    count: int = typer.Option(None, "-n", metavar="N", min=1, max=100_000, help="How many dates."),
    zone: str = typer.Option(None, "--tz", metavar="ZONE", help=TZ_HELP),
    forms: bool = typer.Option(False, "--forms", help="All forms that a phrase can take."),
) -> None:
    """What a time phrase means."""
    session: Session = ctx.obj
    if forms:
        session.show(
            lambda: forms_text(session.words, session.screen), lambda: forms_data(session.words)
        )
        return
    if not phrase:
        raise UsageError(
            say("{name} is missing", name=say("PHRASE")),
            say("see {command} --help", command="opsplan when"),
        )
    text = " ".join(phrase)
    parsed = _parsed(text)
    check_zone(zone)
    ours = session.shop
    shop = Shop(
        ours.id,
        timezone=zone or ours.timezone,
        calendar=ours.calendar,
        launch=ours.launch,
        day_starts=ours.day_starts,
        peaks=ours.peaks,
    )
    duty = Duty("phrase", Text(text, text), (parsed,), 1)
    plan = make_plan(
        shop, [Playbook("when", Text(), "", duties=(duty,))], calendars=session.calendars
    )
    start = session.day(first)
    if last is not None:
        window = window_between(start, session.day(last))
        found = expand(plan, window)
        found = found if count is None else found[:count]
    else:
        window = Window(start, start + timedelta(days=SEARCH[-1]))
        found = _first(plan, start, count or DEFAULT_COUNT)
    years = {each.date.year for each in found} or {window.start.year}
    official = all(plan.calendar.state(year) == "official" for year in years)
    data = {
        "en": write(parsed, "en"),
        "zh": write(parsed, "zh"),
        "rrule": rrule_text(parsed),
        "calendar": "official" if official else "provisional",
        "dates": [{"date": each.date.isoformat(), "at": each.at} for each in found],
    }
    rows = [(f"{each.date} {session.words.weekday(each.date)}", each.at or "") for each in found]
    head = f"{data['zh']}\n{data['en']}\n"
    head += f"{data['rrule']}\n" if data["rrule"] else ""
    if not official:
        head += session.words("(holidays of a year in it are provisional)") + "\n"
    if not rows:
        head += session.words.message(_why_none(parsed, start)) + "\n"
    session.show(lambda: head + table_text(rows, session.screen.width), lambda: data)


def _why_none(phrase: Phrase, start: date) -> Message:
    """Why a phrase has no dates."""
    match phrase.cadence:
        case Once():
            return say("no dates: it is done once, on whatever day")
        case PhaseDay():
            return say("no dates: it counts from the first day of a playbook's phase")
        case CampaignDay():
            return say("no dates: it counts from the first day of a playbook's campaign")
        case Triggered():
            return say("no dates: a rule or a person asks for it")
        case _:
            return say("no dates from {day} on", day=start)


def next_(
    ctx: typer.Context,
    duty: str = typer.Argument(
        help="A duty of the shop, by id.", metavar="DUTY", autocompletion=offers.duties
    ),
    count: int = typer.Option(
        DEFAULT_COUNT, "-n", metavar="N", min=1, max=10_000, help="How many."
    ),
) -> None:
    """The next dates of a duty."""
    session: Session = ctx.obj
    planned = duty_named(duty, session.plan)
    found = next_of(session, planned, count)
    session.show(
        lambda: (
            occurrences_text(found, session.words, session.screen.width)
            or session.words("It has no dates of its own.") + "\n"
        ),
        lambda: {"items": [occurrence_data(each, session.words) for each in found]},
    )
    raise typer.Exit(session.report_problems())


def expand_(
    ctx: typer.Context,
    files: list[str] = typer.Argument(
        help="Playbook files, or ids of playbooks.",
        metavar="FILE…",
        autocompletion=offers.playbooks,
    ),
    first: str = typer.Option(..., "--from", metavar="DATE", help=FROM_HELP),
    last: str = typer.Option(..., "--to", metavar="DATE", help=TO_HELP),
    count: bool = typer.Option(False, "--count", help="Only the number of occurrences."),
    option: list[str] = typer.Option([], "--option", metavar="NAME=CHOICE", help="A strategy."),
    all_options: bool = typer.Option(False, "--all-options", help="Every choice at once."),
    launch: str = typer.Option(None, "--launch", metavar="DATE", help="The shop's first day."),
    zone: str = typer.Option(None, "--tz", metavar="ZONE", help=TZ_HELP),
) -> None:
    """All occurrences between two days."""
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
    years = range(window.start.year, window.last.year + 1)
    official = all(plan.calendar.state(year) == "official" for year in years)
    session.show(
        lambda: occurrences_text(found, session.words, session.screen.width),
        lambda: {
            "from": window.start.isoformat(),
            "to": window.last.isoformat(),
            "calendar": "official" if official else "provisional",
            "items": Expanded(found, session.words),
        },
    )


def _parsed(text: str) -> Phrase:
    try:
        phrase = read(text)
        if isinstance(phrase.cadence, RRule):
            check_rule(phrase.cadence)
    except PhraseError as error:
        what = say("column {column}: {what}", column=error.column, what=error.what)
        if error.expected:
            what = say("{what}; expected {expected}", what=what, expected=list(error.expected[:6]))
        hint = say("did you mean '{word}'?", word=error.suggestion) if error.suggestion else None
        raise OpsplanError(what, hint) from None
    except RuleError as error:
        raise OpsplanError(error.reason) from None
    return phrase


def check_zone(zone: str | None) -> None:
    """UsageError where there is no such time zone."""
    if zone is None:
        return
    from opsplan.playbook.checks import zone_problem  # loads pydantic

    if problem := zone_problem(zone):
        raise UsageError(*problem)


def window_between(first: date, last: date) -> Window:
    """Both days in; UsageError where the last lies before the first."""
    if last < first:
        raise UsageError(
            say("the last day, {last}, lies before the first, {first}", last=last, first=first)
        )
    return closed_window(first, last)


def _first(plan: Plan, start: date, count: int) -> list[Occurrence]:
    """The first occurrences from a day on, looked for in ever longer windows."""
    found: list[Occurrence] = []
    for ahead in SEARCH:
        end = date.fromordinal(min(start.toordinal() + ahead, date.max.toordinal()))
        found = expand(plan, Window(start, end))
        if len(found) >= count:
            break
    return found[:count]


def next_of(session: Session, duty: PlannedDuty, count: int) -> list[Occurrence]:
    """The next occurrences of a duty from now on, as many as there are up to `count`."""
    now = session.now
    if isinstance(duty.cadence, AfterDone):
        facts = session.journal.facts(session.shop.id, [duty.planned.key])
        following = next_offered(duty, facts.newest.get(duty.planned.key, ()), session.today)
        return [following] if following else []
    if duty.is_setup:
        item = resolve(duty.planned.key, session.plan, session.today, session.list_of)[0].item
        return [item.occurrence] if item.status == "open" else []
    found: list[Occurrence] = []
    for ahead in SEARCH:
        start = session.today - timedelta(days=366 if duty.phrases[0].marks[0].span else 1)
        last = min(session.today.toordinal() + ahead, date.max.toordinal())
        every = dated(duty, Window(start, date.fromordinal(last)))
        found = [each for each in every if each.due is None or each.due >= now]
        if len(found) >= count:
            break
    return found[:count]


def loaded_books(session: Session, files: list[str]) -> list[Playbook]:
    """The playbooks of these files or ids; ProblemsError with all that is wrong with them."""
    books: list[Playbook] = []
    problems: list[Problem] = []
    for name in files:
        book, found = session.library.find(name)
        problems += found
        if book is not None and any(book.id == each.id for each in books):
            problems.append(
                Problem(book.file, 0, 0, "id", say("the id {id} stands twice", id=book.id))
            )
        elif book is not None:
            books.append(book)
    if problems:
        raise ProblemsError(say("nothing was expanded"), tuple(problems))
    return books


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
