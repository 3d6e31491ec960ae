"""when: what a time phrase means, and its dates."""

from datetime import date

from typer import Argument, Context, Option

from opsplan.cli import offers
from opsplan.cli.given import check_zone, window_between
from opsplan.cli.help import Commands
from opsplan.cli.next import DEFAULT_COUNT, SEARCH
from opsplan.cli.options import FROM, TO, TZ
from opsplan.cli.session import Session
from opsplan.phrase.reading import PhraseError, read
from opsplan.phrase.wording import write
from opsplan.planning.expand import calendar_state, expand
from opsplan.planning.plan import Plan, make_plan
from opsplan.recurrence.rrule import RuleError, check_rule
from opsplan.recurrence.rrule_text import rrule_text
from opsplan.values.cadence import CampaignDay, Once, PhaseDay, Phrase, RRule, Triggered
from opsplan.values.occurrence import Occurrence
from opsplan.values.playbook import Duty, Playbook, Shop
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.text import Message, Text, say
from opsplan.values.window import Window, days_on
from opsplan.views.forms import forms_data, forms_text
from opsplan.views.lists import table_text, unsure_line

app = Commands()


@app.command()
def when(
    ctx: Context,
    phrase: list[str] = Argument(
        None, help="The phrase.", metavar="PHRASE", autocompletion=offers.phrases
    ),
    first: str = FROM,
    last: str = TO,
    count: int = Option(None, "-n", metavar="N", min=1, max=100_000, help="How many dates."),
    zone: str = TZ,
    forms: bool = Option(False, "--forms", help="All forms that a phrase can take."),
) -> None:
    """What a time phrase means, in both languages, and its dates.

    opsplan when every month on last workday --from 2026-01-01 --to 2026-12-31
    opsplan when "every 2 weeks on mon, thu" -n 8
    opsplan when --forms
    """
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
        found = expand(plan, window_between(start, session.day(last)))
        found = found if count is None else found[:count]
    else:
        found = _first(plan, start, count or DEFAULT_COUNT)
    state = calendar_state(plan, found, [] if found else [start.year])
    data = {
        "en": write(parsed, "en"),
        "zh": write(parsed, "zh"),
        "rrule": rrule_text(parsed),
        "calendar": state,
        "dates": [{"date": each.date.isoformat(), "at": each.at} for each in found],
    }
    rows = [(f"{each.date} {session.words.weekday(each.date)}", each.at or "") for each in found]
    head = f"{data['zh']}\n{data['en']}\n"
    head += f"{data['rrule']}\n" if data["rrule"] else ""
    head += unsure_line(state, session.words)
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


def _first(plan: Plan, start: date, count: int) -> list[Occurrence]:
    """The first occurrences from a day on, looked for in ever longer windows."""
    found: list[Occurrence] = []
    for ahead in SEARCH:
        found = expand(plan, Window(start, days_on(start, ahead)))
        if len(found) >= count:
            break
    return found[:count]
