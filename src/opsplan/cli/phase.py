"""phase list, phase end: where the shop stands in its phases."""

from datetime import date

from typer import Argument, Context, Exit, Option

from opsplan.cli.help import Commands
from opsplan.cli.session import Session
from opsplan.journal.store import Writing
from opsplan.planning.phases import phase_identity, phase_states
from opsplan.values.journal import Entry, valid_entries
from opsplan.values.occurrence import day_end
from opsplan.values.phases import PhaseState, PhaseWord
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, say
from opsplan.views.phases import phase_days

app = Commands("phase", help="Look at phases and end them.\n\nopsplan phase list")

_WORDS: dict[PhaseWord, Message] = {
    "past": say("over"),
    "current": say("current"),
    "coming": say("to come"),
    "waiting": say("waiting"),
}


@app.command("list")
def list_(ctx: Context) -> None:
    """The shop's phases with their days, and where it stands.

    opsplan phase list
    """
    session: Session = ctx.obj
    states = phase_states(session.plan, session.today)
    lines = [line for state in states for line in _lines(session, state)]
    empty = session.words("The shop's playbooks have no phases.") + "\n"
    session.show(
        lambda: "".join(f"{line}\n" for line in lines) or empty,
        lambda: {"items": [_data(session, state) for state in states]},
    )
    raise Exit(session.report_problems())


@app.command()
def end(
    ctx: Context,
    phase: str = Argument(help="A phase of the shop, by id.", metavar="ID"),
    day: str = Option(None, "--date", metavar="DATE", help="Its last day (today if not said)."),
) -> None:
    """End a phase; what follows starts the next day. opsplan undo takes it back.

    opsplan phase end basics
    opsplan phase end basics --date yesterday
    """
    session: Session = ctx.obj
    state = _named(session, phase)
    last = _last_day(session, state, day)
    identity = phase_identity(state)
    starts = session.shop.day_starts
    at = session.now if last == session.today else day_end(last, session.plan.zone, starts)

    def write(writing: Writing) -> Entry | None:
        known = session.journal.endings(session.shop.id, [state.key])
        if any(entry.kind == "done" for entry in valid_entries(known)):
            return None
        shop = session.shop.id
        return writing.add(session.now, session.me, shop, "done", identity, at=at)

    entry = session.journal.write(write)
    after = {each.key: each for each in phase_states(session.planned(), session.today)}
    _show(session, after[state.key], entry, [*after.values()])
    raise Exit(session.report_problems())


def _named(session: Session, name: str) -> PhaseState:
    """The phase of that id, `playbook/id` or name."""
    states = phase_states(session.plan, session.today)
    wanted = name.lower()
    found = [
        state
        for state in states
        if wanted in (state.phase.id, state.key)
        or name in (state.phase.name.zh, state.phase.name.en)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        keys = [state.key for state in found]
        raise OpsplanError(
            say("'{ref}' can be {keys}", ref=name, keys=keys), say("write it in full")
        )
    ids = [state.phase.id for state in states]
    what = say("there is no phase '{word}' in this shop", word=name)
    hint = near_miss(name, ids) or (say("the phases are {names}", names=ids) if ids else None)
    raise OpsplanError(what, hint)


def _last_day(session: Session, state: PhaseState, typed: str | None) -> date:
    """The last day that is meant; refused where it lies outside of what has been of the phase."""
    if state.window is None:
        what = say("{phase} has not begun", phase=state.phase.id)
        raise OpsplanError(what, _waits_for(session, state))
    last = session.day(typed)
    if last > session.today:
        raise UsageError(say("{time} has not come yet", time=last))
    if last < state.window.start:
        raise OpsplanError(
            say("{phase} begins on {day}", phase=state.phase.id, day=state.window.start)
        )
    if typed is None and state.word == "past" and not state.is_ended:
        what = say("{phase} was over on {day}", phase=state.phase.id, day=state.window.last)
        raise OpsplanError(what, say("--date says on which day it really ended"))
    return last


def _waits_for(session: Session, state: PhaseState) -> Message:
    """What must come before the phase can begin."""
    if session.shop.launch is None:
        return say("the config has no launch for this shop")
    if state.phase.condition is not None:
        return say("it starts when {condition}", condition=state.phase.condition.text)
    return say("it starts after {phase}", phase=state.phase.after or state.phase.parent or "?")


def _lines(session: Session, state: PhaseState) -> list[str]:
    words = session.words
    head = f"{words.text(state.phase.name)} ({state.key})  {words.message(_WORDS[state.word])}"
    if state.word == "current":
        head += f"  {phase_days(state, words)}"
    if state.window is None:
        days = words.message(_waits_for(session, state))
    elif state.last is None:
        days = words("from {first}, open-ended", first=state.window.start)
    else:
        days = words("{first} to {last}", first=state.window.start, last=state.last)
    lines = [head, f"    {days}"]
    goal = words.text(state.phase.goal)
    return [*lines, f"    {goal}"] if goal else lines


def _data(session: Session, state: PhaseState) -> dict[str, object]:
    language = session.words.language
    condition = state.phase.condition
    return {
        "id": state.phase.id,
        "playbook": state.playbook,
        "name": state.phase.name.read(language),
        "parent": state.phase.parent,
        "first": state.window.start.isoformat() if state.window else None,
        "last": state.last.isoformat() if state.last else None,
        "state": state.word,
        "ended": state.is_ended,
        "starts_when": condition.text if condition else None,
        "goal": state.phase.goal.read(language) or None,
    }


def _show(
    session: Session, state: PhaseState, entry: Entry | None, every: list[PhaseState]
) -> None:
    words = session.words
    name, last = words.text(state.phase.name), state.last
    assert last is not None
    ended = words("{name}: {day} is its last day", name=name, day=last)
    already = words("{name} is ended already, on {day}", name=name, day=last)
    lines = [ended if entry else already]
    following = [
        each
        for each in every
        if each.phase.after == state.phase.id and each.playbook == state.playbook and each.window
    ]
    for each in following:
        start = each.window.start if each.window else ""
        lines.append(words("then {name}, from {day}", name=words.text(each.phase.name), day=start))
    session.show(
        lambda: "".join(f"{line}\n" for line in lines),
        lambda: {
            **_data(session, state),
            "entry": entry.id if entry else None,
            "next": [_data(session, each) for each in following],
        },
    )
